"""The library's diary (kundalik) of a month: four parts (practice.md §4.7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from ils.activity.kinds import Channel, Kind, Source
from ils.library.calendar import load_calendar
from ils.reports.queries.counting import (
    ISSUES,
    QUESTIONS,
    REFUSALS,
    REGISTERED,
    VISITS,
    Counter,
    Days,
    of,
    ordered,
    values,
)
from ils.reports.queries.daily import Part, part_table
from ils.reports.queries.roof import Roof
from ils.reports.rules import (
    STATE_AGES,
    Asked,
    Cell,
    Chart,
    Column,
    MassWork,
    Name,
    Report,
    Row,
    Table,
    Terms,
    Text,
    Thing,
    told,
)
from ils.reports.rules import say as _l

# Lent for the room, and found on its tables.
IN_ROOM = (*of(Kind.LOAN_OPEN, sources=("room",)), *of(Kind.ROOM_USE))
FIGURE = 8.2  # mm of a column of figures
# Column of the paper → values of the log. What stands in none of them is “other”.
LANGUAGES = ("uzb", "rus", "eng")
TYPES = ("book", "serial", "electronic")
QUESTION_TYPES = ("topic", "address", "fact", "clarify")
CHANNELS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (_l("by word of mouth"), (Channel.DESK, Channel.KIOSK)),
    (_l("by telephone"), (Channel.TELEPHONE,)),
    (_l("on the web and by Telegram"), (Channel.WEB, Channel.TELEGRAM)),
)
AGES: dict[str, Text] = {
    "14": _l("up to 14"), "24": _l("15 to 24"), "25": _l("25 and older"), "": _l("not told"),
}  # fmt: skip


def make_diary(session: Session, asked: Asked, roof: Roof) -> Report:
    """Return the diary of the month asked for."""
    first, last = asked.first, asked.last
    days, calendar = Days(session, first, last), load_calendar(session)
    parts = (_readers(session, roof, last), _issues(session, roof, last))
    tables = [part_table(days, calendar, part) for part in parts]
    done = roof.mass_work(session, first, last)
    reference = part_table(days, calendar, _reference(session, last))
    points = tuple(
        (str(each.cells[0].value.day), int(each.cells[1].value))
        for each in tables[1].rows
        if isinstance(each.cells[0].value, date) and isinstance(each.cells[1].value, int)
    )
    return Report(
        "diary", _l("Diary of the library"), first, last, told(first, last),
        (*tables, mass_work(done), reference),
        chart=Chart(_l("Issues by day"), points), landscape=True,
    )  # fmt: skip


def _counter(
    heading: Text, terms: Terms, by: str = "", codes: Sequence[str] = (), group: Text | None = None
) -> Counter:
    return Counter(Column(heading, group=group, width=FIGURE), terms, by, tuple(codes))


def _of(by: str, codes: Sequence[str], terms: Terms, group: Text) -> list[Counter]:
    """Return a column for every value of a distribution."""
    return [_counter(Name(by, code), terms, by, (code,), group) for code in codes]


def _found(session: Session, terms: Terms, by: str, last: date) -> set[str]:
    """Return the values that the year has up to a day."""
    return set(values(session, terms, by, date(last.year, 1, 1), last))


def _shown(session: Session, roof: Roof, terms: Terms, by: str, last: date) -> tuple[str, ...]:
    """Return every value that the library knows, and those that the year has besides."""
    order = roof.order(session, by)
    return ordered({code for code in order if code} | _found(session, terms, by, last), order)


def _with_rest(
    session: Session, terms: Terms, by: str, named: Sequence[str], group: Text, last: date
) -> list[Counter]:
    """Return columns of the named values and one of all the others that the year has."""
    rest = tuple(sorted(_found(session, terms, by, last) - set(named)))
    found = _of(by, named, terms, group)
    return [*found, _counter(_l("other"), terms, by, rest, group)] if rest else found


def _readers(session: Session, roof: Roof, last: date) -> Part:
    """Part 1: who was written into the register, and who came."""
    ages = _found(session, REGISTERED, "age", last)
    told_ages = [key for key in STATE_AGES if key or ages & set(STATE_AGES[""])]
    categories = ordered(_found(session, REGISTERED, "category", last), roof.order(session, "category"))
    written = _l("Registered")
    counters = [
        _counter(_l("new"), of(Kind.PATRON_REGISTER), group=written),
        _counter(_l("re-registered"), of(Kind.PATRON_REREGISTER), group=written),
        _counter(_l("in all"), REGISTERED, group=written),
        *_of("category", categories, REGISTERED, _l("By category")),
        *(_counter(AGES[key], REGISTERED, "age", STATE_AGES[key], _l("By age")) for key in told_ages),
        *_of("sex", ordered({"m", "f"} | _found(session, REGISTERED, "sex", last), ("m", "f")), REGISTERED, _l("By sex")),
        _counter(_l("in all"), VISITS, group=_l("Visits")),
        _counter(_l("of them at events"), VISITS, "source", (Source.EVENT,), _l("Visits")),
    ]  # fmt: skip
    return Part(_l("1. Readers and visits"), counters, Counter(Column(_l("Visits")), VISITS))


def _issues(session: Session, roof: Roof, last: date) -> Part:
    """Part 2: what was given out."""
    counters = [
        _counter(_l("Issues in all"), ISSUES),
        *_of("branch", _shown(session, roof, ISSUES, "branch", last), ISSUES, _l("By branch of knowledge")),
        *_with_rest(session, ISSUES, "type", TYPES, _l("By type"), last),
        *_with_rest(session, ISSUES, "language", LANGUAGES, _l("By language"), last),
        _counter(_l("in the reading room"), IN_ROOM, group=_l("Of them")),
        _counter(_l("renewed"), ISSUES, "kind", (Kind.LOAN_RENEW,), _l("Of them")),
    ]
    return Part(_l("2. Issues"), counters, Counter(Column(_l("Issues in all")), ISSUES))


def _reference(session: Session, last: date) -> Part:
    """Part 4: what was asked and answered."""
    channels = _found(session, QUESTIONS, "channel", last)
    rest = tuple(sorted(channels - {code for _heading, codes in CHANNELS for code in codes}))
    how = _l("How it was asked")
    counters = [
        _counter(_l("Questions in all"), QUESTIONS),
        *_with_rest(session, QUESTIONS, "source", QUESTION_TYPES, _l("By type"), last),
        *(_counter(heading, QUESTIONS, "channel", codes, how) for heading, codes in CHANNELS),
        *([_counter(_l("other"), QUESTIONS, "channel", rest, how)] if rest else []),
        _counter(_l("Refusals"), REFUSALS),
    ]
    counters = [
        Counter(Column(x.column.heading, group=x.column.group, width=20), x.terms, x.by, x.codes)
        for x in counters
    ]
    return Part(_l("4. Reference work"), counters, Counter(Column(_l("Questions in all")), QUESTIONS))


def mass_work(done: Sequence[MassWork]) -> Table:
    """Part 3: events held and exhibitions opened."""
    columns = (
        Column(_l("Day"), "day", width=18), Column(_l("Form"), "text", width=26),
        Column(_l("Name of the event"), "text"), Column(_l("Topic"), "text", width=46),
        Column(_l("Came"), width=24), Column(_l("Copies shown"), width=18), Column(_l("Of them lent"), width=18),
        Column(_l("Responsible"), "text", width=38),
    )  # fmt: skip
    rows = [
        Row((
            Cell(each.day), Cell(Name("form", each.form)), Cell(each.title, Thing(each.subject, each.subject_id)),
            Cell(each.topic), Cell(each.persons), Cell(each.shown), Cell(each.lent), Cell(each.responsible),
        ))
        for each in done
    ]  # fmt: skip
    sums = [sum(getattr(each, name) or 0 for each in done) for name in ("persons", "shown", "lent")]
    total = Row((
        Cell(_l("Total of the month")), Cell(None), Cell(_l("events: %(count)s", count=len(done))), Cell(None),
        *(Cell(each) for each in sums), Cell(None),
    ), "total")  # fmt: skip
    return Table(_l("3. Mass work"), columns, (*rows, total))
