"""Pages scanned for an order, day by day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.orders.errors import OrderCode, OrderError, OrderNotFoundError
from catalog.orders.models import ScanOrder, ScanWork
from catalog.orders.queries.acts import SCAN_WORK
from catalog.orders.rules import ScanState, check_day, pages_of, refuse_unless
from catalog.orders.services.counting import count_pages, take_back
from catalog.orders.services.scans import locked, note
from catalog.records.queries import LARGEST_ID
from ils.activity.work import Work


def add_pages(
    session: Session,
    work: Work,
    *,
    order_id: int,
    images: int,
    spread: bool = False,
    again: bool = False,
    day: date | None = None,
) -> ScanWork:
    """Write down what was scanned on a day: so many images, with `spread` two pages on each.

    They count by the reason of the order, in line 32 or 35 and never in both; a scan made `again` counts nothing.
    """
    order = locked(session, order_id)
    refuse_unless(order.state, ScanState.OPEN, OrderCode.SCAN_NOT_OPEN, title=order.title)
    pages = pages_of(images, spread=spread)
    scanned = check_day(day or work.day, work.day, ordered=order.ordered_on)
    row = ScanWork(
        order_id=order.id, day=scanned, at=work.now, pages=pages, again=again, staff_id=work.actor_id, corrects_id=None
    )  # fmt: skip
    session.add(row)
    session.flush()
    note(session, work, "scan_pages", order, pages=pages, day=scanned.isoformat(), again=again)
    if not again:
        count_pages(session, work, order, [row])
    return row


def take_back_pages(session: Session, work: Work, *, work_id: int) -> ScanWork:
    """Take back pages that were typed wrong: a negative twin on their own day; once, whatever became of the order."""
    found = session.get(ScanWork, work_id) if 0 < work_id <= LARGEST_ID else None
    if found is None:
        raise OrderNotFoundError(OrderCode.PAGES_UNKNOWN)
    order = locked(session, found.order_id)
    if found.corrects_id is not None or _twin_of(session, found.id) is not None:
        raise OrderError(OrderCode.PAGES_CORRECTED)
    _refuse_emptied(session, order, found)
    twin = ScanWork(
        order_id=order.id, day=found.day, at=work.now, pages=-found.pages, again=found.again, staff_id=work.actor_id,
        corrects_id=found.id,
    )  # fmt: skip
    session.add(twin)
    session.flush()
    note(session, work, "scan_pages_back", order, pages=found.pages, day=found.day.isoformat())
    take_back(session, work, SCAN_WORK, [found.id], order.title[:500])
    return twin


def _twin_of(session: Session, work_id: int) -> int | None:
    return session.scalars(select(ScanWork.id).where(ScanWork.corrects_id == work_id)).one_or_none()


def _refuse_emptied(session: Session, order: ScanOrder, found: ScanWork) -> None:
    """A finished order keeps some pages: what had none was not scanned, and is opened again first."""
    if order.state != ScanState.DONE:
        return
    pages = session.scalars(select(ScanWork.pages).where(ScanWork.order_id == order.id))
    if sum(pages) <= found.pages:
        raise OrderError(OrderCode.NOTHING_SCANNED, title=order.title)
