"""Proof that trips agree with the log, with the visits and with the loans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from circulation.loans.models import LoanAct
from circulation.points.models import Point, Trip, TripAct
from circulation.points.rules import TripState, batch_of, serves
from circulation.visits.models import Visit
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem
from ils.activity.models import Activity

Key = tuple[str, str, date]  # kind, batch, day
_SAME = and_(LoanAct.loan_id == TripAct.loan_id, LoanAct.kind == TripAct.kind, LoanAct.at == TripAct.at)


def trips_are_logged(session: Session) -> Iterator[Problem]:
    """A closed trip stands in the log with its point if it served (line 19) and its copies without a scan (17)."""
    own, said = _own(session), Counter[Key]()
    kinds = (Kind.POINT_SERVE.value, Kind.POINT_ISSUE.value)
    for act in session.execute(
        select(Activity.kind, Activity.batch, Activity.day, Activity.amount).where(Activity.kind.in_(kinds))
    ):
        said[act.kind, act.batch, act.day] += act.amount
    for key in sorted(own.keys() | said.keys()):
        if own[key] != said[key]:
            facts = dict(zip(("kind", "trip", "day"), key, strict=True))
            yield Problem("trip_log_differs", {**facts, "rows": own[key], "logged": said[key]})


def _own(session: Session) -> Counter[Key]:
    """Return what the closed trips should have counted."""
    undone = exists().where(_SAME, LoanAct.undone_at.is_not(None))  # at the desk, after the trip was closed
    with_acts = set(session.scalars(select(TripAct.trip_id).where(~undone).distinct()))
    own: Counter[Key] = Counter()
    for trip in session.execute(select(Trip.id, Trip.day, Trip.issued).where(Trip.state == TripState.CLOSED)):
        own[Kind.POINT_ISSUE.value, batch_of(trip.id), trip.day] = trip.issued
        served = serves(exchanged=int(trip.id in with_acts), issued=trip.issued)
        own[Kind.POINT_SERVE.value, batch_of(trip.id), trip.day] = int(served)
    return own


def visitors_are_visits(session: Session) -> Iterator[Problem]:
    """The visitors of a closed trip stand among the visits of its day, as many persons."""
    twin = select(Visit.corrects_id).where(Visit.corrects_id.is_not(None))
    stands = select(Visit.id, Visit.persons, Visit.day).where(Visit.id.not_in(twin)).subquery()
    rows = session.execute(
        select(Trip.id, Trip.day, Trip.visitors, stands.c.persons, stands.c.day)
        .join(Point, Point.id == Trip.point_id)
        .outerjoin(stands, stands.c.id == Trip.visit_id)
        .where(Trip.state == TripState.CLOSED)
    )
    for trip, day, visitors, persons, counted_on in rows:
        if (visitors, day if visitors else None) != (persons or 0, counted_on):
            yield Problem("trip_visitors_differ", {"trip": trip, "said": visitors, "counted": persons or 0})


def exchanges_are_acts_of_loans(session: Session) -> Iterator[Problem]:
    """Whatever was exchanged on a trip is an act on a loan, of the same kind and instant."""
    rows = session.execute(
        select(TripAct.trip_id, TripAct.loan_id).outerjoin(LoanAct, _SAME).where(LoanAct.id.is_(None))
    )
    for trip, loan in rows:
        yield Problem("trip_act_without_loan", {"trip": trip, "loan": loan})


CHECKS: tuple[Check, ...] = (trips_are_logged, visitors_are_visits, exchanges_are_acts_of_loans)
