"""Interest profiles of readers, bulletins of new arrivals, and who was written to about which."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk


class InterestProfile(Base):
    """What a reader wants to be told of; `stopped_at`: the reader wants nothing any more. Gone with the reader."""

    __tablename__ = "interest_profile"
    __table_args__ = (UniqueConstraint("patron_id", name="uq_interest_profile_reader"),)

    id: Mapped[Pk]
    patron_id: Mapped[int] = mapped_column(ForeignKey("patron.id"))
    languages: Mapped[list[str]] = mapped_column(JSON)  # ISO 639-2
    branches: Mapped[list[str]] = mapped_column(JSON)  # of knowledge
    marks: Mapped[list[str]] = mapped_column(JSON)  # beginnings of class marks
    authors: Mapped[list[str]] = mapped_column(JSON)
    types: Mapped[list[str]] = mapped_column(JSON)  # of documents
    key: Mapped[str] = mapped_column(String(64))  # signs the link that stops it; new with every start
    made_at: Mapped[datetime]
    made_by: Mapped[int | None]  # None: the reader
    changed_at: Mapped[datetime]
    stopped_at: Mapped[datetime | None]


class Bulletin(Base):
    """An issue of the bulletin: new arrivals of the fund of a period; periods neither overlap nor leave a gap."""

    __tablename__ = "bulletin"
    __table_args__ = (
        UniqueConstraint("since", name="uq_bulletin_since"),
        UniqueConstraint("until", name="uq_bulletin_until"),
        CheckConstraint("until >= since", name="until_not_before_since"),
    )

    id: Mapped[Pk]
    since: Mapped[date]
    until: Mapped[date]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None]
    sent_at: Mapped[datetime | None]  # every reader has been looked at


class BulletinTitle(Base):
    """A title of an issue, with how many copies of it came."""

    __tablename__ = "bulletin_title"
    __table_args__ = (
        Index("ix_bulletin_title_record", "record_id"),
        CheckConstraint("copies > 0", name="some_copies"),
    )

    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"), primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    copies: Mapped[int]


class BulletinCopy(Base):
    """A reader was written to about an issue: the database lets that happen once."""

    __tablename__ = "bulletin_copy"
    __table_args__ = (
        UniqueConstraint("bulletin_id", "patron_id", name="uq_bulletin_copy_once"),
        Index("ix_bulletin_copy_patron", "patron_id"),
    )

    id: Mapped[Pk]
    bulletin_id: Mapped[int] = mapped_column(ForeignKey("bulletin.id"))
    patron_id: Mapped[int | None] = mapped_column(ForeignKey("patron.id"))
    titles: Mapped[int]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    at: Mapped[datetime]
