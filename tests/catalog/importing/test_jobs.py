"""Long work on files: uploads that lie in the data folder, jobs stopped and gone on with, the same by command."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from catalog.importing import services
from catalog.importing.jobs import drop_upload, keep_upload, steps, tidy_uploads, trial_batch, undo_batch
from catalog.importing.models import BatchState, StagedRecord
from catalog.importing.queries import batch
from catalog.incoming import candidates
from catalog.items.models import Item
from catalog.records.models import Record
from ils.db import transaction
from ils.jobs.models import JobState
from ils.jobs.queries import job
from ils.jobs.services import ask_to_stop, enqueue, enqueue_again
from tests.catalog.importing.conftest import Run, problems
from tests.catalog.importing.files import book, copy, stream, unreadable
from tests.catalog.importing.screens import count, work
from tests.conftest import NOON
from tests.world import work_at

WORK = work_at(NOON)
RECORDS = tuple(
    unreadable()
    if number == 5
    else book(str(number), f"Kitob {number}", "Muallif", 2000, f"{number + 30} b.", copy(f"B-{number}"))
    for number in range(1, 11)
)
STEPS = {
    "import:read": "stage_chunk",
    "import:trial": "trial_chunk",
    "import:accept": "accept_chunk",
    "import:undo": "undo_chunk",
}


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three records to a transaction."""
    monkeypatch.setattr(candidates, "CHUNK", 3)
    monkeypatch.setattr(steps, "BESIDE_DESKS", 3)


Ask = Callable[[str], int]


@pytest.fixture
def ask(session: Session) -> Ask:
    """Return a function that puts a job about the one import down."""

    def put(kind: str) -> int:
        with transaction(session):
            if kind == "import:undo":
                services.begin_undo(session, WORK, batch_id=1)
            return enqueue(session, WORK, kind, subject_type="batch", subject_id=1)

    return put


@pytest.fixture
def upload(session: Session, home: Path) -> None:
    """An import of an uploaded file, not yet read."""
    name = keep_upload(home, stream(*RECORDS))
    with (home / name).open("rb") as file:
        incoming = services.open_incoming(file, file_name="books.mrc")
    with transaction(session):
        services.open_batch(session, WORK, incoming=incoming, stored_file=name)


def stop_after(monkeypatch: pytest.MonkeyPatch, kind: str, number: int, at: int) -> None:
    """Let a person say stop while a job is at a step."""
    name, done = STEPS[kind], []
    act = getattr(services, name)

    def stopping(session: Session, work: Any, **facts: Any) -> Any:
        done.append(name)
        if len(done) == at:
            ask_to_stop(session, work, job_id=number)
        return act(session, work, **facts)

    monkeypatch.setattr(services, name, stopping)


@pytest.mark.usefixtures("upload")
def test_each_kind_of_work_is_stopped_and_gone_on_with(
    app: Flask, session: Session, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in STEPS:
        number = ask(kind)
        with monkeypatch.context() as stopping:
            stop_after(stopping, kind, number, 2)
            work(app)
        stopped = job(session, number)
        assert (kind, stopped.state) == (kind, JobState.STOPPED)
        assert 0 < stopped.done < 10, kind
        assert problems(session) == []
        with transaction(session):
            again = enqueue_again(session, WORK, job_id=number)
        work(app)
        ended = job(session, again)
        assert (kind, ended.state, ended.error) == (kind, JobState.DONE, None)
        assert problems(session) == []
        kept = (count(session, StagedRecord), count(session, Record), count(session, Item))
        assert kept == ((10, 9, 9) if kind == "import:accept" else (10, 0, 0)), kind
    assert batch(session, 1).state is BatchState.UNDONE


@pytest.mark.usefixtures("upload")
def test_the_result_of_each_kind_has_the_counts_that_its_words_name(
    app: Flask, session: Session, ask: Ask
) -> None:
    words = app.extensions["ils_words"]
    for kind in STEPS:
        number = ask(kind)
        work(app)
        result = job(session, number).result
        assert result is not None
        assert "%" not in str(words[f"{kind}:done"]) % result


@pytest.mark.usefixtures("upload")
def test_a_file_that_was_read_is_not_read_twice(app: Flask, session: Session, ask: Ask) -> None:
    for _turn in range(2):
        ask("import:read")
        work(app)
    assert count(session, StagedRecord) == 10


def test_the_same_work_by_command(session: Session, run: Run) -> None:
    run(*RECORDS, accept=False)
    told: list[tuple[int, int, int]] = []
    trial = trial_batch(session, WORK, 1, progress=lambda *step: told.append(step))
    assert (trial["new"], trial["quarantined"]) == (9, 1)
    assert told[-1][0] <= 10
    assert count(session, Record) == 0
    run(*RECORDS)
    assert count(session, Record) == 9
    view = undo_batch(session, WORK, 1)
    assert (view.state, view.undone, view.undo_refused) == (BatchState.UNDONE, 9, 0)
    assert (count(session, Record), problems(session)) == (0, [])


def test_an_upload_lies_under_the_sum_of_its_bytes_until_nobody_reads_it(
    session: Session, home: Path
) -> None:
    first, second = (
        keep_upload(home, BytesIO(b"x" * 600_000)),
        keep_upload(home, BytesIO(b"x" * 600_000)),
    )
    assert first == second
    assert (home / first).stat().st_size == 600_000
    assert len(list((home / "incoming").iterdir())) == 1
    drop_upload(session, home, first)
    assert not (home / first).exists()
    drop_upload(session, home, first)
    drop_upload(session, home, "")


@pytest.mark.usefixtures("upload")
def test_an_upload_that_an_import_reads_is_kept(session: Session, home: Path) -> None:
    name = batch(session, 1).stored_file
    drop_upload(session, home, name)
    assert (home / name).exists()


def test_a_line_that_breaks_leaves_nothing_behind(home: Path) -> None:
    class Broken(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise ConnectionError
            return super().read(10)

    with pytest.raises(ConnectionError):
        keep_upload(home, Broken(b"x" * 100))
    assert list((home / "incoming").iterdir()) == []


@pytest.mark.usefixtures("upload")
def test_what_a_killed_process_left_behind_is_deleted_after_a_day(session: Session, home: Path) -> None:
    kept, old, fresh = (
        home / batch(session, 1).stored_file,
        *(home / "incoming" / n for n in ("a.part", "b.part")),
    )
    for path in (old, fresh):
        path.write_bytes(b"x")
    long_ago = (NOON - timedelta(days=2)).timestamp()
    for path in (kept, old):
        os.utime(path, (long_ago, long_ago))
    os.utime(fresh, (NOON.timestamp(), NOON.timestamp()))
    assert tidy_uploads(session, home, now=NOON) == 1
    assert (kept.exists(), old.exists(), fresh.exists()) == (True, False, True)
    assert tidy_uploads(session, home / "nowhere", now=NOON) == 0
