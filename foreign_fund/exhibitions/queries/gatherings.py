"""Events within an exhibition, its bibliographic reviews among them: each is held, and counts, where events are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.events.models import Event
from circulation.events.queries import EventRow, event_row
from circulation.events.rules import EventState, EventType
from foreign_fund.exhibitions.models import Exhibition, ExhibitionEvent
from foreign_fund.exhibitions.queries.cases import pieces_of
from foreign_fund.exhibitions.queries.listing import copies_shown
from foreign_fund.exhibitions.queries.rotations import planned_on
from foreign_fund.service.queries.reviews import ReviewRow, reviews_of_events

AROUND = timedelta(days=14)
"""Events so near to the exhibition are offered: its opening may be before its first day."""


@dataclass(frozen=True, slots=True)
class Gathering:
    """An event within an exhibition; `review` is what it is besides, with its list of titles."""

    event: EventRow
    review: ReviewRow | None

    @property
    def held(self) -> bool:
        """Tell whether it took place: then it counts in the plan."""
        return self.event.state is EventState.HELD


@dataclass(frozen=True, slots=True)
class NearEvent:
    """An event about the days of an exhibition that does not belong to it yet."""

    id: int
    day: date
    title: str
    type: EventType
    review: bool


def events_of(session: Session, exhibition_id: int) -> tuple[EventRow, ...]:
    """Return the events within an exhibition, in the order of days."""
    ids = session.scalars(
        select(ExhibitionEvent.event_id)
        .join(Event, Event.id == ExhibitionEvent.event_id)
        .where(ExhibitionEvent.exhibition_id == exhibition_id)
        .order_by(Event.day, Event.id)
    ).all()
    return tuple(event_row(session, each) for each in ids)


def gatherings_of(session: Session, exhibition_id: int) -> tuple[Gathering, ...]:
    """Return the events within an exhibition with the reviews among them, in the order of days."""
    events = events_of(session, exhibition_id)
    reviews = reviews_of_events(session, [event.id for event in events])
    return tuple(Gathering(event, reviews.get(event.id)) for event in events)


def events_near(session: Session, exhibition_id: int, *, first: date, last: date) -> tuple[NearEvent, ...]:
    """Return the events and reviews about its days that belong to it not yet; nothing cancelled."""
    linked = select(ExhibitionEvent.event_id).where(ExhibitionEvent.exhibition_id == exhibition_id)
    rows = session.execute(
        select(Event.id, Event.day, Event.title, Event.type)
        .where(
            Event.day.between(first - AROUND, last + AROUND), Event.state != EventState.CANCELLED,
            Event.id.not_in(linked),
        )
        .order_by(Event.day, Event.id)
        .limit(200)
    ).all()  # fmt: skip
    reviews = reviews_of_events(session, [row.id for row in rows])
    return tuple(
        NearEvent(row.id, row.day, row.title, EventType(row.type), row.id in reviews) for row in rows
    )


def exhibitions_of_event(session: Session, event_id: int) -> tuple[tuple[int, str, str], ...]:
    """Return (id, number in its year, title) of the exhibitions to which an event belongs."""
    rows = session.execute(
        select(Exhibition.id, Exhibition.number, Exhibition.year, Exhibition.title)
        .join(ExhibitionEvent, ExhibitionEvent.exhibition_id == Exhibition.id)
        .where(ExhibitionEvent.event_id == event_id)
        .order_by(Exhibition.id)
    )
    return tuple((key, f"{number}/{year}", title) for key, number, year, title in rows)


def records_shown(session: Session, exhibition_id: int) -> tuple[int, ...]:
    """Return the titles of an exhibition, each once: shown, planned for a rotation, or of a virtual one."""
    copies = [copy.record_id for copy in copies_shown(session, exhibition_id)]
    planned = [copy.record_id for copy in planned_on(session, exhibition_id)]
    pieces = [piece.record_id for piece in pieces_of(session, exhibition_id) if piece.record_id]
    return tuple(dict.fromkeys([*copies, *planned, *pieces]))
