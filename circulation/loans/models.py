"""Loans and their renewals."""

from __future__ import annotations

import enum
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
        CheckConstraint("undone_at IS NULL OR closed_at IS NOT NULL", name="undone_is_closed"),
        CheckConstraint("patron_id IS NOT NULL OR closed_at IS NOT NULL", name="open_has_reader"),
        CheckConstraint("due_minute BETWEEN 0 AND 1440", name="due_minute_of_a_day"),
    )

    id: Mapped[Pk]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    patron_id: Mapped[int | None] = mapped_column(ForeignKey("patron.id"))  # None: closed and forgotten
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
    use: Mapped[str] = mapped_column(String(20), default="home")  # the place of use it was lent for
    due_minute: Mapped[int | None]  # DD-07: the hour of the due date, minutes after midnight
    claimed_on: Mapped[date | None]  # the reader says it was returned (CI-09)
    lost_on: Mapped[date | None]  # given up for lost: by the reader, or by the ladder (OV-01)
    undone_at: Mapped[datetime | None]  # lent by mistake: counts in no history (SB-08)


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
    undone_at: Mapped[datetime | None]


class LoanAct(Base):
    """One act on a loan with its before-image, so that the last operation can be undone whole (SB-08)."""

    __tablename__ = "loan_act"
    __table_args__ = (
        CheckConstraint("kind IN ('lend', 'renew', 'return', 'lose', 'claim')", name="known_kind"),
        Index("ix_loan_act_loan", "loan_id"),
        Index("ix_loan_act_staff", "staff_id", "id"),
    )

    id: Mapped[Pk]
    kind: Mapped[str] = mapped_column(String(10))
    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"))
    at: Mapped[datetime]
    staff_id: Mapped[int | None]
    channel: Mapped[str] = mapped_column(String(20))
    before: Mapped[dict[str, Any]] = mapped_column(
        JSON
    )  # item state, due date, holds, charges, restrictions, visit
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None]


class LossState(enum.Enum):
    """How far a lost copy is made good."""

    OPEN = "open"
    REPLACED = "replaced"
    COMPENSATED = "compensated"
    FOUND = "found"
    FORGIVEN = "forgiven"


class Loss(Base):
    """A copy a reader lost: a row of the register of books taken instead of lost ones (practice.md §4.4). Soʻm."""

    __tablename__ = "loss"
    __table_args__ = (
        Index("uq_loss_open_item", "item_id", unique=True, sqlite_where=text("state = 'open'"),
              postgresql_where=text("state = 'open'")),
        Index("ix_loss_patron", "patron_id"),
        Index("ix_loss_day", "day"),
        CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_has_time"),
        CheckConstraint("price >= 0 AND multiple >= 0 AND new_price >= 0", name="amounts_not_negative"),
    )  # fmt: skip

    id: Mapped[Pk]
    year: Mapped[int]
    number: Mapped[int]  # of the register, each year from 1
    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"), index=True)
    patron_id: Mapped[int] = mapped_column(ForeignKey("patron.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    day: Mapped[date]
    at: Mapped[datetime]
    reported_by: Mapped[int | None]
    price: Mapped[int | None]  # of the lost copy
    multiple: Mapped[int]  # the library's multiple of the price for compensation; 0: none asked
    charge_id: Mapped[int | None] = mapped_column(ForeignKey("charge.id"))
    state: Mapped[LossState]
    settled_at: Mapped[datetime | None]
    settled_on: Mapped[date | None]
    settled_by: Mapped[int | None]
    new_author: Mapped[str] = mapped_column(String(400), default="")
    new_title: Mapped[str] = mapped_column(String(1000), default="")
    new_year: Mapped[int | None]
    new_price: Mapped[int | None]
    new_item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    note: Mapped[str] = mapped_column(String(500), default="")


class Redating(Base):
    """DD-10: one late closure that moved due dates, hold-shelf dates and unsent notices; can be undone."""

    __tablename__ = "redating"

    id: Mapped[Pk]
    at: Mapped[datetime]
    staff_id: Mapped[int | None]
    first: Mapped[date]
    last: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200))
    # The days it closed, each with what stood in the calendar before (null: nothing); null where nobody noted it.
    closed: Mapped[dict[str, dict[str, Any] | None] | None] = mapped_column(JSON(none_as_null=True))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None]


class RedatedThing(Base):
    """One loan or hold that a late closure moved."""

    __tablename__ = "redated_thing"
    __table_args__ = (CheckConstraint("kind IN ('loan', 'hold')", name="known_kind"),)

    redating_id: Mapped[int] = mapped_column(ForeignKey("redating.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    ref_id: Mapped[int] = mapped_column(primary_key=True)
    old_on: Mapped[date]
    new_on: Mapped[date]
    kept: Mapped[str] = mapped_column(String(40), default="")  # why an undo left it: returned, renewed since
