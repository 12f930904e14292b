"""A real process killed with SIGKILL in the middle of a real job: the next one finishes it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.importing.jobs import import_stream
from catalog.importing.measures import CHECKS as IMPORT_CHECKS
from catalog.importing.models import BatchState, ImportBatch, StagedRecord
from catalog.items.measures import CHECKS as ITEM_CHECKS
from catalog.items.models import Item
from catalog.records.measures import CHECKS as RECORD_CHECKS
from catalog.records.models import Record
from ils.activity.measures import CHECKS as LOG_CHECKS
from ils.db import transaction
from ils.jobs.models import Job, JobState
from ils.jobs.queries import job
from ils.jobs.services import enqueue
from tests.catalog.importing.files import book, copy, stream
from tests.conftest import NOON
from tests.world import work_at

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")

ROOT = Path(__file__).parent.parent.parent.parent
BOOKS = 1500
PATIENCE = 120


@pytest.fixture
def worker(app: Flask, worker_url: str, home: Path) -> Callable[[], subprocess.Popen[bytes]]:
    """Return a function that starts `ils jobs run --once` on the library of this test."""
    if worker_url:
        pytest.skip("shown on SQLite: a killed server of PostgreSQL is waited for by its beats")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ILS_")}
    environment |= {"ILS_HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "ils", "jobs", "run", "--once"], env=environment, cwd=home,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    return start


def staged(session: Session) -> int:
    """Stage a file of many books, each with a copy, and ask for its acceptance; returns the job."""
    books = (
        book(
            str(number),
            f"Kitob {number}",
            f"Muallif {number}",
            2000,
            f"{number + 30} b.",
            copy(f"B-{number}"),
        )
        for number in range(1, BOOKS + 1)
    )
    import_stream(session, work_at(NOON), stream(*books), file_name="books.mrc", accept=False)
    with transaction(session):
        return enqueue(session, work_at(NOON), "import:accept", subject_type="batch", subject_id=1)


def accepted(session: Session) -> int:
    session.rollback()
    return session.scalars(select(ImportBatch.accepted)).one()


def kill_in_the_middle(session: Session, process: subprocess.Popen[bytes]) -> None:
    """Wait until some records are accepted, and let the power fail."""
    patience = time.monotonic() + PATIENCE
    while not accepted(session) and process.poll() is None and time.monotonic() < patience:
        pass
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_an_acceptance_killed_in_the_middle_is_finished_by_the_next_process(
    session: Session, worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    number = staged(session)
    kill_in_the_middle(session, worker())
    left = accepted(session)
    assert 0 < left < BOOKS
    assert job(session, number).state is JobState.RUNNING
    assert session.scalars(select(func.count()).select_from(Record)).one() == left

    worker().communicate(timeout=PATIENCE)
    session.rollback()
    asked_for = select(Job.state).where(
        ~Job.subject_type.contains(":")
    )  # not those that come back by themselves
    ended = session.scalars(asked_for).all()
    assert ended == [JobState.DONE] * 2, "the acceptance, and the check of records that it asks for"
    assert job(session, number).state is JobState.DONE
    assert (accepted(session), session.get(ImportBatch, 1).state) == (BOOKS, BatchState.ACCEPTED)
    for table in (Record, Item):
        assert session.scalars(select(func.count()).select_from(table)).one() == BOOKS
    assert session.scalars(select(func.count(StagedRecord.record_id.distinct()))).one() == BOOKS
    checks = (*IMPORT_CHECKS, *ITEM_CHECKS, *RECORD_CHECKS, *LOG_CHECKS)
    assert [problem for check in checks for problem in check(session)] == []
    assert worker().communicate(timeout=PATIENCE)[0].split()[-1:] == [b"0"]
