"""The dry run (OV-08) as a plan, a page and a command; the run by hand and every night by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from circulation.overdue.jobs import NIGHTLY, PERIODIC
from circulation.overdue.rules import Pause
from ils.accounts.permissions import Role
from ils.app.tables import JOBS
from ils.app.tables import PERIODIC as ALL_PERIODIC
from ils.app.working import runner_of
from ils.clock import at_hour
from ils.jobs.models import JobState
from ils.jobs.periodic import put_down_due
from ils.jobs.queries import jobs
from tests.circulation.overdue.conftest import DUE
from tests.circulation.overdue.night import Nights
from tests.conftest import SignIn


@pytest.fixture
def late(nights: Nights, loan: int) -> Iterator[Nights]:
    """00000001 is a week late, nothing was written yet; 00000002 was promised."""
    nights.desk.reader("R-2", given_name="Nodira", surname="Saidova", phone="", language="ru")
    other = nights.desk.lend("R-2", "00000002").loan_id
    nights.to(DUE + timedelta(days=7))
    nights.promise(other, DUE + timedelta(days=9))
    with time_machine.travel(nights.desk.now, tick=False):
        yield nights


def test_OV_08_what_would_be_sent_to_whom_over_which_channel_and_why(late: Nights) -> None:
    plan = late.plan()
    (reader,) = plan.readers
    (copy,) = reader.copies
    assert (reader.name, reader.language, reader.channels) == (
        "Karimov Anvar Botir oʻgʻli", "uz", ("letter", "call"),
    )  # fmt: skip
    assert (copy.code, copy.level.days, copy.days_late, copy.reached_on) == (
        "00000001", 7, 7, DUE + timedelta(days=7),
    )  # fmt: skip
    assert [level.days for level in copy.passed] == [-3, 0, 1]
    assert (reader.restricts, reader.charge, reader.consequences) == (False, 0, False)
    assert [(each.patron, each.pause) for each in plan.waiting] == [
        ("Saidova Nodira Botir oʻgʻli", Pause.PROMISED)
    ]
    assert (plan.copies, list(plan.by_level.values()), plan.by_channel) == (1, [1], {"letter": 1})


def test_OV_08_a_plan_changes_nothing_and_is_what_the_run_does(late: Nights) -> None:
    planned = {(reader.patron_id, copy.loan_id) for reader in late.plan().readers for copy in reader.copies}
    assert late.messages() == []
    assert late.run().messages == len(late.plan().readers) + 1 == 1
    told = {(view.recipient_id, copy["loan_id"]) for view in late.messages() for copy in view.facts["copies"]}
    assert told == planned
    assert late.plan().readers == ()


def test_OV_08_another_day_shows_what_comes(late: Nights) -> None:
    plan = late.plan(DUE + timedelta(days=90))
    copies = [copy for reader in plan.readers for copy in reader.copies]
    assert [copy.marks_lost for copy in copies] == [True, True]
    assert all(reader.consequences for reader in plan.readers)
    assert plan.waiting == ()


def test_OV_08_the_page_of_the_dry_run(late: Nights, signed_in: SignIn) -> None:
    shown = unescape(signed_in(Role.DESK).get("/overdue/tonight").text)
    for part in (
        "what would be sent on 07.05.2026", "Karimov Anvar", "A week late", "days late: 7", "passed over: 3",
        "printed letter", "telephone call", "Oʻzbekcha", "The reader has promised to bring it.", "12.05.2026",
        "Overdue control has not run yet.",
    ):  # fmt: skip
        assert part in shown
    assert late.messages() == []


def test_OV_08_after_today_s_run_the_page_shows_tomorrow(late: Nights, signed_in: SignIn) -> None:
    late.run()
    staff = signed_in(Role.DESK)
    shown = unescape(staff.get("/overdue/tonight").text)
    assert "what would be sent on 08.05.2026" in shown
    assert "Nothing would be sent" in shown
    assert "messages: 1" in shown
    assert "Yoʻqolgan" not in shown
    assert "lost: 00000001" in unescape(staff.get("/overdue/tonight?day=2026-07-29").text)
    assert staff.get("/overdue/tonight?day=tomorrow").status_code == 400


def test_the_run_by_hand_is_a_job(late: Nights, signed_in: SignIn, app: Flask) -> None:
    answer = signed_in(Role.DESK).post("/overdue/run")
    assert answer.headers["Location"].startswith("/jobs/")
    assert runner_of(app).run_waiting() >= 1
    late.session.rollback()
    (job,) = [each for each in jobs(late.session, active=False) if each.kind == NIGHTLY]
    assert (job.state, job.result and job.result["messages"]) == (JobState.DONE, 1)
    assert len(late.messages()) == 1


def test_OV_02_the_job_comes_every_night_once_and_a_missed_one_is_made_up(late: Nights, app: Flask) -> None:
    assert set(PERIODIC) <= set(ALL_PERIODIC)
    assert NIGHTLY in JOBS
    day = DUE + timedelta(days=8)
    session = late.session
    session.rollback()
    assert put_down_due(session, PERIODIC, now=at_hour(day, 5)) == 1
    assert put_down_due(session, PERIODIC, now=at_hour(day, 6)) == 0  # it waits
    assert runner_of(app).run_next()
    assert put_down_due(session, PERIODIC, now=at_hour(day, 23)) == 0
    week_later = day + timedelta(days=7)
    assert put_down_due(session, PERIODIC, now=at_hour(week_later, 11)) == 1
    assert put_down_due(session, PERIODIC, now=at_hour(week_later, 12)) == 0


def test_signed_out_nobody_runs_anything(client: FlaskClient) -> None:
    assert client.post("/overdue/run").status_code == 302
    assert "/sign-in" in client.get("/overdue/tonight").headers["Location"]
