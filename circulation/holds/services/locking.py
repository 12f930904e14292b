"""Who may change a queue: whoever holds the copy's row first, and then the queue of the title.

Everybody takes them in this order (reader, copies by id, queues by title, the log last), so that nobody waits in a ring.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from circulation.holds.errors import HoldCode, HoldError, HoldNotFound
from circulation.holds.models import Hold
from circulation.holds.queries import ACTIVE_STATES
from ils.db import queue_here

LARGEST_ID = 2**31 - 1


def queue_for(session: Session, record_id: int) -> None:
    """Let whoever changes this title's queue pass one by one until the commit."""
    queue_here(session, f"holds:{record_id}")


def lock_items(session: Session, ids: Collection[int]) -> None:
    """Hold copies until the commit, in one order."""
    if ids:
        session.execute(select(Item.id).where(Item.id.in_(ids)).order_by(Item.id).with_for_update())


def locked_hold(session: Session, hold_id: int) -> Hold:
    """Return a hold that is still going on, with its copy and its queue held; refuse an unknown or ended one."""
    seen = _read(session, hold_id)
    lock_items(session, [seen.item_id] if seen.item_id else [])
    queue_for(session, seen.record_id)
    was = (seen.record_id, seen.item_id)
    hold = _read(session, hold_id)
    if hold.state not in ACTIVE_STATES:
        raise HoldError(HoldCode.ENDED, hold=hold_id)
    if (hold.record_id, hold.item_id) != was:  # another desk was quicker with it
        raise HoldError(HoldCode.CHANGED, hold=hold_id)
    return hold


def _read(session: Session, hold_id: int) -> Hold:
    hold = session.get(Hold, hold_id, populate_existing=True) if 0 < hold_id <= LARGEST_ID else None
    if hold is None:
        raise HoldNotFound(HoldCode.UNKNOWN, hold=hold_id)
    return hold


def ready_hold_of(session: Session, item_id: int) -> Hold | None:
    """Return the hold for which a copy is set aside; the copy is held by the caller."""
    query = select(Hold).where(Hold.item_id == item_id, Hold.state == ACTIVE_STATES[1])
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()
