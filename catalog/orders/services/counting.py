"""What the log says of orders: pages, rare works, deliveries, codes; each last in its act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.orders.errors import OrderCode, OrderError, OrderNotFoundError
from catalog.orders.models import QrPlacement, RemoteDocument, RemoteRequest, ScanOrder, ScanWork
from catalog.orders.queries.acts import DOCUMENT, PLACEMENT, SCAN_ORDER, SCAN_WORK, standing_acts
from catalog.orders.rules import Reason, ScanState, Wish, is_counted
from catalog.records.models import Record
from catalog.records.queries import LARGEST_ID
from ils.activity.kinds import Kind
from ils.activity.services import record, reverse_many
from ils.activity.work import NO_ITEM, Done, ItemSnapshot, Work
from ils.errors import clean_text
from ils.library.funds import load_fund
from ils.library.places import department as department_of

LONGEST_TITLE = 500


def placed(session: Session, work: Work, department: str) -> Work:
    """Return the circumstances in the place of an order: what it counts, counts in its department."""
    place = department_of(session, department)
    return replace(work, department=place.code, sector=place.sector)


def snapshot(session: Session, record_id: int | None) -> ItemSnapshot:
    """Return what statistics need of a record; nothing of a title that was typed."""
    if record_id is None:
        return NO_ITEM
    told = session.get_one(Record, record_id)
    belongs = load_fund(session).has(department="", language=told.language, number=None)
    return ItemSnapshot(
        told.language, told.knowledge_branch, told.document_type, "foreign" if belongs else ""
    )


def day_of(work: Work, at: datetime | None) -> date:
    """Return the day of an instant by the library's clock."""
    return replace(work, now=at).day if at is not None else work.day


def named(session: Session, wish: Wish, *, with_author: bool = True) -> tuple[str, int | None]:
    """Return the title of a document and its record: the record's own title where none is typed."""
    title = clean_text(wish.title, field="title", limit=LONGEST_TITLE, required=wish.record_id is None)
    if wish.record_id is None:
        return title, None
    there = session.get(Record, wish.record_id) if 0 < wish.record_id <= LARGEST_ID else None
    if there is None:
        raise OrderNotFoundError(OrderCode.RECORD_UNKNOWN, record=wish.record_id)
    if there.merged_into is not None:
        raise OrderError(OrderCode.RECORD_MERGED, record=there.id, into=there.merged_into)
    author = there.author.rstrip(" .,") if with_author else ""
    whole = ". ".join(part for part in (author, there.title) if part)
    return title or whole[:LONGEST_TITLE], there.id


def count_pages(session: Session, work: Work, order: ScanOrder, rows: Sequence[ScanWork]) -> None:
    """Count pages on their days, by the reason of their order (lines 32, 35)."""
    item = snapshot(session, order.record_id)
    done = [
        Done(Kind.PAGES_SCAN, SCAN_WORK, row.id, row.pages, item=item, source=order.reason, note=order.title, day=row.day)
        for row in rows
    ]  # fmt: skip
    record(session, placed(session, work, order.department), *done)


def count_rare(session: Session, work: Work, order: ScanOrder) -> None:
    """Count a work of the rare fund digitised whole, on the day on which it was finished (lines 25, 25.2)."""
    if order.reason != Reason.RARE or order.state != ScanState.DONE:
        return
    item, day = snapshot(session, order.record_id), day_of(work, order.ended_at)
    done = Done(Kind.RARE_DIGITISE, SCAN_ORDER, order.id, item=item, note=order.title, day=day)
    record(session, placed(session, work, order.department), done)


def count_delivery(session: Session, work: Work, request: RemoteRequest, row: RemoteDocument) -> None:
    """Count a document on the day on which it was delivered, by who asked (lines 23, 23.1–23.3)."""
    done = Done(
        Kind.REMOTE_DELIVER, DOCUMENT, row.id, item=snapshot(session, row.record_id), source=request.recipient_kind,
        note=row.title, day=row.delivered_on,
    )  # fmt: skip
    record(session, replace(work, department=request.department, sector=request.sector), done)


def count_code(session: Session, work: Work, row: QrPlacement) -> None:
    """Count a resource on a board, on the day on which it was put up (line 36)."""
    item = snapshot(session, row.record_id)
    record(
        session, work, Done(Kind.QR_PLACE, PLACEMENT, row.id, item=item, note=row.board, day=row.placed_on)
    )


def take_back(session: Session, work: Work, subject: str, ids: Sequence[int], reason: str) -> None:
    """Write the twins of whatever counts these things now."""
    reverse_many(session, work, activities=standing_acts(session, subject, ids), reason=reason)


def count_anew(session: Session, work: Work, order: ScanOrder, reason: str) -> None:
    """Let all acts of an order follow its reason, place and record: twins first, then the same pages counted anew."""
    rows = _counted_rows(session, order.id)
    take_back(session, work, SCAN_WORK, [row.id for row in rows], reason)
    take_back(session, work, SCAN_ORDER, [order.id], reason)
    count_pages(session, work, order, rows)
    count_rare(session, work, order)


def _counted_rows(session: Session, order_id: int) -> list[ScanWork]:
    rows = session.scalars(select(ScanWork).where(ScanWork.order_id == order_id).order_by(ScanWork.id)).all()
    twins = {row.corrects_id for row in rows}
    return [row for row in rows if is_counted(pages=row.pages, again=row.again, corrected=row.id in twins)]
