"""Who came to an exhibition, and what went with it and was said of it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk


class ExhibitionVisitors(Base):
    """Persons who came, groups, guided tours, books looked at on the spot, questions: counted here and nowhere else."""

    __tablename__ = "exhibition_visitors"
    __table_args__ = (
        Index("ix_exhibition_visitors_exhibition", "exhibition_id", "day"),
        CheckConstraint("kind IN ('visitors', 'group', 'tour', 'views', 'questions')", name="known_kind"),
        CheckConstraint("persons > 0", name="some_persons"),
    )

    id: Mapped[Pk]
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(10))
    persons: Mapped[int]
    who: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    by: Mapped[int | None]
    undone_at: Mapped[datetime | None]


class ExhibitionEvent(Base):
    """An event of the library held within an exhibition, a bibliographic review among them."""

    __tablename__ = "exhibition_event"
    __table_args__ = (
        UniqueConstraint("exhibition_id", "event_id", name="uq_exhibition_event_once"),
        Index("ix_exhibition_event_event", "event_id"),
    )

    id: Mapped[Pk]
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))


class ExhibitionExtra(Base):
    """An article in the press, a page of the web, words that a reader left.

    `who` of a reader's words is never a name: a group, a course, a profession. `noted` is a review written down by
    hand before reviews were events; `event_id` is the event that it was found to be, and the line is off the page.
    """

    __tablename__ = "exhibition_extra"
    __table_args__ = (
        Index("ix_exhibition_extra_exhibition", "exhibition_id", "day"),
        CheckConstraint("kind IN ('noted', 'press', 'web', 'words')", name="known_kind"),
        CheckConstraint("persons >= 0", name="persons_not_negative"),
        CheckConstraint(
            "event_id IS NULL OR (kind = 'noted' AND removed_at IS NOT NULL)", name="event_instead_of_line"
        ),
    )

    id: Mapped[Pk]
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    kind: Mapped[str] = mapped_column(String(10))
    day: Mapped[date]
    text: Mapped[str] = mapped_column(String(2000))
    who: Mapped[str] = mapped_column(String(200))
    link: Mapped[str] = mapped_column(String(500))
    persons: Mapped[int | None]  # listeners of a review noted by hand
    at: Mapped[datetime]
    by: Mapped[int | None]
    removed_at: Mapped[datetime | None]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"))


class ExhibitionPhoto(Base):
    """A picture among the files of an exhibition that its public page shows."""

    __tablename__ = "exhibition_photo"
    __table_args__ = (
        UniqueConstraint("evidence_id", name="uq_exhibition_photo_evidence"),
        Index("ix_exhibition_photo_exhibition", "exhibition_id"),
    )

    id: Mapped[Pk]
    exhibition_id: Mapped[int] = mapped_column(ForeignKey("exhibition.id"))
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    caption: Mapped[str] = mapped_column(String(300))
