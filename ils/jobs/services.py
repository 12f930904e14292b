"""Acts on jobs. Each is one short transaction's worth; none commits.

Whoever runs a job holds it by the instant of its start: another process that takes it up writes another instant, and the
first one finds at its next beat that the job is no longer its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session, aliased

from ils.activity.work import Work
from ils.db import queue_here
from ils.jobs.errors import JobCode, JobRefused
from ils.jobs.models import Job, JobState
from ils.jobs.queries import ACTIVE, JobView, job, may_be_taken

QUEUE = "job"


def enqueue(
    session: Session,
    work: Work,
    kind: str,
    *,
    subject_type: str = "",
    subject_id: int | None = None,
    **arguments: object,
) -> int:
    """Put a job down and return its id; one that already waits or runs with the same arguments is not doubled.

    `arguments` are plain JSON values. Wake the workers after the commit; a job that nobody woke for waits up to a minute.
    """
    queue_here(session, QUEUE)
    same = select(Job).where(
        Job.kind == kind,
        Job.subject_type == subject_type,
        Job.subject_id == subject_id,
        Job.state.in_(ACTIVE),
    )
    for known in session.scalars(same):
        if known.arguments == arguments and not known.stop_asked:
            return known.id
    row = Job(
        kind=kind, arguments=arguments, state=JobState.QUEUED, done=0, total=0, stop_asked=False,
        subject_type=subject_type, subject_id=subject_id, department=work.department, sector=work.sector,
        result=None, error=None, created_at=work.now, created_by=work.actor_id, started_at=None, beat_at=None,
        ended_at=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def enqueue_again(session: Session, work: Work, *, job_id: int) -> int:
    """Put a job down anew that ended before its work was done."""
    view = job(session, job_id)
    if view.active:
        raise JobRefused(JobCode.NOT_ENDED, job=job_id)
    return enqueue(
        session, work, view.kind, subject_type=view.subject_type, subject_id=view.subject_id, **view.arguments
    )


def take(session: Session, *, job_id: int, now: datetime) -> JobView | None:
    """Take a waiting job up, or None where somebody was quicker or works on the same thing just now."""
    queue_here(session, QUEUE)
    other = aliased(Job)
    busy = (
        select(other.id)
        .where(
            other.subject_type == Job.subject_type,
            other.subject_id == Job.subject_id,
            other.id != Job.id,
            other.state == JobState.RUNNING,
        )
        .correlate(Job)
        .exists()
    )
    taken = update(Job).where(Job.id == job_id, may_be_taken(now), ~busy)
    started = {"state": JobState.RUNNING, "started_at": now, "beat_at": now}
    return job(session, job_id) if _changed(session, taken, started) else None


def beat(
    session: Session, view: JobView, *, now: datetime, done: int | None = None, total: int | None = None
) -> bool:
    """Say that the job is alive, and how far it is; False where it is no longer the caller's."""
    values: dict[str, Any] = {"beat_at": now}
    if done is not None and total is not None:
        values |= {"done": done, "total": max(total, done)}
    return _changed(session, _own(view), values)


def finish(
    session: Session,
    view: JobView,
    *,
    now: datetime,
    state: JobState,
    result: Mapping[str, Any] | None = None,
    error: Mapping[str, Any] | None = None,
) -> bool:
    """Note how a job ended; False where it is no longer the caller's."""
    values = {"state": state, "ended_at": now, "result": result, "error": error}
    return _changed(session, _own(view), values)


def put_back(session: Session, view: JobView) -> bool:
    """Leave a job for the next process: this one is going home."""
    return _changed(session, _own(view), {"state": JobState.QUEUED})


def put_back_all(session: Session) -> int:
    """Leave every running job to be taken up: whoever calls knows that nobody is alive who could run one."""
    stopped = update(Job).where(Job.state == JobState.RUNNING).values(state=JobState.QUEUED)
    done: CursorResult[Any] = session.execute(stopped)  # type: ignore[assignment]
    return done.rowcount


def ask_to_stop(session: Session, work: Work, *, job_id: int) -> None:
    """Let a person stop a job: one that only waits ends at once, a running one after its present step."""
    queue_here(session, QUEUE)
    view = job(session, job_id)
    if not view.active:
        raise JobRefused(JobCode.ENDED, job=job_id)
    asked = update(Job).where(Job.id == job_id)
    waiting = {"state": JobState.STOPPED, "stop_asked": True, "ended_at": work.now}
    if not _changed(session, asked.where(Job.state == JobState.QUEUED), waiting):
        _changed(session, asked, {"stop_asked": True})


def _own(view: JobView) -> Any:
    return update(Job).where(
        Job.id == view.id, Job.state == JobState.RUNNING, Job.started_at == view.started_at
    )


def _changed(session: Session, statement: Any, values: Mapping[str, Any]) -> bool:
    done: CursorResult[Any] = session.execute(
        statement.values(**values), execution_options={"synchronize_session": False}
    )  # type: ignore[assignment]
    return done.rowcount == 1


def plain_facts(facts: Mapping[str, object]) -> dict[str, Any]:
    """Return the facts of a refusal as JSON can hold them."""
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: object) -> Any:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    return str(value)
