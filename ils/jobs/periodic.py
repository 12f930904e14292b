"""Jobs that come back by themselves: every minute, or daily at an hour of the library's clock.

A turn of such a job is a row like any other, named by its kind and its day or minute; that name is taken once,
whoever looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from ils.activity.kinds import Channel
from ils.activity.work import Work
from ils.clock import local
from ils.db import queue_here, transaction
from ils.jobs import services
from ils.jobs.models import Job, JobState
from ils.jobs.queries import ACTIVE


@dataclass(frozen=True, slots=True)
class Periodic:
    """A kind of job that comes back: daily at the local hour `at_hour` (0 to 23), or every minute where that is None.

    A day missed because nothing ran is made up at the next look, once, however many days it were. `due` asks (and only
    reads) whether there is anything to do at all; without it there always is.
    """

    kind: str
    at_hour: int | None = None
    due: Callable[[Session, datetime], bool] | None = None

    def turn(self, now: datetime) -> tuple[str, int]:
        """Return the name of the turn that should have begun by now: the subject of its job."""
        if self.at_hour is None:
            return f"minute:{self.kind}", int(now.timestamp()) // 60
        begun = local(now) - timedelta(hours=self.at_hour)
        return f"daily:{self.kind}", int(f"{begun:%Y%m%d}")


def put_down_due(session: Session, table: Iterable[Periodic], *, now: datetime) -> int:
    """Put the jobs down whose turn has come and whom nobody has put down; returns how many.

    It opens its own transaction, and only where there is something to put down: most looks change nothing.
    """
    wanted = [each for each in table if _is_wanted(session, each, now)]
    session.rollback()
    if not wanted:
        return 0
    with transaction(session):
        queue_here(session, services.QUEUE)
        return sum(_put_down(session, each, now) for each in wanted)


def _is_wanted(session: Session, periodic: Periodic, now: datetime) -> bool:
    if _is_taken(session, periodic, now):
        return False
    return periodic.due is None or periodic.due(session, now)


def _is_taken(session: Session, periodic: Periodic, now: datetime) -> bool:
    """Tell whether this turn was put down before, or an earlier one still waits or runs."""
    about, turn = periodic.turn(now)
    same = select(Job.id).where(
        Job.kind == periodic.kind,
        Job.subject_type == about,
        or_(Job.subject_id == turn, Job.state.in_(ACTIVE)),
    )
    return session.scalars(same.limit(1)).first() is not None


def _put_down(session: Session, periodic: Periodic, now: datetime) -> bool:
    if _is_taken(session, periodic, now):  # somebody looked at the same time and was quicker
        return False
    about, turn = periodic.turn(now)
    if periodic.at_hour is None:
        _forget_minutes(session, about)
    work = Work(now=now, channel=Channel.AUTOMATIC)
    services.enqueue(session, work, periodic.kind, subject_type=about, subject_id=turn)
    return True


def _forget_minutes(session: Session, about: str) -> None:
    """Drop the minutes that ended well: half a million rows a year would tell nothing."""
    session.execute(delete(Job).where(Job.subject_type == about, Job.state == JobState.DONE))
