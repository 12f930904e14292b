"""Rules of visits (VS-01, VS-02)."""

from __future__ import annotations

from datetime import date

from circulation.visits.errors import VisitCode, VisitInputError

MOST_PERSONS = 999


def check_tally(persons: int, day: date, today: date) -> None:
    """VS-02: a head-count is 1 to 999 persons, on a day that has come."""
    if not 1 <= persons <= MOST_PERSONS:
        raise VisitInputError(VisitCode.PERSONS_INVALID, persons=persons, most=MOST_PERSONS)
    if day > today:
        raise VisitInputError(VisitCode.DAY_AHEAD, day=day)


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month."""
    first = day.replace(day=1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, date.fromordinal(following.toordinal() - 1)
