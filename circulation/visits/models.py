"""Visits."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk


class Visit(Base):
    """One reader, one sector, one day (VS-01); a tally of nameless visitors has a head-count, no reader."""

    __tablename__ = "visit"
    __table_args__ = (
        # What counts once a day is the library's to say (VS-01): the sector, the institution (empty), or every scan.
        UniqueConstraint("patron_id", "slot", "day", name="uq_visit_once_a_day"),
        Index("ix_visit_day", "day", "sector"),
        Index("ix_visit_patron", "patron_id", "day"),
        UniqueConstraint("corrects_id", name="uq_visit_corrected_once"),
        CheckConstraint("(persons < 0) = (corrects_id IS NOT NULL)", name="negative_corrects"),
    )

    id: Mapped[Pk]
    patron_id: Mapped[int | None] = mapped_column(ForeignKey("patron.id"))
    sector: Mapped[str] = mapped_column(ForeignKey("sector.code"))
    department: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]
    at: Mapped[datetime]
    source: Mapped[str] = mapped_column(String(20))  # card | loan | kiosk | tally | group | event
    persons: Mapped[int]
    slot: Mapped[str] = mapped_column(String(60), default="")
    title: Mapped[str] = mapped_column(String(200), default="")  # the group's or the event's name
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))  # a negative twin (VS-02)
