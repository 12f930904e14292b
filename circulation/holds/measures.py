"""Proof that holds agree with the log, with the states of copies, and with themselves."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.records.models import Record
from circulation.holds.models import Hold, HoldState
from circulation.holds.queries import ACTIVE_STATES
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem, equals_log
from ils.activity.models import Activity
from ils.library.models import Department


def holds_are_logged(session: Session) -> Iterator[Problem]:
    """Every hold was placed once."""
    rows = session.scalars(select(func.count()).select_from(Hold)).one()
    yield from equals_log(session, what="hold", rows=rows, kinds=(Kind.HOLD_PLACE,))


def set_asides_are_logged(session: Session) -> Iterator[Problem]:
    """Whatever hold a copy was set aside for, the log tells of it; what was taken back adds up to nothing."""
    logged = (
        select(Activity.subject_id, func.sum(Activity.amount).label("times"))
        .where(Activity.subject_type == "hold", Activity.kind == Kind.HOLD_SHELF)
        .group_by(Activity.subject_id)
        .subquery()
    )
    query = (
        select(Hold.id)
        .outerjoin(logged, logged.c.subject_id == Hold.id)
        .where(Hold.ready_at.is_not(None), func.coalesce(logged.c.times, 0) < 1)
        .order_by(Hold.id)
    )
    for hold_id in session.scalars(query):
        yield Problem("hold_set_aside_unlogged", {"hold": hold_id})


def held_copies_have_a_hold(session: Session) -> Iterator[Problem]:
    """A copy on the hold shelf waits for exactly one reader, and who is told that it waits finds it there."""
    ready = and_(Hold.item_id == Item.id, Hold.state == HoldState.READY)
    query = (
        select(Item.id, func.count(Hold.id))
        .outerjoin(Hold, ready)
        .where(Item.state == ItemState.HELD)
        .group_by(Item.id)
        .having(func.count(Hold.id) != 1)
        .order_by(Item.id)
    )
    for item_id, count in session.execute(query):
        yield Problem("held_item_without_hold", {"item": item_id, "holds": count})
    promised = or_(
        and_(Item.state == ItemState.HELD, Hold.shelf_until.is_not(None)),
        and_(
            Item.state == ItemState.IN_TRANSIT, Item.transit_to == Hold.department, Hold.shelf_until.is_(None)
        ),
    )
    astray = select(Hold.id, Item.id, Item.state).join(Item, Item.id == Hold.item_id)
    for hold_id, item_id, state in session.execute(
        astray.where(Hold.state == HoldState.READY, ~promised).order_by(Hold.id)
    ):
        yield Problem("ready_hold_without_copy", {"hold": hold_id, "item": item_id, "state": state.value})


def copies_on_the_way_have_an_aim(session: Session) -> Iterator[Problem]:
    """A copy on its way goes to a department that there is."""
    query = (
        select(Item.id, Item.transit_to)
        .outerjoin(Department, Department.code == Item.transit_to)
        .where(Item.state == ItemState.IN_TRANSIT, Department.code.is_(None))
        .order_by(Item.id)
    )
    for item_id, aim in session.execute(query):
        yield Problem("transit_without_aim", {"item": item_id, "to": aim})


def nobody_waits_twice(session: Session) -> Iterator[Problem]:
    """A reader waits for a title once, and for one that has not gone into another record."""
    twice = (
        select(Hold.patron_id, Hold.record_id, func.count())
        .where(Hold.state.in_(ACTIVE_STATES))
        .group_by(Hold.patron_id, Hold.record_id)
        .having(func.count() > 1)
        .order_by(Hold.patron_id, Hold.record_id)
    )
    for patron_id, record_id, count in session.execute(twice):
        yield Problem("waits_twice", {"patron": patron_id, "record": record_id, "holds": count})
    left_behind = (
        select(Hold.id, Hold.record_id)
        .join(Record, Record.id == Hold.record_id)
        .where(Hold.state.in_(ACTIVE_STATES), Record.merged_into.is_not(None))
        .order_by(Hold.id)
    )
    for hold_id, record_id in session.execute(left_behind):
        yield Problem("hold_of_merged_record", {"hold": hold_id, "record": record_id})


CHECKS: tuple[Check, ...] = (
    holds_are_logged,
    set_asides_are_logged,
    held_copies_have_a_hold,
    copies_on_the_way_have_an_aim,
    nobody_waits_twice,
)
