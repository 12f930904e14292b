"""A table of the diary: carried forward, the days, the month, the year (practice.md §4.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ils.library.calendar import Calendar
from ils.reports.queries.counting import Counter, Days
from ils.reports.rules import Acts, Cell, Column, Row, Table, Text, days_of
from ils.reports.rules import say as _l

SUMS = (
    Column(_l("since the month began"), group=_l("Running sum"), width=13),
    Column(_l("since the year began"), group=_l("Running sum"), width=14),
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the diary: its columns of figures, and the one whose sums run on beside it."""

    title: Text
    counters: Sequence[Counter]
    running: Counter


def part_table(days: Days, calendar: Calendar, part: Part) -> Table:
    """Return the table of a part for the days of a month."""
    columns = (Column(_l("Day"), "text", width=22), *(each.column for each in part.counters), *SUMS)
    rows = (
        _carried(days, part),
        *_of_days(days, calendar, part),
        _month(days, part),
        _year(days, part),
    )
    return Table(part.title, columns, rows, dense=True)


def _cell(counter: Counter, figure: int, first: date, last: date) -> Cell:
    return Cell(figure, Acts(counter.narrowed, first, last) if figure else None)


def _carried(days: Days, part: Part) -> Row:
    """The first row: what earlier months of the year have brought."""
    cells = [Cell(days.carried(each)) for each in part.counters]
    return Row((Cell(_l("Carried forward")), *cells, Cell(None), Cell(days.carried(part.running))), "carried")


def _of_days(days: Days, calendar: Calendar, part: Part) -> list[Row]:
    """Days that the library was open, up to the last that anything was done on, and closed ones with acts."""
    busy = days.days((*part.counters, part.running))
    until = max(busy, default=None)
    shown = [
        day
        for day in days_of(days.first, days.last)
        if day in busy or (until is not None and day < until and calendar.is_open(day))
    ]
    month, carried = 0, days.carried(part.running)
    rows = []
    for day in shown:
        month += days.on(part.running, day)
        figures = [_cell(each, days.on(each, day), day, day) for each in part.counters]
        sums = (
            Cell(month, Acts(part.running.narrowed, days.first, day)),
            Cell(carried + month, Acts(part.running.narrowed, days.year_begins, day)),
        )
        rows.append(Row((Cell(day), *figures, *sums)))
    return rows


def _month(days: Days, part: Part) -> Row:
    figures = [_cell(each, days.month(each), days.first, days.last) for each in part.counters]
    return Row((Cell(_l("Total of the month")), *figures, *_sums(days, part)), "total")


def _year(days: Days, part: Part) -> Row:
    figures = [
        _cell(each, days.carried(each) + days.month(each), days.year_begins, days.last)
        for each in part.counters
    ]
    return Row((Cell(_l("Since the year began")), *figures, *_sums(days, part)), "total")


def _sums(days: Days, part: Part) -> tuple[Cell, Cell]:
    month = days.month(part.running)
    return (
        _cell(part.running, month, days.first, days.last),
        _cell(part.running, month + days.carried(part.running), days.year_begins, days.last),
    )
