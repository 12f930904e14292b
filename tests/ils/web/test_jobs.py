"""Pages of long work: what runs, how it ended, who may stop it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.models import Staff
from ils.accounts.permissions import Role
from ils.app import working
from ils.app.working import runner_of
from ils.db import transaction
from ils.errors import InputCode, InputError
from ils.jobs import services
from ils.jobs.models import JobState
from ils.jobs.queries import job
from ils.jobs.running import Run
from tests.conftest import NOON, SignIn
from tests.world import work_at

PART = {"HX-Request": "true"}


@pytest.fixture
def cataloguer(signed_in: SignIn) -> FlaskClient:
    """A browser in which a cataloguer is signed in."""
    return signed_in(Role.CATALOGUER)


def put(session: Session, login: str = "cataloguer", kind: str = "import:accept", **facts: object) -> int:
    """Put a job down in the name of a member of staff."""
    staff = session.scalars(select(Staff.id).where(Staff.login == login)).one()
    with transaction(session):
        return services.enqueue(session, work_at(NOON, actor_id=staff), kind, **facts)  # type: ignore[arg-type]


def test_an_empty_list_says_what_to_do(cataloguer: FlaskClient) -> None:
    assert "No long work yet" in cataloguer.get("/jobs").text


def test_a_waiting_job_asks_again_by_itself(session: Session, cataloguer: FlaskClient) -> None:
    put(session)
    page = cataloguer.get("/jobs/1").text
    assert 'hx-get="/jobs/1/part?next=/jobs/1' in page
    assert 'hx-trigger="every 1s"' in page
    part = cataloguer.get("/jobs/1/part", headers=PART)
    assert "Begins in a moment" in part.text
    assert "<html" not in part.text
    assert "HX-Refresh" not in part.headers


def test_without_scripts_the_part_is_the_page(session: Session, cataloguer: FlaskClient) -> None:
    put(session)
    assert cataloguer.get("/jobs/1/part").location == "/jobs/1"


def test_progress_is_shown_and_the_end_loads_the_page_anew(
    app: Flask, session: Session, cataloguer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def half(run: Run) -> dict[str, int]:
        run.tell(1200, 2400)
        seen.append(cataloguer.get("/jobs/1/part", headers=PART).text)
        return {"found": 5}

    monkeypatch.setattr(working, "JOBS", {"import:accept": half})
    put(session)
    runner_of(app).run_waiting()
    assert "1\N{NO-BREAK SPACE}200 of 2\N{NO-BREAK SPACE}400" in seen[0]
    assert "50 %" in seen[0]
    part = cataloguer.get("/jobs/1/part", headers=PART)
    assert part.headers["HX-Refresh"] == "true"
    assert "hx-get" not in cataloguer.get("/jobs/1").text


def test_a_refusal_is_told_in_words_and_can_be_tried_again(
    app: Flask, session: Session, cataloguer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(run: Run) -> None:
        raise InputError(InputCode.NOT_A_NUMBER, field="year")

    monkeypatch.setattr(working, "JOBS", {"import:accept": refuse})
    put(session)
    runner_of(app).run_waiting()
    page = cataloguer.get("/jobs/1").text
    assert "The field “year” is not a number." in page
    assert cataloguer.post("/jobs/1/go-on").location == "/jobs/2"
    session.rollback()
    assert job(session, 2).state is JobState.QUEUED


def test_a_mistake_shows_no_trace(
    app: Flask, session: Session, cataloguer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(run: Run) -> None:
        raise ZeroDivisionError("a secret of the inside")

    monkeypatch.setattr(working, "JOBS", {"import:accept": break_down})
    put(session)
    runner_of(app).run_waiting()
    page = cataloguer.get("/jobs/1").text
    assert "The program has made a mistake" in page
    assert "secret" not in page


def test_a_job_is_stopped_by_its_owner_or_by_whoever_may_change_settings(
    session: Session, cataloguer: FlaskClient, signed_in: SignIn
) -> None:
    director, foreign = signed_in(Role.DIRECTOR), signed_in(Role.FOREIGN)
    first, second = put(session), put(session, turn=2)
    assert foreign.post(f"/jobs/{first}/stop").status_code == 403
    assert foreign.post(f"/jobs/{first}/go-on").status_code == 403
    assert "/stop" not in foreign.get(f"/jobs/{first}").text
    assert cataloguer.post(f"/jobs/{first}/stop", data={"next": "/import"}).location == "/import"
    assert director.post(f"/jobs/{second}/stop").location == f"/jobs/{second}"
    session.rollback()
    assert [job(session, number).state for number in (first, second)] == [JobState.STOPPED] * 2
    assert cataloguer.post(f"/jobs/{first}/stop").status_code == 422


def test_one_sees_ones_own_jobs_and_the_director_all(
    session: Session, cataloguer: FlaskClient, signed_in: SignIn
) -> None:
    director = signed_in(Role.DIRECTOR)
    put(session)
    assert 'data-href="/jobs/1"' in cataloguer.get("/jobs").text
    assert 'data-href="/jobs/1"' not in director.get("/jobs").text
    assert 'data-href="/jobs/1"' in director.get("/jobs?all=1").text
    put(session, "director")
    assert 'data-href="/jobs/2"' not in cataloguer.get("/jobs?all=1").text


def test_a_long_list_has_pages(
    session: Session, cataloguer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ils.web.jobs.PER_PAGE", 2)
    for turn in range(3):
        put(session, turn=turn)
    page = cataloguer.get("/jobs").text
    assert page.count("data-href=") == 2
    assert "/jobs?before=2" in page
    assert cataloguer.get("/jobs?before=2").text.count("data-href=") == 1
    assert cataloguer.get("/jobs?before=99999999999999").status_code == 200


def test_unknown_jobs_are_not_found(cataloguer: FlaskClient) -> None:
    for address in ("/jobs/7", "/jobs/99999999999"):
        assert cataloguer.get(address).status_code == 404
    assert cataloguer.get("/jobs/7/part", headers=PART).status_code == 404
