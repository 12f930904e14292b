"""Batches for the union catalogue and for the national library."""

from __future__ import annotations

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Name, Pk


class UnionState(enum.Enum):
    """How far a batch is on its way."""

    PREPARED = "prepared"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class UnionBatch(Base):
    """Records given to another catalogue; they count in plan line 14 once it has taken them."""

    __tablename__ = "union_batch"
    __table_args__ = (
        CheckConstraint("state = 'prepared' OR sent_at IS NOT NULL", name="sent_has_time"),
        CheckConstraint(
            "(state IN ('accepted', 'refused')) = (answered_at IS NOT NULL)", name="answer_has_time"
        ),
    )

    id: Mapped[Pk]
    name: Mapped[Name]
    centre: Mapped[Name]  # who gets it
    format: Mapped[str] = mapped_column(String(20))
    state: Mapped[UnionState]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(500))


class UnionRecord(Base):
    """A record in a batch; `counted_year` once it has counted: once a year, whatever the number of batches."""

    __tablename__ = "union_record"
    __table_args__ = (
        Index("ix_union_record_record", "record_id"),
        Index("uq_union_record_record_year", "record_id", "counted_year", unique=True,
              sqlite_where=text("counted_year IS NOT NULL"), postgresql_where=text("counted_year IS NOT NULL")),
    )  # fmt: skip

    batch_id: Mapped[int] = mapped_column(ForeignKey("union_batch.id"), primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    version: Mapped[int]  # of the record when it was put in
    counted_year: Mapped[int | None]
