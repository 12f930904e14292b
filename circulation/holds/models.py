"""Who waits for what."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk

ACTIVE = text("state IN ('waiting', 'ready')")
READY = text("state = 'ready'")


class HoldState(enum.Enum):
    """How far a hold is."""

    WAITING = "waiting"
    READY = "ready"  # a copy waits on the hold shelf
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Hold(Base):
    """One reader waits for one title; the queue goes by `rank`, then by the order of placing."""

    __tablename__ = "hold"
    __table_args__ = (
        Index("uq_hold_active_patron_record", "patron_id", "record_id", unique=True, sqlite_where=ACTIVE,
              postgresql_where=ACTIVE),
        Index("uq_hold_ready_item", "item_id", unique=True, sqlite_where=READY, postgresql_where=READY),
        Index("ix_hold_queue", "record_id", "state", "rank", "id"),
        Index("ix_hold_shelf", "state", "shelf_until"),
        Index("ix_hold_item", "item_id"),
        CheckConstraint("state <> 'ready' OR (item_id IS NOT NULL AND ready_at IS NOT NULL)", name="ready_has_copy"),
        CheckConstraint("(state IN ('waiting', 'ready')) = (ended_at IS NULL)", name="ended_has_time"),
        CheckConstraint("patron_id IS NOT NULL OR ended_at IS NOT NULL", name="active_has_reader"),
    )  # fmt: skip

    id: Mapped[Pk]
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    patron_id: Mapped[int | None] = mapped_column(ForeignKey("patron.id"))  # None: ended and forgotten
    department: Mapped[str] = mapped_column(ForeignKey("department.code"))  # where it is fetched
    only_item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))  # this copy and no other
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))  # the copy set aside
    rank: Mapped[int] = mapped_column(default=0)  # a librarian may move somebody: smaller comes first
    state: Mapped[HoldState]
    placed_at: Mapped[datetime]
    placed_on: Mapped[date]
    placed_by: Mapped[int | None]
    channel: Mapped[str] = mapped_column(String(20))
    needed_until: Mapped[date | None]  # after it nobody waits any more
    ready_at: Mapped[datetime | None]
    shelf_until: Mapped[date | None]  # the last day on the hold shelf; None while it travels
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None]
    end_reason: Mapped[str] = mapped_column(String(200), default="")
    loan_id: Mapped[int | None]  # the loan that fulfilled it, on a floor above
    note: Mapped[str] = mapped_column(String(500), default="")
