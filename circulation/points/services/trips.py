"""A trip: opened, closed and counted, opened again, withdrawn. The loans made on it are the loans' own and stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from circulation.points.errors import PointCode, PointError
from circulation.points.models import Point, Trip, TripAct
from circulation.points.queries import acts_of
from circulation.points.rules import (
    TripState,
    batch_of,
    check_counts,
    check_trip_day,
    require_open,
    serves,
)
from circulation.points.services.places import POINT, TRIP, Held, locked_point, locked_trip, note
from circulation.visits.models import Visit
from circulation.visits.services import take_visit_back, tally
from ils.activity.kinds import Kind, Source
from ils.activity.models import Activity
from ils.activity.services import record, reverse_many
from ils.activity.work import Done, Work
from ils.errors import clean_text

COUNTED = (Kind.POINT_SERVE.value, Kind.POINT_ISSUE.value)


def open_trip(
    session: Session, work: Work, *, point_id: int, day: date | None = None, staff: str = "", remark: str = ""
) -> Trip:
    """Begin to type in a trip, of today or of a day gone by; one trip a point and day."""
    point, day = locked_point(session, point_id), day or work.day
    check_trip_day(day, work.day, opened_on=point.opened_on, closed_on=point.closed_on)
    _refuse_second(session, point, day)
    trip = Trip(
        point_id=point.id,
        day=day,
        staff=clean_text(staff, field="staff", limit=300),
        note=clean_text(remark, field="note", limit=1000),
        state=TripState.OPEN.value,
        created_at=work.now,
        created_by=work.actor_id,
    )
    session.add(trip)
    session.flush()
    note(session, work, "trip_opened", TRIP, trip.id, point=point.name, day=day.isoformat())
    return trip


def _refuse_second(session: Session, point: Point, day: date) -> None:
    same = select(Trip.id).where(
        Trip.point_id == point.id, Trip.day == day, Trip.state != TripState.WITHDRAWN
    )
    if session.scalars(same).first() is not None:
        raise PointError(PointCode.TRIP_THAT_DAY, point=point.name, day=day)


def close_trip(
    session: Session, work: Work, *, trip_id: int, visitors: int = 0, issued: int = 0, remark: str = ""
) -> Trip:
    """Close a trip and count it on its day: visitors without cards, copies without a scan, and the point served."""
    held = locked_trip(session, trip_id)
    trip, point = held.trip, held.point
    require_open(trip.state, point=point.name, day=trip.day)
    check_counts(visitors, issued)
    trip.visitors, trip.issued = visitors, issued
    trip.note = clean_text(remark, field="note", limit=1000) or trip.note
    trip.state, trip.closed_at, trip.closed_by = TripState.CLOSED.value, work.now, work.actor_id
    exchanged = _keep_what_stands(session, trip_id)
    note(session, work, "trip_closed", TRIP, trip.id, visitors=visitors, issued=issued, exchanged=exchanged)
    _count_visitors(session, work, held)
    session.flush()
    record(session, there(work, point), *_done(held, exchanged))
    return trip


def _keep_what_stands(session: Session, trip_id: int) -> int:
    """Return how many copies were exchanged; what was undone among the loans meanwhile is no exchange of the trip."""
    acts = acts_of(session, trip_id)
    undone = [each.id for each in acts if each.undone]
    session.execute(delete(TripAct).where(TripAct.id.in_(undone)))
    return len(acts) - len(undone)


def there(work: Work, point: Point) -> Work:
    """Return the circumstances with the place of the point: what is done there counts there."""
    return replace(work, department=point.department, sector=point.sector)


def _count_visitors(session: Session, work: Work, held: Held) -> None:
    if not held.trip.visitors:
        return
    visit = tally(
        session, there(work, held.point), sector=held.point.sector, persons=held.trip.visitors, day=held.trip.day,
        source=Source.TALLY, title=held.point.name,
    )  # fmt: skip
    held.trip.visit_id = visit.id


def _done(held: Held, exchanged: int) -> tuple[Done, ...]:
    """Return what the log gets: the subject of serving is the point, for line 19 counts points and not trips."""
    trip, point, done = held.trip, held.point, []
    if trip.issued:
        done.append(
            Done(
                kind=Kind.POINT_ISSUE, subject_type=TRIP, subject_id=trip.id, amount=trip.issued, day=trip.day,
                batch=batch_of(trip.id), note=point.name,
            )
        )  # fmt: skip
    if serves(exchanged=exchanged, issued=trip.issued):
        done.append(
            Done(
                kind=Kind.POINT_SERVE, subject_type=POINT, subject_id=point.id, day=trip.day,
                batch=batch_of(trip.id), note=point.name,
            )
        )  # fmt: skip
    return tuple(done)


def reopen_trip(session: Session, work: Work, *, trip_id: int, reason: str) -> Trip:
    """Open a closed trip again to correct it: what it counted itself gets its twins, until it is closed anew."""
    held = locked_trip(session, trip_id)
    if held.trip.state != TripState.CLOSED:
        raise PointError(PointCode.TRIP_NOT_CLOSED, point=held.point.name, day=held.trip.day)
    text = clean_text(reason, field="reason", limit=300, required=True)
    undone = _uncount(session, work, held, text)
    held.trip.state, held.trip.closed_at, held.trip.closed_by = TripState.OPEN.value, None, None
    note(session, work, "trip_reopened", TRIP, trip_id, reason=text)
    session.flush()
    reverse_many(session, work, activities=undone, reason=text)
    return held.trip


def withdraw_trip(session: Session, work: Work, *, trip_id: int, reason: str) -> Trip:
    """Withdraw a trip that was a mistake: twins of what it counted itself; the loans made on it stay."""
    held = locked_trip(session, trip_id)
    if held.trip.state == TripState.WITHDRAWN:
        raise PointError(PointCode.TRIP_WITHDRAWN, point=held.point.name, day=held.trip.day)
    text = clean_text(reason, field="reason", limit=300, required=True)
    undone = _uncount(session, work, held, text)
    held.trip.state, held.trip.withdraw_reason = TripState.WITHDRAWN.value, text
    note(session, work, "trip_withdrawn", TRIP, trip_id, reason=text)
    session.flush()
    reverse_many(session, work, activities=undone, reason=text)
    return held.trip


def _uncount(session: Session, work: Work, held: Held, reason: str) -> tuple[Activity, ...]:
    """Take the visitors' row back and return the rows of the log to reverse."""
    visit_id, held.trip.visit_id = held.trip.visit_id, None
    visits: tuple[Activity, ...] = ()
    corrected = select(Visit.id).where(Visit.corrects_id == visit_id)
    if visit_id is not None and session.scalars(corrected).first() is None:
        visits = (take_visit_back(session, work, visit_id=visit_id, reason=reason),)
    return (*visits, *_own_acts(session, held.trip.id))


def _own_acts(session: Session, trip_id: int) -> tuple[Activity, ...]:
    own = (Activity.batch == batch_of(trip_id), Activity.kind.in_(COUNTED))
    days = (
        select(Trip.day).where(Trip.id == trip_id).scalar_subquery()
    )  # the index of the log is by kind and day
    twins = select(Activity.undo_of).where(*own, Activity.day == days, Activity.undo_of.is_not(None))
    asked = select(Activity).where(
        *own, Activity.day == days, Activity.undo_of.is_(None), Activity.id.not_in(twins)
    )
    return tuple(session.scalars(asked.order_by(Activity.id)))
