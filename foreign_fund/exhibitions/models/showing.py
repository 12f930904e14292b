"""Exhibitions, their cases, the copies scanned onto them and the pieces of others."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Name, Pk


class ExhibitionState(enum.Enum):
    """How far an exhibition has come."""

    PREPARING = "preparing"
    OPEN = "open"
    CLOSED = "closed"


class Exhibition(Base):
    """An exhibition of books: its passport, and whether its copies are lent meanwhile (CO-12).

    `opens_on` and `closes_on` are planned, `opened_on` and `closed_on` are the days on which it happened.
    """

    __tablename__ = "exhibition"
    __table_args__ = (
        UniqueConstraint("year", "number", name="uq_exhibition_number"),
        CheckConstraint("closes_on >= opens_on", name="closes_after_opening"),
        CheckConstraint(
            "form IN ('new_arrivals', 'thematic', 'personal', 'one_book', 'virtual')", name="known_form"
        ),
        CheckConstraint("(state = 'preparing') = (opened_on IS NULL)", name="opened_has_day"),
        CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_has_day"),
        CheckConstraint("qr_opened >= 0", name="qr_not_negative"),
    )

    id: Mapped[Pk]
    year: Mapped[int]
    number: Mapped[int]  # in its year, by the order of entering
    title: Mapped[Name]
    department: Mapped[str] = mapped_column(ForeignKey("department.code"))
    place: Mapped[str] = mapped_column(String(200))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    setup_on: Mapped[date | None]
    takedown_on: Mapped[date | None]
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    lendable: Mapped[bool]
    state: Mapped[ExhibitionState]
    form: Mapped[str] = mapped_column(String(20), default="thematic")
    plan_line: Mapped[str] = mapped_column(String(20), default="")
    cycle: Mapped[str] = mapped_column(String(200), default="")
    occasion: Mapped[str] = mapped_column(String(300), default="")
    occasion_on: Mapped[date | None]
    purpose: Mapped[str] = mapped_column(String(1000), default="")
    audience: Mapped[str] = mapped_column(String(300), default="")
    epigraph: Mapped[str] = mapped_column(String(1000), default="")
    languages: Mapped[str] = mapped_column(String(200), default="")  # codes with spaces between them
    curator: Mapped[str] = mapped_column(String(200), default="")
    partners: Mapped[str] = mapped_column(String(300), default="")
    approved_by: Mapped[str] = mapped_column(String(200), default="")
    public: Mapped[bool] = mapped_column(default=False)  # has a page that readers open
    public_text: Mapped[str] = mapped_column(String(4000), default="")
    qr_opened: Mapped[int] = mapped_column(default=0)  # times that its QR code was followed
    result: Mapped[str] = mapped_column(String(4000), default="")  # what the curator makes of it
    note: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime]


class ExhibitionCase(Base):
    """A case, shelf or stand within a section of the place; its code is printed and scanned."""

    __tablename__ = "exhibition_case"
    __table_args__ = (
        UniqueConstraint("code", name="uq_exhibition_case_code"),
        UniqueConstraint("exhibition_id", "section", "name", name="uq_exhibition_case_name"),
    )

    id: Mapped[Pk]
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    code: Mapped[str] = mapped_column(String(20))
    section: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]


class ExhibitionRotation(Base):
    """A part of the days of an exhibition in which some copies hang in place of others; none overlaps another."""

    __tablename__ = "exhibition_rotation"
    __table_args__ = (
        UniqueConstraint("exhibition_id", "number", name="uq_exhibition_rotation_number"),
        CheckConstraint("last_on >= first_on", name="ends_after_beginning"),
    )

    id: Mapped[Pk]
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(100), default="")
    first_on: Mapped[date]
    last_on: Mapped[date]


class ExhibitionPlan(Base):
    """A copy that is to hang from a later rotation on: on its shelf still, lent as any other, and counted nowhere.

    The row goes when the copy is put up and becomes an `ExhibitionItem`.
    """

    __tablename__ = "exhibition_plan"
    __table_args__ = (
        UniqueConstraint("exhibition_id", "item_id", name="uq_exhibition_plan_once"),
        Index("ix_exhibition_plan_rotation", "rotation_id"),
        Index("ix_exhibition_plan_item", "item_id"),
        CheckConstraint("access IN ('lend', 'room', 'look')", name="known_access"),
    )

    id: Mapped[Pk]
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    rotation_id: Mapped[int] = mapped_column(ForeignKey("exhibition_rotation.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("exhibition_case.id"))
    access: Mapped[str] = mapped_column(String(10), default="lend")
    annotation: Mapped[str] = mapped_column(String(1000), default="")
    planned_at: Mapped[datetime]
    planned_by: Mapped[int | None]


class ExhibitionItem(Base):
    """A copy on an exhibition; the same copy counts once on one exhibition (plan line 26).

    On the exhibition while `removed_at` is empty; counted unless `undone_at` says that it never was shown.
    """

    __tablename__ = "exhibition_item"
    __table_args__ = (
        UniqueConstraint("exhibition_id", "item_id", name="uq_exhibition_item_once"),
        Index("ix_exhibition_item_case", "case_id"),
        Index("ix_exhibition_item_rotation", "rotation_id"),
        CheckConstraint("undone_at IS NULL OR removed_at IS NOT NULL", name="undone_is_removed"),
        CheckConstraint("access IN ('lend', 'room', 'look')", name="known_access"),
    )

    id: Mapped[Pk]
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("exhibition_case.id"))
    section: Mapped[str] = mapped_column(String(100))  # where it stands, in the words that the desk says
    position: Mapped[int] = mapped_column(default=0)
    access: Mapped[str] = mapped_column(String(10), default="lend")
    annotation: Mapped[str] = mapped_column(String(1000), default="")
    scanned_at: Mapped[datetime]
    scanned_by: Mapped[int | None]
    removed_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]
    found: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True)
    )  # how a missing copy stood before
    rotation_id: Mapped[int | None] = mapped_column(
        ForeignKey("exhibition_rotation.id")
    )  # None: the whole time


class ExhibitionPiece(Base):
    """Something shown that is no copy of ours: loaned in from an owner by an act, or a title of a virtual exhibition."""

    __tablename__ = "exhibition_piece"
    __table_args__ = (
        Index("ix_exhibition_piece_exhibition", "exhibition_id"),
        Index("ix_exhibition_piece_record", "record_id"),
        CheckConstraint("kind IN ('loaned', 'title')", name="known_kind"),
        CheckConstraint("(kind = 'title') = (record_id IS NOT NULL)", name="title_has_record"),
        CheckConstraint("returned_on IS NULL OR received_on IS NOT NULL", name="returned_was_received"),
        CheckConstraint("worth >= 0", name="worth_not_negative"),
    )

    id: Mapped[Pk]
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("exhibition_case.id"))
    kind: Mapped[str] = mapped_column(String(10))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    title: Mapped[str] = mapped_column(String(500), default="")
    owner: Mapped[str] = mapped_column(String(300), default="")
    act: Mapped[str] = mapped_column(String(100), default="")
    worth: Mapped[int | None]  # soʻm, as the act states
    received_on: Mapped[date | None]
    return_by: Mapped[date | None]
    returned_on: Mapped[date | None]
    annotation: Mapped[str] = mapped_column(String(1000), default="")
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
