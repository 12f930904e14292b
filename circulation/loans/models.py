"""Loans and their renewals."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk

OPEN = text("closed_at IS NULL")
SHOWN = text("placement_id IS NOT NULL")


class Loan(Base):
    """One copy with one reader. The rule that held is kept with it: later changes of policy never touch it."""

    __tablename__ = "loan"
    __table_args__ = (
        Index("uq_loan_open_item", "item_id", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_loan_open_patron", "patron_id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_loan_open_due", "due_on", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_loan_patron_closed", "patron_id", "closed_at"),
        # The history of a copy; and whoever would delete a copy is asked whether it was ever lent.
        Index("ix_loan_item", "item_id"),
        # Serves the exhibitions' counts of loans during them.
        Index("ix_loan_placement", "placement_id", sqlite_where=SHOWN, postgresql_where=SHOWN),
        CheckConstraint("due_on >= lent_on", name="due_not_before_lent"),
        CheckConstraint("(closed_at IS NULL) = (closed_on IS NULL)", name="closed_at_and_on"),
        CheckConstraint("closed_on IS NULL OR closed_on >= lent_on", name="closed_not_before_lent"),
    )

    id: Mapped[Pk]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    patron_id: Mapped[int] = mapped_column(ForeignKey("patron.id"))
    department: Mapped[str] = mapped_column(String(40))
    lent_at: Mapped[datetime]
    lent_on: Mapped[date]
    lent_by: Mapped[int | None]
    due_on: Mapped[date]
    renewals: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]
    closed_on: Mapped[date | None]
    closed_by: Mapped[int | None]
    policy: Mapped[dict[str, Any]] = mapped_column(JSON)  # the policy row as it was
    due_steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # DD-09: how the date came about
    placement_id: Mapped[int | None] = mapped_column(ForeignKey("placement.id"))  # lent from an exhibition


class Renewal(Base):
    """One renewal (§3): its old and new date and who asked."""

    __tablename__ = "renewal"

    id: Mapped[Pk]
    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"), index=True)
    at: Mapped[datetime]
    old_due_on: Mapped[date]
    new_due_on: Mapped[date]
    channel: Mapped[str] = mapped_column(String(20))
    renewed_by: Mapped[int | None]
