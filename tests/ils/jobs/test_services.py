"""Putting jobs down, taking them up, stopping them: what the rows allow."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from ils.db import transaction
from ils.errors import LibraryError
from ils.jobs import services
from ils.jobs.errors import JobCode
from ils.jobs.models import JobState
from ils.jobs.queries import STALE, JobView, jobs, latest_about, waiting
from ils.web.session import db
from tests.conftest import NOON
from tests.ils.jobs.conftest import Enqueue, seen
from tests.world import work_at

LATER = NOON + STALE + timedelta(seconds=1)


def take(session: Session, job_id: int, now: object = NOON) -> JobView | None:
    with transaction(session):
        return services.take(session, job_id=job_id, now=now)  # type: ignore[arg-type]


def test_the_same_job_is_not_doubled_while_it_waits_or_runs(session: Session, enqueue: Enqueue) -> None:
    first = enqueue(subject_type="batch", subject_id=7, way="slow")
    assert enqueue(subject_type="batch", subject_id=7, way="slow") == first
    take(session, first)
    assert enqueue(subject_type="batch", subject_id=7, way="slow") == first
    assert enqueue(subject_type="batch", subject_id=7, way="quick") != first
    assert enqueue(subject_type="batch", subject_id=8, way="slow") != first


def test_a_job_that_is_being_stopped_can_be_asked_for_again(session: Session, enqueue: Enqueue) -> None:
    first = enqueue()
    take(session, first)
    with transaction(session):
        services.ask_to_stop(session, work_at(NOON), job_id=first)
    assert enqueue() != first


def test_two_processes_never_take_one_job(app: Flask, session: Session, enqueue: Enqueue) -> None:
    number = enqueue()
    with app.app_context():
        other = db.session()
        assert waiting(other, now=NOON) == (number,)
        assert take(session, number) is not None
        assert take(other, number) is None
        db.session.remove()


def test_a_job_whose_beat_stopped_is_taken_up_again_and_the_first_holder_loses_it(
    session: Session, enqueue: Enqueue
) -> None:
    number = enqueue()
    first = take(session, number)
    assert first is not None
    assert take(session, number, NOON + timedelta(seconds=60)) is None
    second = take(session, number, LATER)
    assert second is not None
    with transaction(session):
        assert not services.beat(session, first, now=LATER, done=5, total=9)
        assert not services.finish(session, first, now=LATER, state=JobState.DONE)
        assert services.beat(session, second, now=LATER, done=5, total=9)
    assert (seen(session, number).done, seen(session, number).percent) == (5, 55)


def test_jobs_about_one_thing_run_one_after_the_other(session: Session, enqueue: Enqueue) -> None:
    first = enqueue("test:accept", subject_type="batch", subject_id=7)
    second = enqueue("test:undo", subject_type="batch", subject_id=7)
    elsewhere = enqueue("test:undo", subject_type="batch", subject_id=8)
    nowhere = [enqueue("test:tidy", turn=turn) for turn in (1, 2)]
    running = take(session, first)
    assert running is not None
    assert take(session, second) is None
    assert take(session, elsewhere) is not None
    assert all(take(session, number) for number in nowhere), "about nothing in particular: side by side"
    with transaction(session):
        services.finish(session, running, now=NOON, state=JobState.DONE, result={"ok": 1})
    assert take(session, second) is not None


def test_a_waiting_job_is_stopped_at_once_a_running_one_is_asked(session: Session, enqueue: Enqueue) -> None:
    resting, busy = enqueue("test:a"), enqueue("test:b")
    take(session, busy)
    with transaction(session):
        services.ask_to_stop(session, work_at(NOON), job_id=resting)
        services.ask_to_stop(session, work_at(NOON), job_id=busy)
    assert (seen(session, resting).state, seen(session, resting).ended_at) == (JobState.STOPPED, NOON)
    assert (seen(session, busy).state, seen(session, busy).stop_asked) == (JobState.RUNNING, True)
    with pytest.raises(LibraryError) as refused:
        services.ask_to_stop(session, work_at(NOON), job_id=resting)
    assert refused.value.code == JobCode.ENDED


def test_a_job_that_ended_badly_is_put_down_again_with_its_arguments(
    session: Session, enqueue: Enqueue
) -> None:
    number = enqueue("test:a", subject_type="batch", subject_id=7, way="slow")
    with pytest.raises(LibraryError) as refused:
        services.enqueue_again(session, work_at(NOON), job_id=number)
    assert refused.value.code == JobCode.NOT_ENDED
    with transaction(session):
        services.ask_to_stop(session, work_at(NOON), job_id=number)
        again = services.enqueue_again(session, work_at(NOON), job_id=number)
    view = seen(session, again)
    assert (view.kind, view.subject_id, view.arguments) == ("test:a", 7, {"way": "slow"})
    assert (view.state, view.stop_asked, view.done) == (JobState.QUEUED, False, 0)


def test_lists_are_cut_to_a_person_and_to_what_is_active(session: Session, enqueue: Enqueue) -> None:
    numbers = [enqueue(f"test:{name}", subject_type="batch", subject_id=1) for name in "abc"]
    with transaction(session):
        services.ask_to_stop(session, work_at(NOON), job_id=numbers[0])
    assert [view.id for view in jobs(session)] == numbers[::-1]
    assert [view.id for view in jobs(session, active=True)] == [numbers[2], numbers[1]]
    assert [view.id for view in jobs(session, before=numbers[2], limit=1)] == [numbers[1]]
    assert jobs(session, staff_id=4711) == ()
    newest = latest_about(session, "batch", 1)
    assert newest is not None
    assert newest.id == numbers[2]
    assert latest_about(session, "batch", 2) is None


@pytest.mark.parametrize("number", [4711, 2**40])
def test_an_unknown_job_is_not_found(session: Session, number: int) -> None:
    with pytest.raises(LibraryError) as refused:
        services.ask_to_stop(session, work_at(NOON), job_id=number)
    assert refused.value.code == JobCode.UNKNOWN


class Colour(Enum):
    RED = "red"


def test_facts_of_a_refusal_are_kept_as_json() -> None:
    facts = {"at": NOON, "colour": Colour.RED, "ids": {3}, "name": "x", "none": None, "way": object}
    assert services.plain_facts(facts) == {
        "at": NOON.isoformat(), "colour": "red", "ids": [3], "name": "x", "none": None, "way": "<class 'object'>",
    }  # fmt: skip
