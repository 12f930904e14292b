"""What readers owe and what they paid. Rows are never changed or deleted: a correction is a negative twin."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk


class ChargeKind(enum.Enum):
    """What is owed for."""

    OVERDUE = "overdue"
    LOSS = "loss"
    DAMAGE = "damage"
    CARD = "card"
    SERVICE = "service"
    OTHER = "other"


class Method(enum.Enum):
    """How a receipt was settled."""

    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"
    FORGIVEN = "forgiven"  # not paid: struck off by somebody who may, with a reason


PAID_BY = (Method.CASH, Method.CARD, Method.TRANSFER)  # nobody pays by having a debt struck off


class Charge(Base):
    """One debt of a reader in soʻm; a negative one takes another back (`reverses_id`)."""

    __tablename__ = "charge"
    __table_args__ = (
        Index("ix_charge_patron", "patron_id", "id"),
        Index("ix_charge_loan", "loan_id"),
        UniqueConstraint("reverses_id", name="uq_charge_reversed_once"),
        CheckConstraint("amount <> 0", name="some_amount"),
        CheckConstraint("(amount < 0) = (reverses_id IS NOT NULL)", name="negative_reverses"),
    )

    id: Mapped[Pk]
    patron_id: Mapped[int] = mapped_column(ForeignKey("patron.id"))
    kind: Mapped[ChargeKind]
    amount: Mapped[int]
    at: Mapped[datetime]
    day: Mapped[date]
    department: Mapped[str] = mapped_column(String(40))
    loan_id: Mapped[int | None]  # what it is for; the loan lives on a floor above
    staff_id: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("charge.id"))


class Receipt(Base):
    """One payment, numbered without gaps each year; a negative one takes another back."""

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("year", "number", name="uq_receipt_number"),
        UniqueConstraint("reverses_id", name="uq_receipt_reversed_once"),
        Index("ix_receipt_patron", "patron_id", "id"),
        CheckConstraint("amount <> 0", name="some_amount"),
        CheckConstraint("(amount < 0) = (reverses_id IS NOT NULL)", name="negative_reverses"),
    )

    id: Mapped[Pk]
    year: Mapped[int]
    number: Mapped[int]
    patron_id: Mapped[int] = mapped_column(ForeignKey("patron.id"))
    amount: Mapped[int]
    method: Mapped[Method]
    at: Mapped[datetime]
    day: Mapped[date]
    department: Mapped[str] = mapped_column(String(40))
    staff_id: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("receipt.id"))


class ReceiptLine(Base):
    """What part of a payment goes to which debt."""

    __tablename__ = "receipt_line"
    __table_args__ = (
        Index("ix_receipt_line_charge", "charge_id"),
        CheckConstraint("amount <> 0", name="some_amount"),
    )

    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"), primary_key=True)
    charge_id: Mapped[int] = mapped_column(ForeignKey("charge.id"), primary_key=True)
    amount: Mapped[int]
