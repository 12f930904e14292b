"""What may be done with a trip, and what it counts (lines 16, 17, 19)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from circulation.points.errors import PointCode, PointError, PointInputError

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_VISITORS, MOST_ISSUED = 999, 9999


class TripState(StrEnum):
    """A trip is open while its papers are typed in, then closed and counted; a wrong one is withdrawn."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class ActKind(StrEnum):
    """What was done with a copy on a trip; named like the acts of loans."""

    LEND = "lend"
    RENEW = "renew"
    RETURN = "return"


class Mode(StrEnum):
    """What a scanned copy means."""

    LEND = "lend"
    RENEW = "renew"
    BACK = "back"


def check_point_days(opened_on: date, closed_on: date | None) -> None:
    """Refuse years that are slips of the key, and a point that closed before it opened."""
    for day in (opened_on, closed_on):
        if day is not None and not 1900 <= day.year <= LAST_YEAR:
            raise PointInputError(PointCode.DAY_ODD, day=day)
    if closed_on is not None and closed_on < opened_on:
        raise PointInputError(PointCode.DAY_ODD, day=closed_on)


def check_trip_day(day: date, today: date, *, opened_on: date, closed_on: date | None) -> None:
    """A trip is of today or of a day gone by, while the point was served."""
    if day > today:
        raise PointInputError(PointCode.TRIP_AHEAD, day=day)
    if day.year < FIRST_YEAR or day < opened_on or (closed_on is not None and day > closed_on):
        raise PointInputError(PointCode.TRIP_DAY_ODD, day=day)


def check_counts(visitors: int, issued: int) -> None:
    """Refuse numbers that no trip has."""
    if not 0 <= visitors <= MOST_VISITORS or not 0 <= issued <= MOST_ISSUED:
        raise PointInputError(PointCode.COUNT_INVALID, most=MOST_VISITORS, copies=MOST_ISSUED)


def require_open(state: str, *, point: str, day: date) -> None:
    """Refuse to write on a trip that is closed or withdrawn."""
    if state != TripState.OPEN:
        raise PointError(PointCode.TRIP_NOT_OPEN, point=point, day=day)


def serves(*, exchanged: int, issued: int) -> bool:
    """Line 19: a point is served where at least one copy was lent, renewed, brought back or given out."""
    return exchanged > 0 or issued > 0


def batch_of(trip_id: int) -> str:
    """Return by what name the log keeps what a trip counted itself."""
    return f"trip-{trip_id}"
