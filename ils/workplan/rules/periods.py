"""Periods of a plan and the arithmetic of a figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

YEAR = "year"
QUARTERS = ("q1", "q2", "q3", "q4")
MONTHS = tuple(f"m{month}" for month in range(1, 13))
PARTS = (YEAR, *QUARTERS, *MONTHS)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from first to last inclusive."""

    first: date
    last: date


def year_period(year: int) -> Period:
    """Return the whole calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def quarter_period(year: int, quarter: int) -> Period:
    """Return a quarter, 1 to 4."""
    first = date(year, quarter * 3 - 2, 1)
    return Period(first, _month_end(year, quarter * 3))


def month_period(year: int, month: int) -> Period:
    """Return a month, 1 to 12."""
    return Period(date(year, month, 1), _month_end(year, month))


def part_period(year: int, part: str) -> Period:
    """Return the days of a part of the year: year, q1 … q4, m1 … m12."""
    if part == YEAR:
        return year_period(year)
    number = int(part[1:])
    return quarter_period(year, number) if part in QUARTERS else month_period(year, number)


def part_of(year: int, period: Period) -> str | None:
    """Return the code of the part of the year that the days are, None for other days."""
    return next((part for part in PARTS if part_period(year, part) == period), None)


def months_of(part: str) -> tuple[str, ...]:
    """Return the months of a part: of the year, a quarter, or a month itself."""
    if part == YEAR:
        return MONTHS
    if part in QUARTERS:
        first = int(part[1:]) * 3 - 3
        return MONTHS[first : first + 3]
    return (part,)


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def percent(fact: int | None, plan: int | None) -> int | None:
    """Return the fulfilment in whole per cent; a plan of nothing has none."""
    if fact is None or not plan:
        return None
    return (fact * 100 + plan // 2) // plan


def year_gone(year: int, today: date) -> int:
    """Return how many per cent of the year are over on the evening of `today`, 0 to 100."""
    whole = year_period(year)
    days = (whole.last - whole.first).days + 1
    return max(0, min(100, ((today - whole.first).days + 1) * 100 // days))
