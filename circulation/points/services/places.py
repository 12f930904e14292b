"""Points written down and changed; rows held until the commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.points.errors import PointCode, PointError, PointNotFoundError
from circulation.points.models import Point, Trip
from circulation.points.rules import check_point_days
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text
from ils.library.errors import PlaceCode, PlaceError
from ils.library.places import department as department_of
from ils.library.places import sectors

POINT, TRIP = "mobile_point", "mobile_trip"
LIMITS = {"address": 300, "contact": 200, "phone": 40}


@dataclass(frozen=True, slots=True)
class Held:
    """A trip with its point, both held until the commit."""

    trip: Trip
    point: Point


def add_point(session: Session, work: Work, **said: Any) -> Point:
    """Write a point down: name, address, contact, phone, department, sector, opened_on, closed_on."""
    point = Point(**_checked(session, None, said))
    session.add(point)
    session.flush()
    note(session, work, "point_added", POINT, point.id, name=point.name)
    return point


def change_point(session: Session, work: Work, *, point_id: int, **said: Any) -> Point:
    """Change what is said of a point; what its trips have counted stays where it was counted."""
    point = locked_point(session, point_id)
    for name, value in _checked(session, point_id, said).items():
        setattr(point, name, value)
    note(session, work, "point_changed", POINT, point.id, name=point.name)
    return point


def _checked(session: Session, point_id: int | None, said: dict[str, Any]) -> dict[str, Any]:
    opened_on: date = said["opened_on"]
    closed_on: date | None = said.get("closed_on")
    check_point_days(opened_on, closed_on)
    name = clean_text(said["name"], field="name", limit=200, required=True)
    same = session.scalars(select(Point.id).where(Point.name == name)).one_or_none()
    if same is not None and same != point_id:
        raise PointError(PointCode.NAME_TAKEN, point=name)
    if said["sector"] not in {place.code for place in sectors(session)}:
        raise PlaceError(PlaceCode.SECTOR_UNKNOWN, sector=said["sector"][:40])
    texts = {each: clean_text(said.get(each), field=each, limit=limit) for each, limit in LIMITS.items()}
    place = department_of(session, said["department"])
    days = {"opened_on": opened_on, "closed_on": closed_on}
    return {**texts, **days, "name": name, "department": place.code, "sector": said["sector"]}


def locked_point(session: Session, point_id: int) -> Point:
    """Return the point, held until the commit; refuse an unknown one."""
    asked = (
        select(Point).where(Point.id == point_id).with_for_update().execution_options(populate_existing=True)
    )
    point = session.scalars(asked).one_or_none()
    if point is None:
        raise PointNotFoundError(PointCode.UNKNOWN, point=point_id)
    return point


def locked_trip(session: Session, trip_id: int) -> Held:
    """Return the trip, held until the commit, with its point; refuse an unknown one."""
    asked = select(Trip).where(Trip.id == trip_id).with_for_update().execution_options(populate_existing=True)
    trip = session.scalars(asked).one_or_none()
    if trip is None:
        raise PointNotFoundError(PointCode.TRIP_UNKNOWN, trip=trip_id)
    return Held(trip, session.get_one(Point, trip.point_id))


def note(session: Session, work: Work, action: str, subject: str, subject_id: int, **details: Any) -> None:
    """Write the audit trail of an act."""
    audit(session, work, action, subject_type=subject, subject_id=subject_id, **details)
