"""The price list of paid services and its receipts. Soʻm."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Name, Pk


class PriceItem(Base):
    """A service and its price from a day on; a new price is a new row."""

    __tablename__ = "price_item"
    __table_args__ = (
        UniqueConstraint("code", "since", name="uq_price_item_code_since"),
        CheckConstraint("price >= 0", name="price_not_negative"),
        CheckConstraint("until IS NULL OR until >= since", name="until_not_before_since"),
    )

    id: Mapped[Pk]
    code: Mapped[str] = mapped_column(String(40))
    name_uz: Mapped[Name]
    name_ru: Mapped[Name]
    name_en: Mapped[Name]
    unit_uz: Mapped[str] = mapped_column(String(60))
    unit_ru: Mapped[str] = mapped_column(String(60))
    unit_en: Mapped[str] = mapped_column(String(60))
    price: Mapped[int]
    since: Mapped[date]
    until: Mapped[date | None]


class PaidReceipt(Base):
    """One receipt, numbered without gaps each year; a refund is a negative one that points at it."""

    __tablename__ = "paid_receipt"
    __table_args__ = (
        UniqueConstraint("year", "number", name="uq_paid_receipt_number"),
        UniqueConstraint("reverses_id", name="uq_paid_receipt_reversed_once"),
        Index("ix_paid_receipt_day", "day"),
        Index("ix_paid_receipt_patron", "patron_id"),
        CheckConstraint("(amount < 0) = (reverses_id IS NOT NULL)", name="negative_reverses"),
        CheckConstraint("method IN ('cash', 'card', 'transfer')", name="known_method"),
    )

    id: Mapped[Pk]
    year: Mapped[int]
    number: Mapped[int]
    day: Mapped[date]
    at: Mapped[datetime]
    patron_id: Mapped[int | None] = mapped_column(ForeignKey("patron.id"))
    payer: Mapped[str] = mapped_column(String(200), default="")
    amount: Mapped[int] = mapped_column(BigInteger)
    method: Mapped[str] = mapped_column(String(10))
    department: Mapped[str] = mapped_column(String(40))
    sector: Mapped[str] = mapped_column(String(40))
    staff_id: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("paid_receipt.id"))


class PaidLine(Base):
    """One service on a receipt."""

    __tablename__ = "paid_line"
    __table_args__ = (CheckConstraint("quantity <> 0", name="some_quantity"),)

    receipt_id: Mapped[int] = mapped_column(ForeignKey("paid_receipt.id"), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True)
    price_id: Mapped[int] = mapped_column(ForeignKey("price_item.id"))
    quantity: Mapped[int]
    price: Mapped[int]
    amount: Mapped[int] = mapped_column(BigInteger)
