"""Periods of reports: a month, a quarter, a year, or any days; and the turns of a schedule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ils.reports.errors import ReportCode, ReportInputError
from ils.reports.rules.shapes import Text
from ils.reports.rules.shapes import say as _l
from ils.workplan.rules import Period, month_period, quarter_period, year_period

EVERY = ("month", "quarter", "year")
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST = 366 * 11  # days that one report may span


def period_of(day: date, every: str) -> Period:
    """Return the month, quarter or year that a day lies in."""
    if every == "month":
        return month_period(day.year, day.month)
    if every == "quarter":
        return quarter_period(day.year, (day.month + 2) // 3)
    return year_period(day.year)


def before(period: Period, every: str) -> Period:
    """Return the period before a period."""
    return period_of(period.first - timedelta(days=1), every)


def ended_since(start: date, today: date, every: str) -> Iterator[Period]:
    """Yield the periods that ended on `start` or after it, and before `today`, the oldest first."""
    period = period_of(start, every)
    while period.last < today:
        yield period
        period = period_of(period.last + timedelta(days=1), every)


def read_code(year: int, code: str) -> Period:
    """Return the days of `m1`…`m12`, `q1`…`q4`; of the year for nothing."""
    if not FIRST_YEAR - 1 <= year <= LAST_YEAR:
        raise ReportInputError(ReportCode.PERIOD_INVALID, first=year, last=year)
    if not code:
        return year_period(year)
    number = int(code[1:]) if code[1:].isdecimal() and len(code) < 4 else 0
    if code[0] == "m" and 1 <= number <= 12:
        return month_period(year, number)
    if code[0] == "q" and 1 <= number <= 4:
        return quarter_period(year, number)
    raise ReportInputError(ReportCode.PERIOD_INVALID, first=year, last=code[:10])


def code_of(first: date, last: date) -> str | None:
    """Return the code of a period: empty for a year; None for days that are none of them."""
    for every, code in (
        ("month", f"m{first.month}"),
        ("quarter", f"q{(first.month + 2) // 3}"),
        ("year", ""),
    ):
        if period_of(first, every) == Period(first, last):
            return code
    return None


def check_days(first: date, last: date) -> None:
    """Refuse days in the wrong order, out of our time, or too many."""
    fits = first.year >= FIRST_YEAR and last.year <= LAST_YEAR
    if first > last or not fits or (last - first).days > LONGEST:
        raise ReportInputError(ReportCode.PERIOD_INVALID, first=first, last=last)


def year_ago(first: date, last: date) -> Period:
    """Return the same month, quarter or year a year before; other days as the calendar has them."""
    code = code_of(first, last)
    if code is not None:
        return read_code(first.year - 1, code)
    return Period(_day_year_ago(first), _day_year_ago(last))


def _day_year_ago(day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return date(day.year - 1, day.month, 28 if leap else day.day)


MONTHS = (
    _l("January"), _l("February"), _l("March"), _l("April"), _l("May"), _l("June"),
    _l("July"), _l("August"), _l("September"), _l("October"), _l("November"), _l("December"),
)  # fmt: skip


def told(first: date, last: date) -> Text:
    """Return how a period is called: a year, a quarter, a month, or its days."""
    code = code_of(first, last)
    if code == "":
        return _l("the year %(year)s", year=first.year)
    if code and code[0] == "q":
        return _l("quarter %(number)s of %(year)s", number=code[1:], year=first.year)
    if code:
        return _l("%(month)s of %(year)s", month=MONTHS[first.month - 1], year=first.year)
    if first == last:
        return _l("on %(day)s", day=first)
    return _l("from %(first)s to %(last)s", first=first, last=last)


def days_of(first: date, last: date) -> Iterator[date]:
    """Yield the days from first to last inclusive."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
