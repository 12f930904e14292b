"""Open and closed days (DD-03) and hours (DD-07): a plain value that rules can reckon with, and the tables behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ils.errors import clean_text
from ils.library.errors import PlaceCode, PlaceError
from ils.library.holidays import public_holidays, sanitary_days
from ils.library.models import DayKind, OpeningHours, Setting, SpecialDay

WEEKLY = "weekly_closed"
LONGEST_CLOSURE = 366
MINUTES_OF_A_DAY = 1440
Hours = tuple[int, int]  # opens, closes: minutes after midnight, local time
USUAL_HOURS: Hours = (9 * 60, 18 * 60)  # where the library has entered none
# Columns, not rows of the session, and built once: every check-out reads the calendar.
_WEEKLY = select(Setting.value).where(Setting.name == WEEKLY)
_SPECIAL = select(SpecialDay.day, SpecialDay.open, SpecialDay.reason, SpecialDay.opens, SpecialDay.closes)
_HOURS = select(OpeningHours.weekday, OpeningHours.opens, OpeningHours.closes)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Weekly closed days (0 = Monday), dated exceptions: day → (open?, reason), and the hours of weekdays and of days."""

    weekly_closed: frozenset[int] = frozenset({6})
    special: Mapping[date, tuple[bool, str]] = field(default_factory=dict)
    weekly_hours: Mapping[int, Hours] = field(default_factory=dict)
    special_hours: Mapping[date, Hours] = field(default_factory=dict)

    def is_open(self, day: date) -> bool:
        """Tell whether the library works that day; a dated opening beats the weekly closure."""
        if day in self.special:
            return self.special[day][0]
        return day.weekday() not in self.weekly_closed

    def reason(self, day: date) -> str:
        """Return why the day is closed, empty for a weekly closure."""
        return self.special[day][1] if day in self.special else ""

    def hours(self, day: date) -> Hours:
        """Return when an open day begins and ends, in minutes after midnight (DD-07)."""
        return self.special_hours.get(day) or self.weekly_hours.get(day.weekday()) or USUAL_HOURS

    def next_open(self, day: date) -> date:
        """Return the first open day from `day` on; a library closed for a year is a mistake in the table."""
        return self._nearest(day, 1)

    def last_open(self, day: date) -> date:
        """Return the last open day up to `day` (DD-05, DD-06)."""
        return self._nearest(day, -1)

    def _nearest(self, day: date, direction: int) -> date:
        for distance in range(LONGEST_CLOSURE):
            tried = day + timedelta(days=direction * distance)
            if self.is_open(tried):
                return tried
        raise PlaceError(PlaceCode.ALWAYS_CLOSED, day=day)


def load_calendar(session: Session) -> Calendar:
    """Read the calendar."""
    weekly = session.scalars(_WEEKLY).one_or_none()
    special = session.execute(_SPECIAL).all()
    return Calendar(
        frozenset({6} if weekly is None else weekly),
        {day: (is_open, reason) for day, is_open, reason, _opens, _closes in special},
        {weekday: (opens, closes) for weekday, opens, closes in session.execute(_HOURS)},
        {
            day: (opens, closes)
            for day, _open, _reason, opens, closes in special
            if opens is not None and closes is not None
        },
    )


def set_weekly_closed(session: Session, *, weekdays: frozenset[int]) -> None:
    """Set on which weekdays the library is closed; never on all seven."""
    if len(weekdays) > 6 or not weekdays <= set(range(7)):
        raise PlaceError(PlaceCode.ALWAYS_CLOSED, day="")
    session.merge(Setting(name=WEEKLY, value=sorted(weekdays)))
    session.execute(delete(OpeningHours).where(OpeningHours.weekday.in_(weekdays)))


def set_week(session: Session, *, hours: Mapping[int, Hours]) -> None:
    """Set the opening hours of the week at once: a weekday without hours is closed."""
    for span in hours.values():
        check_hours(span)
    set_weekly_closed(session, weekdays=frozenset(range(7)) - set(hours))
    for weekday, (opens, closes) in hours.items():
        session.merge(OpeningHours(weekday=weekday, opens=opens, closes=closes))


def check_hours(span: Hours) -> Hours:
    """Return hours that can be; refuse a day that ends before it begins."""
    opens, closes = span
    if not 0 <= opens < closes <= MINUTES_OF_A_DAY:
        raise PlaceError(PlaceCode.HOURS_INVALID, opens=clock_time(opens), closes=clock_time(closes))
    return span


def clock_time(minute: int) -> str:
    """Return minutes after midnight as 08:30."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def read_clock_time(text: str) -> int:
    """Return 8:30 as minutes after midnight; refuse what is no time of a day."""
    hour, _colon, minute = text.strip().partition(":")
    digits = hour.isascii() and hour.isdigit() and len(hour) <= 2 and minute.isascii() and minute.isdigit()
    if not digits or len(minute) != 2 or int(minute) > 59 or int(hour) * 60 + int(minute) > MINUTES_OF_A_DAY:
        raise PlaceError(PlaceCode.TIME_INVALID, time=text[:20])
    return int(hour) * 60 + int(minute)


def set_special_days(
    session: Session,
    *,
    first: date,
    last: date,
    is_open: bool,
    reason: str,
    kind: DayKind | None = None,
    hours: Hours | None = None,
) -> int:
    """Enter an exception for every day from first to last; return how many days. Hours belong to open days only."""
    days = (last - first).days + 1
    if not 1 <= days <= LONGEST_CLOSURE:
        raise PlaceError(PlaceCode.DAY_RANGE_INVALID, first=first, last=last)
    text = clean_text(reason, field="reason", limit=200, required=True)
    opens, closes = check_hours(hours) if hours and is_open else (None, None)
    known = DayKind.OPENING if is_open else kind or DayKind.CLOSURE
    for ahead in range(days):
        day = first + timedelta(days=ahead)
        session.merge(SpecialDay(day=day, open=is_open, reason=text, kind=known, opens=opens, closes=closes))
    return days


def clear_special_day(session: Session, *, day: date) -> None:
    """Take an exception back."""
    row = session.get(SpecialDay, day)
    if row is None:
        raise PlaceError(PlaceCode.DAY_NOT_SET, day=day)
    session.delete(row)


def enter_holidays(session: Session, *, year: int) -> tuple[date, ...]:
    """Enter the public holidays of a year that are not in the calendar yet; return the days entered."""
    return _enter_missing(session, year, DayKind.HOLIDAY, public_holidays(year))


def enter_sanitary_days(session: Session, *, year: int, reason: str) -> tuple[date, ...]:
    """Enter the monthly sanitary day, the last Friday, where the day is not an exception yet (practice.md §7)."""
    text = clean_text(reason, field="reason", limit=200, required=True)
    return _enter_missing(session, year, DayKind.SANITARY, dict.fromkeys(sanitary_days(year), text))


def _enter_missing(
    session: Session, year: int, kind: DayKind, wanted: Mapping[date, str]
) -> tuple[date, ...]:
    inside = SpecialDay.day.between(date(year, 1, 1), date(year, 12, 31))
    known = set(session.scalars(select(SpecialDay.day).where(inside)))
    missing = tuple(sorted(day for day in wanted if day not in known))
    for day in missing:
        session.add(SpecialDay(day=day, open=False, reason=wanted[day], kind=kind, opens=None, closes=None))
    return missing
