"""The only place that asks the time; everything below the edges is told it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TASHKENT = ZoneInfo("Asia/Tashkent")


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


def local(at: datetime) -> datetime:
    """Return the instant as the wall clock of the library shows it."""
    return at.astimezone(TASHKENT)


def local_day(at: datetime) -> date:
    """Return the calendar day on which the instant falls in the library."""
    return at.astimezone(TASHKENT).date()


def today() -> date:
    """Return the present calendar day of the library."""
    return local_day(now())


def at_hour(day: date, hour: float) -> datetime:
    """Return the instant of a wall-clock hour (11.5 = half past eleven) of a day in the library, in UTC."""
    midnight = datetime.combine(day, time(), TASHKENT)
    return (midnight + timedelta(hours=hour)).astimezone(UTC)
