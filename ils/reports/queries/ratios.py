"""The ratios of a library's work, each with its formula and both of its figures (practice.md §4.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from ils.activity.kinds import Kind
from ils.library.calendar import load_calendar
from ils.library.models import Setting
from ils.reports.queries.counting import (
    ISSUES,
    QUESTIONS,
    REFUSALS,
    REGISTERED,
    VISITS,
    figure,
    of,
    ordered,
    values,
)
from ils.reports.queries.roof import Roof
from ils.reports.rules import (
    Acts,
    Asked,
    Cell,
    Chart,
    Column,
    Name,
    Report,
    Row,
    Stock,
    Table,
    Text,
    cells,
    days_of,
    half_up,
    narrow,
    per_cent,
    ratio,
    told,
    year_ago,
)
from ils.reports.rules import say as _l

POPULATION = "report_population"


def population(session: Session) -> int | None:
    """Return how many people live where the library serves, None while nobody has told."""
    row = session.get(Setting, POPULATION)
    return int(row.value) if row and row.value else None


@dataclass(frozen=True, slots=True)
class Base:
    """The figures that ratios are made of, for some days; readers are those of the register since the year began."""

    readers: Cell
    visits: Cell
    issues: Cell
    questions: Cell
    requests: Cell
    accessions: Cell
    stock_first: Cell
    stock_last: Cell
    population: int | None
    open_days: int


def _number(cell: Cell) -> int:
    return cell.value if isinstance(cell.value, int) else 0


def _base(session: Session, roof: Roof, first: date, last: date) -> Base:
    def of_days(terms: tuple[object, ...]) -> Cell:
        return figure(session, terms, first, last)  # type: ignore[arg-type]

    calendar, before = load_calendar(session), first - timedelta(days=1)
    copies = roof.stock["copies"]
    return Base(
        readers=figure(session, REGISTERED, date(first.year, 1, 1), last),
        visits=of_days(VISITS),
        issues=of_days(ISSUES),
        questions=of_days(QUESTIONS),
        requests=of_days((*ISSUES, *REFUSALS)),
        accessions=of_days(of(Kind.ACCESSION)),
        stock_first=Cell(copies(session, before), Stock(before)),
        stock_last=Cell(copies(session, last), Stock(last)),
        population=population(session),
        open_days=sum(map(calendar.is_open, days_of(first, last))),
    )


@dataclass(frozen=True, slots=True)
class Ratio:
    """One ratio: what it is called, how it is reckoned, its two figures; `times` 100 for a percentage."""

    name: Text
    formula: Text
    above: Cell
    below: Cell
    note: Text = ""
    times: int = 1

    @property
    def value(self) -> float | None:
        """The ratio itself, None where there is nothing to divide by."""
        above, below = self.above.value, self.below.value
        if not isinstance(above, int | float) or not isinstance(below, int | float):
            return None
        return ratio(above * self.times, below)


def ratios(base: Base) -> Iterator[Ratio]:
    """Yield the ratios of some days."""
    people = Cell(base.population)
    typed: Text = "" if base.population else _l("Tell the number of inhabitants below.")
    mean = half_up((_number(base.stock_first) + _number(base.stock_last)) / 2, 1)
    yield Ratio(
        _l("Reading rate"),
        _l("issues ÷ readers"),
        base.issues,
        base.readers,
        _l("17 to 22 was held to be usual"),
    )
    yield Ratio(_l("Rate of visits"), _l("visits ÷ readers"), base.visits, base.readers)
    yield Ratio(_l("Turnover of the stock"), _l("issues ÷ stock at the end"), base.issues, base.stock_last)
    yield Ratio(
        _l("Turnover of the stock, by its mean"), _l("issues ÷ mean of the stock at the beginning and the end"),
        base.issues, Cell(mean),
    )  # fmt: skip
    yield Ratio(_l("Books for a reader"), _l("stock ÷ readers"), base.stock_last, base.readers)
    yield Ratio(_l("Books for an inhabitant"), _l("stock ÷ inhabitants"), base.stock_last, people, typed)
    yield Ratio(_l("Visits on a working day"), _l("visits ÷ open days"), base.visits, Cell(base.open_days))
    yield Ratio(
        _l("Requests satisfied, %"),
        _l("issues ÷ (issues + refusals) × 100"),
        base.issues,
        base.requests,
        times=100,
    )
    yield Ratio(
        _l("Intensity of reference work"), _l("answers ÷ readers"), base.questions, base.readers,
        _l("Who asked is not written down, so all readers stand for them."),
    )  # fmt: skip
    yield Ratio(
        _l("Renewal of the stock, %"),
        _l("accepted copies ÷ stock × 100"),
        base.accessions,
        base.stock_last,
        times=100,
    )
    yield Ratio(
        _l("Inhabitants reached, %"),
        _l("readers ÷ inhabitants × 100"),
        base.readers,
        people,
        typed,
        times=100,
    )


def make_ratios(session: Session, asked: Asked, roof: Roof) -> Report:
    """Return the ratios of the days, and the use of the stock by branches."""
    first, last = asked.first, asked.last
    then = year_ago(first, last)
    before = [each.value for each in ratios(_base(session, roof, then.first, then.last))]
    rows = [
        Row((*cells(each.name, each.formula), each.above, each.below, *cells(each.value, earlier, each.note)))
        for each, earlier in zip(ratios(_base(session, roof, first, last)), before, strict=True)
    ]
    columns = (
        Column(_l("Ratio"), "text", width=62), Column(_l("Formula"), "text", width=58),
        Column(_l("Above the line"), width=24), Column(_l("Below the line"), width=24),
        Column(_l("Value"), "decimal", width=20), Column(_l("A year ago"), "decimal", width=20),
        Column(_l("Note"), "text"),
    )  # fmt: skip
    use = branch_use(session, roof, first, last)
    points = tuple(
        (each.cells[0].value, int(each.cells[2].value))
        for each in use.rows
        if isinstance(each.cells[0].value, Name) and isinstance(each.cells[2].value, int | float)
    )
    notes = (_l("Readers are those of the register since the year began."),)
    return Report(
        "ratios", _l("Ratios of the library's work"), first, last, told(first, last),
        (Table(_l("1. Ratios"), columns, tuple(rows), notes), use),
        chart=Chart(_l("Share of branches in issues, %"), points), landscape=True,
    )  # fmt: skip


def branch_use(session: Session, roof: Roof, first: date, last: date) -> Table:
    """Return for each branch its share in issues, its share in the stock, and the one divided by the other."""
    issued = values(session, ISSUES, "branch", first, last)
    held = roof.stock_by(session, "branch", last)
    issues, stock = sum(issued.values()), sum(held.values())
    rows = []
    for code in ordered(issued.keys() | held.keys(), roof.order(session, "branch")):
        shares = per_cent(issued.get(code, 0), issues), per_cent(held.get(code, 0), stock)
        use = ratio(issued.get(code, 0) * stock, held.get(code, 0) * issues)
        acts = Acts(narrow(ISSUES, "branch", (code,)), first, last)
        rows.append(Row((
            Cell(Name("branch", code)), Cell(issued.get(code, 0), acts), Cell(shares[0]),
            Cell(held.get(code, 0), Stock(last)), Cell(shares[1]), Cell(use),
        )))  # fmt: skip
    total = Row(
        (
            Cell(_l("Total")),
            Cell(issues, Acts(ISSUES, first, last)),
            Cell(None),
            Cell(stock, Stock(last)),
            Cell(None),
            Cell(None),
        ),
        "total",
    )
    columns = (
        Column(_l("Branch of knowledge"), "text"), Column(_l("Issues"), width=28),
        Column(_l("Share in issues, %"), "percent", width=32), Column(_l("Copies in the stock"), width=32),
        Column(_l("Share in the stock, %"), "percent", width=32), Column(_l("Use of the stock"), "decimal", width=34),
    )  # fmt: skip
    note = _l(
        "Use of the stock = share in issues ÷ share in the stock; 1 is the norm, less stands idle, more is short."
    )
    return Table(_l("2. Use of the stock by branches"), columns, (*rows, total), (note,))
