"""The annual work plan."""

from __future__ import annotations

import enum

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk


class Mode(enum.Enum):
    """How a line is fed: from the log, prepared and then confirmed by a person, or by hand with evidence."""

    AUTO = "auto"
    SEMI = "semi"
    MANUAL = "manual"


class PlanLine(Base):
    """One numbered line of a year's plan; figures are whole numbers in the line's unit."""

    __tablename__ = "plan_line"
    __table_args__ = (
        UniqueConstraint("year", "number", name="uq_plan_line_number_in_year"),
        Index("ix_plan_line_order", "year", "position"),
        CheckConstraint("plan IS NULL OR plan >= 0", name="plan_not_negative"),
    )

    id: Mapped[Pk]
    year: Mapped[int]
    position: Mapped[int]
    number: Mapped[str] = mapped_column(String(10))
    parent: Mapped[str] = mapped_column(String(10))
    section_uz: Mapped[str] = mapped_column(String(200))
    section_ru: Mapped[str] = mapped_column(String(200))
    section_en: Mapped[str] = mapped_column(String(200))
    name_uz: Mapped[str] = mapped_column(String(600))
    name_ru: Mapped[str] = mapped_column(String(600))
    name_en: Mapped[str] = mapped_column(String(600))
    unit_uz: Mapped[str] = mapped_column(String(60))
    unit_ru: Mapped[str] = mapped_column(String(60))
    unit_en: Mapped[str] = mapped_column(String(60))
    service: Mapped[str] = mapped_column(String(20))
    mode: Mapped[Mode]
    last_fact: Mapped[int | None]
    plan: Mapped[int | None]
