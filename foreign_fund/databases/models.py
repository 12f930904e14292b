"""Databases, clicks on them by day, reminders of terms that end."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk

OPEN = text("answered_at IS NULL")


class OnlineDatabase(Base):
    """A database that readers reach over the net: what it is, how one gets in, on which terms and until when."""

    __tablename__ = "online_database"
    __table_args__ = (
        CheckConstraint("access IN ('open', 'ip', 'login', 'building')", name="known_access"),
        CheckConstraint("link_state IN ('', 'ok', 'refused', 'broken', 'offline')", name="known_link_state"),
        CheckConstraint(
            "subscribed_until IS NULL OR subscribed_from IS NULL OR subscribed_until >= subscribed_from",
            name="ends_after_beginning",
        ),
        CheckConstraint("price >= 0 AND price_som >= 0", name="price_not_negative"),
        CheckConstraint("rate > 0", name="rate_positive"),
    )

    id: Mapped[Pk]
    title: Mapped[str] = mapped_column(String(300), unique=True)
    provider: Mapped[str] = mapped_column(String(300), default="")
    subjects: Mapped[str] = mapped_column(String(300), default="")
    languages: Mapped[str] = mapped_column(String(100), default="")  # codes of three letters, a space between
    about: Mapped[str] = mapped_column(String(1000), default="")  # for readers
    url: Mapped[str] = mapped_column(String(500))
    access: Mapped[str] = mapped_column(String(10))
    how: Mapped[str] = mapped_column(String(500), default="")  # how one gets in; never a password
    terms: Mapped[str] = mapped_column(String(1000), default="")  # of the licence
    subscribed_from: Mapped[date | None]
    subscribed_until: Mapped[date | None]
    trial_until: Mapped[date | None]
    price: Mapped[int] = mapped_column(BigInteger, default=0)  # a year, hundredths of the currency
    currency: Mapped[str] = mapped_column(String(3))
    rate: Mapped[int]  # soʻm for 10,000 units of the currency
    price_som: Mapped[int] = mapped_column(BigInteger, default=0)
    department: Mapped[str] = mapped_column(ForeignKey("department.code"))
    note: Mapped[str] = mapped_column(String(500), default="")
    closed_on: Mapped[date | None]
    link_state: Mapped[str] = mapped_column(String(10), default="")
    link_told: Mapped[str] = mapped_column(
        String(100), default=""
    )  # the status, or what kept it from answering
    link_checked_at: Mapped[datetime | None]
    broken_since: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]


class DatabaseUse(Base):
    """How often a database was opened from our pages on a day; nobody's name, no address of a machine."""

    __tablename__ = "database_use"
    __table_args__ = (CheckConstraint("uses > 0", name="some_uses"),)

    database_id: Mapped[int] = mapped_column(ForeignKey("online_database.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    uses: Mapped[int]


class Deadline(Base):
    """A term that ends: the department is reminded once of each, and says what came of it."""

    __tablename__ = "deadline"
    __table_args__ = (
        UniqueConstraint("owner_type", "owner_id", "what", "ends_on", name="uq_deadline_once"),
        Index("ix_deadline_open", "ends_on", sqlite_where=OPEN, postgresql_where=OPEN),
        CheckConstraint("owner_type IN ('online_database', 'register_entry')", name="known_owner"),
        CheckConstraint("what IN ('trial', 'subscription', 'agreement')", name="known_term"),
        CheckConstraint("outcome IN ('', 'renewed', 'ended', 'moved')", name="known_outcome"),
        CheckConstraint("(answered_at IS NULL) = (outcome = '')", name="answered_has_outcome"),
    )

    id: Mapped[Pk]
    owner_type: Mapped[str] = mapped_column(String(40))
    owner_id: Mapped[int]
    what: Mapped[str] = mapped_column(String(20))
    ends_on: Mapped[date]
    reminded_on: Mapped[date]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None]
    outcome: Mapped[str] = mapped_column(String(10), default="")
    answer: Mapped[str] = mapped_column(String(300), default="")
