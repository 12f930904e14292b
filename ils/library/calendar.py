"""Open and closed days (DD-03): a plain value that rules can reckon with, and the tables behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.errors import clean_text
from ils.library.errors import PlaceCode, PlaceError
from ils.library.models import Setting, SpecialDay

WEEKLY = "weekly_closed"
LONGEST_CLOSURE = 366
# Columns, not rows of the session, and built once: every check-out reads the calendar.
_WEEKLY = select(Setting.value).where(Setting.name == WEEKLY)
_SPECIAL = select(SpecialDay.day, SpecialDay.open, SpecialDay.reason)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Weekly closed days (0 = Monday) and dated exceptions: day → (open?, reason)."""

    weekly_closed: frozenset[int] = frozenset({6})
    special: Mapping[date, tuple[bool, str]] = field(default_factory=dict)

    def is_open(self, day: date) -> bool:
        """Tell whether the library works that day; a dated opening beats the weekly closure."""
        if day in self.special:
            return self.special[day][0]
        return day.weekday() not in self.weekly_closed

    def reason(self, day: date) -> str:
        """Return why the day is closed, empty for a weekly closure."""
        return self.special[day][1] if day in self.special else ""

    def next_open(self, day: date) -> date:
        """Return the first open day from `day` on; a library closed for a year is a mistake in the table."""
        for ahead in range(LONGEST_CLOSURE):
            if self.is_open(day + timedelta(days=ahead)):
                return day + timedelta(days=ahead)
        raise PlaceError(PlaceCode.ALWAYS_CLOSED, day=day)


def load_calendar(session: Session) -> Calendar:
    """Read the calendar."""
    weekly = session.scalars(_WEEKLY).one_or_none()
    special = session.execute(_SPECIAL)
    return Calendar(
        frozenset({6} if weekly is None else weekly),
        {day: (is_open, reason) for day, is_open, reason in special},
    )


def set_weekly_closed(session: Session, *, weekdays: frozenset[int]) -> None:
    """Set on which weekdays the library is closed; never on all seven."""
    if len(weekdays) > 6 or not weekdays <= set(range(7)):
        raise PlaceError(PlaceCode.ALWAYS_CLOSED, day="")
    session.merge(Setting(name=WEEKLY, value=sorted(weekdays)))


def set_special_days(session: Session, *, first: date, last: date, is_open: bool, reason: str) -> int:
    """Enter an exception for every day from first to last; return how many days."""
    days = (last - first).days + 1
    if not 1 <= days <= LONGEST_CLOSURE:
        raise PlaceError(PlaceCode.DAY_RANGE_INVALID, first=first, last=last)
    text = clean_text(reason, field="reason", limit=200, required=True)
    for ahead in range(days):
        session.merge(SpecialDay(day=first + timedelta(days=ahead), open=is_open, reason=text))
    return days


def clear_special_day(session: Session, *, day: date) -> None:
    """Take an exception back."""
    row = session.get(SpecialDay, day)
    if row is None:
        raise PlaceError(PlaceCode.DAY_NOT_SET, day=day)
    session.delete(row)
