"""Clearance sheets: the library's word that on a day a reader owed it nothing."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk


class Clearance(Base):
    """One clearance sheet (practice.md §3, duty 11), numbered without gaps each year; withdrawn, never deleted."""

    __tablename__ = "clearance"
    __table_args__ = (
        UniqueConstraint("year", "number", name="uq_clearance_number"),
        Index("ix_clearance_patron", "patron_id", "id"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdraw_reason = '')", name="withdrawn_has_reason"),
    )

    id: Mapped[Pk]
    year: Mapped[int]
    number: Mapped[int]
    patron_id: Mapped[int] = mapped_column(ForeignKey("patron.id"))
    day: Mapped[date]
    at: Mapped[datetime]
    staff_id: Mapped[int | None]
    department: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(200))  # graduation, end of the semester, leaving work …
    leaves: Mapped[bool]  # the reader leaves: membership ends with this day
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None]
    withdraw_reason: Mapped[str] = mapped_column(String(300), default="")
