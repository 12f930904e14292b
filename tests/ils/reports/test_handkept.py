"""Every cell of the diary and of the statistics equals books kept by hand, which the activity log has no part in."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from sqlalchemy.orm import Session

from catalog.public.messages import BRANCHES, DOCUMENT_TYPES, LANGUAGES
from circulation.visits import measures as visit_measures
from ils.activity.measures import totals_are_sums
from ils.library.places import sectors
from ils.reports.rules import Report, Table
from ils.web.words import SOURCE_WORDS
from tests.ils.reports import handkept
from tests.ils.reports.conftest import Told
from tests.ils.reports.handkept import Entry, added_up
from tests.ils.reports.year import BOOKS, YEAR

MONTHS = range(1, 13)


def headings(table: Table) -> list[str]:
    return [f"{each.group}: {each.heading}" if each.group else str(each.heading) for each in table.columns]


def lines(table: Table) -> dict[object, dict[str, object]]:
    """Return first cell → heading → value."""
    names = headings(table)
    return {
        row.cells[0].value: {name: cell.value for name, cell in zip(names, row.cells, strict=True)}
        for row in table.rows
    }


def spans(table: Table, month: int) -> list[tuple[dict[str, object], date, date]]:
    """Return each row of a part of the diary with the days that its figures stand for."""
    first, last = date(YEAR, month, 1), date(YEAR, month, monthrange(YEAR, month)[1])
    begins = date(YEAR, 1, 1)
    of_label = {
        "Carried forward": (begins, date.fromordinal(first.toordinal() - 1)),
        "Total of the month": (first, last),
        "Since the year began": (begins, last),
    }
    found = []
    for label, cells in lines(table).items():
        days = (label, label) if isinstance(label, date) else of_label[str(label)]
        found.append((cells, *days))
    return found


def agree(
    table: Table, month: int, asked: dict[str, tuple[list[Entry], dict[str, object]]], running: list[Entry]
) -> int:
    """Compare every cell of a part of the diary; returns how many were compared."""
    first, begins = date(YEAR, month, 1), date(YEAR, 1, 1)
    compared = 0
    names = headings(table)[1:-2]
    assert set(names) == set(asked), set(names) ^ set(asked)
    for cells, since, until in spans(table, month):
        for name in names:
            entries, marks = asked[name]
            assert cells[name] == added_up(entries, since, until, **marks), (name, since, until)  # type: ignore[arg-type]
            compared += 1
        if cells["Day"] == "Carried forward":
            assert cells["Running sum: since the year began"] == added_up(running, begins, until)
        else:
            assert cells["Running sum: since the month began"] == added_up(running, first, until), (
                month,
                until,
            )
            assert cells["Running sum: since the year began"] == added_up(running, begins, until), (
                month,
                until,
            )
        compared += 2
    return compared


def test_every_cell_of_the_diary_of_every_month(worked: Session, told: Told) -> None:
    for month in MONTHS:
        _every_cell(worked, told, month)


def _every_cell(worked: Session, told: Told, month: int) -> None:
    report = told("diary", f"m{month}")
    until = date(YEAR, month, monthrange(YEAR, month)[1])
    compared = agree(report.tables[0], month, _readers(worked, until), list(handkept.visits(worked)))
    compared += agree(report.tables[1], month, _issues(worked, until), list(handkept.issues(worked)))
    compared += agree(
        report.tables[3], month, _questions(worked, until), list(handkept.board(worked, "question"))
    )
    assert compared > 150


def _readers(session: Session, until: date) -> dict[str, tuple[list[Entry], dict[str, object]]]:
    written, came = list(handkept.registrations(session)), list(handkept.visits(session))
    begins = date(YEAR, 1, 1)
    asked: dict[str, tuple[list[Entry], dict[str, object]]] = {
        "Registered: new": (written, {"kind": "new"}),
        "Registered: re-registered": (written, {"kind": "returning"}),
        "Registered: in all": (written, {}),
        "By age: up to 14": (written, {"age": "up to 14"}),
        "By age: 15 to 24": (written, {"age": "15 to 24"}),
        "By age: 25 and older": (written, {"age": "25 and older"}),
        "By sex: male": (written, {"sex": "m"}),
        "By sex: female": (written, {"sex": "f"}),
        "Visits: in all": (came, {}),
        "Visits: of them at events": (came, {"source": "event"}),
    }
    names = {
        "pupil": "School pupil",
        "student": "Student",
        "teacher": "Teacher",
        "pensioner": "Pensioner",
        "worker": "Worker",
    }
    for (category,) in handkept.crossed(written, begins, until, "category"):
        asked[f"By category: {names[category]}"] = (written, {"category": category})
    if added_up(written, begins, until, age="not told"):
        asked["By age: not told"] = (written, {"age": "not told"})
    if added_up(written, begins, until, sex=""):
        asked["By sex: not given"] = (written, {"sex": ""})
    return asked


def _issues(session: Session, until: date) -> dict[str, tuple[list[Entry], dict[str, object]]]:
    given, begins = list(handkept.issues(session)), date(YEAR, 1, 1)
    asked: dict[str, tuple[list[Entry], dict[str, object]]] = {
        "Issues in all": (given, {}),
        "Of them: in the reading room": (given, {"kind": "lent", "use": "room"}),
        "Of them: renewed": (given, {"kind": "renewed"}),
        **{f"By branch of knowledge: {name}": (given, {"branch": code}) for code, name in BRANCHES.items()},
        **{
            f"By language: {LANGUAGES[code][1]}": (given, {"language": code})
            for code in ("uzb", "rus", "eng")
        },
        **{
            f"By type: {DOCUMENT_TYPES[code]}": (given, {"type": code})
            for code in ("book", "serial", "electronic")
        },
    }
    if added_up(given, begins, until, branch=""):
        asked["By branch of knowledge: not told"] = (given, {"branch": ""})
    if added_up(given, begins, until, type="map"):
        asked["By type: other"] = (given, {"type": "map"})
    if added_up(given, begins, until, language=("ger", "kaa")):
        asked["By language: other"] = (given, {"language": ("ger", "kaa")})
    return asked


def _questions(session: Session, until: date) -> dict[str, tuple[list[Entry], dict[str, object]]]:
    questions, refused = list(handkept.board(session, "question")), list(handkept.board(session, "refusal"))
    types = {code: str(SOURCE_WORDS[code]) for code in ("topic", "address", "fact", "clarify")}
    return {
        "Questions in all": (questions, {}),
        **{f"By type: {name}": (questions, {"type": code}) for code, name in types.items()},
        "How it was asked: by word of mouth": (questions, {"channel": ("desk", "kiosk")}),
        "How it was asked: by telephone": (questions, {"channel": "telephone"}),
        "How it was asked: on the web and by Telegram": (questions, {"channel": ("web", "telegram")}),
        "Refusals": (refused, {}),
    }


def test_mass_work_of_the_diary_is_what_the_events_say(worked: Session, told: Told) -> None:
    for month in MONTHS:
        rows = told("diary", f"m{month}").tables[2].rows
        held = [
            (row.cells[0].value, row.cells[2].value, row.cells[4].value)
            for row in rows
            if row.style != "total"
        ]
        assert held == [each for each in handkept.events(worked) if each[0].month == month]
        assert rows[-1].cells[4].value == sum(persons for _day, _title, persons in held)  # type: ignore[misc]


def test_statistics_equal_the_books_kept_by_hand(
    worked: Session, told: Told, year_days: tuple[date, date]
) -> None:
    report = told("statistics")
    compared = 0
    for table, entries, asked in _asked_of_statistics(worked, report):
        shown = _by_section(table)
        for name, marks in asked.items():
            for column, year in ((1, YEAR - 1), (2, YEAR)):
                days = date(year, 1, 1), date(year, 12, 31)
                # A language that nothing was given out of has no row.
                assert shown.get(name, ("", 0, 0))[column] == added_up(entries, *days, **marks), (name, year)  # type: ignore[arg-type]
                compared += 1
    assert compared > 100
    for place, total in ((1, "Registered in all"), (2, "Visits in all"), (3, "Issues in all")):
        _sections_add_up(report.tables[place], total)


def _sections_add_up(table: Table, total: str) -> None:
    """Whatever a figure is distributed by, nothing gets lost: the rows of a section add up to the whole."""
    rows = _by_section(table)
    whole = rows["", total][1:]
    for section in {section for section, _name in rows if section} - {"Copies lent by place of use"}:
        for column in (1, 2):
            found = [row[column] for (own, _name), row in rows.items() if own == section]
            assert sum(found) == whole[column - 1], (section, column)  # type: ignore[arg-type]


Asked = dict[tuple[str, str], dict[str, object]]


def _by_section(table: Table) -> dict[tuple[str, str], tuple[object, ...]]:
    """Return (section, name) → the row."""
    found: dict[tuple[str, str], tuple[object, ...]] = {}
    section = ""
    for row in table.rows:
        if row.style == "section":
            section = str(row.cells[0].value)
        else:
            found[section, str(row.cells[0].value)] = tuple(cell.value for cell in row.cells)
    return found


def _asked_of_statistics(session: Session, report: Report) -> list[tuple[Table, list[Entry], Asked]]:
    written, came = list(handkept.registrations(session)), list(handkept.visits(session))
    given, asked_for = list(handkept.issues(session)), list(handkept.board(session, "question"))
    ages = ("up to 14", "15 to 24", "25 and older", "not told")
    users: Asked = {
        ("", "Registered in all"): {},
        ("", "new"): {"kind": "new"},
        ("", "re-registered"): {"kind": "returning"},
        ("", "citizens of other countries"): {"foreign": "True"},
        **{("By age", age): {"age": age} for age in ages},
        ("By category", "Student"): {"category": "student"}, ("By category", "School pupil"): {"category": "pupil"},
        ("By category", "Pensioner"): {"category": "pensioner"},
        ("By sex", "male"): {"sex": "m"}, ("By sex", "female"): {"sex": "f"}, ("By sex", "not given"): {"sex": ""},
    }  # fmt: skip
    visits: Asked = {
        ("", "Visits in all"): {},
        **{("By sector", place.name_en): {"sector": place.code} for place in sectors(session)},
        **{("By age", age): {"age": age} for age in ages},
        **{
            ("By kind", str(SOURCE_WORDS[code])): {"source": code}
            for (code,) in handkept.crossed(came, date(2025, 1, 1), date(YEAR, 12, 31), "source")
        },
    }
    issues: Asked = {
        ("", "Issues in all"): {},
        ("", "copies lent"): {"kind": "lent"},
        ("", "renewed at a reader's wish"): {"kind": "renewed"},
        **{("By age of the reader", age): {"age": age} for age in ages},
        **{("By branch of knowledge", str(name)): {"branch": code} for code, name in BRANCHES.items()},
        **{("By language", str(LANGUAGES[code][1])): {"language": code} for code, *_rest in BOOKS},
        **{("By type of document", str(DOCUMENT_TYPES[code])): {"type": code} for *_rest, code in BOOKS},
    }
    other: Asked = {("", "Questions answered"): {}}
    return [
        (report.tables[1], written, users), (report.tables[2], came, visits), (report.tables[3], given, issues),
        (report.tables[5], asked_for, other),
    ]  # fmt: skip


def test_issues_by_branch_and_language_equal_the_books_kept_by_hand(
    worked: Session, told: Told, year_days: tuple[date, date]
) -> None:
    table = told("statistics").tables[4]
    wanted = handkept.crossed(list(handkept.issues(worked)), *year_days, "branch", "language")
    shown = lines(table)
    for (branch, language), count in wanted.items():
        name = str(BRANCHES[branch]) if branch else "not told"
        assert shown[name][f"Language: {LANGUAGES[language][1]}"] == count
    assert sum(shown["Total"][name] for name in headings(table)[1:-2]) == sum(wanted.values())  # type: ignore[misc]
    assert shown["Total"]["Total"] == sum(wanted.values())


def test_the_worked_year_is_sound(worked: Session) -> None:
    """What the books are compared with is what `ils check` takes for sound."""
    assert not [problem for check in (*visit_measures.CHECKS, totals_are_sums) for problem in check(worked)]
    assert len(list(handkept.issues(worked))) > 20
    assert any(entry.amount < 0 for entry in handkept.visits(worked)), "a correction was made"
