"""The end of holds, and what becomes of the copies set aside for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import ItemState
from catalog.items.queries import item_facts
from catalog.items.services import set_state
from circulation.holds.errors import HoldCode, HoldError, HoldNotFound
from circulation.holds.models import Hold, HoldState
from circulation.holds.rules.endings import NOT_NEEDED, ON_SHELF
from circulation.holds.services.locking import LARGEST_ID, lock_items, queue_for, ready_hold_of
from circulation.holds.services.notices import tell_expired
from circulation.holds.services.transit import put_where_it_belongs
from ils.accounts.audit import audit
from ils.activity.services import record
from ils.activity.work import Done, Work
from ils.library.places import departments

Placed = tuple[Work, tuple[Done, ...]]


def end_holds(session: Session, work: Work, holds: Sequence[Hold], *, state: HoldState, reason: str) -> None:
    """End holds whose copies and queues the caller holds; copies on the hold shelf go where they belong."""
    with_copies = [each for each in holds if each.state is HoldState.READY and each.item_id]
    for each in holds:
        each.state, each.ended_at, each.ended_by = state, work.now, work.actor_id
        each.end_reason = reason
    session.flush()
    written = [_let_go(session, work, each) for each in with_copies]
    for at, done in written:
        record(session, at, *done)


def _let_go(session: Session, work: Work, hold: Hold) -> Placed:
    """Give the copy of an ended hold to the next one; a copy still on its way is dealt with when it arrives."""
    at = work_at(session, work, hold.department)
    item = item_facts(session, hold.item_id or 0, lock=True)
    if item.state is not ItemState.HELD:
        return at, ()
    return at, put_where_it_belongs(session, at, item)[1]


def work_at(session: Session, work: Work, code: str) -> Work:
    """Return the circumstances of the same act in another department, where the hold shelf stands."""
    sectors = {place.code: place.sector for place in departments(session)}
    return replace(work, department=code, sector=sectors[code])


def expire_holds(session: Session, work: Work) -> int:
    """End the holds whose copy was not fetched in time, and those that nobody needs any more; returns how many.

    Each copy goes to the next of its queue, or back to its shelf; whoever did not fetch it is told. A skipped day
    loses nothing, a second run finds nothing.
    """
    unfetched = _due(session, work, HoldState.READY)
    lock_items(session, [each.item_id for each in unfetched if each.item_id])
    unneeded = _due(session, work, HoldState.WAITING)
    for record_id in sorted({each.record_id for each in (*unfetched, *unneeded)}):
        queue_for(session, record_id)
    unfetched, unneeded = _due(session, work, HoldState.READY), _due(session, work, HoldState.WAITING)
    for hold in (*unfetched, *unneeded):
        why = ON_SHELF if hold.state is HoldState.READY else NOT_NEEDED
        audit(
            session, work, "hold_expired", subject_type="hold", subject_id=hold.id, why=why, item=hold.item_id
        )
        if hold.state is HoldState.READY:
            tell_expired(session, work, hold)
    end_holds(session, work, unneeded, state=HoldState.EXPIRED, reason=NOT_NEEDED)
    end_holds(session, work, unfetched, state=HoldState.EXPIRED, reason=ON_SHELF)
    return len(unfetched) + len(unneeded)


def _due(session: Session, work: Work, state: HoldState) -> list[Hold]:
    passed = Hold.shelf_until < work.day if state is HoldState.READY else Hold.needed_until < work.day
    query = select(Hold).where(Hold.state == state, passed).order_by(Hold.id)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def report_missing(session: Session, work: Work, *, item_id: int) -> None:
    """Note that a copy set aside, or on its way, is not to be found; its reader goes on waiting at the same place."""
    if not 0 < item_id <= LARGEST_ID:
        raise HoldNotFound(HoldCode.COPY_UNKNOWN, code=item_id)
    item = item_facts(session, item_id, lock=True)
    if item.state not in {ItemState.HELD, ItemState.IN_TRANSIT}:
        raise HoldError(HoldCode.NOT_LOST, code=item.code)
    queue_for(session, item.record_id)
    hold = ready_hold_of(session, item_id)
    if hold is not None:
        hold.state, hold.item_id, hold.ready_at, hold.shelf_until = HoldState.WAITING, None, None, None
        session.flush()
    set_state(session, item_id, was=item.state, becomes=ItemState.MISSING, now=work.now)
    audit(
        session, work, "held_copy_missing", subject_type="item", subject_id=item_id, was=item.state.value,
        hold=hold.id if hold else None,
    )  # fmt: skip
