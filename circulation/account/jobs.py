"""The nightly job that lets old history go of its readers; the same run is made by `ils patrons forget`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from circulation.account.queries.history import JOB, history_months, horizon
from circulation.account.services.forgetting import LetGo, forget_portion
from ils.activity.work import Work
from ils.db import transaction
from ils.jobs.periodic import Periodic
from ils.jobs.running import JobFunction, Run

AT_HOUR = 3  # local: before the other nightly jobs read what is left


def forget_history(session: Session, work: Work, *, stop: Callable[[], bool] = bool) -> LetGo:
    """Let everything older than the library keeps go of its reader.

    1. Read for how many months history is kept; 0 keeps it for ever, and nothing happens.
    2. In portions of 500 of each kind, each a transaction of its own: closed loans that no loss, debt, restriction in
       force or open promise names, with their promises, calls, messages and restrictions that are over.
    3. In the same portion, ended holds, visits, attendances of events, ended memberships of clubs, and the texts and
       addresses of messages of that age.
    4. Go on until a portion finds nothing, or somebody asks to stop.

    Rows are never deleted but the threads from a call or a message to a loan; the log is not touched, so that no figure
    changes. A run that is killed goes on where it stopped; a second one finds nothing.
    """
    months = history_months(session)
    session.rollback()
    done = LetGo()
    while months and not stop():
        with transaction(session):
            portion = forget_portion(session, work, before=horizon(work.day, months))
        if not portion:
            break
        done += portion
    return done


def is_kept_for_a_time(session: Session, _now: datetime) -> bool:
    """Tell whether the library has set a time at all."""
    return history_months(session) > 0


def nightly(run: Run) -> Mapping[str, Any] | None:
    """Let history go of its readers as a job; what it did stays with the job."""
    return asdict(forget_history(run.session, run.work, stop=run.stop_asked))


JOBS: Mapping[str, JobFunction] = {JOB: nightly}
PERIODIC = (Periodic(JOB, at_hour=AT_HOUR, due=is_kept_for_a_time),)
