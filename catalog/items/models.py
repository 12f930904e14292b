"""Copies and where they are."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Name, Pk


class ItemState(enum.Enum):
    """The state of a copy; every change is a compare-and-set, so that two desks cannot both make it."""

    AVAILABLE = "available"
    ON_LOAN = "on_loan"
    PROCESSING = "processing"
    IN_REPAIR = "in_repair"
    MISSING = "missing"
    LOST = "lost"
    WITHDRAWN = "withdrawn"
    HELD = "held"  # on the hold shelf, for the reader of a hold
    IN_TRANSIT = "in_transit"  # on its way to another department


class Use(enum.Enum):
    """Where and how a copy is used: the place of use that a policy row may name (DD-01)."""

    HOME = "home"
    ROOM = "room"  # in the reading room only, due at closing (DD-07)
    OVERNIGHT = "overnight"  # due at the next opening (DD-07)
    EXHIBITION = "exhibition"  # lent from an exhibition
    ORGANISATION = "organisation"  # lent to an organisation by contract


class ItemType(Base):
    """A type of copies that policies tell apart; a copy without one is of the type named like its document type."""

    __tablename__ = "item_type"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name_uz: Mapped[Name]
    name_ru: Mapped[Name]
    name_en: Mapped[Name]
    position: Mapped[int]


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
        CheckConstraint("(state = 'in_transit') = (transit_to <> '')", name="transit_has_aim"),
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
    item_type: Mapped[str] = mapped_column(String(40), default="")  # empty: as the document type
    use: Mapped[Use | None]  # None: as the department lends
    parts: Mapped[str] = mapped_column(
        String(200), default=""
    )  # CD, map, code: counted at every loan (CO-23)
    incomplete: Mapped[str] = mapped_column(
        String(300), default=""
    )  # what is missing of it, and since whom (CI-10)
    transit_to: Mapped[str] = mapped_column(String(40), default="")  # the department it is on its way to
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
