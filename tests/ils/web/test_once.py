"""Marks of forms that were sent: what makes one, and how long it is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.app.tables import JOBS
from ils.app.working import runner_of
from ils.db import begin_with, has_begun, transaction
from ils.jobs.running import Runner
from ils.web.once import jobs, marks
from ils.web.once.models import SentForm
from tests.conftest import NOON

SENT = ("a key", "staff:1", "/exhibitions/new", [("title", "Momo"), ("days", "3"), ("days", "5")])


@pytest.mark.parametrize(
    "other",
    [
        ("another key", *SENT[1:]),
        (SENT[0], "staff:2", *SENT[2:]),
        (*SENT[:2], "/partners/new", SENT[3]),
        (*SENT[:3], [("title", "Momo"), ("days", "3")]),
        (*SENT[:3], [("title", "Momo "), ("days", "3"), ("days", "5")]),
        (*SENT[:3], []),
        ("a keystaff:1", "", *SENT[2:]),
    ],
)
def test_a_mark_is_of_key_account_page_and_words(other: tuple[str, str, str, list[tuple[str, str]]]) -> None:
    assert marks.mark_of(*other) != marks.mark_of(*SENT)


def test_a_mark_is_the_same_whatever_the_order_of_the_fields() -> None:
    assert marks.mark_of(*SENT[:3], SENT[3][::-1]) == marks.mark_of(*SENT)
    assert len(marks.mark_of("\ud800", "", "", [("ʻ", "Ҳ")])) == 64


def test_a_mark_is_taken_once_told_and_let_go(session: Session) -> None:
    with transaction(session):
        marks.take(session, "m", now=NOON)
        assert marks.led_to(session, "m") == ""
    with pytest.raises(marks.AlreadySent), transaction(session):
        marks.take(session, "m", now=NOON)
    with transaction(session):
        marks.answer(session, "m", "/exhibitions/1")
    assert (marks.led_to(session, "m"), marks.led_to(session, "n")) == ("/exhibitions/1", None)
    with transaction(session):
        marks.let_go(session, "m")
    with transaction(session):
        marks.take(session, "m", now=NOON)


def test_a_step_waits_for_the_transaction_that_is_committed(session: Session) -> None:
    steps: list[Session] = []
    begin_with(session, steps.append)
    with pytest.raises(OSError, match="cut"), transaction(session):
        raise OSError("cut")
    assert (len(steps), has_begun(session)) == (1, False)
    with transaction(session):
        pass
    assert (len(steps), has_begun(session)) == (2, True)
    with transaction(session):
        pass
    assert len(steps) == 2
    begin_with(session, steps.append)
    begin_with(session, None)
    assert has_begun(session)


def test_what_is_three_days_old_is_forgotten_at_night(app: Flask, session: Session) -> None:
    assert not jobs.is_due(session, NOON)
    with transaction(session):
        marks.take(session, "old", now=NOON - timedelta(days=3, seconds=1))
        marks.take(session, "young", now=NOON - timedelta(days=2))
    assert jobs.is_due(session, NOON)
    assert not jobs.is_due(session, NOON - timedelta(days=1))
    usual = runner_of(app)
    table = {jobs.JOB: JOBS[jobs.JOB]}
    Runner(table, usual.open_session, usual.home, lambda: NOON, periodic=jobs.PERIODIC).run_waiting()
    session.rollback()
    assert session.scalars(select(SentForm.mark)).all() == ["young"]
