"""Every cell of the diary and of the statistics equals books kept by hand, which the activity log has no part in."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from catalog.public.messages import BRANCHES, DOCUMENT_TYPES, LANGUAGES
from circulation.visits import measures as visit_measures
from ils.activity.measures import totals_are_sums
from ils.library.places import sectors
from ils.reports.rules import Report, Table
from ils.web.words import SOURCE_WORDS
from tests.ils.reports import handkept
from tests.ils.reports.cells import compare_mass_work, compare_month, headings, lines
from tests.ils.reports.conftest import Told
from tests.ils.reports.handkept import Entry, added_up
from tests.ils.reports.year import BOOKS, YEAR

MONTHS = range(1, 13)


def test_every_cell_of_the_diary_of_every_month(worked: Session, told: Told) -> None:
    for month in MONTHS:
        assert compare_month(worked, told("diary", f"m{month}"), YEAR, month) > 150


def test_mass_work_of_the_diary_is_what_the_events_say(worked: Session, told: Told) -> None:
    for month in MONTHS:
        compare_mass_work(worked, told("diary", f"m{month}"), YEAR, month)


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
