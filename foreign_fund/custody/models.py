"""Custodians, transfer acts, and checks of the fund."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Name, Pk

STANDING = text("until IS NULL")
NUMBERED = text("number IS NOT NULL")


class Custodian(Base):
    """A person who answers for copies (moddiy javobgar shaxs)."""

    __tablename__ = "custodian"
    __table_args__ = (CheckConstraint("until IS NULL OR until >= since", name="until_not_before_since"),)

    id: Mapped[Pk]
    name: Mapped[Name] = mapped_column(unique=True)
    post: Mapped[str] = mapped_column(String(200))
    department: Mapped[str] = mapped_column(ForeignKey("department.code"))
    since: Mapped[date]
    until: Mapped[date | None]  # the last day
    note: Mapped[str] = mapped_column(String(500), default="")


class CustodyPost(Base):
    """Who answers for the copies that come into a department, without an act, from the day they come."""

    __tablename__ = "custody_post"
    __table_args__ = (
        CheckConstraint("until IS NULL OR until >= since", name="until_not_before_since"),
        Index("uq_custody_post_standing", "department", unique=True, sqlite_where=STANDING, postgresql_where=STANDING),
    )  # fmt: skip

    id: Mapped[Pk]
    custodian_id: Mapped[int] = mapped_column(ForeignKey("custodian.id"), index=True)
    department: Mapped[str] = mapped_column(ForeignKey("department.code"))
    since: Mapped[date]
    until: Mapped[date | None]  # the last day


class CustodyState(enum.Enum):
    """An act is written, then approved; an approved one is never changed."""

    DRAFT = "draft"
    APPROVED = "approved"
    CANCELLED = "cancelled"


class CustodyAct(Base):
    """A transfer act: what one custodian gives, another receives; nobody (None) is an account too."""

    __tablename__ = "custody_act"
    __table_args__ = (
        Index("uq_custody_act_year_number", "year", "number", unique=True,
              sqlite_where=NUMBERED, postgresql_where=NUMBERED),
        Index("ix_custody_act_day", "day"),
        CheckConstraint("(state = 'approved') = (approved_at IS NOT NULL)", name="approved_has_time"),
        CheckConstraint("(state = 'approved') = (number IS NOT NULL)", name="approved_has_number"),
        CheckConstraint(
            "to_department IS NOT NULL OR corrects_id IS NOT NULL OR giver_id <> taker_id"
            " OR (giver_id IS NULL) <> (taker_id IS NULL)",
            name="moves_something",
        ),
    )  # fmt: skip

    id: Mapped[Pk]
    year: Mapped[int]
    number: Mapped[int | None]
    day: Mapped[date]
    state: Mapped[CustodyState]
    giver_id: Mapped[int | None] = mapped_column(ForeignKey("custodian.id"), index=True)
    taker_id: Mapped[int | None] = mapped_column(ForeignKey("custodian.id"), index=True)
    to_department: Mapped[str | None] = mapped_column(
        ForeignKey("department.code")
    )  # None: they stay in theirs
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("custody_act.id"), index=True)
    grounds: Mapped[str] = mapped_column(String(300))
    commission: Mapped[str] = mapped_column(String(1000))  # a line a member, the chair first
    note: Mapped[str] = mapped_column(String(1000))
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None]


class CustodyLine(Base):
    """One copy of an act. `turn` counts the approved acts of the copy from 1: two acts cannot both be its next."""

    __tablename__ = "custody_line"
    __table_args__ = (
        UniqueConstraint("act_id", "item_id", name="uq_custody_line_act_item"),
        UniqueConstraint("item_id", "turn", name="uq_custody_line_item_turn"),
        Index("ix_custody_line_giver", "giver_id"),
        Index("ix_custody_line_taker", "taker_id"),
        CheckConstraint("(turn IS NULL) = (day IS NULL)", name="turn_has_day"),
        CheckConstraint("turn > 0", name="turn_positive"),
    )

    id: Mapped[Pk]
    act_id: Mapped[int] = mapped_column(ForeignKey("custody_act.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    turn: Mapped[int | None]
    day: Mapped[date | None]
    giver_id: Mapped[int | None] = mapped_column(ForeignKey("custodian.id"))
    taker_id: Mapped[int | None] = mapped_column(ForeignKey("custodian.id"))
    from_department: Mapped[str] = mapped_column(String(40), default="")
    to_department: Mapped[str] = mapped_column(
        String(40), default=""
    )  # of a correction: where it stood before
    price: Mapped[int | None]  # soʻm, as the act says it


class Shelf(Base):
    """A shelf with a code to scan; `begins` are the beginnings of call numbers that belong on it, parted by commas."""

    __tablename__ = "shelf"

    id: Mapped[Pk]
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Name]
    department: Mapped[str] = mapped_column(ForeignKey("department.code"))
    begins: Mapped[str] = mapped_column(String(500), default="")


class CheckState(enum.Enum):
    """A check of the fund is going on, was closed by its act, or was given up."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class FundCheck(Base):
    """A check of the fund (fondni tekshirish, practice.md §4.3), closed by an act."""

    __tablename__ = "fund_check"
    __table_args__ = (
        Index("uq_fund_check_year_number", "year", "number", unique=True,
              sqlite_where=NUMBERED, postgresql_where=NUMBERED),
        CheckConstraint("(state = 'closed') = (number IS NOT NULL)", name="closed_has_number"),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed_has_time"),
    )  # fmt: skip

    id: Mapped[Pk]
    title: Mapped[Name]
    reason: Mapped[str] = mapped_column(String(300))
    department: Mapped[str] = mapped_column(String(40), default="")  # empty: every department of the fund
    language: Mapped[str] = mapped_column(String(3), default="")
    custodian_id: Mapped[int | None] = mapped_column(ForeignKey("custodian.id"), index=True)
    commission: Mapped[str] = mapped_column(String(1000))
    state: Mapped[CheckState]
    started_at: Mapped[datetime]
    started_on: Mapped[date]
    started_by: Mapped[int | None]
    closed_at: Mapped[datetime | None]
    closed_on: Mapped[date | None]
    closed_by: Mapped[int | None]
    year: Mapped[int]
    number: Mapped[int | None]
    minutes: Mapped[str] = mapped_column(
        String(100), default=""
    )  # number and day of the commission's minutes
    papers: Mapped[str] = mapped_column(String(300), default="")  # the summary book that was examined
    conclusions: Mapped[str] = mapped_column(String(2000), default="")
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("register_entry.id"))  # what line 27 counts


class FundCheckCopy(Base):
    """A copy that the papers expected when the check began; `outcome` is frozen by its act."""

    __tablename__ = "fund_check_copy"
    __table_args__ = (
        Index("ix_fund_check_copy_item", "item_id"),
        CheckConstraint(
            "outcome IN ('', 'found', 'misplaced', 'seen_at_desk', 'on_loan', 'exhibited', 'elsewhere', 'lost_by_reader',"
            " 'withdrawn', 'missing')",
            name="known_outcome",
        ),
    )

    check_id: Mapped[int] = mapped_column(ForeignKey("fund_check.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    outcome: Mapped[str] = mapped_column(
        String(20), default=""
    )  # a value of rules.Outcome; empty while it goes on


class FundScan(Base):
    """One scan of a check; a shelf that was scanned is no scan of a copy and leaves no row."""

    __tablename__ = "fund_scan"
    __table_args__ = (
        Index("ix_fund_scan_check", "check_id", "id"),
        Index("ix_fund_scan_item", "item_id"),
        CheckConstraint(
            "verdict IN ('found', 'misplaced', 'on_loan', 'stranger', 'withdrawn', 'unknown', 'twice')",
            name="known_verdict",
        ),
        Index("uq_fund_scan_first", "check_id", "item_id", unique=True,
              sqlite_where=text("verdict <> 'twice' AND undone_at IS NULL"),
              postgresql_where=text("verdict <> 'twice' AND undone_at IS NULL")),
    )  # fmt: skip

    id: Mapped[Pk]
    check_id: Mapped[int] = mapped_column(ForeignKey("fund_check.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    code: Mapped[str] = mapped_column(String(60))
    shelf: Mapped[str] = mapped_column(String(200))
    verdict: Mapped[str] = mapped_column(String(20))  # a value of rules.Verdict
    at: Mapped[datetime]
    staff_id: Mapped[int | None]
    undone_at: Mapped[datetime | None]
    found: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True)
    )  # how a missing copy stood before
