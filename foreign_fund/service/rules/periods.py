"""The periods of the bulletin: whole weeks or months, one after the other without a gap."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAY = timedelta(days=1)


class Every(StrEnum):
    """How often an issue is made."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day."""

    since: date
    until: date


def last_whole(day: date, every: Every) -> Period:
    """Return the last week (Monday to Sunday) or month that is over on a day."""
    if every is Every.WEEK:
        until = day - timedelta(days=day.weekday()) - DAY
        return Period(until - 6 * DAY, until)
    until = day.replace(day=1) - DAY
    return Period(until.replace(day=1), until)


def next_period(day: date, every: Every, last_until: date | None) -> Period | None:
    """Return the period of the issue to be made on a day, None where its time has not come.

    It begins on the day after the last issue, however long that is ago: nothing new is left out, nothing told twice.
    """
    whole = last_whole(day, every)
    since = last_until + DAY if last_until is not None else whole.since
    return Period(since, whole.until) if since <= whole.until else None
