"""Walks along the cases with a scanner, and the acts by which copies go to an exhibition and come back."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk

GOING = text("finished_at IS NULL")


class ExhibitionRound(Base):
    """A walk: mounting, the evening check, the return to the shelf; `case_id` is the case scanned last."""

    __tablename__ = "exhibition_round"
    __table_args__ = (
        Index("uq_exhibition_round_going", "exhibition_id", unique=True, sqlite_where=GOING,
              postgresql_where=GOING),
        Index("ix_exhibition_round_exhibition", "exhibition_id", "id"),
        CheckConstraint("kind IN ('mounting', 'evening', 'return')", name="known_kind"),
    )  # fmt: skip

    id: Mapped[Pk]
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    kind: Mapped[str] = mapped_column(String(10))
    day: Mapped[date]
    case_id: Mapped[int | None] = mapped_column(ForeignKey("exhibition_case.id"))
    started_at: Mapped[datetime]
    started_by: Mapped[int | None]
    finished_at: Mapped[datetime | None]


class ExhibitionSighting(Base):
    """What a walk found of one copy: seen in its case, in another, or, written when it ends, not at all."""

    __tablename__ = "exhibition_sighting"
    __table_args__ = (
        UniqueConstraint("round_id", "entry_id", name="uq_exhibition_sighting_once"),
        Index("ix_exhibition_sighting_entry", "entry_id"),
        CheckConstraint("result IN ('right', 'misplaced', 'missing', 'on_loan')", name="known_result"),
        CheckConstraint("(seen_at IS NULL) = (result IN ('missing', 'on_loan'))", name="seen_has_time"),
    )

    id: Mapped[Pk]
    round_id: Mapped[int] = mapped_column(ForeignKey("exhibition_round.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("exhibition_item.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("exhibition_case.id"))  # where it was seen
    seen_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(String(10))


class ExhibitionPaper(Base):
    """An act of issue to an exhibition or of return from it, numbered in its year."""

    __tablename__ = "exhibition_paper"
    __table_args__ = (
        UniqueConstraint("kind", "year", "number", name="uq_exhibition_paper_number"),
        Index("ix_exhibition_paper_exhibition", "exhibition_id"),
        CheckConstraint("kind IN ('issue', 'return')", name="known_kind"),
    )

    id: Mapped[Pk]
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    kind: Mapped[str] = mapped_column(String(10))
    year: Mapped[int]
    number: Mapped[int]
    day: Mapped[date]
    handed_by: Mapped[str] = mapped_column(String(200))
    received_by: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
    made_by: Mapped[int | None]


class ExhibitionPaperLine(Base):
    """A copy on an act."""

    __tablename__ = "exhibition_paper_line"
    __table_args__ = (
        UniqueConstraint("paper_id", "entry_id", name="uq_exhibition_paper_line_once"),
        Index("ix_exhibition_paper_line_entry", "entry_id"),
    )

    id: Mapped[Pk]
    paper_id: Mapped[int] = mapped_column(ForeignKey("exhibition_paper.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("exhibition_item.id"))
