"""Reports kept as they were made, and those that a job prepares by itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk


class ReportSchedule(Base):
    """A report that comes back: prepared on the first day after its period, waiting as a draft."""

    __tablename__ = "report_schedule"
    __table_args__ = (CheckConstraint("every IN ('month', 'quarter', 'year')", name="known_every"),)

    id: Mapped[Pk]
    kind: Mapped[str] = mapped_column(String(40))
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    every: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(10))
    active: Mapped[bool]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]


class Report(Base):
    """One report made for a period: its figures as they were, to be looked at, sent and kept."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("schedule_id", "first", name="uq_report_once_a_period"),
        Index("ix_report_state", "state", "id"),
        CheckConstraint("state IN ('draft', 'approved', 'dropped')", name="known_state"),
        CheckConstraint("first <= last", name="first_before_last"),
    )

    id: Mapped[Pk]
    kind: Mapped[str] = mapped_column(String(40))
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    first: Mapped[date]
    last: Mapped[date]
    language: Mapped[str] = mapped_column(String(10))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)  # tables as they were: headings, rows, notes
    state: Mapped[str] = mapped_column(String(10))
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("report_schedule.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(500), default="")
