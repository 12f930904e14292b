"""How every line stands on a day: pace by the days of the calendar, forecast, tasks; those behind come first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from ils.library.calendar import load_calendar
from ils.workplan.models import PlanLine
from ils.workplan.queries.facts import facts_of
from ils.workplan.queries.figures import Figure, plan_figures
from ils.workplan.queries.lines import lines_of
from ils.workplan.queries.targets import Cell, target_cells, target_of
from ils.workplan.queries.tasks import open_tasks
from ils.workplan.rules import QUARTERS, YEAR, Period, part_period
from ils.workplan.rules.pace import (
    Forecast,
    Pace,
    Verdict,
    expected,
    forecast,
    overlap,
    pace_of,
    verdict,
    whole_months,
    window,
)

IsOpen = Callable[[date], bool]
ORDER = {
    each: place
    for place, each in enumerate(
        (Verdict.FAR, Verdict.BEHIND, Verdict.ON, Verdict.NOT_YET, Verdict.DONE, Verdict.NONE)
    )
}
FORETOLD = frozenset(
    {"amount", "acts", "parts"}
)  # of things told apart, and of yes or no, nothing can be foretold


@dataclass(frozen=True, slots=True)
class Standing:
    """A line on a day: what should be done by then, how it stands, where it is heading, open tasks."""

    figure: Figure
    due: int | None
    verdict: Verdict
    forecast: Forecast | None
    tasks: int

    @property
    def of_due(self) -> int | None:
        """Per cent of what should be done by now."""
        return (self.figure.fact or 0) * 100 // self.due if self.due else None


def standings(
    session: Session, *, year: int, today: date, part: str = YEAR, sector: str = "", service: str = ""
) -> tuple[Standing, ...]:
    """Return the lines in use of a year, those behind first, each group in the order of the plan."""
    span = part_period(year, part)
    is_open = load_calendar(session).is_open
    figures = [
        each
        for each in plan_figures(session, year=year, period=span, sector=sector, service=service)
        if not each.retired
    ]
    cells = target_cells(session, year)
    months = _months(session, year, span, today, sector, is_open)
    tasks = open_tasks(session, year)
    found = [
        _standing(
            each,
            cells[each.id],
            part,
            span,
            today,
            is_open,
            months.get(each.number, ()),
            tasks[each.number],
            sector,
            service,
        )
        for each in figures
    ]
    return tuple(sorted(found, key=lambda each: ORDER[each.verdict]))


def _standing(
    figure: Figure, cells: Mapping[Cell, int], part: str, span: Period, today: date, is_open: IsOpen,
    months: Sequence[tuple[int, int]], tasks: int, sector: str, service: str,
) -> Standing:  # fmt: skip
    days = overlap(window(figure.deadline, span.first.year), span)
    plan = figure.plan if figure.plan_part == part else None
    if plan is None or days is None:
        return Standing(figure, None, Verdict.NONE, None, tasks)
    pace = pace_of(days, today, is_open)
    targets = _targets(cells, part, span.first.year, today, is_open, sector, service) or [(plan, pace)]
    due = expected(targets)
    coming = forecast(figure.fact, pace, months) if figure.measure in FORETOLD else None
    return Standing(figure, due, verdict(figure.fact, plan, due), coming, tasks)


def _targets(
    cells: Mapping[Cell, int], part: str, year: int, today: date, is_open: IsOpen, sector: str, service: str
) -> list[tuple[int, Pace]]:
    """Return the targets of the four quarters with their pace, where the year has them all."""
    own = [target_of(cells, each, sector, service) for each in QUARTERS] if part == YEAR else []
    told = [each for each in own if each is not None]
    if len(told) < len(QUARTERS):
        return []
    paces = (pace_of(part_period(year, each), today, is_open) for each in QUARTERS)
    return list(zip(told, paces, strict=True))


def _months(
    session: Session, year: int, span: Period, today: date, sector: str, is_open: IsOpen
) -> dict[str, list[tuple[int, int]]]:
    """Return number → (done, open days) of every whole month of the span that is over."""
    lines: list[PlanLine] = lines_of(session, year)
    found: dict[str, list[tuple[int, int]]] = {line.number: [] for line in lines}
    for month in whole_months(span, today):
        days = pace_of(month, month.last, is_open).whole
        for number, told in facts_of(session, lines, year=year, span=month, sector=sector).items():
            found[number].append((told.fact or 0, days))
    return found
