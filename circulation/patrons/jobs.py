"""Long work on readers: taking a whole table in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from circulation.patrons.queries.importing import row_counts
from circulation.patrons.services.accepting import JOB, Portion, accept_portion
from ils.activity.work import Work
from ils.db import transaction
from ils.jobs.running import JobFunction, Run


def import_job(run: Run) -> Mapping[str, Any] | None:
    """Take a table of readers in, a portion a transaction; a killed run goes on behind the last portion."""
    import_id = run.job.subject_id or 0
    total = sum(row_counts(run.session, [import_id])[import_id].values())
    run.session.rollback()
    done = Portion()
    while not run.stop_asked():
        _add_up(done, take_portion(run.session, run.work, import_id))
        run.tell(min(total, done.added + done.updated + done.skipped), total)
        if done.last:
            return {"added": done.added, "updated": done.updated, "skipped": done.skipped}
    return None


def accept_all(session: Session, work: Work, import_id: int) -> Portion:
    """Take a whole table in at once, for the command."""
    done = Portion()
    while not done.last:
        _add_up(done, take_portion(session, work, import_id))
    return done


def take_portion(session: Session, work: Work, import_id: int) -> Portion:
    """Do one portion in a transaction of its own."""
    with transaction(session):
        return accept_portion(session, work, import_id=import_id)


def _add_up(done: Portion, more: Portion) -> None:
    done.added, done.updated = done.added + more.added, done.updated + more.updated
    done.skipped, done.last = done.skipped + more.skipped, more.last


JOBS: Mapping[str, JobFunction] = {JOB: import_job}
