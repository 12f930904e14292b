"""The plan in its own form, and what a quarter has brought of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from ils.activity.kinds import Kind
from ils.reports.queries.counting import ISSUES, REGISTERED, VISITS, figure, of
from ils.reports.queries.paper import DEADLINES, responsible_of
from ils.reports.queries.roof import Roof
from ils.reports.rules import (
    Asked,
    Cell,
    Chart,
    Column,
    Data,
    Joined,
    Line,
    Report,
    Row,
    Stock,
    Table,
    Terms,
    Text,
    cells,
    code_of,
    section,
    told,
    year_ago,
)
from ils.reports.rules import say as _l
from ils.workplan.queries import Figure, plan_figures
from ils.workplan.rules import Period, percent, section_number

MAIN = ("10", "11", "15", "16", "17", "18", "26", "34")  # what the chart shows of the quarter


def make_plan(session: Session, asked: Asked, roof: Roof) -> Report:
    """Return the plan in the form of the paper; with fact and per cent of the period where `fact` is asked for."""
    year, with_fact = asked.first.year, asked.param("fact") == "1"
    period = Period(asked.first, asked.last)
    figures = [each for each in plan_figures(session, year=year, period=period) if not each.retired]
    amount = _l("Amount")
    columns = [
        Column("№", "text", width=11),
        Column(_l("Name of the work"), "text"),
        Column(_l("Unit"), "text", width=20),
        Column(_l("%(year)s (fact)", year=year - 1), group=amount, width=18),
        Column(_l("%(year)s (plan)", year=year), group=amount, width=18),
    ]
    if with_fact:
        columns += [Column(_fact_heading(asked), group=amount, width=18), Column("%", group=amount, width=11)]
    columns += [
        Column(_l("How it is carried out"), "text", width=54 if with_fact else 66),
        Column(_l("Deadline"), "text", width=26),
        Column(_l("Responsible"), "text", width=42),
    ]
    rows = [_plan_row(each, asked, with_fact) for each in figures]
    table = Table("", tuple(columns), tuple(_in_sections(figures, rows)))
    title = _l("Work plan for %(year)s", year=year)
    return Report(
        "plan", title, asked.first, asked.last, told(asked.first, asked.last) if with_fact else "", (table,),
        notes=_opening_notes(figures) if with_fact else (), landscape=True, approved=True,
    )  # fmt: skip


def _fact_heading(asked: Asked) -> Text:
    year = asked.first.year
    if code_of(asked.first, asked.last) == "":
        return _l("%(year)s (fact)", year=year)
    return _l("%(period)s (fact)", period=told(asked.first, asked.last))


def _in_sections(figures: Sequence[Figure], rows: Sequence[Row]) -> Iterator[Row]:
    last = None
    for each, row in zip(figures, rows, strict=True):
        if each.section_uz != last:
            last = each.section_uz
            yield section(_section(each))
        yield row


def _section(each: Figure) -> Text:
    """Return the name of a section; its Roman number has letters that no script changes."""
    number, name = section_number(each.section_uz)
    rest = [section_number(text)[1] for text in (each.section_ru, each.section_en)]
    return Joined((number, Data(name, *rest))) if number else Data(name, *rest)


def _plan_row(each: Figure, asked: Asked, with_fact: bool) -> Row:
    row = [*_named(each), Cell(each.last_fact), Cell(each.plan)]
    if with_fact:
        row += [_fact(each, asked.first, asked.last), Cell(each.percent)]
    row += cells(
        Data(each.mechanism_uz, each.mechanism_ru, each.mechanism_en),
        DEADLINES.get(each.deadline, each.deadline),
        responsible_of(each),
    )
    return Row(tuple(row), "sub" if each.depth else "")


def _named(each: Figure) -> tuple[Cell, ...]:
    return cells(
        each.number,
        Data(each.name_uz, each.name_ru, each.name_en),
        Data(each.unit_uz, each.unit_ru, each.unit_en),
    )


def _fact(each: Figure, first: date, last: date) -> Cell:
    return Cell(each.fact, Line(first.year, each.number, first, last) if each.fact is not None else None)


def _opening_notes(figures: Sequence[Figure]) -> tuple[Text, ...]:
    typed = [each.number for each in figures if each.opening]
    if not typed:
        return ()
    return (_l("Lines with figures from before the program: %(lines)s", lines=", ".join(typed)),)


def make_quarter(session: Session, asked: Asked, roof: Roof) -> Report:
    """Return the report to the oblast centre: lines for the quarter and since the year began, main figures."""
    year, first, last = asked.first.year, asked.first, asked.last
    begins = date(year, 1, 1)
    now = plan_figures(session, year=year, period=Period(first, last))
    since = {each.number: each for each in plan_figures(session, year=year, period=Period(begins, last))}
    # The days of the same quarter a year ago; the plan of that year says what it counted then.
    then = {
        each.number: each.fact for each in plan_figures(session, year=year - 1, period=year_ago(first, last))
    }
    whole = {each.number: each for each in plan_figures(session, year=year)}
    shown = [each for each in now if not each.retired]
    rows = [
        _quarter_row(each, since[each.number], whole[each.number], then.get(each.number), asked)
        for each in shown
    ]
    table = Table(_l("1. Fulfilment of the plan"), _quarter_columns(year), tuple(_in_sections(shown, rows)))
    return Report(
        "quarter", _l("Report to the oblast centre"), first, last, told(first, last),
        (table, main_figures(session, asked, roof)),
        notes=_opening_notes(shown), chart=_chart([since[number] for number in MAIN if number in since]),
        landscape=True, approved=True,
    )  # fmt: skip


def _quarter_columns(year: int) -> tuple[Column, ...]:
    period, begun = _l("The period"), _l("Since the year began")
    return (
        Column("№", "text", width=12), Column(_l("Indicator"), "text"), Column(_l("Unit"), "text", width=20),
        Column(_l("Plan of the year"), width=21), Column(_l("plan"), group=period, width=19),
        Column(_l("fact"), group=period, width=21), Column("%", group=period, width=13),
        Column(_l("a year ago"), group=period, width=21), Column(_l("fact"), group=begun, width=21),
        Column(_l("% of the year's plan"), group=begun, width=19),
    )  # fmt: skip


def _quarter_row(now: Figure, since: Figure, whole: Figure, then: int | None, asked: Asked) -> Row:
    own = now.plan if now.plan_part != "year" else None
    begins = date(asked.first.year, 1, 1)
    return Row(
        (
            *_named(now), Cell(whole.plan), Cell(own), _fact(now, asked.first, asked.last),
            Cell(percent(now.fact, own)), Cell(then), _fact(since, begins, asked.last),
            Cell(percent(since.fact, whole.plan)),
        ),
        "sub" if now.depth else "",
    )  # fmt: skip


def _chart(figures: Sequence[Figure]) -> Chart | None:
    points = [(each.number, percent(each.fact, each.plan)) for each in figures]
    told_points = tuple((number, value) for number, value in points if value is not None)
    return Chart(_l("Main lines, per cent of the year's plan"), told_points) if told_points else None


# What the National Library tells of itself every month (practice.md §4.8).
FIGURES: tuple[tuple[Text, Terms], ...] = (
    (_l("Readers on the register"), REGISTERED),
    (_l("of them new"), of(Kind.PATRON_REGISTER)),
    (_l("of them re-registered"), of(Kind.PATRON_REREGISTER)),
    (_l("Visits"), VISITS),
    (_l("Issues"), ISSUES),
    (_l("Events held"), of(Kind.EVENT_HOLD)),
    (_l("Exhibitions opened"), of(Kind.EXHIBITION_OPEN)),
    (_l("Questions answered"), of(Kind.QUESTION_ANSWER)),
    (_l("Copies accepted by act"), of(Kind.ACCESSION)),
    (_l("Copies withdrawn"), of(Kind.ITEM_WITHDRAW)),
    (_l("Bibliographic records created"), of(Kind.RECORD_CREATE)),
    (_l("UDC marks given"), of(Kind.CLASS_MARK, sources=("udc",))),
    (_l("BBK marks given"), of(Kind.CLASS_MARK, sources=("bbk",))),
)


def main_figures(session: Session, asked: Asked, roof: Roof) -> Table:
    """Return the main figures of the period and since the year began."""
    first, last = asked.first, asked.last
    begins = date(first.year, 1, 1)
    columns = (
        Column(_l("Indicator"), "text"), Column(_l("The period"), width=34),
        Column(_l("Since the year began"), width=38),
    )  # fmt: skip
    rows = [
        Row((Cell(name), figure(session, terms, first, last), figure(session, terms, begins, last)))
        for name, terms in FIGURES
    ]
    copies = roof.stock["copies"](session, last)
    rows.append(
        Row(
            (
                Cell(_l("Copies in the stock on the last day")),
                Cell(copies, Stock(last)),
                Cell(copies, Stock(last)),
            )
        )
    )
    return Table(_l("2. Main figures"), columns, tuple(rows))
