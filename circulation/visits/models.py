"""Visits."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk


class Visit(Base):
    """One reader, one sector, one day (VS-01); a tally of nameless visitors has a head-count, no reader."""

    __tablename__ = "visit"
    __table_args__ = (
        UniqueConstraint("patron_id", "sector", "day", name="uq_visit_once_a_day"),
        Index("ix_visit_day", "day", "sector"),
    )

    id: Mapped[Pk]
    patron_id: Mapped[int | None] = mapped_column(ForeignKey("patron.id"))
    sector: Mapped[str] = mapped_column(ForeignKey("sector.code"))
    department: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]
    at: Mapped[datetime]
    source: Mapped[str] = mapped_column(String(20))  # card | loan | tally
    persons: Mapped[int]
