"""Every cell of a month of the diary beside what the books kept by hand say."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.public.messages import BRANCHES, DOCUMENT_TYPES, LANGUAGES
from circulation.patrons.models import Category
from ils.reports.rules import Report, Table
from ils.web.words import SOURCE_WORDS
from tests.ils.reports import handkept
from tests.ils.reports.handkept import Entry, added_up

Wanted = dict[str, tuple[list[Entry], dict[str, object]]]
AT_HOME = ("uzb", "rus", "eng")
TYPES = ("book", "serial", "electronic")


def headings(table: Table) -> list[str]:
    return [f"{each.group}: {each.heading}" if each.group else str(each.heading) for each in table.columns]


def lines(table: Table) -> dict[object, dict[str, object]]:
    """Return first cell → heading → value."""
    names = headings(table)
    return {
        row.cells[0].value: {name: cell.value for name, cell in zip(names, row.cells, strict=True)}
        for row in table.rows
    }


def spans(table: Table, year: int, month: int) -> list[tuple[dict[str, object], date, date]]:
    """Return each row of a part of the diary with the days that its figures stand for."""
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    begins = date(year, 1, 1)
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


def agree(table: Table, year: int, month: int, asked: Wanted, running: list[Entry]) -> int:
    """Compare every cell of a part of the diary; returns how many were compared."""
    first, begins = date(year, month, 1), date(year, 1, 1)
    compared = 0
    names = headings(table)[1:-2]
    assert set(names) == set(asked), set(names) ^ set(asked)
    for cells, since, until in spans(table, year, month):
        for name in names:
            entries, marks = asked[name]
            assert cells[name] == added_up(entries, since, until, **marks), (name, since, until)  # type: ignore[arg-type]
            compared += 1
        if cells["Day"] == "Carried forward":
            assert cells["Running sum: since the year began"] == added_up(running, begins, until)
        else:
            in_month, in_year = added_up(running, first, until), added_up(running, begins, until)
            assert cells["Running sum: since the month began"] == in_month, (month, until)
            assert cells["Running sum: since the year began"] == in_year, (month, until)
        compared += 2
    return compared


def compare_month(session: Session, report: Report, year: int, month: int) -> int:
    """Compare the readers, the issues and the questions of a month; returns how many cells were compared."""
    until = date(year, month, monthrange(year, month)[1])
    begins, tables = date(year, 1, 1), report.tables
    compared = 0
    for table, asked, running in (
        (tables[0], _readers(session, begins, until), handkept.visits(session)),
        (tables[1], _issues(session, begins, until), handkept.issues(session)),
        (tables[3], _questions(session), handkept.board(session, "question")),
    ):
        compared += agree(table, year, month, asked, list(running))
    return compared


def compare_mass_work(session: Session, report: Report, year: int, month: int) -> int:
    """Compare the events and exhibitions of a month, one by one, and their sums; returns how many there were."""
    rows = [tuple(row.cells[place].value for place in (0, 2, 4, 5, 6)) for row in report.tables[2].rows]
    held = [each for each in handkept.mass_work(session) if (each[0].year, each[0].month) == (year, month)]
    assert rows[:-1] == held
    sums = (
        sum(each[2] or 0 for each in held),
        sum(each[3] or 0 for each in held),
        sum(each[4] or 0 for each in held),
    )
    assert rows[-1][2:] == sums
    return len(held)


def _readers(session: Session, begins: date, until: date) -> Wanted:
    written, came = list(handkept.registrations(session)), list(handkept.visits(session))
    names = {row.code: row.name_en for row in session.scalars(select(Category))}
    asked: Wanted = {
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
    for (category,) in handkept.crossed(written, begins, until, "category"):
        asked[f"By category: {names[category]}"] = (written, {"category": category})
    if added_up(written, begins, until, age="not told"):
        asked["By age: not told"] = (written, {"age": "not told"})
    if added_up(written, begins, until, sex=""):
        asked["By sex: not given"] = (written, {"sex": ""})
    return asked


def _issues(session: Session, begins: date, until: date) -> Wanted:
    given = list(handkept.issues(session))
    asked: Wanted = {
        "Issues in all": (given, {}),
        "Of them: in the reading room": (given, {"kind": ("lent", "used"), "use": "room"}),
        "Of them: renewed": (given, {"kind": "renewed"}),
        **{f"By branch of knowledge: {name}": (given, {"branch": code}) for code, name in BRANCHES.items()},
        **{f"By language: {LANGUAGES[code][1]}": (given, {"language": code}) for code in AT_HOME},
        **{f"By type: {DOCUMENT_TYPES[code]}": (given, {"type": code}) for code in TYPES},
    }
    if added_up(given, begins, until, branch=""):
        asked["By branch of knowledge: not told"] = (given, {"branch": ""})
    for heading, mark, named in (("By type", "type", TYPES), ("By language", "language", AT_HOME)):
        met = {value for (value,) in handkept.crossed(given, begins, until, mark)} - set(named)
        if met:
            asked[f"{heading}: other"] = (given, {mark: tuple(met)})
    return asked


def _questions(session: Session) -> Wanted:
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
