"""Events as lists and pages show them, with how many came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from circulation.events.errors import EventCode, EventNotFoundError
from circulation.events.models import Attendance, Club, Event
from circulation.events.rules import EventState, EventType


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event; `starts` and `ends` are minutes after midnight, `cards` readers who came with a card."""

    id: int
    type: EventType
    title: str
    topic: str
    day: date
    starts: int | None
    ends: int | None
    place: str
    sector: str
    department: str
    club_id: int | None
    organiser: str
    partner: str
    audience: str
    expected: int | None
    headcount: int
    visit_id: int | None
    state: EventState
    link: str
    note: str
    created_at: datetime
    created_by: int | None
    held_at: datetime | None
    held_by: int | None
    cancelled_at: datetime | None
    cancelled_by: int | None
    cancel_reason: str
    club: str
    cards: int

    @property
    def came(self) -> int:
        """How many came, with and without a card."""
        return self.headcount + self.cards

    @property
    def time(self) -> str:
        """The hours as 14:00–15:30, empty where none are set."""
        return "–".join(
            f"{minute // 60}:{minute % 60:02d}" for minute in (self.starts, self.ends) if minute is not None
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events a list shows; what is empty narrows nothing."""

    since: date | None = None
    until: date | None = None
    type: str = ""
    state: str = ""
    department: str = ""
    sector: str = ""
    club_id: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class EventPage:
    """Some of the events, how many there are in all, and how many persons came to all of them."""

    rows: tuple[EventRow, ...]
    total: int
    came: int


_OWN = EventRow.__slots__[:-2]
_CARDS = (
    select(func.count(Attendance.id))
    .where(Attendance.event_id == Event.id)
    .correlate(Event)
    .scalar_subquery()
)


def _events() -> Select[Any]:
    return select(*(getattr(Event, name) for name in _OWN), func.coalesce(Club.name, ""), _CARDS).outerjoin(
        Club, Club.id == Event.club_id
    )


def _row(found: Any) -> EventRow:
    row = EventRow(*found)
    return replace(row, type=EventType(row.type), state=EventState(row.state))


def _where(wanted: Wanted) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = []
    if wanted.since:
        parts.append(Event.day >= wanted.since)
    if wanted.until:
        parts.append(Event.day <= wanted.until)
    exact = (
        (Event.type, wanted.type), (Event.state, wanted.state), (Event.department, wanted.department),
        (Event.sector, wanted.sector), (Event.club_id, wanted.club_id),
    )  # fmt: skip
    parts += [column == value for column, value in exact if value]
    if wanted.text:
        parts.append(func.lower(Event.title).contains(wanted.text.lower(), autoescape=True))
    return parts


def events(session: Session, wanted: Wanted, *, limit: int | None = None, offset: int = 0) -> EventPage:
    """Return the events asked for, the latest day first."""
    where = _where(wanted)
    total, heads, cards = session.execute(
        select(
            func.count(Event.id), func.coalesce(func.sum(Event.headcount), 0), func.coalesce(func.sum(_CARDS), 0)
        ).where(*where)
    ).one()  # fmt: skip
    rows = session.execute(
        _events().where(*where).order_by(Event.day.desc(), Event.id.desc()).limit(limit).offset(offset)
    )
    return EventPage(tuple(_row(row) for row in rows), total, int(heads) + int(cards))


def counts(session: Session, wanted: Wanted) -> Counter[tuple[str, str]]:
    """Return how many of the events asked for there are, by type and state."""
    rows = session.execute(
        select(Event.type, Event.state, func.count()).where(*_where(wanted)).group_by(Event.type, Event.state)
    )
    return Counter({(kind, state): number for kind, state, number in rows})


def events_of_month(session: Session, first: date, last: date) -> tuple[EventRow, ...]:
    """Return what is planned and was held between both days, in the order of day and hour; nothing cancelled."""
    shown = (Event.day.between(first, last), Event.state != EventState.CANCELLED)
    late = func.coalesce(Event.starts, 24 * 60)
    rows = session.execute(_events().where(*shown).order_by(Event.day, late, Event.id))
    return tuple(_row(row) for row in rows)


def event_row(session: Session, event_id: int) -> EventRow:
    """Return one event; refuse an unknown one."""
    found = session.execute(_events().where(Event.id == event_id)).one_or_none()
    if found is None:
        raise EventNotFoundError(EventCode.UNKNOWN, event=event_id)
    return _row(found)


def describe(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Return the titles of events, for the acts behind a figure."""
    rows = session.execute(select(Event.id, Event.title).where(Event.id.in_(set(ids))))
    return {key: title for key, title in rows}  # noqa: C416 - rows are no pairs to a type checker
