"""Long work: what is to be done, how far it is, how it ended."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ils.db import Base, Pk


class JobState(enum.Enum):
    """Where a job is. A running job whose beat has stopped was killed and is taken up again."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"  # by a person


class Job(Base):
    """One piece of long work. The row is the truth; the queue only says that there is something to look at."""

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_state", "state", "id"),
        Index("ix_job_subject", "subject_type", "subject_id"),
        CheckConstraint("done >= 0 AND total >= 0", name="progress_not_negative"),
    )

    id: Mapped[Pk]
    kind: Mapped[str] = mapped_column(String(60))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[JobState]
    done: Mapped[int]
    total: Mapped[int]
    stop_asked: Mapped[bool]
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    department: Mapped[str] = mapped_column(String(40))
    sector: Mapped[str] = mapped_column(String(40))
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # code and facts
    created_at: Mapped[datetime]
    created_by: Mapped[int | None]
    started_at: Mapped[datetime | None]
    beat_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
