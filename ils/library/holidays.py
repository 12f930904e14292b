"""The public holidays of Uzbekistan and the monthly sanitary day, as a library's calendar begins with them."""

from __future__ import annotations

from datetime import date, timedelta

FRIDAY = 4

# practice.md §8: fixed days off, the movable ones, and days moved to the next working day.
HOLIDAYS: dict[str, tuple[str, ...]] = {
    "Yangi yil": ("2025-01-01", "2025-01-02", "2026-01-01", "2026-01-02", "2027-01-01"),
    "Xotin-qizlar kuni": ("2025-03-08", "2025-03-10", "2026-03-08", "2026-03-09", "2027-03-08"),
    "Navroʻz": ("2025-03-21", "2026-03-21", "2026-03-23", "2027-03-21", "2027-03-22"),
    "Roʻza hayit": ("2025-03-30", "2025-03-31", "2026-03-20", "2027-03-09"),
    "Xotira va qadrlash kuni": ("2025-05-09", "2026-05-09", "2026-05-11", "2027-05-09", "2027-05-10"),
    "Qurbon hayit": ("2025-06-06", "2026-05-27", "2026-05-28", "2026-05-29", "2027-05-16", "2027-05-17"),
    "Mustaqillik kuni": ("2025-09-01", "2026-08-31", "2026-09-01", "2027-09-01"),
    "Oʻqituvchi va murabbiylar kuni": ("2025-10-01", "2026-10-01", "2027-10-01"),
    "Konstitutsiya kuni": ("2025-12-08", "2026-12-08", "2027-12-08"),
    "Dam olish kuni": ("2025-12-31", "2026-12-31"),
}
KNOWN_YEARS = (2025, 2026, 2027)

# Every year alike; the feasts by the moon and the moved days are announced each year and entered by the library.
FIXED = (
    (1, 1, "Yangi yil"),
    (3, 8, "Xotin-qizlar kuni"),
    (3, 21, "Navroʻz"),
    (5, 9, "Xotira va qadrlash kuni"),
    (9, 1, "Mustaqillik kuni"),
    (10, 1, "Oʻqituvchi va murabbiylar kuni"),
    (12, 8, "Konstitutsiya kuni"),
)


def public_holidays(year: int) -> dict[date, str]:
    """Return the public holidays of a year: all of them where they are known, else the fixed ones."""
    if year not in KNOWN_YEARS:
        return {date(year, month, day): name for month, day, name in FIXED}
    days = {date.fromisoformat(text): name for name, texts in HOLIDAYS.items() for text in texts}
    return {day: name for day, name in sorted(days.items()) if day.year == year}


def sanitary_days(year: int) -> tuple[date, ...]:
    """Return the last Friday of every month: the usual monthly sanitary day."""
    found = []
    for month in range(1, 13):
        day = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        found.append(day - timedelta(days=(day.weekday() - FRIDAY) % 7))
    return tuple(found)
