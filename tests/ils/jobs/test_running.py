"""Running jobs: progress, ends, refusals, mistakes, being stopped, being lost."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from ils.activity.kinds import Channel
from ils.db import transaction
from ils.errors import InputCode, InputError
from ils.jobs import running, services
from ils.jobs.errors import JobCode
from ils.jobs.models import Job, JobState
from ils.jobs.running import Run
from tests.conftest import NOON
from tests.ils.jobs.conftest import Enqueue, MakeRunner, seen
from tests.world import add_nilufar, work_at


def count(run: Run) -> Mapping[str, Any] | None:
    """Count to the number asked for, a step at a time."""
    for step in range(1, run.arguments["to"] + 1):
        if run.stop_asked():
            return {"counted": step - 1}
        run.tell(step, run.arguments["to"])
    return {"counted": run.arguments["to"]}


def test_a_job_is_run_told_of_and_ended(session: Session, runner: MakeRunner, enqueue: Enqueue) -> None:
    first, second = enqueue(to=3), enqueue(to=2)
    assert runner({"test:count": count}).run_waiting() == 2
    view = seen(session, first)
    assert (view.state, view.done, view.total, view.result) == (JobState.DONE, 3, 3, {"counted": 3})
    assert (view.started_at, view.ended_at, view.percent) == (NOON, NOON, 100)
    assert seen(session, second).state is JobState.DONE
    assert runner({"test:count": count}).run_waiting() == 0


def test_progress_is_written_twice_a_second_at_most(
    session: Session, runner: MakeRunner, enqueue: Enqueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    beat = services.beat

    def noting(*args: Any, **facts: Any) -> bool:
        written.append(facts["done"])
        return beat(*args, **facts)

    monkeypatch.setattr(services, "beat", noting)
    monkeypatch.setattr(running, "monotonic", lambda: 100.0)
    enqueue(to=50)
    runner({"test:count": count}).run_waiting()
    assert written == [1, 50], "the first step and the last one"


def test_a_job_works_in_the_name_of_who_asked_for_it(
    session: Session, runner: MakeRunner, enqueue: Enqueue
) -> None:
    staff = add_nilufar(session, NOON)
    met = []

    def act(run: Run) -> None:
        met.append(run.work)

    with transaction(session):
        work = work_at(NOON, department="foreign", sector="foreign", actor_id=staff.id)
        services.enqueue(session, work, "test:act")
    enqueue("test:act", turn=2)
    runner({"test:act": act}).run_waiting()
    person, nobody = met
    assert (person.actor_id, person.department, person.channel) == (staff.id, "foreign", Channel.DESK)
    assert (nobody.actor_id, nobody.sector, nobody.channel) == (None, "lending", Channel.AUTOMATIC)


def test_a_refusal_stands_in_the_row_with_code_and_facts(
    session: Session, runner: MakeRunner, enqueue: Enqueue
) -> None:
    def refuse(run: Run) -> None:
        raise InputError(InputCode.TOO_LONG, field="title", limit=3)

    number = enqueue("test:refuse")
    runner({"test:refuse": refuse}).run_waiting()
    view = seen(session, number)
    assert view.state is JobState.FAILED
    assert view.error == {"code": "value_too_long", "facts": {"field": "title", "limit": 3}}


def test_a_mistake_goes_into_the_log_and_only_its_code_into_the_row(
    session: Session, runner: MakeRunner, enqueue: Enqueue, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(run: Run) -> None:
        run.session.execute(update(Job).values(done=77))
        raise ZeroDivisionError("secret detail")

    number, next_one = enqueue("test:break"), enqueue(to=1)
    with caplog.at_level(logging.ERROR, "ils"):
        runner({"test:break": break_down, "test:count": count}).run_waiting()
    view = seen(session, number)
    assert (view.state, view.error, view.done) == (JobState.FAILED, {"code": JobCode.BROKE, "facts": {}}, 0)
    assert "secret detail" in caplog.text
    assert seen(session, next_one).state is JobState.DONE


def test_a_kind_that_nobody_knows_is_told(session: Session, runner: MakeRunner, enqueue: Enqueue) -> None:
    number = enqueue("test:gone")
    runner({}).run_waiting()
    assert seen(session, number).error == {"code": "job_kind_unknown", "facts": {"kind": "test:gone"}}


def test_a_person_stops_a_job_between_two_steps(
    session: Session, runner: MakeRunner, enqueue: Enqueue
) -> None:
    def counting(run: Run) -> Mapping[str, Any] | None:
        run.tell(1, 10)
        with transaction(run.session):
            services.ask_to_stop(run.session, run.work, job_id=run.job.id)
        return {"counted": 1} if run.stop_asked() else {"counted": 10}

    number = enqueue("test:stop")
    runner({"test:stop": counting}).run_waiting()
    view = seen(session, number)
    assert (view.state, view.done, view.result) == (JobState.STOPPED, 1, {"counted": 1})


def test_when_the_program_is_closed_the_job_waits_for_the_next_start(
    session: Session, runner: MakeRunner, enqueue: Enqueue
) -> None:
    def close(run: Run) -> Mapping[str, Any] | None:
        run.closing.set()
        return count(run)

    number, other = enqueue("test:close", to=5), enqueue(to=1)
    assert runner({"test:close": close, "test:count": count}).run_waiting() == 1
    assert (seen(session, number).state, seen(session, other).state) == (JobState.QUEUED, JobState.QUEUED)
    assert runner({"test:close": count, "test:count": count}).run_waiting() == 2
    assert seen(session, number).result == {"counted": 5}


@pytest.mark.parametrize("way", ["tell", "ask"])
def test_a_job_taken_up_elsewhere_is_left_alone(
    session: Session, runner: MakeRunner, enqueue: Enqueue, way: str
) -> None:
    def sleep_too_long(run: Run) -> Mapping[str, Any] | None:
        with transaction(run.session):
            run.session.execute(update(Job).values(beat_at=None))
            assert services.take(run.session, job_id=run.job.id, now=NOON.replace(hour=23)) is not None
        if way == "tell":
            run.tell(1, 1)
        else:
            run.stop_asked()
        return {"mine": True}

    number = enqueue("test:sleep")
    runner({"test:sleep": sleep_too_long}).run_waiting()
    view = seen(session, number)
    assert (view.state, view.result, view.done) == (JobState.RUNNING, None, 0)


def test_progress_is_told_between_transactions_only(
    session: Session, runner: MakeRunner, enqueue: Enqueue, caplog: pytest.LogCaptureFixture
) -> None:
    def wrong(run: Run) -> None:
        with transaction(run.session):
            run.tell(1, 2)

    number = enqueue("test:wrong")
    runner({"test:wrong": wrong}).run_waiting()
    assert seen(session, number).state is JobState.FAILED
    assert "between its transactions" in caplog.text


def test_a_long_step_beats_by_itself(
    session: Session, runner: MakeRunner, enqueue: Enqueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    beaten = threading.Event()
    beat = services.beat

    def noting(*args: Any, **facts: Any) -> bool:
        kept = beat(*args, **facts)
        if "done" not in facts:
            beaten.set()
        return kept

    monkeypatch.setattr(services, "beat", noting)
    monkeypatch.setattr(running, "BEAT_SECONDS", 0.01)

    def think(run: Run) -> Mapping[str, Any]:
        return {"beaten": beaten.wait(20)}

    number = enqueue("test:think")
    runner({"test:think": think}).run_waiting()
    assert seen(session, number).result == {"beaten": True}
