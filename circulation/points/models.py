"""Points of the mobile library, trips to them, what was lent there."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk


class Point(Base):
    """A place that the mobile library serves (line 19)."""

    __tablename__ = "mobile_point"

    id: Mapped[Pk]
    name: Mapped[str] = mapped_column(String(200), unique=True)
    address: Mapped[str] = mapped_column(String(300), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    department: Mapped[str] = mapped_column(String(40))
    sector: Mapped[str] = mapped_column(ForeignKey("sector.code"))
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]


class Trip(Base):
    """One trip to a point: open while its papers are typed in, then closed and counted."""

    __tablename__ = "mobile_trip"
    __table_args__ = (
        Index("ix_mobile_trip_point", "point_id", "day"),
        CheckConstraint("state IN ('open', 'closed', 'withdrawn')", name="known_state"),
        CheckConstraint("visitors >= 0 AND issued >= 0", name="counts_not_negative"),
    )

    id: Mapped[Pk]
    point_id: Mapped[int] = mapped_column(ForeignKey("mobile_point.id"))
    day: Mapped[date]
    visitors: Mapped[int] = mapped_column(default=0)  # nameless ones, beside those with cards
    issued: Mapped[int] = mapped_column(default=0)  # copies given out there without a scan
    staff: Mapped[str] = mapped_column(String(300), default="")
    note: Mapped[str] = mapped_column(String(1000), default="")
    state: Mapped[str] = mapped_column(String(10))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None]
    withdraw_reason: Mapped[str] = mapped_column(String(300), default="")


class TripAct(Base):
    """A copy lent, renewed or brought back on a trip."""

    __tablename__ = "mobile_trip_act"
    __table_args__ = (
        UniqueConstraint("trip_id", "loan_id", "kind", name="uq_mobile_trip_act_once"),
        Index("ix_mobile_trip_act_loan", "loan_id"),
        CheckConstraint("kind IN ('lend', 'renew', 'return')", name="known_kind"),
    )

    id: Mapped[Pk]
    trip_id: Mapped[int] = mapped_column(ForeignKey("mobile_trip.id"))
    loan_id: Mapped[int] = mapped_column(ForeignKey("loan.id"))
    kind: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
