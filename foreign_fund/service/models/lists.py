"""Selections for courses, and bibliographic reviews, with their titles."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk


class Selection(Base):
    """Literature chosen for a teacher and a course."""

    __tablename__ = "selection"
    __table_args__ = (
        Index("ix_selection_teacher", "patron_id"),
        Index("ix_selection_discipline", "discipline"),
        CheckConstraint("students >= 0", name="students_not_negative"),
    )

    id: Mapped[Pk]
    patron_id: Mapped[int | None] = mapped_column(ForeignKey("patron.id"))
    teacher: Mapped[str] = mapped_column(String(200), default="")  # whom no card stands for
    discipline: Mapped[str] = mapped_column(String(300))
    faculty: Mapped[str] = mapped_column(String(200), default="")
    course: Mapped[str] = mapped_column(String(20), default="")
    study_group: Mapped[str] = mapped_column(String(200), default="")
    term: Mapped[str] = mapped_column(String(100), default="")
    students: Mapped[int]
    note: Mapped[str] = mapped_column(String(1000), default="")
    department: Mapped[str] = mapped_column(String(40))
    made_on: Mapped[date]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    changed_at: Mapped[datetime]
    closed_on: Mapped[date | None]


class SelectionTitle(Base):
    """A title of a selection: of the catalogue, or in words where the library has none of it."""

    __tablename__ = "selection_title"
    __table_args__ = (
        UniqueConstraint("owner_id", "record_id", name="uq_selection_title_once"),
        Index("ix_selection_title_record", "record_id"),
        CheckConstraint("(record_id IS NULL) = (described <> '')", name="record_or_words"),
        CheckConstraint("wish_copies >= 0", name="wish_not_negative"),
        CheckConstraint("(wish_copies = 0) = (wished_on IS NULL)", name="wish_has_day"),
    )

    id: Mapped[Pk]
    owner_id: Mapped[int] = mapped_column(ForeignKey("selection.id"))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    described: Mapped[str] = mapped_column(String(500), default="")
    position: Mapped[int]
    note: Mapped[str] = mapped_column(String(300), default="")
    additional: Mapped[bool] = mapped_column(default=False)  # further reading: its coverage is not asked for
    wish_copies: Mapped[int] = mapped_column(default=0)  # copies to be ordered
    wished_on: Mapped[date | None]


class BiblioReview(Base):
    """A bibliographic review: what an event (`circulation.events`) is besides; the event counts and has listeners."""

    __tablename__ = "biblio_review"
    __table_args__ = (
        UniqueConstraint("event_id", name="uq_biblio_review_event"),
        CheckConstraint("minutes IS NULL OR minutes > 0", name="minutes_positive"),
    )

    id: Mapped[Pk]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    minutes: Mapped[int | None]  # how long it took
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]


class ReviewTitle(Base):
    """A title told of in a review."""

    __tablename__ = "biblio_review_title"
    __table_args__ = (
        UniqueConstraint("owner_id", "record_id", name="uq_biblio_review_title_once"),
        Index("ix_biblio_review_title_record", "record_id"),
    )

    id: Mapped[Pk]
    owner_id: Mapped[int] = mapped_column(ForeignKey("biblio_review.id"))
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    position: Mapped[int]
    note: Mapped[str] = mapped_column(String(300), default="")
