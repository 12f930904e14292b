"""Registers of work that leaves no trace elsewhere, its evidence, other libraries, and the tally of nameless work."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk

ABOUT = text("about_type <> '' AND withdrawn_at IS NULL")


class OtherLibrary(Base):
    """A library of the district that the centre helps and lists (practice.md §2, lines 3 and 5)."""

    __tablename__ = "other_library"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(
        String(20)
    )  # school | college | university | departmental | public | other
    address: Mapped[str] = mapped_column(String(300), default="")
    head: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    stock: Mapped[int | None]
    readers: Mapped[int | None]
    staff: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    closed_on: Mapped[date | None]


class StaffProfile(Base):
    """What the quarterly summary of personnel needs of a member of staff (line 2)."""

    __tablename__ = "staff_profile"
    __table_args__ = (
        CheckConstraint(
            "education IN ('', 'higher', 'secondary_special', 'secondary')", name="known_education"
        ),
    )

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    position: Mapped[str] = mapped_column(String(200), default="")
    education: Mapped[str] = mapped_column(String(20), default="")
    librarian: Mapped[bool] = mapped_column(default=False)  # trained as a librarian
    since: Mapped[date | None]  # works in libraries since


class RegisterEntry(Base):
    """One entry of a register: work done, with its day, its people and its evidence. Withdrawn, never deleted."""

    __tablename__ = "register_entry"
    __table_args__ = (
        Index("ix_register_entry_day", "register", "day"),
        Index("uq_register_entry_about", "register", "about_type", "about_id", unique=True,
              sqlite_where=ABOUT, postgresql_where=ABOUT),
        CheckConstraint("(withdrawn_at IS NULL) = (withdraw_reason = '')", name="withdrawn_has_reason"),
        CheckConstraint("persons IS NULL OR persons >= 0", name="persons_not_negative"),
        CheckConstraint("hours IS NULL OR hours >= 0", name="hours_not_negative"),
    )  # fmt: skip

    id: Mapped[Pk]
    register: Mapped[str] = mapped_column(String(30))
    type: Mapped[str] = mapped_column(String(40), default="")
    number: Mapped[str] = mapped_column(String(60), default="")  # of the paper
    day: Mapped[date]  # the day it happened or was approved: the day it counts on
    until: Mapped[date | None]  # its end, or how long it holds
    title: Mapped[str] = mapped_column(String(500))
    people: Mapped[str] = mapped_column(String(500), default="")  # authors, teachers, members
    place: Mapped[str] = mapped_column(String(300), default="")
    partner: Mapped[str] = mapped_column(String(300), default="")  # outlet, network, organisation
    library_id: Mapped[int | None] = mapped_column(ForeignKey("other_library.id"))
    country: Mapped[str] = mapped_column(String(2), default="")
    persons: Mapped[int | None]
    hours: Mapped[int | None]
    amount: Mapped[int | None] = mapped_column(BigInteger)  # soʻm
    link: Mapped[str] = mapped_column(String(500), default="")
    note: Mapped[str] = mapped_column(String(2000), default="")
    department: Mapped[str] = mapped_column(String(40))
    sector: Mapped[str] = mapped_column(String(40))
    about_type: Mapped[str] = mapped_column(String(40), default="")  # what the program prepared it from
    about_id: Mapped[int | None]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    changed_at: Mapped[datetime | None]
    changed_by: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[int | None]
    withdraw_reason: Mapped[str] = mapped_column(String(300), default="")


class Evidence(Base):
    """A file that proves an entry, an event, a trip: kept by its content, whoever it belongs to."""

    __tablename__ = "evidence"
    __table_args__ = (Index("ix_evidence_owner", "owner_type", "owner_id"),)

    id: Mapped[Pk]
    owner_type: Mapped[str] = mapped_column(String(40))  # register_entry | event | trip | survey | …
    owner_id: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime]
    added_by: Mapped[int | None]
    removed_at: Mapped[datetime | None]
    removed_by: Mapped[int | None]


class Tally(Base):
    """Nameless work counted by one tap: questions, help, copies, calls, refusals; a negative twin corrects."""

    __tablename__ = "tally"
    __table_args__ = (
        Index("ix_tally_day", "day", "kind"),
        UniqueConstraint("corrects_id", name="uq_tally_corrected_once"),
        CheckConstraint("amount <> 0", name="some_amount"),
        CheckConstraint("(amount < 0) = (corrects_id IS NOT NULL)", name="negative_corrects"),
    )

    id: Mapped[Pk]
    kind: Mapped[str] = mapped_column(String(20))  # question | help | copy | call | refusal
    type: Mapped[str] = mapped_column(String(20), default="")  # address | fact | topic | clarify; why refused
    channel: Mapped[str] = mapped_column(String(20))
    sector: Mapped[str] = mapped_column(String(40))
    department: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]
    at: Mapped[datetime]
    amount: Mapped[int]
    note: Mapped[str] = mapped_column(String(300), default="")  # what was asked for, if somebody typed it
    staff_id: Mapped[int | None]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("tally.id"))
