"""The annual work plan."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk

STANDS = text("reopened_at IS NULL")


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
        CheckConstraint("measure IN ('amount', 'acts', 'distinct', 'exists', 'parts')", name="known_measure"),
        CheckConstraint("(retired_at IS NULL) = (retire_reason = '')", name="retired_has_reason"),
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
    last_fact: Mapped[int | None] = mapped_column(BigInteger)
    plan: Mapped[int | None] = mapped_column(BigInteger)
    mechanism_uz: Mapped[str] = mapped_column(String(1000), default="")
    mechanism_ru: Mapped[str] = mapped_column(String(1000), default="")
    mechanism_en: Mapped[str] = mapped_column(String(1000), default="")
    deadline: Mapped[str] = mapped_column(
        String(20), default="year"
    )  # year | quarter | month | week | q1…q4 | …
    responsible: Mapped[str] = mapped_column(String(200), default="")  # as typed; empty: the service
    # What it counts: terms of acts, each {"kinds": […], "sources": […], …}, added up; none: nothing feeds it.
    counter: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    # amounts | rows | distinct things | 1 if there is anything | the sum of its parts
    measure: Mapped[str] = mapped_column(String(10), default="amount")
    retired_at: Mapped[datetime | None]  # counts and stands in old reports, asked for no more
    retire_reason: Mapped[str] = mapped_column(String(300), default="")


class PlanTarget(Base):
    """A target of a part of the year, of a sector or of a service; the year's own stands in the line."""

    __tablename__ = "plan_target"
    __table_args__ = (
        UniqueConstraint("line_id", "part", "sector", "service", name="uq_plan_target_cells"),
        CheckConstraint("plan >= 0", name="plan_not_negative"),
    )

    id: Mapped[Pk]
    line_id: Mapped[int] = mapped_column(ForeignKey("plan_line.id"))
    part: Mapped[str] = mapped_column(String(4))  # year, q1…q4, m1…m12
    sector: Mapped[str] = mapped_column(String(40), default="")
    service: Mapped[str] = mapped_column(String(20), default="")
    plan: Mapped[int] = mapped_column(BigInteger)


class PlanOpening(Base):
    """A figure from before the program, typed in or read from a table: added to what the log knows, and marked."""

    __tablename__ = "plan_opening"
    __table_args__ = (UniqueConstraint("year", "number", "part", name="uq_plan_opening_cells"),)

    id: Mapped[Pk]
    year: Mapped[int]
    number: Mapped[str] = mapped_column(String(10))
    part: Mapped[str] = mapped_column(String(4))  # year or m1…m12
    value: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(String(200))  # the paper or the file it was taken from
    at: Mapped[datetime]
    staff_id: Mapped[int | None]


class PlanClosure(Base):
    """A month or quarter closed by the director: its figures are frozen under a seal until it is opened again."""

    __tablename__ = "plan_closure"
    __table_args__ = (
        Index(
            "uq_plan_closure_standing",
            "year",
            "part",
            unique=True,
            sqlite_where=STANDS,
            postgresql_where=STANDS,
        ),
        CheckConstraint("(reopened_at IS NULL) = (reopen_reason = '')", name="reopened_has_reason"),
    )

    id: Mapped[Pk]
    year: Mapped[int]
    part: Mapped[str] = mapped_column(String(4))  # m1…m12, q1…q4, year
    closed_at: Mapped[datetime]
    closed_by: Mapped[int | None]
    last_activity_id: Mapped[int]  # every act counted has a smaller id or this one
    seal: Mapped[str] = mapped_column(String(64))  # SHA-256 over all figures and the ids of their rows
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[int | None]
    reopen_reason: Mapped[str] = mapped_column(String(500), default="")


class ClosedFigure(Base):
    """One line's figure as it was at the closing, with what it counted then."""

    __tablename__ = "plan_closed_figure"

    closure_id: Mapped[int] = mapped_column(ForeignKey("plan_closure.id"), primary_key=True)
    number: Mapped[str] = mapped_column(String(10), primary_key=True)
    fact: Mapped[int | None] = mapped_column(BigInteger)
    plan: Mapped[int | None] = mapped_column(BigInteger)
    opening: Mapped[int] = mapped_column(BigInteger)  # how much of the fact is from before the program
    acts: Mapped[int]
    rows_hash: Mapped[str] = mapped_column(String(64))  # SHA-256 over the ids of the rows, in their order
    counter: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    measure: Mapped[str] = mapped_column(String(10))
    sectors: Mapped[dict[str, int]] = mapped_column(JSON)


class PlanTask(Base):
    """A note or task of the director about a line, for the service that answers for it."""

    __tablename__ = "plan_task"
    __table_args__ = (
        Index("ix_plan_task_line", "year", "number"),
        Index(
            "ix_plan_task_open",
            "service",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )

    id: Mapped[Pk]
    year: Mapped[int]
    number: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(String(1000))
    service: Mapped[str] = mapped_column(String(20))
    due_on: Mapped[date | None]
    at: Mapped[datetime]
    staff_id: Mapped[int | None]
    done_at: Mapped[datetime | None]
    done_by: Mapped[int | None]
    done_note: Mapped[str] = mapped_column(String(500), default="")
