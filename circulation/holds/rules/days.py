"""How long a copy waits on the hold shelf."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ils.library.calendar import Calendar

LONGEST_SHELF = 60  # open days; more is a mistake in the setting


def shelf_until(calendar: Calendar, day: date, days: int) -> date:
    """Return the last day on the shelf of a copy set aside on `day`: so many open days after it, itself open."""
    until = day
    for _each in range(days):
        until = calendar.next_open(until + timedelta(days=1))
    return calendar.next_open(until)
