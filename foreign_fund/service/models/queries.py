"""Queries to the department and the titles of their answers."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk

OPEN = text("state = 'received'")


class ReaderQuery(Base):
    """What somebody asked the department: received, then answered or refused; an ended one counts once."""

    __tablename__ = "reader_query"
    __table_args__ = (
        Index("ix_reader_query_open", "day", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_reader_query_day", "day"),
        Index("ix_reader_query_patron", "patron_id"),
        CheckConstraint("way IN ('oral', 'written', 'virtual')", name="known_way"),
        CheckConstraint("asker_kind IN ('teacher', 'reader', 'guest')", name="known_asker_kind"),
        CheckConstraint("type IN ('address', 'fact', 'topic', 'clarify')", name="known_type"),
        CheckConstraint("state IN ('received', 'answered', 'refused')", name="known_state"),
        CheckConstraint("(state = 'received') = (ended_on IS NULL)", name="ended_has_day"),
        CheckConstraint("(state = 'refused') = (refuse_reason <> '')", name="refused_has_reason"),
        CheckConstraint("ended_on >= day", name="ended_not_before_asked"),
    )

    id: Mapped[Pk]
    day: Mapped[date]
    way: Mapped[str] = mapped_column(String(10))
    asker_kind: Mapped[str] = mapped_column(String(10))
    patron_id: Mapped[int | None] = mapped_column(ForeignKey("patron.id"))
    asker: Mapped[str] = mapped_column(String(200), default="")  # whom no card stands for
    contact: Mapped[str] = mapped_column(String(200), default="")  # e-mail of a guest
    language: Mapped[str] = mapped_column(String(10), default="uz")  # of the answer
    topic: Mapped[str] = mapped_column(String(300))
    wanted: Mapped[str] = mapped_column(Text, default="")
    languages: Mapped[str] = mapped_column(
        String(100), default=""
    )  # ISO 639-2 codes of the literature, spaced
    type: Mapped[str] = mapped_column(String(10))
    channel: Mapped[str] = mapped_column(String(20))
    department: Mapped[str] = mapped_column(String(40))
    sector: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    answer: Mapped[str] = mapped_column(Text, default="")
    refuse_reason: Mapped[str] = mapped_column(String(20), default="")
    sends: Mapped[int] = mapped_column(default=0)  # answers written to the asker through the outbox
    received_at: Mapped[datetime]
    received_by: Mapped[int | None]
    ended_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None]


class QueryTitle(Base):
    """A title of the answer."""

    __tablename__ = "reader_query_title"
    __table_args__ = (
        UniqueConstraint("owner_id", "record_id", name="uq_reader_query_title_once"),
        Index("ix_reader_query_title_record", "record_id"),
    )

    id: Mapped[Pk]
    owner_id: Mapped[int] = mapped_column(ForeignKey("reader_query.id"))
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    position: Mapped[int]
    note: Mapped[str] = mapped_column(String(300), default="")
