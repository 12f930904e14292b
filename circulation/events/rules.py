"""What may be done with an event, and what of it is counted (plan lines 18, 20, 21)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import NotRequired, TypedDict

from circulation.events.errors import ClubCode, EventCode, EventError, EventInputError

FIRST_YEAR, LAST_YEAR = 2000, 2100
MOST_PERSONS = 999  # as many as a head-count of visitors takes
LONGEST_CYCLE = 60  # meetings of a cycle: more than a year of weeks is a slip of the key


class EventType(StrEnum):
    """Each type is the source of its act in the log; line 18 counts three of them, 20 and 21 one each."""

    EVENT = "event"
    FIELD = "field"
    CLUB = "club"
    EXCURSION = "excursion"
    TRAINING = "training"


class EventState(StrEnum):
    """An event is planned, then held or cancelled; both can be taken back."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Passport(TypedDict):
    """What is said of an event; `starts` and `ends` are minutes after midnight."""

    type: str
    title: str
    day: date
    sector: str
    department: str
    topic: NotRequired[str]
    starts: NotRequired[int | None]
    ends: NotRequired[int | None]
    place: NotRequired[str]
    club_id: NotRequired[int | None]
    organiser: NotRequired[str]
    partner: NotRequired[str]
    audience: NotRequired[str]
    expected: NotRequired[int | None]
    link: NotRequired[str]
    note: NotRequired[str]


REFUSALS = {
    EventState.PLANNED: EventCode.NOT_PLANNED,
    EventState.HELD: EventCode.NOT_HELD,
    EventState.CANCELLED: EventCode.NOT_CANCELLED,
}


def require_state(state: str, wanted: EventState, *, title: str) -> None:
    """Refuse an act that belongs to another state of the event."""
    if state != wanted:
        raise EventError(REFUSALS[wanted], event=title)


def check_day(day: date) -> None:
    """Refuse a year that can only be a slip of the key."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise EventInputError(EventCode.DAY_ODD, day=day)


def check_come(day: date, today: date) -> None:
    """What has not come yet was not held, and nobody was there."""
    if day > today:
        raise EventInputError(EventCode.DAY_AHEAD, day=day)


def check_times(starts: int | None, ends: int | None) -> None:
    """Refuse an end before the beginning, and an end without one."""
    if ends is not None and (starts is None or ends <= starts):
        raise EventInputError(EventCode.TIMES_REVERSED)


def check_persons(persons: int | None) -> None:
    """Refuse a number of persons that no head-count has."""
    if persons is not None and not 0 <= persons <= MOST_PERSONS:
        raise EventInputError(EventCode.PERSONS_INVALID, most=MOST_PERSONS)


def check_link(link: str) -> None:
    """Refuse an address that is none of the web: the page makes a link of it."""
    if link and not link.lower().startswith(("https://", "http://")):
        raise EventInputError(EventCode.LINK_ODD)


def check_type(kind: str, club_id: int | None) -> EventType:
    """Return the type; a meeting of a club has a club, nothing else has one."""
    if kind not in set(EventType):
        raise EventInputError(EventCode.TYPE_UNKNOWN, type=kind[:40])
    if kind == EventType.CLUB and club_id is None:
        raise EventInputError(EventCode.CLUB_MISSING)
    return EventType(kind)


def weekly(first: date, until: date | None) -> tuple[date, ...]:
    """Return the days of a cycle: the same weekday from the first to `until`; only the first without it."""
    if until is None:
        return (first,)
    if until < first:
        raise EventInputError(EventCode.CYCLE_BACKWARDS, first=first, until=until)
    weeks = (until - first).days // 7 + 1
    if weeks > LONGEST_CYCLE:
        raise EventInputError(EventCode.CYCLE_TOO_LONG, count=weeks, most=LONGEST_CYCLE)
    return tuple(first + timedelta(weeks=number) for number in range(weeks))


def check_club_days(founded_on: date, closed_on: date | None) -> None:
    """Refuse years that are slips of the key, and a club that ended before it began."""
    for day in (founded_on, closed_on):
        if day is not None and not 1900 <= day.year <= LAST_YEAR:
            raise EventInputError(ClubCode.DAY_ODD, day=day)
    if closed_on is not None and closed_on < founded_on:
        raise EventInputError(ClubCode.CLOSED_BEFORE_FOUNDED, founded=founded_on, closed=closed_on)


def check_membership(day: date, today: date, *, founded_on: date) -> None:
    """A membership begins on a day that has come, not before the club."""
    if not founded_on <= day <= today:
        raise EventInputError(ClubCode.DAY_ODD, day=day)


def check_leaving(left_on: date, joined_on: date, today: date) -> None:
    """A membership ends on a day that has come, not before it began."""
    if left_on > today:
        raise EventInputError(ClubCode.DAY_ODD, day=left_on)
    if left_on < joined_on:
        raise EventInputError(ClubCode.LEFT_BEFORE_JOINED, joined=joined_on)
