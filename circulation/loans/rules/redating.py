"""A closure that is entered late moves what falls due on it (DD-10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from circulation.loans.errors import LoanCode, LoanInputError
from circulation.loans.rules.case import OVERNIGHT
from circulation.loans.rules.due import Step, StepCode

if TYPE_CHECKING:
    from ils.library.calendar import Calendar

LONGEST = 366  # days of one closure


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a due date never crosses: the end of the semester (DD-05), the end of membership (DD-06)."""

    fixed_due: date | None = None
    member_until: date | None = None

    @property
    def last(self) -> date | None:
        """The earlier of both."""
        return min((each for each in (self.fixed_due, self.member_until) if each), default=None)


def check_span(first: date, last: date) -> None:
    """Refuse a closure that ends before it begins or lasts more than a year."""
    if not 0 <= (last - first).days < LONGEST:
        raise LoanInputError(LoanCode.CLOSURE_INVALID, first=first, last=last)


def with_closure(calendar: Calendar, first: date, last: date, reason: str) -> Calendar:
    """Return the calendar as it would be with these days closed."""
    days = [first + timedelta(days=each) for each in range((last - first).days + 1)]
    closed = {day: (False, reason) for day in days if calendar.is_open(day)}
    return replace(calendar, special={**calendar.special, **closed})


def moved(due_on: date, calendar: Calendar, bounds: Bounds, today: date) -> date:
    """Return the new date of what was due on a day that is closed now: the next open day.

    Where that would cross a bound it is the open day before, unless that has gone by: nobody becomes late by a
    closure of ours.
    """
    following = calendar.next_open(due_on)
    if bounds.last is None or following <= bounds.last:
        return following
    earlier = calendar.last_open(min(due_on, bounds.last))
    return earlier if earlier >= today else following


def minute_of(use: str, minute: int | None, calendar: Calendar, day: date) -> int | None:
    """Return the hour of the new day for a loan that has an hour (DD-07): opening for a night, else closing."""
    if minute is None:
        return None
    opens, closes = calendar.hours(day)
    return opens if use == OVERNIGHT else closes


def steps_of_closure(first: date, last: date, reason: str, new: date) -> tuple[Step, ...]:
    """Return what is added to the reckoning of a due date (DD-09)."""
    closed = (
        Step(StepCode.CLOSED, {"day": first, "reason": reason})
        if first == last
        else Step(StepCode.CLOSED_SPAN, {"day": first, "until": last, "reason": reason})
    )
    return closed, Step(StepCode.MOVED, {"day": new})


def without_tail(steps: list[Any], tail: Iterable[Any]) -> list[Any]:
    """Return the steps without those that a closure had added; all of them where something else came after."""
    ending = list(tail)
    return steps[: -len(ending)] if ending and steps[-len(ending) :] == ending else steps
