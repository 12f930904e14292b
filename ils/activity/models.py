"""Tables of the activity log."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk

_TWINS = text("undo_of IS NOT NULL")


class Activity(Base):
    """One act. The triggers of revision 0002 refuse any change or deletion."""

    __tablename__ = "activity"
    __table_args__ = (
        # With what tells things apart, so that these are counted from the index alone.
        Index("ix_activity_kind_day", "kind", "day", "subject_type", "subject_id", "amount"),
        Index("ix_activity_subject", "subject_type", "subject_id"),
        Index("ix_activity_twin", "kind", "day", sqlite_where=_TWINS, postgresql_where=_TWINS),
    )

    id: Mapped[Pk]
    kind: Mapped[str] = mapped_column(String(60))
    day: Mapped[date]
    at: Mapped[datetime]
    amount: Mapped[int]
    actor_id: Mapped[int | None]
    department: Mapped[str] = mapped_column(String(40))
    sector: Mapped[str] = mapped_column(String(40))
    patron_category: Mapped[str] = mapped_column(String(40))
    patron_age: Mapped[str] = mapped_column(String(20))
    patron_sex: Mapped[str] = mapped_column(String(1))
    patron_citizenship: Mapped[str] = mapped_column(String(2))
    item_language: Mapped[str] = mapped_column(String(3))
    item_branch: Mapped[str] = mapped_column(String(20))
    item_type: Mapped[str] = mapped_column(String(40))
    item_fund: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(20))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    batch: Mapped[str] = mapped_column(String(60))
    note: Mapped[str] = mapped_column(String(500))
    undo_of: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), unique=True)


class DailyTotal(Base):
    """The sum of a day's acts of one kind and cut, kept in the acts' own transactions."""

    __tablename__ = "activity_total"

    kind: Mapped[str] = mapped_column(String(60), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    department: Mapped[str] = mapped_column(String(40), primary_key=True)
    sector: Mapped[str] = mapped_column(String(40), primary_key=True)
    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    fund: Mapped[str] = mapped_column(String(40), primary_key=True)
    amount: Mapped[int]
    acts: Mapped[int]


class MonthlyTotal(Base):
    """The sum of a month's acts of one kind and every cut that statistics ask for; kept like the daily totals."""

    __tablename__ = "activity_month"
    __table_args__ = ({"sqlite_with_rowid": False},)

    kind: Mapped[str] = mapped_column(String(60), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)  # its first day
    department: Mapped[str] = mapped_column(String(40), primary_key=True)
    sector: Mapped[str] = mapped_column(String(40), primary_key=True)
    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    fund: Mapped[str] = mapped_column(String(40), primary_key=True)
    patron_category: Mapped[str] = mapped_column(String(40), primary_key=True)
    patron_age: Mapped[str] = mapped_column(String(20), primary_key=True)
    patron_sex: Mapped[str] = mapped_column(String(1), primary_key=True)
    patron_citizenship: Mapped[str] = mapped_column(String(2), primary_key=True)
    item_language: Mapped[str] = mapped_column(String(3), primary_key=True)
    item_branch: Mapped[str] = mapped_column(String(20), primary_key=True)
    item_type: Mapped[str] = mapped_column(String(40), primary_key=True)
    amount: Mapped[int]
    acts: Mapped[int]


class LineTotal(Base):
    """The sum of a month's acts of one kind by what lines of a plan look at: few enough to be read with every page."""

    __tablename__ = "activity_line"
    __table_args__ = ({"sqlite_with_rowid": False},)

    kind: Mapped[str] = mapped_column(String(60), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)  # its first day
    department: Mapped[str] = mapped_column(String(40), primary_key=True)
    sector: Mapped[str] = mapped_column(String(40), primary_key=True)
    source: Mapped[str] = mapped_column(String(40), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    fund: Mapped[str] = mapped_column(String(40), primary_key=True)
    patron_category: Mapped[str] = mapped_column(String(40), primary_key=True)
    patron_citizenship: Mapped[str] = mapped_column(String(2), primary_key=True)
    amount: Mapped[int]
    acts: Mapped[int]
