"""Quarters of a year."""

from __future__ import annotations

from datetime import date, timedelta


def quarter_of(day: date) -> int:
    """Return 1 to 4."""
    return (day.month + 2) // 3


def quarter_days(year: int, quarter: int) -> tuple[date, date]:
    """Return the first and the last day of a quarter, 1 to 4."""
    first = date(year, quarter * 3 - 2, 1)
    after = date(year + quarter // 4, quarter * 3 % 12 + 1, 1)
    return first, after - timedelta(days=1)


def quarter_to_report(day: date) -> tuple[int, int]:
    """Return the year and quarter that is reported on about this day: the one gone by in its first three weeks."""
    if day.day <= 20 and day.month % 3 == 1:
        before = day.replace(day=1) - timedelta(days=1)
        return before.year, quarter_of(before)
    return day.year, quarter_of(day)
