"""When a copy is due (desk.md §4), and how the date came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Any

from circulation.loans.rules.case import Fact, plain
from circulation.policies.rules import Policy

if TYPE_CHECKING:
    from ils.library.calendar import Calendar

DAY = timedelta(days=1)
DATES = frozenset({"day", "start", "until"})


class StepCode(StrEnum):
    """What a step of the reckoning does."""

    SAME_DAY = "due_same_day"
    CALENDAR_DAYS = "due_calendar_days"
    OPEN_DAYS = "due_open_days"
    CLOSED_WEEKLY = "due_closed_weekly"
    CLOSED = "due_closed"
    CLOSED_SPAN = "due_closed_span"
    MOVED = "due_moved"


@dataclass(frozen=True, slots=True)
class Step:
    """One step from the day of lending to the due date (DD-09)."""

    code: StepCode
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Due:
    """A due date and the steps that led to it."""

    on: date
    steps: tuple[Step, ...]


def due_date(policy: Policy, calendar: Calendar, day: date) -> Due:
    """Return when a copy lent on `day` is due: never a closed day, always a date (DD-02, DD-03)."""
    reached, counted = _count(policy, calendar, day)
    if calendar.is_open(reached):
        return Due(reached, (counted,))
    moved = calendar.next_open(reached)
    steps = (counted, *_closed_steps(calendar, reached, moved), Step(StepCode.MOVED, {"day": moved}))
    return Due(moved, steps)


def _count(policy: Policy, calendar: Calendar, day: date) -> tuple[date, Step]:
    if policy.days == 0:  # DD-07
        return day, Step(StepCode.SAME_DAY, {"day": day})
    if policy.open_days:  # DD-04
        reached = _after_open_days(calendar, day, policy.days)
        return reached, Step(StepCode.OPEN_DAYS, {"days": policy.days, "start": day, "day": reached})
    reached = day + timedelta(days=policy.days)
    return reached, Step(StepCode.CALENDAR_DAYS, {"days": policy.days, "start": day, "day": reached})


def _after_open_days(calendar: Calendar, day: date, count: int) -> date:
    for _each in range(count):
        day = calendar.next_open(day + DAY)
    return day


def _closed_steps(calendar: Calendar, first: date, opening: date) -> Iterator[Step]:
    for reason, group in groupby(_days(first, opening), key=calendar.reason):
        span = list(group)
        if not reason:
            yield from (Step(StepCode.CLOSED_WEEKLY, {"day": day}) for day in span)
        elif len(span) == 1:
            yield Step(StepCode.CLOSED, {"day": span[0], "reason": reason})
        else:
            yield Step(StepCode.CLOSED_SPAN, {"day": span[0], "until": span[-1], "reason": reason})


def _days(first: date, end: date) -> Iterator[date]:
    while first < end:
        yield first
        first += DAY


def days_late(due_on: date, day: date) -> int:
    """Return how many calendar days `day` is past the due date; 0 in time."""
    return max(0, (day - due_on).days)


def open_days_late(calendar: Calendar, due_on: date, day: date) -> int:
    """Return how many open days lie after the due date up to and including `day`."""
    return sum(calendar.is_open(each) for each in _days(due_on + DAY, day + DAY))


def steps_as_data(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Return the steps as they are kept with the loan."""
    return [{"code": str(step.code), **plain(step.facts)} for step in steps]


def steps_from_data(rows: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    """Return the steps that were kept with a loan."""
    return tuple(Step(StepCode(row["code"]), dict(_facts(row))) for row in rows)


def _facts(row: Mapping[str, Any]) -> Iterator[tuple[str, Fact]]:
    for name, value in row.items():
        if name != "code":
            yield name, date.fromisoformat(value) if name in DATES else value
