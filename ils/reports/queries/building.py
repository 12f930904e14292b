"""The report builder: one indicator, up to two distributions, some days; and the stock of a day."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from ils.activity.kinds import Kind
from ils.activity.queries import crossed
from ils.reports.errors import ReportCode, ReportInputError
from ils.reports.queries.counting import ISSUES, QUESTIONS, REFUSALS, REGISTERED, VISITS, of
from ils.reports.queries.roof import Roof
from ils.reports.queries.statistics import Sheet, cross_table, in_order, narrowed_acts
from ils.reports.rules import (
    CONDITIONS,
    Acts,
    Asked,
    Cell,
    Chart,
    Column,
    Data,
    Name,
    Report,
    Row,
    Table,
    Terms,
    Text,
    per_cent,
    told,
)
from ils.reports.rules import say as _l
from ils.workplan.queries import line_terms, plan_figures

BYS = ("month", *CONDITIONS)
DEFAULT = "issues"
LINE = "line:"
MOST_POINTS = 24  # columns of a chart that can still be told apart

INDICATORS: dict[str, tuple[Text, Terms]] = {
    "registered": (_l("Readers registered"), REGISTERED),
    "new": (_l("Readers registered for the first time"), of(Kind.PATRON_REGISTER)),
    "visits": (_l("Visits"), VISITS),
    "issues": (_l("Issues with renewals asked for"), ISSUES),
    "lent": (_l("Copies lent"), of(Kind.LOAN_OPEN)),
    "renewed": (_l("Renewals"), of(Kind.LOAN_RENEW)),
    "returned": (_l("Copies returned"), of(Kind.LOAN_CLOSE)),
    "room": (_l("Copies used in the room"), of(Kind.ROOM_USE)),
    "holds": (_l("Holds placed"), of(Kind.HOLD_PLACE)),
    "notices": (_l("Readers written to about overdue copies"), of(Kind.OVERDUE_NOTICE)),
    "events": (_l("Events held"), of(Kind.EVENT_HOLD)),
    "exhibition_items": (_l("Copies put on exhibitions"), of(Kind.EXHIBITION_ITEM)),
    "questions": (_l("Questions answered"), QUESTIONS),
    "refusals": (_l("Refusals"), REFUSALS),
    "accessions": (_l("Copies accepted by act"), of(Kind.ACCESSION)),
    "withdrawn": (_l("Copies withdrawn"), of(Kind.ITEM_WITHDRAW)),
    "records": (_l("Bibliographic records created"), of(Kind.RECORD_CREATE)),
    "published": (_l("Full texts published"), of(Kind.DIGITAL_PUBLISH)),
    "pages": (_l("Pages scanned"), of(Kind.PAGES_SCAN)),
    "posts": (_l("Posts in networks"), of(Kind.POST_PUBLISH)),
    "paid": (_l("Income from paid services, soʻm"), of(Kind.PAID_SERVICE)),
}  # fmt: skip


def line_indicators(session: Session, year: int) -> dict[str, Text]:
    """Return the plan's fed lines as indicators: `line:17` → its number and name."""
    return {
        f"{LINE}{each.number}": _l(
            "%(number)s. %(name)s", number=each.number, name=Data(each.name_uz, each.name_ru, each.name_en)
        )
        for each in plan_figures(session, year=year)
        if each.terms and each.measure != "parts" and not each.retired
    }  # fmt: skip


def _indicator(session: Session, asked: Asked) -> tuple[Text, Terms, str]:
    code = asked.param("indicator", DEFAULT)
    if code in INDICATORS:
        return (*INDICATORS[code], "amount")
    number = code.removeprefix(LINE)
    lines = line_terms(session, asked.first.year)
    if code.startswith(LINE) and number in lines and lines[number][0]:
        terms, measure = lines[number]
        return line_indicators(session, asked.first.year).get(code, number), tuple(terms), measure
    raise ReportInputError(ReportCode.CHOICE_UNKNOWN, value=code[:40])


def distributions(asked: Asked) -> tuple[str, ...]:
    """Return the distributions asked for, none to two; refuse one that is unknown or stands twice."""
    by = tuple(each for each in (asked.param("by"), asked.param("by2")) if each)
    for each in by:
        if each not in BYS:
            raise ReportInputError(ReportCode.CHOICE_UNKNOWN, value=each[:40])
    if len(set(by)) < len(by):
        raise ReportInputError(ReportCode.BY_TWICE)
    return by


def make_custom(session: Session, asked: Asked, roof: Roof) -> Report:
    """Return what the builder was asked for."""
    name, terms, measure = _indicator(session, asked)
    by = distributions(asked)
    sheet = Sheet(session, roof, asked.first, asked.last)
    found = crossed(session, terms, by, since=asked.first, until=asked.last, measure=measure)
    if len(by) == 2:
        table = cross_table(sheet, "", terms, (by[0], by[1]), found)
    else:
        table = _one(sheet, terms, by, found, measure)
    return Report(
        "custom", name, asked.first, asked.last, told(asked.first, asked.last), (table,),
        notes=_notes(measure, by), chart=_chart(sheet, name, by, found), landscape=len(table.columns) > 6,
    )  # fmt: skip


def _notes(measure: str, by: Sequence[str]) -> tuple[Text, ...]:
    if measure in {"distinct", "exists"} and by:
        return (
            _l(
                "The line counts different things: one that stands in two rows is one in the total of the plan."
            ),
        )
    return ()


def _one(
    sheet: Sheet, terms: Terms, by: Sequence[str], found: dict[tuple[str, ...], int], measure: str
) -> Table:
    whole = sum(found.values())
    total = Row((Cell(_l("Total")), Cell(whole, Acts(terms, sheet.first, sheet.last)), Cell(None)), "total")
    columns = (
        Column(Name("by", by[0]) if by else _l("Indicator"), "text"), Column(_l("Amount"), width=36),
        Column("%", "percent", width=22),
    )  # fmt: skip
    if not by:
        return Table("", columns, (total,))
    rows = [
        Row((
            Cell(Name(by[0], code)),
            Cell(found[(code,)], narrowed_acts(terms, [(by[0], code)], sheet.first, sheet.last)),
            Cell(per_cent(found[(code,)], whole)),
        ))
        for code in in_order({key[0] for key in found}, sheet, by[0])
    ]  # fmt: skip
    return Table("", columns, (*rows, total))


def _chart(sheet: Sheet, name: Text, by: Sequence[str], found: dict[tuple[str, ...], int]) -> Chart | None:
    if not by:
        return None
    sums: dict[str, int] = {}
    for key, figure in found.items():
        sums[key[0]] = sums.get(key[0], 0) + figure
    points = tuple((Name(by[0], code), sums[code]) for code in in_order(sums, sheet, by[0]))
    return Chart(name, points) if 1 < len(points) <= MOST_POINTS else None


STOCK_BYS = ("department", "branch", "language", "type")


def make_stock(session: Session, asked: Asked, roof: Roof) -> Report:
    """Return the stock on the last of the days asked for, by its distributions."""
    day = asked.last
    tables = [_stock_table(session, roof, by, asked) for by in STOCK_BYS]
    titles = roof.stock["titles"](session, day)
    note = _l("Titles: %(titles)s", titles=titles)
    return Report("stock", _l("Stock of the library"), day, day, told(day, day), tuple(tables), notes=(note,))


def _stock_table(session: Session, roof: Roof, by: str, asked: Asked) -> Table:
    held = dict(roof.stock_by(session, by, asked.last))
    whole = sum(held.values())
    codes = in_order(held, Sheet(session, roof, asked.first, asked.last), by)
    rows = [
        Row((Cell(Name(by, code)), Cell(held[code]), Cell(per_cent(held[code], whole)))) for code in codes
    ]
    columns = (
        Column(Name("by", by), "text"), Column(_l("Copies in the stock"), width=36),
        Column("%", "percent", width=22),
    )  # fmt: skip
    return Table(Name("by", by), columns, (*rows, Row((Cell(_l("Total")), Cell(whole), Cell(None)), "total")))
