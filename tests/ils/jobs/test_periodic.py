"""Jobs that come back: every minute or daily, made up when they were missed, never twice."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.activity.kinds import Channel
from ils.app.tables import JOBS, PERIODIC
from ils.app.working import runner_of
from ils.clock import at_hour
from ils.db import transaction
from ils.jobs.models import Job, JobState
from ils.jobs.periodic import Periodic, put_down_due
from ils.jobs.running import Run, Runner
from ils.web.session import db
from tests.conftest import NOON

DAY = NOON.date()
NIGHTLY = Periodic("test:nightly", at_hour=5)
MINUTELY = Periodic("test:minutely")


def hours(day_offset: int, hour: float) -> datetime:
    return at_hour(DAY + timedelta(days=day_offset), hour)


class Place:
    """A runner whose clock the test moves."""

    def __init__(self, app: Flask, *periodic: Periodic) -> None:
        usual = runner_of(app)
        self.now = NOON
        self.ran: list[tuple[str, datetime]] = []
        table = {each.kind: self._run for each in periodic}
        self.runner = Runner(table, usual.open_session, usual.home, lambda: self.now, periodic=periodic)

    def _run(self, run: Run) -> Mapping[str, Any] | None:
        assert run.work.channel is Channel.AUTOMATIC
        self.ran.append((run.job.kind, self.now))
        return None

    def look(self, now: datetime) -> int:
        """Look at an instant; returns how many jobs were run."""
        self.now = now
        return self.runner.run_waiting()


def test_a_daily_job_runs_once_a_day_after_its_hour(app: Flask) -> None:
    place = Place(app, NIGHTLY)
    place.look(hours(0, 4.5))
    place.ran.clear()
    looks = [place.look(hours(0, hour)) for hour in (4.9, 5.0, 5.1, 12, 23.9)]
    assert looks == [0, 1, 0, 0, 0]
    assert place.look(hours(1, 4.9)) == 0
    assert place.look(hours(1, 5)) == 1


def test_a_day_missed_because_the_machine_was_off_is_made_up_at_the_next_look(app: Flask) -> None:
    place = Place(app, NIGHTLY)
    assert place.look(hours(0, 5)) == 1
    assert place.look(hours(1, 9.5)) == 1, "switched on at half past nine"
    assert place.look(hours(1, 10)) == 0


def test_a_week_missed_is_made_up_once(app: Flask) -> None:
    place = Place(app, NIGHTLY)
    assert place.look(hours(0, 5)) == 1
    assert place.look(hours(7, 3)) == 1, "before the hour it is yesterday's turn that was missed"
    assert place.look(hours(7, 4)) == 0
    assert place.look(hours(7, 6)) == 1, "today's comes as ever"


def test_the_hour_is_the_librarys(app: Flask) -> None:
    assert NIGHTLY.turn(hours(0, 5)) == ("daily:test:nightly", int(f"{DAY:%Y%m%d}"))
    assert NIGHTLY.turn(hours(0, 4.99))[1] == int(f"{DAY - timedelta(days=1):%Y%m%d}")
    assert Periodic("x", at_hour=0).turn(hours(0, 0))[1] == int(f"{DAY:%Y%m%d}")


def test_a_minutely_job_runs_once_a_minute_and_leaves_one_row(app: Flask, session: Session) -> None:
    place = Place(app, MINUTELY)
    assert [place.look(NOON + timedelta(seconds=at)) for at in (0, 1, 30, 59, 60, 61, 119, 120)] == [
        1,
        0,
        0,
        0,
        1,
        0,
        0,
        1,
    ]
    assert len(session.scalars(select(Job.id)).all()) == 1, "half a million rows a year would tell nothing"


def test_where_there_is_nothing_to_do_no_job_is_put_down(app: Flask, session: Session) -> None:
    answers = [False, True, False]
    asked: list[datetime] = []

    def due(_session: Session, now: datetime) -> bool:
        asked.append(now)
        return answers[len(asked) - 1] if len(asked) <= len(answers) else False

    place = Place(app, Periodic("test:when_due", due=due))
    assert place.look(NOON) == 0
    assert session.scalars(select(Job.id)).all() == []
    assert place.look(NOON + timedelta(minutes=1)) == 1
    assert place.look(NOON + timedelta(minutes=1, seconds=5)) == 0


def test_a_job_that_failed_stays_to_be_seen_and_comes_back_next_time(app: Flask, session: Session) -> None:
    place = Place(app, MINUTELY)

    def fail(_run: Run) -> None:
        raise RuntimeError

    place.runner.table = {MINUTELY.kind: fail}
    assert place.look(NOON) == 1
    assert place.look(NOON + timedelta(seconds=30)) == 0
    assert place.look(NOON + timedelta(minutes=1)) == 1
    assert session.scalars(select(Job.state)).all() == [JobState.FAILED, JobState.FAILED]


def test_the_next_turn_waits_until_the_last_one_has_ended(app: Flask, session: Session) -> None:
    with transaction(session):
        assert put_down_due(session, [], now=NOON) == 0
    assert put_down_due(session, [MINUTELY], now=NOON) == 1
    assert put_down_due(session, [MINUTELY], now=NOON + timedelta(minutes=5)) == 0


def test_two_processes_put_one_turn_down_once(app: Flask, session: Session) -> None:
    counts: list[int] = []
    all_of_them = threading.Barrier(4)

    def look() -> None:
        with app.app_context():
            all_of_them.wait()
            counts.append(put_down_due(db.session(), [NIGHTLY, MINUTELY], now=NOON))
            db.session.remove()

    threads = [threading.Thread(target=look) for _each in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(counts) == 2
    session.rollback()
    assert sorted(session.scalars(select(Job.kind))) == [MINUTELY.kind, NIGHTLY.kind]


def test_a_question_that_breaks_does_not_keep_other_jobs_from_running(
    app: Flask, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    def due(_session: Session, _now: datetime) -> bool:
        raise RuntimeError

    place = Place(app, MINUTELY)
    put_down_due(session, [MINUTELY], now=NOON)
    place.runner.periodic = (Periodic("test:odd", due=due),)
    assert place.look(NOON) == 1
    assert "comes back by itself" in caplog.text


def test_every_job_that_comes_back_is_a_job_that_there_is() -> None:
    assert [each.kind for each in PERIODIC if each.kind not in JOBS] == []
    assert len({each.kind for each in PERIODIC}) == len(PERIODIC)
    assert all(each.at_hour is None or 0 <= each.at_hour <= 23 for each in PERIODIC)
