"""Copies and where they are."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk


class ItemState(enum.Enum):
    """The state of a copy; every change is a compare-and-set, so that two desks cannot both make it."""

    AVAILABLE = "available"
    ON_LOAN = "on_loan"
    PROCESSING = "processing"
    IN_REPAIR = "in_repair"
    MISSING = "missing"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


class Item(Base):
    """One copy. It is found by its barcode or its inventory number and has at least one of them."""

    __tablename__ = "item"
    __table_args__ = (
        CheckConstraint("barcode IS NOT NULL OR inventory_number IS NOT NULL", name="has_a_number"),
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_on IS NOT NULL)", name="withdrawn_has_day"),
        # Wide enough to answer the catalogue's facets and counts without reading the copies themselves.
        Index("ix_item_record", "record_id", "department", "state"),
        Index("ix_item_department", "department", "record_id", "state"),
        Index("ix_item_batch", "batch"),
        {"sqlite_autoincrement": True},  # as for records: the log names ids for ever
    )

    id: Mapped[Pk]
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    inventory_number: Mapped[str | None] = mapped_column(String(40), unique=True)
    barcode: Mapped[str | None] = mapped_column(String(40), unique=True)
    department: Mapped[str] = mapped_column(ForeignKey("department.code"))
    call_number: Mapped[str] = mapped_column(String(100))
    state: Mapped[ItemState]
    state_since: Mapped[datetime]
    price: Mapped[int | None]  # soʻm
    acquired_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_act: Mapped[str] = mapped_column(String(100), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    batch: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime]


class Placement(Base):
    """A copy that hangs somewhere for a while: an upper package writes it, circulation reads it."""

    __tablename__ = "placement"
    __table_args__ = (
        Index("uq_placement_open_item", "item_id", unique=True, sqlite_where=text("ended_at IS NULL"),
              postgresql_where=text("ended_at IS NULL")),
        Index("ix_placement_ref", "kind", "ref_id"),
        Index("ix_placement_item", "item_id"),
    )  # fmt: skip

    id: Mapped[Pk]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    kind: Mapped[str] = mapped_column(String(20))  # exhibition
    ref_id: Mapped[int]
    label: Mapped[str] = mapped_column(String(200))
    section: Mapped[str] = mapped_column(String(100), default="")
    lendable: Mapped[bool]
    since: Mapped[date]
    until: Mapped[date | None]
    ended_at: Mapped[datetime | None]
