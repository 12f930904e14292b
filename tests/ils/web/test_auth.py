"""Signing in and out through the pages, sessions that end, and the place one works in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ils.accounts.models import Staff
from ils.accounts.permissions import Role
from ils.accounts.queries import audit_page
from ils.accounts.services import LOCK, TRIES_BEFORE_LOCK, change_staff, set_password
from ils.db import transaction
from ils.web.auth import current_work
from tests.conftest import NOON, SignIn
from tests.world import PASSWORD, add_nilufar, work_at

RIGHT = {"login": "nilufar", "password": PASSWORD}
WRONG = {"login": "nilufar", "password": "wrong"}


@pytest.fixture
def nilufar(session: Session) -> Staff:
    """Nilufar, who works at the desk."""
    return add_nilufar(session, NOON)


@pytest.fixture
def english(client: FlaskClient) -> FlaskClient:
    """A signed-out browser that reads English."""
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    return client


def test_the_right_password_opens_the_first_page(
    english: FlaskClient, nilufar: Staff, session: Session
) -> None:
    assert 'name="password"' in english.get("/sign-in").text
    answer = english.post("/sign-in", data=RIGHT)
    assert (answer.status_code, answer.location) == (302, "/")
    page = english.get("/")
    assert page.status_code == 200
    assert "Nilufar Karimova" in page.text
    session.rollback()
    assert audit_page(session)[0].action == "sign_in"
    assert audit_page(session)[0].address == "127.0.0.1"


@pytest.mark.parametrize(
    "given", [WRONG, RIGHT | {"login": "nobody"}, {}, {"login": "nilufar"}, {"password": PASSWORD}]
)
def test_anything_else_is_answered_with_the_same_words(
    english: FlaskClient, nilufar: Staff, given: dict[str, str]
) -> None:
    answer = english.post("/sign-in", data=given)
    assert answer.status_code == 401
    assert "The login or the password is not right." in answer.text
    assert "wrong" not in answer.text
    assert english.get("/plan/").status_code == 302


def test_a_hostile_login_is_shown_as_text(english: FlaskClient) -> None:
    answer = english.post("/sign-in", data={"login": '"><script>alert(1)</script>', "password": "x"})
    assert answer.status_code == 401
    assert "<script>alert" not in answer.text


def test_five_wrong_passwords_lock_in_words_for_ten_minutes(
    at_noon: time_machine.Traveller, english: FlaskClient, nilufar: Staff
) -> None:
    for _ in range(TRIES_BEFORE_LOCK):
        assert english.post("/sign-in", data=WRONG).status_code == 401
    answer = english.post("/sign-in", data=RIGHT)
    assert answer.status_code == 401
    assert "Try again in 10 minutes" in answer.text
    at_noon.shift(LOCK)
    assert english.post("/sign-in", data=RIGHT).status_code == 302


@pytest.mark.parametrize(
    ("wanted", "goes"),
    [
        ("/plan/2026?period=q1", "/plan/2026?period=q1"),
        ("", "/"),
        ("//evil.example/x", "/"),
        ("///evil.example", "/evil.example"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/evil.example", "/"),
        ("//[", "/"),
        ("plan", "/"),
        ("/search?q=a%0d%0aSet-Cookie:x", "/search?q=a%0d%0aSet-Cookie:x"),
    ],
)
def test_after_signing_in_one_stays_on_this_site(
    client: FlaskClient, nilufar: Staff, wanted: str, goes: str
) -> None:
    answer = client.post("/sign-in", query_string={"next": wanted}, data=RIGHT)
    assert (answer.status_code, answer.location) == (302, goes)


def test_a_page_that_wants_a_sign_in_is_reached_after_it(client: FlaskClient, nilufar: Staff) -> None:
    first = client.get("/plan/2026?period=q1")
    assert first.status_code == 302
    assert first.location == "/sign-in?next=/plan/2026?period%3Dq1"
    assert client.post(first.location, data=RIGHT).location == "/plan/2026?period=q1"


def test_a_part_of_a_page_tells_the_browser_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/plan/2026", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/sign-in")


def test_signing_out_ends_the_session_and_keeps_the_language(english: FlaskClient, nilufar: Staff) -> None:
    english.post("/sign-in", data=RIGHT)
    assert english.post("/sign-out").location == "/sign-in"
    assert english.get("/plan/").status_code == 302
    assert "Sign in" in english.get("/sign-in").text


def test_a_session_begun_by_another_is_not_carried_on(client: FlaskClient, nilufar: Staff) -> None:
    with client.session_transaction() as cookie:
        cookie["department"], cookie["planted"] = "foreign", "x"
    client.post("/sign-in", data=RIGHT)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert "department" not in cookie
        assert cookie.permanent


@pytest.mark.parametrize("ending", ["password", "access"])
def test_a_new_password_and_an_ended_access_close_open_sessions(
    signed_in: SignIn, session: Session, ending: str
) -> None:
    browser = signed_in(Role.DESK)
    assert browser.get("/plan/").status_code == 302
    assert browser.get("/help").text.count("Nilufar Karimova") > 0
    staff = session.query(Staff).one()
    with transaction(session):
        if ending == "password":
            set_password(session, work_at(NOON), staff_id=staff.id, password="yangi-kitob")
        else:
            change_staff(
                session,
                work_at(NOON),
                staff_id=staff.id,
                name="N",
                role=Role.DESK,
                department="",
                active=False,
            )
    assert browser.get("/plan/").location.startswith("/sign-in")


@pytest.mark.parametrize("identity", ["1", "1:", "x:y", "999:stamp", ":", "", "9" * 30 + ":x"])
def test_an_identity_that_is_nobody_s_is_signed_out(
    client: FlaskClient, nilufar: Staff, identity: str
) -> None:
    with client.session_transaction() as cookie:
        cookie["_user_id"] = identity
    assert client.get("/plan/").location.startswith("/sign-in")


def test_too_many_tries_from_one_address_are_stopped_in_words(
    app_with: Callable[..., Flask], nilufar: Staff
) -> None:
    browser = app_with(RATELIMIT_ENABLED=True).test_client()
    with browser.session_transaction() as cookie:
        cookie["language"] = "en"
    answers = [browser.post("/sign-in", data=RIGHT | {"login": "nobody"}) for _ in range(21)]
    assert [answer.status_code for answer in answers] == [401] * 20 + [429]
    assert "Too many tries" in answers[-1].text
    assert "Wait a minute" in answers[-1].text
    assert browser.get("/sign-in").status_code == 200


def test_the_place_of_work_is_chosen_for_the_session(signed_in: SignIn, app: Flask) -> None:
    browser = signed_in(Role.DESK)
    answer = browser.post("/place", data={"department": "foreign", "next": "/help"})
    assert answer.location == "/help"
    page = browser.get("/help").text
    assert "You now work in: Foreign department" in page
    with browser:
        browser.get("/help")
        work = current_work()
    assert (work.department, work.sector, work.channel) == ("foreign", "other", "desk")


def test_without_a_choice_one_works_in_one_s_own_department(signed_in: SignIn) -> None:
    browser = signed_in(Role.DESK)
    with browser:
        browser.get("/help")
        assert (current_work().department, current_work().sector) == ("lending", "lending")


def test_a_visitor_works_nowhere(client: FlaskClient) -> None:
    with client:
        client.get("/sign-in")
        work = current_work()
    assert (work.actor_id, work.department, work.channel) == (None, "", "web")


@pytest.mark.parametrize(("department", "status"), [("attic", 422), ("", 422), ("x" * 50, 400), ("<b>", 422)])
def test_a_place_that_is_none_is_refused(signed_in: SignIn, department: str, status: int) -> None:
    answer = signed_in(Role.DESK).post("/place", data={"department": department})
    assert answer.status_code == status
    assert "<b>" not in answer.text.split("<main")[1]


def test_a_visitor_chooses_no_place(client: FlaskClient) -> None:
    assert client.post("/place", data={"department": "foreign"}).location.startswith("/sign-in")
