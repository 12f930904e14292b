"""The bell and the crew: a job is run soon after it was put down, and killed ones go on at the next start."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ils.app import working
from ils.app.working import crew_of
from ils.db import is_postgresql, transaction
from ils.jobs import services
from ils.jobs.models import JobState
from ils.jobs.running import Run
from ils.jobs.standing import Standing
from ils.jobs.waking import QUEUE_FILE, Bell, Crew
from tests.conftest import NOON
from tests.ils.jobs.conftest import Enqueue, seen

PATIENCE = 30


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set by the one kind of job that there is."""
    event = threading.Event()

    def finish(run: Run) -> None:
        event.set()

    monkeypatch.setattr(working, "JOBS", {"test:count": finish})
    monkeypatch.setattr(working, "PERIODIC", ())
    return event


@pytest.fixture
def crew(app: Flask, done: threading.Event) -> Iterator[Crew]:
    """A crew of this app; it is sent home when the test ends."""
    crew = crew_of(app)
    yield crew
    crew.stop()


def test_the_bell_wakes_the_crew(app: Flask, crew: Crew, done: threading.Event, enqueue: Enqueue) -> None:
    crew.start()
    enqueue()
    app.extensions["ils_bell"].ring()
    assert done.wait(PATIENCE)


def test_what_a_killed_process_left_goes_on_at_the_start(
    session: Session, crew: Crew, done: threading.Event, enqueue: Enqueue
) -> None:
    number = enqueue()
    with transaction(session):
        services.take(session, job_id=number, now=NOON)  # and the process is gone
    if is_postgresql(session):
        with transaction(session):
            services.put_back_all(session)
    crew.start()
    assert done.wait(PATIENCE)


def test_running_once_runs_what_waits_and_goes(
    session: Session, crew: Crew, done: threading.Event, enqueue: Enqueue
) -> None:
    number = enqueue()
    assert crew.run_once() == 1
    assert done.is_set()
    assert seen(session, number).state is JobState.DONE


def test_a_bell_that_cannot_be_rung_spoils_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / QUEUE_FILE).mkdir()
    Bell(tmp_path).ring()
    assert "the queue of jobs cannot be written" in caplog.text


def test_only_who_stands_alone_may_take_up_what_others_left(tmp_path: Path) -> None:
    alone: list[str] = []
    first, second, third = (Standing(tmp_path / "lock") for _each in range(3))
    first.take(lambda: alone.append("first"))
    second.take(lambda: alone.append("second"))
    first.leave()
    third.take(lambda: alone.append("third"))
    second.leave()
    third.leave()
    first.take(lambda: alone.append("first again"))
    first.leave()
    first.leave()
    assert alone == ["first", "first again"]


def test_a_lock_is_let_go_when_what_is_done_alone_breaks(tmp_path: Path) -> None:
    def breaking() -> None:
        raise ZeroDivisionError

    first, second = Standing(tmp_path / "lock"), Standing(tmp_path / "lock")
    with pytest.raises(ZeroDivisionError):
        first.take(breaking)
    second.take(lambda: None)
    second.leave()
    first.leave()
