"""A copy used in the room: counted without a loan (CI-02), and taken back (SB-08)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.queries import ItemFacts, item_facts, snapshot
from circulation.loans.errors import LoanCode, LoanError, LoanNotFound
from circulation.loans.queries.using import standing_uses
from ils.accounts.audit import audit
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.services import record, reverse
from ils.activity.work import Done, Work


def count_use(session: Session, work: Work, item: ItemFacts) -> None:
    """Count that somebody read the copy in the room."""
    audit(session, work, "item_used_in_room", subject_type="item", subject_id=item.id)
    record(session, work, Done(Kind.ROOM_USE, "item", item.id, item=snapshot(session, item)))


def undo_use(session: Session, work: Work, *, activity_id: int, reason: str) -> ItemFacts:
    """Take a use in the room back and return the copy; refused where it was taken back before."""
    seen = session.get(Activity, activity_id)
    if seen is None or seen.kind != str(Kind.ROOM_USE):
        raise LoanNotFound(LoanCode.ACT_UNKNOWN, act=activity_id)
    item = item_facts(session, seen.subject_id, lock=True)
    standing = select(Activity).where(Activity.id == activity_id, *standing_uses())
    use = session.scalars(standing).one_or_none()
    if use is None:
        raise LoanError(LoanCode.ACT_UNDONE)
    audit(session, work, "item_use_undone", subject_type="item", subject_id=item.id, reason=reason)
    session.flush()
    reverse(session, work, activity=use, reason=reason)
    return item
