"""When a copy is due (desk.md §4), and how the date came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from typing import TYPE_CHECKING, Any

from circulation.loans.rules.case import HOME, OVERNIGHT, ROOM
from circulation.loans.rules.outcome import Fact, plain
from circulation.policies.rules import Policy

if TYPE_CHECKING:
    from ils.library.calendar import Calendar

DAY = timedelta(days=1)
DATES = frozenset({"day", "start", "until"})


class StepCode(StrEnum):
    """What a step of the reckoning does."""

    SAME_DAY = "due_same_day"  # kept with loans of older programs
    AT_CLOSING = "due_at_closing"
    AT_OPENING = "due_at_opening"
    CALENDAR_DAYS = "due_calendar_days"
    OPEN_DAYS = "due_open_days"
    QUEUE = "due_queue_shortens"
    CLOSED_WEEKLY = "due_closed_weekly"
    CLOSED = "due_closed"
    CLOSED_SPAN = "due_closed_span"
    MOVED = "due_moved"
    FIXED = "due_fixed"
    MEMBERSHIP = "due_membership"
    MOVED_BACK = "due_moved_back"
    BY_HAND = "due_by_hand"


@dataclass(frozen=True, slots=True)
class Step:
    """One step from the day of lending to the due date (DD-09)."""

    code: StepCode
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class Due:
    """A due date, the steps that led to it, and the minute of that day where the hour matters (DD-07)."""

    on: date
    steps: tuple[Step, ...]
    minute: int | None = None


def due_date(
    policy: Policy,
    calendar: Calendar,
    day: date,
    *,
    use: str = HOME,
    member_until: date | None = None,
    waiting: int = 0,
    start: date | None = None,
) -> Due:
    """Return when a copy lent on `day` is due: always a date (DD-02), never a closed day (DD-03).

    `start` is what a renewal counts from (RN-08), `waiting` the length of the title's queue (DD-08). Neither the
    policy's fixed date (DD-05) nor the end of membership (DD-06) is crossed; one that has passed, or before which
    the library does not open any more, rules nothing.
    """
    if use == ROOM or (policy.days == 0 and use != OVERNIGHT):
        return _at_closing(calendar, day)
    due = (
        _next_opening(calendar, day)
        if use == OVERNIGHT
        else _counted(policy, calendar, start or day, waiting)
    )
    for limit, code in ((policy.fixed_due, StepCode.FIXED), (member_until, StepCode.MEMBERSHIP)):
        due = _not_after(due, limit, code, calendar, day)
    return due


def by_hand(day: date) -> Due:
    """Return the date that a librarian set (CO-25)."""
    return Due(day, (Step(StepCode.BY_HAND, {"day": day}),))


def _at_closing(calendar: Calendar, day: date) -> Due:
    """DD-07: for use in the room, due at closing of the same day."""
    opened = calendar.next_open(day)
    minute = calendar.hours(opened)[1]
    moved = _moved(calendar, day)
    return Due(opened, (*moved, Step(StepCode.AT_CLOSING, {"day": opened, "time": _clock(minute)})), minute)


def _next_opening(calendar: Calendar, day: date) -> Due:
    """DD-07: overnight, due at opening of the next open day."""
    opened = calendar.next_open(day + DAY)
    minute = calendar.hours(opened)[0]
    moved = _moved(calendar, day + DAY)
    return Due(opened, (*moved, Step(StepCode.AT_OPENING, {"day": opened, "time": _clock(minute)})), minute)


def _counted(policy: Policy, calendar: Calendar, start: date, waiting: int) -> Due:
    days, shortened = _length(policy, waiting)
    reached, counted = _count(days, policy.open_days, calendar, start)
    return Due(calendar.next_open(reached), (*shortened, counted, *_moved(calendar, reached)))


def _length(policy: Policy, waiting: int) -> tuple[int, tuple[Step, ...]]:
    """DD-08: a long queue shortens a new loan."""
    longer, days = policy.queue_longer, policy.queue_days
    if longer is None or days is None or waiting <= longer or days >= policy.days:
        return policy.days, ()
    return days, (Step(StepCode.QUEUE, {"waiting": waiting, "longer": longer, "days": days}),)


def _count(days: int, open_days: bool, calendar: Calendar, start: date) -> tuple[date, Step]:
    if open_days:  # DD-04
        reached = _after_open_days(calendar, start, days)
        return reached, Step(StepCode.OPEN_DAYS, {"days": days, "start": start, "day": reached})
    reached = start + timedelta(days=days)
    return reached, Step(StepCode.CALENDAR_DAYS, {"days": days, "start": start, "day": reached})


def _after_open_days(calendar: Calendar, day: date, count: int) -> date:
    for _each in range(count):
        day = calendar.next_open(day + DAY)
    return day


def _moved(calendar: Calendar, reached: date) -> tuple[Step, ...]:
    """DD-03: from a closed day to the next open one."""
    opening = calendar.next_open(reached)
    if opening == reached:
        return ()
    return (*_closed_steps(calendar, reached, opening), Step(StepCode.MOVED, {"day": opening}))


def _not_after(due: Due, limit: date | None, code: StepCode, calendar: Calendar, day: date) -> Due:
    """DD-05, DD-06: never after the limit; if that is a closed day, the open day before it."""
    if limit is None or due.on <= limit or limit < day:
        return due
    last = calendar.last_open(limit)
    if last < day:  # nobody could bring it: the library does not open between the lending and the limit
        return due
    steps = [*due.steps, Step(code, {"day": limit})]
    if last != limit:
        steps += [*_closed_steps(calendar, last + DAY, limit + DAY), Step(StepCode.MOVED_BACK, {"day": last})]
    # Brought back before the opening it was meant for, it is due at the last closing (DD-07).
    minute = calendar.hours(last)[1] if due.minute is not None else None
    return Due(last, tuple(steps), minute)


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


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


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
