"""Acceptance acts, series of inventory numbers, sheets of labels."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Name, Pk


class AccessionSource(enum.Enum):
    """Where copies come from (plan lines 10.1 to 10.4.2, practice.md §2.2)."""

    LEGAL_DEPOSIT = "legal_deposit"
    PURCHASE = "purchase"
    SUBSCRIPTION = "subscription"
    EXCHANGE = "exchange"
    GIFT_PERSON = "gift_person"
    GIFT_ORGANISATION = "gift_organisation"
    REPLACEMENT = "replacement"  # of a book that a reader lost


class ActState(enum.Enum):
    """An act is written, then approved; an approved one is never changed, another act corrects it."""

    DRAFT = "draft"
    APPROVED = "approved"
    CANCELLED = "cancelled"  # a draft that was given up


class InventorySeries(Base):
    """One inventory book: its numbers run without a gap and are never given twice."""

    __tablename__ = "inventory_series"
    __table_args__ = (
        CheckConstraint("next_number > 0", name="number_positive"),
        CheckConstraint("digits BETWEEN 0 AND 12", name="digits_few"),
    )

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name_uz: Mapped[Name]
    name_ru: Mapped[Name]
    name_en: Mapped[Name]
    prefix: Mapped[str] = mapped_column(String(20), unique=True)
    digits: Mapped[int]  # padded with zeros to so many; 0: as it comes
    next_number: Mapped[int]
    position: Mapped[int]


class AcceptanceAct(Base):
    """An acceptance act (qabul qilish dalolatnomasi, practice.md §4.3); numbered anew each year when approved."""

    __tablename__ = "acceptance_act"
    __table_args__ = (
        Index("uq_acceptance_act_year_number", "year", "number", unique=True,
              sqlite_where=text("number IS NOT NULL"), postgresql_where=text("number IS NOT NULL")),
        Index("ix_acceptance_act_day", "day"),
        CheckConstraint("(state = 'approved') = (approved_at IS NOT NULL)", name="approved_has_time"),
        CheckConstraint("(state = 'approved') = (number IS NOT NULL)", name="approved_has_number"),
        CheckConstraint("rate > 0", name="rate_positive"),
    )  # fmt: skip

    id: Mapped[Pk]
    year: Mapped[int]
    number: Mapped[int | None]  # also the entry of the summary book, part 1
    day: Mapped[date]
    source: Mapped[AccessionSource]
    state: Mapped[ActState]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("acceptance_act.id"))
    department: Mapped[str] = mapped_column(ForeignKey("department.code"))
    series: Mapped[str] = mapped_column(ForeignKey("inventory_series.code"))
    partner: Mapped[str] = mapped_column(String(300))  # supplier, donor, library, reader
    document: Mapped[str] = mapped_column(String(200))  # invoice, letter, list
    document_day: Mapped[date | None]
    contract: Mapped[str] = mapped_column(String(200))
    currency: Mapped[str] = mapped_column(String(3))
    rate: Mapped[int]  # soʻm for 10,000 units of the currency, so that four decimals fit; UZS 10,000
    commission: Mapped[str] = mapped_column(String(1000))  # a line a member, the chair first
    note: Mapped[str] = mapped_column(String(1000))
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None]


class AcceptanceLine(Base):
    """Copies of one record in an act; a correcting act has negative ones that name the line they correct."""

    __tablename__ = "acceptance_line"
    __table_args__ = (
        Index("uq_acceptance_line_act_position", "act_id", "position", unique=True),
        Index("ix_acceptance_line_record", "record_id"),
        CheckConstraint("copies <> 0", name="some_copies"),
        CheckConstraint("price >= 0", name="price_not_negative"),
    )

    id: Mapped[Pk]
    act_id: Mapped[int] = mapped_column(ForeignKey("acceptance_act.id"))
    position: Mapped[int]
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    copies: Mapped[int]
    price: Mapped[int]  # of one copy, in hundredths of the act's currency
    price_som: Mapped[int]  # of one copy, soʻm, by the act's rate
    call_number: Mapped[str] = mapped_column(String(100))
    first_number: Mapped[int | None]  # of the series, once approved
    last_number: Mapped[int | None]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("acceptance_line.id"))
    note: Mapped[str] = mapped_column(String(500))


class AcceptedItem(Base):
    """Which copy came by which line, or was taken back by which correcting line."""

    __tablename__ = "accepted_item"
    __table_args__ = (Index("ix_accepted_item_item", "item_id"),)

    line_id: Mapped[int] = mapped_column(ForeignKey("acceptance_line.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)


class LabelKind(enum.Enum):
    """What is on a label."""

    BARCODE = "barcode"
    SPINE = "spine"


class LabelSheet(Base):
    """A sheet of labels; every length in tenths of a millimetre."""

    __tablename__ = "label_sheet"
    __table_args__ = (
        CheckConstraint("columns > 0 AND rows > 0", name="some_labels"),
        CheckConstraint("label_width > 0 AND label_height > 0", name="labels_have_size"),
    )

    id: Mapped[Pk]
    name: Mapped[Name] = mapped_column(unique=True)
    kind: Mapped[LabelKind]
    page_width: Mapped[int]
    page_height: Mapped[int]
    columns: Mapped[int]
    rows: Mapped[int]
    left: Mapped[int]
    top: Mapped[int]
    step_x: Mapped[int]
    step_y: Mapped[int]
    label_width: Mapped[int]
    label_height: Mapped[int]
    position: Mapped[int]


class Printer(Base):
    """How far a printer is off: shifts in tenths of a millimetre, scale in thousandths."""

    __tablename__ = "printer"
    __table_args__ = (CheckConstraint("scale BETWEEN 800 AND 1200", name="scale_near_one"),)

    id: Mapped[Pk]
    name: Mapped[Name] = mapped_column(unique=True)
    shift_x: Mapped[int]
    shift_y: Mapped[int]
    scale: Mapped[int]
