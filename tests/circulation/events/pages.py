"""With which arguments the pages of events and of the mobile library are visited; the sample year has written them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.events.models import Club, Event
from circulation.points.models import Point, Trip

NOT_PAGES = {
    "events.club_register", "events.month_paper", "events.register", "events.sheet", "points.register",
    "points.sheet",
}  # fmt: skip
Asked = Mapping[str, Any]


def event_pages(session: Session) -> dict[str, list[Asked]]:
    """Return the arguments of every page of events, clubs, points and trips."""

    def some(column: Any, *where: Any) -> int:
        return int(session.scalars(select(column).where(*where).order_by(column.desc())).first() or 0)

    club = some(Club.id)
    shown = [some(Event.id, Event.state == state) for state in ("planned", "held")]
    shown.append(some(Event.id, Event.club_id.is_not(None)))
    return {
        "events.index": [{}, {"type": "field", "state": "held"}],
        "events.new": [{}, {"type": "club", "club": club}],
        "events.show": [{"event_id": each} for each in shown],
        "events.edit": [{"event_id": each} for each in shown[:2]],
        "events.month": [{}, {"month": "2001-01"}],
        "events.club": [{"club_id": club}],
        "events.edit_club": [{"club_id": club}],
        "points.show": [{"point_id": some(Point.id)}],
        "points.edit": [{"point_id": some(Point.id)}],
        "points.trips": [{}, {"state": "withdrawn"}],
        "points.trip": [{"trip_id": some(Trip.id)}],
    }
