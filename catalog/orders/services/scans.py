"""Orders of scans: given, changed, finished, cancelled, opened again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.digital.models import DigitalObject
from catalog.orders.errors import OrderCode, OrderError, OrderInputError, OrderNotFoundError
from catalog.orders.models import ScanOrder, ScanWork
from catalog.orders.queries.acts import SCAN_ORDER
from catalog.orders.rules import Reason, ScanFacts, ScanState, Wish, check_day, check_scan, refuse_unless
from catalog.orders.services.counting import count_anew, count_rare, day_of, named, take_back
from catalog.records.queries import LARGEST_ID
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import queue_here
from ils.errors import clean_text
from ils.library.places import department as department_of

QUEUE = "scan_orders"  # where an object is looked for before an order takes it


def open_order(session: Session, work: Work, *, facts: ScanFacts) -> ScanOrder:
    """Write an order down, on the day on which it was given."""
    order = ScanOrder(
        state=ScanState.OPEN.value, object_id=None, created_at=work.now, created_by=work.actor_id, ended_at=None,
        ended_by=None, end_reason="",
    )  # fmt: skip
    _put(session, work, order, facts)
    session.add(order)
    session.flush()
    note(session, work, "scan_ordered", order, reason=order.reason, title=order.title[:100])
    return order


def change_order(session: Session, work: Work, *, order_id: int, facts: ScanFacts) -> ScanOrder:
    """Change what is said of an order; where its reason, place or record changes, its pages are counted anew."""
    order = locked(session, order_id)
    before = (order.reason, order.department, order.record_id)
    _put(session, work, order, facts)
    _refuse_later_order(session, work, order)
    if order.object_id is not None:
        _check_object(session, order, order.object_id)
    elif order.state == ScanState.DONE and order.reason == Reason.RARE:
        raise OrderInputError(OrderCode.OBJECT_NEEDED)
    changed = (order.reason, order.department, order.record_id) != before
    note(session, work, "scan_order_changed", order, reason=order.reason, counts_anew=changed)
    if changed:
        session.flush()
        count_anew(session, work, order, f"{before[0]} → {order.reason}")
    return order


def finish_order(
    session: Session, work: Work, *, order_id: int, object_id: int | None = None, at: datetime | None = None
) -> ScanOrder:
    """Say that a work is scanned, now or `at` an earlier instant, and which object came of it; a rare one counts now.

    A rare work needs its object; an object comes of one order only (lines 25, 25.2).
    """
    queue_here(session, QUEUE)
    order = locked(session, order_id)
    refuse_unless(order.state, ScanState.OPEN, OrderCode.SCAN_NOT_OPEN, title=order.title)
    check_day(day_of(work, at), work.day, ordered=order.ordered_on)
    if not session.scalar(select(func.sum(ScanWork.pages)).where(ScanWork.order_id == order.id)):
        raise OrderError(OrderCode.NOTHING_SCANNED, title=order.title)
    if object_id is not None:
        _check_object(session, order, object_id)
    elif order.reason == Reason.RARE:
        raise OrderInputError(OrderCode.OBJECT_NEEDED)
    order.object_id = object_id
    _end(work, order, ScanState.DONE, "", at)
    note(session, work, "scan_finished", order, object=object_id)
    session.flush()
    count_rare(session, work, order)
    return order


def cancel_order(session: Session, work: Work, *, order_id: int, reason: str) -> ScanOrder:
    """Say that the rest will not be scanned, and why; the pages scanned stay counted."""
    order = locked(session, order_id)
    refuse_unless(order.state, ScanState.OPEN, OrderCode.SCAN_NOT_OPEN, title=order.title)
    text = clean_text(reason, field="reason", limit=300, required=True)
    _end(work, order, ScanState.CANCELLED, text, None)
    note(session, work, "scan_cancelled", order, reason=text)
    return order


def reopen_order(session: Session, work: Work, *, order_id: int) -> ScanOrder:
    """Go on with an order that was finished or cancelled; a rare work counts no more until it is finished again."""
    order = locked(session, order_id)
    if order.state == ScanState.OPEN:
        raise OrderError(OrderCode.SCAN_NOT_ENDED, title=order.title)
    order.state, order.object_id, order.end_reason = ScanState.OPEN.value, None, ""
    order.ended_at = order.ended_by = None
    note(session, work, "scan_reopened", order)
    session.flush()
    take_back(session, work, SCAN_ORDER, [order.id], order.title[:500])
    return order


def locked(session: Session, order_id: int) -> ScanOrder:
    """Return an order, held until the commit; refuse an unknown one."""
    row = None
    if 0 < order_id <= LARGEST_ID:
        row = session.get(ScanOrder, order_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise OrderNotFoundError(OrderCode.SCAN_UNKNOWN, order=order_id)
    return row


def note(session: Session, work: Work, action: str, order: ScanOrder, **details: Any) -> None:
    """Write the audit trail of an act."""
    audit(session, work, action, subject_type=SCAN_ORDER, subject_id=order.id, **details)


def _put(session: Session, work: Work, order: ScanOrder, facts: ScanFacts) -> None:
    check_scan(facts, work.day)
    title, record_id = named(session, Wish(facts.title, facts.record_id))
    department = department_of(session, facts.department).code
    texts = {
        name: clean_text(getattr(facts, name), field=name, limit=limit)
        for name, limit in (("requester", 300), ("contact", 200), ("note", 500))
    }
    order.reason, order.title, order.record_id = facts.reason.value, title, record_id
    order.pages, order.ordered_on, order.due_on = facts.pages, facts.ordered_on, facts.due_on
    order.department = department
    order.requester, order.contact, order.note = texts["requester"], texts["contact"], texts["note"]


def _end(work: Work, order: ScanOrder, state: ScanState, reason: str, at: datetime | None) -> None:
    order.state, order.end_reason = state.value, reason
    order.ended_at, order.ended_by = at or work.now, work.actor_id


def _refuse_later_order(session: Session, work: Work, order: ScanOrder) -> None:
    """Refuse to move an order behind the work done for it."""
    with session.no_autoflush:
        first = session.scalar(select(func.min(ScanWork.day)).where(ScanWork.order_id == order.id))
    days = [day for day in (first, day_of(work, order.ended_at) if order.ended_at else None) if day]
    if days and min(days) < order.ordered_on:
        raise OrderInputError(OrderCode.WORK_BEFORE_ORDER, day=min(days), ordered=order.ordered_on)


def _check_object(session: Session, order: ScanOrder, object_id: int) -> None:
    """Refuse an object of another record, a removed one, and one that came of another order."""
    with session.no_autoflush:
        found = session.get(DigitalObject, object_id) if 0 < object_id <= LARGEST_ID else None
        if found is None or found.removed_at is not None or found.record_id != order.record_id:
            raise OrderInputError(OrderCode.OBJECT_FOREIGN)
        taken = select(ScanOrder.id).where(ScanOrder.object_id == object_id, ScanOrder.id != order.id)
        other = session.scalars(taken.limit(1)).one_or_none()
    if other is not None:
        raise OrderError(OrderCode.OBJECT_TAKEN, order=other)
