"""Exhibitions and the copies scanned onto them."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Name, Pk


class ExhibitionState(enum.Enum):
    """How far an exhibition has come."""

    PREPARING = "preparing"
    OPEN = "open"
    CLOSED = "closed"


class Exhibition(Base):
    """An exhibition of books: when, where, and whether its copies are lent meanwhile (CO-12)."""

    __tablename__ = "exhibition"
    __table_args__ = (CheckConstraint("closes_on >= opens_on", name="closes_after_opening"),)

    id: Mapped[Pk]
    title: Mapped[Name]
    department: Mapped[str] = mapped_column(ForeignKey("department.code"))
    place: Mapped[str] = mapped_column(String(200))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    lendable: Mapped[bool]
    state: Mapped[ExhibitionState]
    note: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime]


class ExhibitionItem(Base):
    """A copy on an exhibition; the same copy counts once on one exhibition (plan line 26).

    On the exhibition while `removed_at` is empty; counted unless `undone_at` says that it never was shown.
    """

    __tablename__ = "exhibition_item"
    __table_args__ = (
        UniqueConstraint("exhibition_id", "item_id", name="uq_exhibition_item_once"),
        CheckConstraint("undone_at IS NULL OR removed_at IS NOT NULL", name="undone_is_removed"),
    )

    id: Mapped[Pk]
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    section: Mapped[str] = mapped_column(String(100))
    scanned_at: Mapped[datetime]
    scanned_by: Mapped[int | None]
    removed_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
