"""Orders of scans, pages scanned, documents delivered from afar, QR codes put up."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk


class ScanOrder(Base):
    """A work to be digitised: a reader's order, the library's plan, or the rare fund (lines 25, 32, 35)."""

    __tablename__ = "scan_order"
    __table_args__ = (
        Index("ix_scan_order_state", "state", "id"),
        Index("ix_scan_order_record", "record_id"),
        CheckConstraint("reason IN ('order', 'plan', 'rare')", name="known_reason"),
        CheckConstraint("state IN ('open', 'done', 'cancelled')", name="known_state"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", name="ended_has_time"),
    )

    id: Mapped[Pk]
    reason: Mapped[str] = mapped_column(String(10))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    title: Mapped[str] = mapped_column(String(500))
    requester: Mapped[str] = mapped_column(String(300), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    pages: Mapped[int | None]  # how many are wanted
    ordered_on: Mapped[date]
    due_on: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(10))
    object_id: Mapped[int | None] = mapped_column(ForeignKey("digital_object.id"))  # what came of it
    department: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None]
    end_reason: Mapped[str] = mapped_column(String(300), default="")


class ScanWork(Base):
    """Pages scanned for an order on a day; a scan made again counts nothing; a negative twin corrects."""

    __tablename__ = "scan_work"
    __table_args__ = (
        Index("ix_scan_work_order", "order_id"),
        Index("ix_scan_work_day", "day"),
        UniqueConstraint("corrects_id", name="uq_scan_work_corrected_once"),
        CheckConstraint("pages <> 0", name="some_pages"),
        CheckConstraint("(pages < 0) = (corrects_id IS NOT NULL)", name="negative_corrects"),
    )

    id: Mapped[Pk]
    order_id: Mapped[int] = mapped_column(ForeignKey("scan_order.id"))
    day: Mapped[date]
    at: Mapped[datetime]
    pages: Mapped[int]  # pages of the book: an image of two pages is two
    again: Mapped[bool]  # scanned once more: work, but not counted
    staff_id: Mapped[int | None]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("scan_work.id"))


class RemoteRequest(Base):
    """A request for documents from afar (line 23); each document counts when it is delivered."""

    __tablename__ = "remote_request"
    __table_args__ = (
        Index("ix_remote_request_state", "state", "id"),
        CheckConstraint("recipient_kind IN ('local', 'foreign', 'library')", name="known_recipient"),
        CheckConstraint("state IN ('asked', 'done', 'refused')", name="known_state"),
    )

    id: Mapped[Pk]
    recipient_kind: Mapped[str] = mapped_column(String(10))
    recipient: Mapped[str] = mapped_column(String(300))
    contact: Mapped[str] = mapped_column(String(200), default="")
    country: Mapped[str] = mapped_column(String(2), default="")
    paid: Mapped[bool]
    asked_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(10))
    department: Mapped[str] = mapped_column(String(40))
    sector: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    refuse_reason: Mapped[str] = mapped_column(String(300), default="")


class RemoteDocument(Base):
    """One document of such a request."""

    __tablename__ = "remote_document"
    __table_args__ = (
        Index("ix_remote_document_request", "request_id"),
        Index("ix_remote_document_record", "record_id"),
        CheckConstraint("form IN ('', 'email', 'telegram', 'post', 'link')", name="known_form"),
        CheckConstraint("(delivered_on IS NULL) = (form = '')", name="delivered_has_form"),
    )

    id: Mapped[Pk]
    request_id: Mapped[int] = mapped_column(ForeignKey("remote_request.id"))
    title: Mapped[str] = mapped_column(String(500))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    object_id: Mapped[int | None] = mapped_column(ForeignKey("digital_object.id"))
    form: Mapped[str] = mapped_column(String(10), default="")
    delivered_on: Mapped[date | None]
    delivered_at: Mapped[datetime | None]
    delivered_by: Mapped[int | None]


class QrPlacement(Base):
    """A QR code of a resource on a board in a public place (line 36): resource × board."""

    __tablename__ = "qr_placement"
    __table_args__ = (
        Index("ix_qr_placement_day", "placed_on"),
        CheckConstraint("removed_on IS NULL OR removed_on >= placed_on", name="removed_not_before_placed"),
    )

    id: Mapped[Pk]
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"), index=True)
    object_id: Mapped[int | None] = mapped_column(ForeignKey("digital_object.id"))
    url: Mapped[str] = mapped_column(String(500))
    title: Mapped[str] = mapped_column(String(500))
    board: Mapped[str] = mapped_column(String(300))
    placed_on: Mapped[date]
    removed_on: Mapped[date | None]
    at: Mapped[datetime]
    staff_id: Mapped[int | None]
    taken_back_at: Mapped[datetime | None]  # entered by mistake: counts no more
