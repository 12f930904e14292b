"""How far a line should be by a day, and where it is heading: by the days on which the library is open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ils.workplan.rules.periods import Period, month_period, quarter_period, year_period

FAR = 70  # per cent of what is expected, below which a line is far behind
NEAR = 95  # and from which on it keeps the pace
FEWEST_DAYS = 10  # open days gone before a forecast means anything
FEWEST_MONTHS = 2  # whole months before its range does


class Verdict(StrEnum):
    """How a line stands on a day."""

    NONE = "none"  # no target, or nothing feeds it
    NOT_YET = "not_yet"  # its time has not come
    FAR = "far"
    BEHIND = "behind"
    ON = "on"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Pace:
    """Open days of a span: those gone by an evening, and all."""

    gone: int
    whole: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """The figure at the end if the work goes on as so far; the range if it goes as in the worst or best month."""

    middle: int
    low: int | None
    high: int | None


def window(deadline: str, year: int) -> Period:
    """Return the days in which a line is to be done: its quarter, its autumn, else the year."""
    if deadline in {"q1", "q2", "q3", "q4"}:
        return quarter_period(year, int(deadline[1]))
    if deadline == "autumn":
        return Period(date(year, 9, 1), date(year, 12, 31))
    return year_period(year)


def overlap(one: Period, other: Period) -> Period | None:
    """Return the days that both have, None for none."""
    first, last = max(one.first, other.first), min(one.last, other.last)
    return Period(first, last) if first <= last else None


def pace_of(span: Period, today: date, is_open: Callable[[date], bool]) -> Pace:
    """Count the open days of a span, and those gone on the evening of `today`."""
    days = (span.last - span.first).days + 1
    opened = [day for day in (span.first + timedelta(days=at) for at in range(days)) if is_open(day)]
    return Pace(sum(day <= today for day in opened), len(opened))


def expected(targets: Sequence[tuple[int, Pace]]) -> int:
    """Return what should be done by now: of each target the share of its open days that are gone."""
    return sum(_share(plan, pace) for plan, pace in targets)


def _share(plan: int, pace: Pace) -> int:
    return (plan * pace.gone + pace.whole // 2) // pace.whole if pace.whole else 0


def verdict(fact: int | None, plan: int | None, due: int) -> Verdict:
    """Say how a line stands: `due` is what should be done by now."""
    if fact is None or not plan:
        return Verdict.NONE
    if fact >= plan:
        return Verdict.DONE
    if fact * 100 >= due * NEAR:
        return Verdict.ON if due or fact else Verdict.NOT_YET
    return Verdict.BEHIND if fact * 100 >= due * FAR else Verdict.FAR


def forecast(fact: int | None, pace: Pace, months: Sequence[tuple[int, int]]) -> Forecast | None:
    """Return the figure to expect at the end of the span; `months`: what whole months brought and their open days."""
    if fact is None or pace.gone < FEWEST_DAYS:
        return None
    left = pace.whole - pace.gone
    middle = fact + _rounded(fact * left, pace.gone)
    worked = [(done, days) for done, days in months if days]
    if len(worked) < FEWEST_MONTHS:
        return Forecast(middle, None, None)
    ends = sorted(fact + _rounded(done * left, days) for done, days in worked)
    return Forecast(middle, min(ends[0], middle), max(ends[-1], middle))


def _rounded(amount: int, by: int) -> int:
    return (2 * amount + by) // (2 * by)


def whole_months(span: Period, today: date) -> tuple[Period, ...]:
    """Return the months of a span that are over on the evening of `today`."""
    year = span.first.year
    months = (month_period(year, number) for number in range(span.first.month, span.last.month + 1))
    return tuple(month for month in months if month.last <= today)
