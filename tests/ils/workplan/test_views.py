"""Screens of the plan: the year, a line opened to its acts, the targets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ils.accounts.permissions import Role
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done
from ils.db import transaction
from ils.workplan.queries import plan_figure, plan_figures
from ils.workplan.services import load_year, renewals_counted, set_counter
from tests.conftest import NOON, SignIn
from tests.world import work_at


@pytest.fixture
def plan(session: Session) -> Session:
    """A library with the plan of 2026 and three loans in April."""
    with transaction(session):
        load_year(session, work_at(NOON), year=2026)
        for days in (0, 1, 1):
            record(session, work_at(NOON + timedelta(days=days)), Done(Kind.LOAN_OPEN, "gate", 1))
    return session


@pytest.fixture
def director(signed_in: SignIn) -> FlaskClient:
    return signed_in(Role.DIRECTOR)


def row(page: str, number: str) -> str:
    """Return the table row of a line."""
    return page.split(f'id="line-{number.replace(".", "-")}"')[1].split("</tr>", 1)[0]


def test_a_year_without_plan_offers_to_load_it(director: FlaskClient, session: Session) -> None:
    assert "There is no plan for 2026 yet" in director.get("/plan/2026").text
    page = director.post("/plan/2026/load", follow_redirects=True).text
    assert "Plan lines loaded: 71" in page
    session.rollback()
    assert len(plan_figures(session, year=2026)) == 71
    again = director.post("/plan/2026/load")
    assert again.status_code == 422
    assert "The plan of 2026 is there already." in again.text


def test_who_only_sees_the_plan_is_not_offered_to_change_it(signed_in: SignIn, plan: Session) -> None:
    desk = signed_in(Role.DESK)
    assert "/plan/2025/load" not in desk.get("/plan/2025").text
    assert "/plan/2026/targets" not in desk.get("/plan/2026").text
    assert desk.post("/plan/2025/load").status_code == 403
    assert desk.post("/plan/2026/targets").status_code == 403


@pytest.mark.usefixtures("at_noon")
def test_the_plan_opens_at_this_year_or_the_newest(director: FlaskClient) -> None:
    assert director.get("/plan/").location == "/plan/2026"
    director.post("/plan/2024/load")
    assert director.get("/plan/").location == "/plan/2024"
    director.post("/plan/2026/load")
    assert director.get("/plan/").location == "/plan/2026"
    assert 'href="/plan/2024"' in director.get("/plan/2026").text


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru", "en"])
def test_every_line_is_on_the_page_in_every_language(signed_in: SignIn, plan: Session, language: str) -> None:
    page = signed_in(Role.DIRECTOR, language).get("/plan/2026").text
    for figure in plan_figures(plan, year=2026):
        assert f'id="line-{figure.number.replace(".", "-")}"' in page
    name = {"uz": "Foydalanuvchi", "uz_Cyrl": "Фойдаланувчи", "ru": "пользовател", "en": "user"}[language]
    assert name in page


def test_a_fed_line_shows_its_figure_as_a_link_to_its_acts(director: FlaskClient, plan: Session) -> None:
    line = row(director.get("/plan/2026").text, "17")
    assert 'href="/plan/2026/lines/17?since=2026-01-01&amp;until=2026-12-31"' in line
    assert ">3<" in line
    page = director.get("/plan/2026/lines/17?since=2026-01-01&until=2026-12-31").text
    assert "acts: 3, sum: 3" in page
    assert page.count("Book lent") == 3


def test_a_line_that_nothing_feeds_says_so(director: FlaskClient, plan: Session) -> None:
    with transaction(plan):
        set_counter(plan, work_at(NOON), year=2026, number="1", terms=(), measure="amount")
    assert "not yet fed" in row(director.get("/plan/2026").text, "1")
    page = director.get("/plan/2026/lines/1")
    assert page.status_code == 200
    assert "The line has no counter: no acts raise it." in page.text
    assert 'href="/plan/2026/lines/1/counter"' in page.text


@pytest.mark.parametrize(
    ("period", "fact"), [("", "3"), ("q1", "0"), ("q2", "3"), ("m3", "0"), ("m4", "3"), ("m12", "0")]
)
def test_the_period_is_chosen(director: FlaskClient, plan: Session, period: str, fact: str) -> None:
    line = row(director.get(f"/plan/2026?period={period}").text, "17")
    assert f">{fact}<" in line


@pytest.mark.parametrize(
    "path",
    [
        "/plan/2026?period=q5",
        "/plan/2026?period=m0",
        "/plan/2026?period=<script>",
        "/plan/1999",
        "/plan/0/lines/15",
        "/plan/1999/targets",
        "/plan/2026/lines/17?since=2026-04-31",
        "/plan/2026/lines/17?since=2026-04-16&until=2026-04-15",
        "/plan/2026/lines/17?before=x",
    ],
)
def test_a_period_or_year_that_cannot_be_is_refused_in_words(
    director: FlaskClient, plan: Session, path: str
) -> None:
    answer = director.get(path)
    assert answer.status_code == 400
    assert "The request cannot be understood" in answer.text
    assert "<script>" not in answer.text.split("<main")[1]


@pytest.mark.parametrize("number", ["99", "15.9", "<b>x", "'; --", "1" * 300])
def test_a_line_that_is_not_there_is_404_in_words(director: FlaskClient, plan: Session, number: str) -> None:
    answer = director.get(f"/plan/2026/lines/{number}")
    assert answer.status_code == 404
    assert "The plan of 2026 has no line" in answer.text


def test_a_day_of_a_line_is_opened_alone(director: FlaskClient, plan: Session) -> None:
    page = director.get("/plan/2026/lines/17?since=2026-04-16&until=2026-04-16").text
    assert "acts: 2, sum: 2" in page


def test_many_acts_go_on_page_by_page(director: FlaskClient, plan: Session) -> None:
    with transaction(plan):
        record(plan, work_at(NOON), *(Done(Kind.LOAN_OPEN, "gate", number) for number in range(150)))
    first = director.get("/plan/2026/lines/17").text
    assert "acts: 153, sum: 153" in first
    further = first.split('<a href="/plan/2026/lines/17?')[1].split('"', 1)[0].replace("&amp;", "&")
    second = director.get(f"/plan/2026/lines/17?{further}").text
    assert first.count("Book lent") + second.count("Book lent") == 153


def test_targets_are_set_as_people_write_them(director: FlaskClient, plan: Session) -> None:
    assert 'name="target-16.7"' in director.get("/plan/2026/targets").text
    given = {
        "target-15": "15 560",
        "target-16": "1\N{NO-BREAK SPACE}000",
        "target-17": "",
        "target-26": "—",
    }
    page = director.post("/plan/2026/targets", data=given, follow_redirects=True).text
    assert "Targets saved" in page
    plan.rollback()
    found = {number: plan_figure(plan, year=2026, number=number).plan for number in ("15", "16", "17", "26")}
    assert found == {"15": 15560, "16": 1000, "17": None, "26": None}


def test_the_box_on_the_line_of_issues_counts_renewals_or_not(director: FlaskClient, plan: Session) -> None:
    assert "A renewal that the reader asked for counts" in director.get("/plan/2026/lines/17").text
    assert "A renewal that the reader asked for counts" not in director.get("/plan/2026/lines/16").text
    for given, counts in (({}, False), ({"count": "1"}, True)):
        assert director.post("/plan/2026/lines/17/renewals", data=given).status_code == 302
        plan.rollback()
        assert renewals_counted(plan_figure(plan, year=2026, number="17").terms) is counts
    refused = director.post("/plan/2026/lines/16/renewals", data={})
    assert refused.status_code == 422
    assert "Line 16 does not count issues." in refused.text


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("target-15", "many", 422),
        ("target-15", "-5", 422),
        ("target-15", "1.5", 422),
        ("target-15", "9" * 12, 422),
        ("target-15", "9" * 5000, 422),
        ("target-15", "²", 422),
        ("target-99", "1", 404),
        ("target-" + "9" * 300, "1", 404),
    ],
)
def test_one_bad_target_leaves_all_as_they_were(
    director: FlaskClient, plan: Session, field: str, value: str, status: int
) -> None:
    before = plan_figures(plan, year=2026)
    answer = director.post("/plan/2026/targets", data={"target-1": "77", field: value})
    assert answer.status_code == status
    plan.rollback()
    assert plan_figures(plan, year=2026) == before


@pytest.mark.usefixtures("at_noon")
def test_behind_the_pace_is_reckoned_on_the_day(director: FlaskClient, plan: Session) -> None:
    page = director.get("/plan/2026").text
    assert "of the year: 28 %" in page
    assert "Behind the pace" in page


@pytest.mark.parametrize(
    "path", ["/plan/99999999999999999999999999", "/plan/99999999999999999999999999/lines/15"]
)
def test_a_year_that_no_calendar_has_is_no_page(director: FlaskClient, plan: Session, path: str) -> None:
    assert director.get(path).status_code == 404
