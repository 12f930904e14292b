"""Running jobs: one after the other, each with a beat, a way to be stopped, and an end that is always noted."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from ils import clock
from ils.activity.kinds import Channel
from ils.activity.work import Work
from ils.db import transaction
from ils.errors import LibraryError
from ils.jobs import services
from ils.jobs.errors import JobCode
from ils.jobs.models import JobState
from ils.jobs.periodic import Periodic, put_down_due
from ils.jobs.queries import JobView, job, waiting
from ils.net.addresses import NOBODY, Allowed

BEAT_SECONDS = 10.0
TELL_SECONDS = 0.5  # how often a bar on a screen moves; each telling is a commit

OpenSession = Callable[[], AbstractContextManager[Session]]
log = logging.getLogger("ils")


class JobLostError(Exception):
    """The job was taken up by another process while this one slept; nothing more may be done for it here."""


@dataclass(slots=True)
class Run:
    """What a job is given: a session of its own, its arguments, the folder of data, whom to tell and whom to ask.

    `inner_hosts` are those of the library's own network that it may ask.
    """

    session: Session
    job: JobView
    home: Path
    now: Callable[[], datetime]
    closing: threading.Event
    inner_hosts: Allowed = NOBODY
    halted: bool = False
    _told_at: float = field(default=0.0, repr=False)

    @property
    def arguments(self) -> Mapping[str, Any]:
        """What the job was put down with."""
        return self.job.arguments

    @property
    def work(self) -> Work:
        """The circumstances of an act of this job: now, in the name and the place of who asked for it."""
        return Work(
            now=self.now(), actor_id=self.job.created_by, department=self.job.department,
            sector=self.job.sector, channel=Channel.AUTOMATIC if self.job.created_by is None else Channel.DESK,
        )  # fmt: skip

    def tell(self, done: int, total: int) -> None:
        """Say how far the job is, between two of its transactions; at most twice a second, and the last step always."""
        if self.session.in_transaction() and _writes(self.session):
            raise RuntimeError("a job tells how far it is between its transactions, not inside one")
        if done < total and monotonic() - self._told_at < TELL_SECONDS:
            return
        with transaction(self.session):
            kept = services.beat(self.session, self.job, now=self.now(), done=done, total=total)
        if not kept:
            raise JobLostError
        self._told_at = monotonic()

    def stop_asked(self) -> bool:
        """Ask between two steps whether to end here: a person said stop, or the program is being closed."""
        present = job(self.session, self.job.id)
        self.session.rollback()  # a read that stays open would keep the database from tidying up
        if present.started_at != self.job.started_at or present.state is not JobState.RUNNING:
            raise JobLostError
        self.halted = present.stop_asked or self.closing.is_set()
        return self.halted


JobFunction = Callable[[Run], Mapping[str, Any] | None]
"""What a kind of job does; it returns what came of it. It goes on where a killed run stopped."""


def _writes(session: Session) -> bool:
    return bool(session.connection().get_execution_options().get("sqlite_write"))


@dataclass(slots=True)
class Runner:
    """Somebody who can run jobs: with the table of kinds, sessions to open, and a folder of data."""

    table: Mapping[str, JobFunction]
    open_session: OpenSession
    home: Path
    now: Callable[[], datetime] = clock.now
    closing: threading.Event = field(default_factory=threading.Event)
    periodic: tuple[Periodic, ...] = ()
    inner_hosts: Allowed = NOBODY

    def run_waiting(self) -> int:
        """Run whatever waits, the oldest first, until nothing does; returns how many were run."""
        count = 0
        while not self.closing.is_set() and self._run_or_put_down():
            count += 1
        return count

    def _run_or_put_down(self) -> bool:
        self._put_down_due()
        return self.run_next()

    def _put_down_due(self) -> None:
        """Let what comes back by itself come back; a look that fails is repeated in a minute."""
        if not self.periodic:
            return
        try:
            with self.open_session() as session:
                put_down_due(session, self.periodic, now=self.now())
        except Exception:  # a question that breaks must not keep other jobs from running
            log.exception("what comes back by itself could not be put down")

    def run_next(self) -> bool:
        """Run the oldest job that can be taken up; False where there is none."""
        with self.open_session() as session:
            taken = self._take(session)
            if taken is None:
                return False
            with self._heart(taken):
                self._run(session, taken)
            return True

    def _take(self, session: Session) -> JobView | None:
        ids = waiting(session, now=self.now())
        for job_id in ids:
            with transaction(session):
                taken = services.take(session, job_id=job_id, now=self.now())
            if taken is not None:
                return taken
        session.rollback()
        return None

    def _run(self, session: Session, taken: JobView) -> None:
        run = Run(session, taken, self.home, self.now, self.closing, self.inner_hosts)
        end: dict[str, Any]
        try:
            result = self._act(run)
            end = self._ended(run, result)
        except JobLostError:
            log.warning("job %s was taken up elsewhere", taken.id)
            return
        except LibraryError as refusal:
            told = {"code": str(refusal.code), "facts": services.plain_facts(refusal.facts)}
            end = {"state": JobState.FAILED, "error": told}
        except Exception:
            log.exception("job %s (%s) broke", taken.id, taken.kind)
            end = {"state": JobState.FAILED, "error": {"code": str(JobCode.BROKE), "facts": {}}}
        self._note(session, taken, end)

    def _act(self, run: Run) -> Mapping[str, Any] | None:
        act = self.table.get(run.job.kind)
        if act is None:
            raise LibraryError(JobCode.KIND_UNKNOWN, kind=run.job.kind)
        return act(run)

    def _ended(self, run: Run, result: Mapping[str, Any] | None) -> dict[str, Any]:
        if not run.halted:
            return {"state": JobState.DONE, "result": result}
        stopped = job(run.session, run.job.id).stop_asked
        return {"state": JobState.STOPPED if stopped else JobState.QUEUED, "result": result}

    def _note(self, session: Session, taken: JobView, end: Mapping[str, Any]) -> None:
        """Write the end down; a database that does not answer leaves the job to whoever comes after the last beat."""
        try:
            with transaction(session):
                if end["state"] is JobState.QUEUED:
                    services.put_back(session, taken)
                else:
                    services.finish(session, taken, now=self.now(), **end)
        except SQLAlchemyError:
            log.exception("the end of job %s could not be written", taken.id)

    @contextmanager
    def _heart(self, taken: JobView) -> Iterator[None]:
        """Beat while the job runs, in short transactions, so that a long step is not taken for a death."""
        done = threading.Event()
        thread = threading.Thread(target=self._beat, args=(taken, done), name=f"job-{taken.id}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    def _beat(self, taken: JobView, done: threading.Event) -> None:
        while not done.wait(BEAT_SECONDS):
            try:
                with self.open_session() as session, transaction(session):
                    services.beat(session, taken, now=self.now())
            except SQLAlchemyError:
                log.exception("job %s could not beat", taken.id)
