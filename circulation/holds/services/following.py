"""Holds go along when two records become one, and come back when they are two again.

Whoever waits for both waits once in the end: the hold with a copy set aside stays, else the older one; the other is
ended by the merge, and takes its place again if the merge is undone.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from catalog.items.services.merging import Follower
from circulation.holds.models import Hold, HoldState
from circulation.holds.queries import ACTIVE_STATES, reader_of
from circulation.holds.services.images import let_go
from circulation.holds.services.locking import lock_items, queue_for
from ils.accounts.audit import audit
from ils.activity.work import Work


def _count(session: Session, record_id: int) -> int:
    return session.scalars(
        select(func.count()).where(Hold.record_id == record_id, Hold.state.in_(ACTIVE_STATES))
    ).one()


def _move(session: Session, work: Work, gone: int, kept: int) -> list[int]:
    """Move every hold, ended ones too: the history belongs to the work."""
    _lock(session, gone, kept)
    twice = _waiting_for_both(session, gone, kept)
    ids = list(session.scalars(select(Hold.id).where(Hold.record_id == gone).order_by(Hold.id)))
    for one, other in twice:
        loser = _loser(one, other)
        audit(session, work, "hold_merged", subject_type="hold", subject_id=loser.id, gone=gone, kept=kept)
        _end(session, work, loser, _reason(gone, kept))
    _place(session, ids, kept)
    return ids


def _end(session: Session, work: Work, hold: Hold, reason: str) -> None:
    if hold.state is HoldState.READY:
        let_go(session, work, hold)
    hold.state, hold.end_reason, hold.ended_at, hold.ended_by = (
        HoldState.CANCELLED,
        reason,
        work.now,
        work.actor_id,
    )
    session.flush()


def _lock(session: Session, *records: int) -> None:
    held = select(Hold.item_id).where(Hold.record_id.in_(records), Hold.state == HoldState.READY)
    lock_items(session, [each for each in session.scalars(held) if each])
    for record_id in sorted(records):
        queue_for(session, record_id)


def _active(session: Session, record_id: int) -> dict[int, Hold]:
    query = select(Hold).where(Hold.record_id == record_id, Hold.state.in_(ACTIVE_STATES))
    return {
        reader_of(each): each for each in session.scalars(query.execution_options(populate_existing=True))
    }


def _waiting_for_both(session: Session, gone: int, kept: int) -> list[tuple[Hold, Hold]]:
    theirs, others = _active(session, gone), _active(session, kept)
    return [(theirs[patron], others[patron]) for patron in sorted(theirs.keys() & others.keys())]


def _loser(one: Hold, other: Hold) -> Hold:
    return max(one, other, key=lambda each: (each.state is HoldState.WAITING, each.id))


def _reason(gone: int, kept: int) -> str:
    return f"merge:{gone}:{kept}"


def _back(session: Session, work: Work, gone: int, kept: int, ids: Sequence[int]) -> None:
    """Move back what is still there, and let those who were ended by the merge wait again if they do not wait anew."""
    _lock(session, gone, kept)
    still = select(Hold.id).where(Hold.id.in_(ids), Hold.record_id == kept)
    _place(session, list(session.scalars(still)), gone)
    ended = select(Hold).where(
        Hold.record_id.in_((gone, kept)),
        Hold.end_reason == _reason(gone, kept),
        Hold.state == HoldState.CANCELLED,
        Hold.patron_id.is_not(None),  # whose reader was forgotten waits for nobody
    )
    waiting = {record_id: set(_active(session, record_id)) for record_id in (gone, kept)}
    for hold in session.scalars(ended.execution_options(populate_existing=True)):
        if hold.patron_id not in waiting[hold.record_id]:
            _wait_again(session, work, hold)
    session.flush()


def _wait_again(session: Session, work: Work, hold: Hold) -> None:
    hold.state, hold.end_reason = HoldState.WAITING, ""
    hold.item_id = hold.ready_at = hold.shelf_until = hold.ended_at = hold.ended_by = None
    audit(session, work, "hold_taken_up_again", subject_type="hold", subject_id=hold.id, holds=[hold.id])


def _place(session: Session, ids: Sequence[int], record_id: int) -> None:
    statement = update(Hold).where(Hold.id.in_(ids)).values(record_id=record_id)
    session.execute(statement, execution_options={"synchronize_session": "fetch"})


FOLLOWER = Follower("holds", _count, _move, _back)
"""For the roof, which hands it to the merging of records."""
