"""Who made an exhibition, and when its days were moved."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk


class ExhibitionPerson(Base):
    """Somebody who worked on an exhibition, with the role."""

    __tablename__ = "exhibition_person"
    __table_args__ = (
        Index("ix_exhibition_person_exhibition", "exhibition_id"),
        CheckConstraint(
            "role IN ('selection', 'texts', 'design', 'mounting', 'guide', 'duty', 'adviser')",
            name="known_role",
        ),
    )

    id: Mapped[Pk]
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    role: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))


class ExhibitionShift(Base):
    """The planned days of an exhibition were moved: what they were, what they became, why."""

    __tablename__ = "exhibition_shift"
    __table_args__ = (Index("ix_exhibition_shift_exhibition", "exhibition_id"),)

    id: Mapped[Pk]
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    old_opens_on: Mapped[date]
    old_closes_on: Mapped[date]
    new_opens_on: Mapped[date]
    new_closes_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
    by: Mapped[int | None]
