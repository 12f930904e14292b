"""A reader who waited borrows the title: the hold has done its work (and takes it up again if the loan is undone)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from circulation.holds.models import Hold, HoldState
from circulation.holds.queries import ACTIVE_STATES
from circulation.holds.services.images import change, image_of, let_go, restore
from circulation.holds.services.locking import lock_items, queue_for
from ils.accounts.audit import audit
from ils.activity.models import Activity
from ils.activity.work import Work


def fulfil(
    session: Session, work: Work, *, patron_id: int, record_id: int, item_id: int, loan_id: int
) -> dict[str, Any] | None:
    """End the reader's own hold of the title by this loan; return the image for `unfulfil`, None where none is touched.

    Part of a check-out: the copy's row is held and on loan already. A copy set aside for somebody else (lent over a
    block, CO-18) leaves that reader waiting at the same place; another copy set aside for this reader comes free.
    """
    if not _touched(session, patron_id=patron_id, record_id=record_id, item_id=item_id):
        return None
    queue_for(session, record_id)
    holds = _touched(session, patron_id=patron_id, record_id=record_id, item_id=item_id)
    entries, freed = [], []
    # Who loses the copy first: the index of ready holds sees each row as it changes.
    for hold in sorted(holds, key=lambda each: each.patron_id == patron_id):
        if hold.patron_id != patron_id:
            entries.append(_put_back(session, work, hold))
            continue
        if hold.state is HoldState.READY and hold.item_id not in (None, item_id):
            freed.append(let_go(session, work, hold))
        entries.append(_end(session, work, hold, item_id=item_id, loan_id=loan_id))
    return image_of(entries, freed) if entries else None


def _touched(session: Session, *, patron_id: int, record_id: int, item_id: int) -> list[Hold]:
    """Return the reader's own hold, and the hold for which the copy was set aside; holds another copy set aside."""
    own = (Hold.record_id == record_id) & (Hold.patron_id == patron_id)
    query = select(Hold).where(or_(own, Hold.item_id == item_id), Hold.state.in_(ACTIVE_STATES))
    holds = list(session.scalars(query.order_by(Hold.id).execution_options(populate_existing=True)))
    lock_items(session, [each.item_id for each in holds if each.item_id not in (None, item_id)])
    return holds


def _put_back(session: Session, work: Work, hold: Hold) -> dict[str, Any]:
    audit(session, work, "hold_passed_over", subject_type="hold", subject_id=hold.id, item=hold.item_id)
    return change(session, hold, state=HoldState.WAITING, item_id=None, ready_at=None, shelf_until=None)


def _end(session: Session, work: Work, hold: Hold, *, item_id: int, loan_id: int) -> dict[str, Any]:
    audit(
        session, work, "hold_fulfilled", subject_type="hold", subject_id=hold.id, loan=loan_id, item=item_id
    )
    return change(
        session, hold, state=HoldState.FULFILLED, item_id=item_id, loan_id=loan_id, ended_at=work.now,
        ended_by=work.actor_id, shelf_until=None,
    )  # fmt: skip


def unfulfil(session: Session, work: Work, image: Mapping[str, Any]) -> tuple[Activity, ...]:
    """Make the holds what they were before the loan; the caller gives the copy lent its state back.

    Returns the rows of the log to be reversed, as `release` does: a hold's end leaves none.
    Refused where a hold or a copy set aside has moved on since.
    """
    restore(session, work, image)
    ids = [each["id"] for each in image["holds"]]
    audit(session, work, "hold_taken_up_again", subject_type="hold", subject_id=ids[0], holds=ids)
    return ()
