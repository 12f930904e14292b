"""Reads of jobs: one, a list, the last one about a thing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from ils.jobs.errors import JobCode, JobNotFoundError
from ils.jobs.models import Job, JobState

STALE = timedelta(minutes=2)
"""A running job without a beat for so long was killed: beats come every few seconds, and one may wait for a desk."""
LARGEST_ID = 2**31 - 1
ACTIVE = (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class JobView:
    """One job as screens and commands show it."""

    id: int
    kind: str
    state: JobState
    done: int
    total: int
    stop_asked: bool
    subject_type: str
    subject_id: int | None
    department: str
    sector: str
    arguments: dict[str, Any]
    result: dict[str, Any] | None
    error: dict[str, Any] | None
    created_at: datetime
    created_by: int | None
    started_at: datetime | None
    beat_at: datetime | None
    ended_at: datetime | None

    @property
    def active(self) -> bool:
        """Whether it waits or runs."""
        return self.state in ACTIVE

    @property
    def percent(self) -> int | None:
        """How far it is; None where the end is not known yet."""
        if self.state is JobState.DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else None


_JOB = tuple(getattr(Job, name) for name in JobView.__slots__)


def job(session: Session, job_id: int) -> JobView:
    """Return one job; refuse an unknown id."""
    row = None
    if job_id <= LARGEST_ID:
        row = session.execute(select(*_JOB).where(Job.id == job_id)).one_or_none()
    if row is None:
        raise JobNotFoundError(JobCode.UNKNOWN, job=job_id)
    return JobView(*row)


def jobs(
    session: Session,
    *,
    staff_id: int | None = None,
    active: bool = False,
    before: int | None = None,
    limit: int = 50,
) -> tuple[JobView, ...]:
    """Return jobs, newest first: of one person, or only those that wait or run."""
    query = select(*_JOB).order_by(Job.id.desc()).limit(limit)
    if staff_id is not None:
        query = query.where(Job.created_by == staff_id)
    if active:
        query = query.where(Job.state.in_(ACTIVE))
    if before is not None:
        query = query.where(Job.id < before)
    return tuple(JobView(*row) for row in session.execute(query))


def latest_about(session: Session, subject_type: str, subject_id: int) -> JobView | None:
    """Return the newest job about a thing."""
    about = select(*_JOB).where(Job.subject_type == subject_type, Job.subject_id == subject_id)
    row = session.execute(about.order_by(Job.id.desc()).limit(1)).one_or_none()
    return None if row is None else JobView(*row)


def may_be_taken(now: datetime) -> ColumnElement[bool]:
    """Return the condition under which a job waits for somebody: queued, or running with a beat that has stopped."""
    killed = and_(Job.state == JobState.RUNNING, or_(Job.beat_at.is_(None), Job.beat_at < now - STALE))
    return or_(Job.state == JobState.QUEUED, killed)


def waiting(session: Session, *, now: datetime) -> tuple[int, ...]:
    """Return the ids of jobs to be taken up, the oldest first."""
    return tuple(session.scalars(select(Job.id).where(may_be_taken(now)).order_by(Job.id)))
