"""Bibliographic reviews: events with a list of titles."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from circulation.events.models import Event
from circulation.events.queries import EventRow, event_row
from circulation.events.rules import EventState
from foreign_fund.service.errors import ListCode, ServiceNotFoundError
from foreign_fund.service.models import BiblioReview
from foreign_fund.service.queries.titles import REVIEW, count_titles


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review: `minutes` long, `titles` told of; all else stands in the event."""

    id: int
    event: EventRow
    minutes: int | None
    titles: int


def _reviews() -> Select[Any]:
    own: tuple[Any, ...] = (BiblioReview.id, BiblioReview.event_id, BiblioReview.minutes)
    return select(*own).join(Event, Event.id == BiblioReview.event_id)


def _rows(session: Session, asked: Select[Any]) -> tuple[ReviewRow, ...]:
    found = session.execute(asked).all()
    titles = count_titles(session, REVIEW, [row.id for row in found])
    return tuple(
        ReviewRow(row.id, event_row(session, row.event_id), row.minutes, titles.get(row.id, 0))
        for row in found
    )


def reviews(
    session: Session, *, since: date | None = None, until: date | None = None, state: str = ""
) -> tuple[ReviewRow, ...]:
    """Return the reviews of some days, the latest first."""
    asked = _reviews()
    if since:
        asked = asked.where(Event.day >= since)
    if until:
        asked = asked.where(Event.day <= until)
    if state:
        asked = asked.where(Event.state == state)
    return _rows(session, asked.order_by(Event.day.desc(), BiblioReview.id.desc()))


def coming(session: Session, *, limit: int = 5) -> tuple[ReviewRow, ...]:
    """Return the reviews that are planned, the next one first: one of a day gone by waits to be closed."""
    asked = _reviews().where(Event.state == EventState.PLANNED.value)
    return _rows(session, asked.order_by(Event.day, BiblioReview.id).limit(limit))


def reviews_of_events(session: Session, events: Collection[int]) -> dict[int, ReviewRow]:
    """Return the reviews among some events, by the event."""
    asked = _reviews().where(BiblioReview.event_id.in_(set(events)))
    return {row.event.id: row for row in _rows(session, asked)}


def review_row(session: Session, review_id: int) -> ReviewRow:
    """Return one review; refuse an unknown one."""
    found = _rows(session, _reviews().where(BiblioReview.id == review_id))
    if not found:
        raise ServiceNotFoundError(ListCode.REVIEW_UNKNOWN)
    return found[0]
