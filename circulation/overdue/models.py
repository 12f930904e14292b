"""The ladder of overdue control and everything it did."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Name, Pk

OPEN_PROMISE = text("ended_at IS NULL")


class OverdueLevel(Base):
    """OV-01: one step of the ladder; `days` late, negative before the due date."""

    __tablename__ = "overdue_level"
    __table_args__ = (
        UniqueConstraint("days", "open_days", name="uq_overdue_level_days"),
        CheckConstraint("days BETWEEN -60 AND 3650", name="days_sensible"),
        CheckConstraint("charge >= 0", name="charge_not_negative"),
    )

    id: Mapped[Pk]
    name_uz: Mapped[Name]
    name_ru: Mapped[Name]
    name_en: Mapped[Name]
    days: Mapped[int]
    open_days: Mapped[bool]
    channels: Mapped[list[str]] = mapped_column(JSON)  # in order; empty: the reader's, else the library's
    template: Mapped[str] = mapped_column(String(40))
    restricts: Mapped[bool]
    charge: Mapped[int] = mapped_column(default=0)  # soʻm
    marks_lost: Mapped[bool]
    active: Mapped[bool] = mapped_column(default=True)


class OverdueNotice(Base):
    """This level of this loan was dealt with (OV-02); a renewed loan has another due date and begins anew."""

    __tablename__ = "overdue_notice"
    __table_args__ = (
        UniqueConstraint("loan_id", "level_id", "due_on", name="uq_overdue_notice_once"),
        Index("ix_overdue_notice_message", "message_id"),
    )

    id: Mapped[Pk]
    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"))
    level_id: Mapped[int] = mapped_column(ForeignKey("overdue_level.id"))
    due_on: Mapped[date]
    day: Mapped[date]
    at: Mapped[datetime]
    message_id: Mapped[int | None] = mapped_column(
        ForeignKey("message.id")
    )  # None: a sterner level was written about
    days_late: Mapped[int]


class Promise(Base):
    """OV-06: the reader will bring it by a date; until then the ladder waits."""

    __tablename__ = "promise"
    __table_args__ = (
        Index(
            "uq_promise_open_loan",
            "loan_id",
            unique=True,
            sqlite_where=OPEN_PROMISE,
            postgresql_where=OPEN_PROMISE,
        ),
        Index("ix_promise_patron", "patron_id"),
        CheckConstraint("(ended_at IS NULL) = (outcome = '')", name="ended_has_outcome"),
        CheckConstraint("patron_id IS NOT NULL OR ended_at IS NOT NULL", name="open_has_reader"),
        CheckConstraint("outcome IN ('', 'kept', 'broken', 'replaced', 'withdrawn')", name="known_outcome"),
    )

    id: Mapped[Pk]
    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"))
    patron_id: Mapped[int | None] = mapped_column(ForeignKey("patron.id"))  # None: ended and forgotten
    until: Mapped[date]
    at: Mapped[datetime]
    staff_id: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(10), default="")


class CallOutcome(enum.Enum):
    """What came of a call (OV-07)."""

    PROMISED = "promised"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    SAYS_RETURNED = "says_returned"
    LOST = "lost"
    REFUSED = "refused"
    OTHER = "other"


class Call(Base):
    """A reader was called about late copies."""

    __tablename__ = "overdue_call"
    __table_args__ = (Index("ix_overdue_call_patron", "patron_id", "id"),)

    id: Mapped[Pk]
    patron_id: Mapped[int] = mapped_column(ForeignKey("patron.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))  # the entry of the call list
    at: Mapped[datetime]
    day: Mapped[date]
    staff_id: Mapped[int | None]
    outcome: Mapped[CallOutcome]
    note: Mapped[str] = mapped_column(String(500), default="")


class CallLoan(Base):
    """Which loans a call was about."""

    __tablename__ = "overdue_call_loan"
    __table_args__ = (Index("ix_overdue_call_loan_loan", "loan_id"),)

    call_id: Mapped[int] = mapped_column(ForeignKey("overdue_call.id"), primary_key=True)
    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"), primary_key=True)


class OverdueRun(Base):
    """One run of the nightly job, or one by hand."""

    __tablename__ = "overdue_run"

    id: Mapped[Pk]
    day: Mapped[date]
    at: Mapped[datetime]
    staff_id: Mapped[int | None]
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)
