"""How every line stands on a day: pace by the days of the calendar, forecast, tasks; those behind come first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy.orm import Session

from ils.library.calendar import load_calendar
from ils.workplan.queries.facts import Fact
from ils.workplan.queries.figures import ADDITIVE, Figure, plan_of
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

Measure = Callable[[Period], Pace]
ORDER = {
    each: place
    for place, each in enumerate(
        (Verdict.FAR, Verdict.BEHIND, Verdict.ON, Verdict.NOT_YET, Verdict.DONE, Verdict.NONE)
    )
}
SLOW = (Verdict.FAR, Verdict.BEHIND)


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
    over, pace = whole_months(span, today), _measure(session, today)
    plan = plan_of(session, year=year, period=span, sector=sector, service=service, besides=over)
    months = _months(over, plan.besides, pace)
    tasks = open_tasks(session, year)
    found = [
        _standing(each, _judged(each, plan.cells[each.id], part, span, pace, sector, service), tasks, months)
        for each in plan.figures
        if not each.retired
    ]
    return tuple(sorted(found, key=lambda each: ORDER[each.verdict]))


def slow_lines(
    session: Session, figures: Sequence[Figure], *, year: int, today: date, service: str = ""
) -> tuple[Figure, ...]:
    """Return those of a year's figures that are behind what is due by an evening, in the order of the plan."""
    cells, pace, span = target_cells(session, year), _measure(session, today), part_period(year, YEAR)
    return tuple(
        each
        for each in figures
        if not each.retired and _judged(each, cells[each.id], YEAR, span, pace, "", service).verdict in SLOW
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    due: int | None
    verdict: Verdict
    pace: Pace | None


def _measure(session: Session, today: date) -> Measure:
    """Return what counts the open days of a span, each span once."""
    is_open = load_calendar(session).is_open
    return cache(lambda span: pace_of(span, today, is_open))


def _judged(
    figure: Figure, cells: Mapping[Cell, int], part: str, span: Period, measure: Measure, sector: str, service: str
) -> _Judged:  # fmt: skip
    days = overlap(window(figure.deadline, span.first.year), span)
    plan = figure.plan if figure.plan_part == part else None
    if plan is None or days is None:
        return _Judged(None, Verdict.NONE, None)
    pace = measure(days)
    due = expected(_targets(cells, part, span.first.year, measure, sector, service) or [(plan, pace)])
    return _Judged(due, verdict(figure.fact, plan, due), pace)


def _standing(
    figure: Figure, judged: _Judged, tasks: Mapping[str, int], months: Mapping[str, Sequence[tuple[int, int]]]
) -> Standing:
    coming = None
    if judged.pace is not None and figure.measure in ADDITIVE:
        coming = forecast(figure.fact, judged.pace, months.get(figure.number, ()))
    return Standing(figure, judged.due, judged.verdict, coming, tasks.get(figure.number, 0))


def _targets(
    cells: Mapping[Cell, int], part: str, year: int, measure: Measure, sector: str, service: str
) -> list[tuple[int, Pace]]:
    """Return the targets of the four quarters with their pace, where the year has them all."""
    own = [target_of(cells, each, sector, service) for each in QUARTERS] if part == YEAR else []
    told = [each for each in own if each is not None]
    if len(told) < len(QUARTERS):
        return []
    paces = (measure(part_period(year, each)) for each in QUARTERS)
    return list(zip(told, paces, strict=True))


def _months(
    over: Sequence[Period], facts: Sequence[Mapping[str, Fact]], measure: Measure
) -> dict[str, list[tuple[int, int]]]:
    """Return number → (done, open days) of every whole month that is over."""
    found: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for month, told in zip(over, facts, strict=True):
        days = measure(month).whole
        for number, fact in told.items():
            found[number].append((fact.fact or 0, days))
    return found
