"""Events of the library, clubs and their members, who came."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk

MEMBER = text("left_on IS NULL")


class Club(Base):
    """A readers' club with its members (line 21)."""

    __tablename__ = "club"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(200), unique=True)
    topic: Mapped[str] = mapped_column(String(300), default="")
    leader: Mapped[str] = mapped_column(String(200), default="")
    meets: Mapped[str] = mapped_column(String(200), default="")  # when and where, in words
    department: Mapped[str] = mapped_column(String(40))
    founded_on: Mapped[date]
    closed_on: Mapped[date | None]


class ClubMember(Base):
    """A reader in a club."""

    __tablename__ = "club_member"
    __table_args__ = (
        Index("uq_club_member_now", "club_id", "patron_id", unique=True, sqlite_where=MEMBER,
              postgresql_where=MEMBER),
        Index("ix_club_member_patron", "patron_id"),
        CheckConstraint("left_on IS NULL OR left_on >= joined_on", name="left_not_before_joined"),
    )  # fmt: skip

    id: Mapped[Pk]
    club_id: Mapped[int] = mapped_column(ForeignKey("club.id"))
    patron_id: Mapped[int | None] = mapped_column(ForeignKey("patron.id"))
    joined_on: Mapped[date]
    left_on: Mapped[date | None]


class Event(Base):
    """One event: planned, then held or cancelled. A held one counts, once, on its day."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_day", "day", "state"),
        Index("ix_event_club", "club_id"),
        CheckConstraint("type IN ('event', 'field', 'club', 'excursion', 'training')", name="known_type"),
        CheckConstraint("state IN ('planned', 'held', 'cancelled')", name="known_state"),
        CheckConstraint("(state = 'held') = (held_at IS NOT NULL)", name="held_has_time"),
        CheckConstraint("(state = 'cancelled') = (cancel_reason <> '')", name="cancelled_has_reason"),
        CheckConstraint("headcount >= 0", name="headcount_not_negative"),
        CheckConstraint("(type = 'club') = (club_id IS NOT NULL)", name="club_meeting_has_club"),
    )

    id: Mapped[Pk]
    type: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(300))
    topic: Mapped[str] = mapped_column(String(300), default="")
    day: Mapped[date]
    starts: Mapped[int | None]  # minutes after midnight
    ends: Mapped[int | None]
    place: Mapped[str] = mapped_column(String(300), default="")
    sector: Mapped[str] = mapped_column(ForeignKey("sector.code"))
    department: Mapped[str] = mapped_column(String(40))
    club_id: Mapped[int | None] = mapped_column(ForeignKey("club.id"))
    organiser: Mapped[str] = mapped_column(String(200), default="")
    partner: Mapped[str] = mapped_column(String(300), default="")
    audience: Mapped[str] = mapped_column(String(200), default="")
    expected: Mapped[int | None]
    headcount: Mapped[int] = mapped_column(default=0)  # who came without a card
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))  # how they were counted
    state: Mapped[str] = mapped_column(String(10))
    link: Mapped[str] = mapped_column(String(500), default="")
    note: Mapped[str] = mapped_column(String(2000), default="")
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    held_at: Mapped[datetime | None]
    held_by: Mapped[int | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[int | None]
    cancel_reason: Mapped[str] = mapped_column(String(300), default="")


class Attendance(Base):
    """A reader came to an event, by card; the visit it made, unless one stood already."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("event_id", "patron_id", name="uq_attendance_once"),
        Index("ix_attendance_patron", "patron_id"),
    )

    id: Mapped[Pk]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    patron_id: Mapped[int | None] = mapped_column(ForeignKey("patron.id"))
    at: Mapped[datetime]
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))
