"""Rules of visits (VS-01, VS-02)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from circulation.visits.errors import VisitCode, VisitInputError

MOST_PERSONS = 999


class VisitRule(StrEnum):
    """VS-01: what counts once: a reader a sector and day, a reader a day in the whole library, or every scan."""

    SECTOR_DAY = "sector_day"
    INSTITUTION_DAY = "institution_day"
    EVERY_SCAN = "every_scan"


def slot_of(rule: VisitRule, *, sector: str, at: datetime) -> str:
    """Return what may be there once for a reader and a day; two scans of one second are one (SB-05)."""
    if rule is VisitRule.INSTITUTION_DAY:
        return ""
    if rule is VisitRule.EVERY_SCAN:
        return f"{sector}@{at:%H%M%S}"
    return sector


def slot_after_correction(visit_id: int) -> str:
    """Return the slot of a visit that was taken back: the reader may be counted again that day."""
    return f"-{visit_id}"


def slot_of_correction(visit_id: int) -> str:
    """Return the slot of the negative twin of a visit."""
    return f"~{visit_id}"


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
