"""Every refusal in words, in four languages, as a page, a part of a page, or JSON."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from ils.accounts.permissions import Role
from ils.db import transaction
from ils.errors import ForbiddenError, InputCode, InputError, LibraryError, NotFoundError, Refusal
from ils.library.errors import PlaceCode, PlaceError
from ils.library.models import Setting
from ils.web import frame
from ils.web.errors import HINTS, STATUS, TITLES, explain, word_facts
from ils.web.session import current_session
from tests.conftest import SignIn
from tests.world import PASSWORD

pytestmark = pytest.mark.own_app

JSON = {"Accept": "application/json"}
LANGUAGES = ("uz", "uz_Cyrl", "ru", "en")


def _raise(problem: Exception) -> None:
    raise problem


@pytest.fixture
def english(app: Flask, client: FlaskClient) -> FlaskClient:
    """A browser that reads English, on a program whose pages go wrong in many ways."""
    problems: dict[str, Any] = {
        "refused": lambda: _raise(PlaceError(PlaceCode.DEPARTMENT_TAKEN, department="<b>legal</b>")),
        "invalid": lambda: _raise(InputError(InputCode.NOT_A_DATE, field="since")),
        "missing": lambda: _raise(NotFoundError(InputCode.NOT_FOUND)),
        "forbidden": lambda: _raise(ForbiddenError(PlaceCode.DAY_NOT_SET, day=date(2026, 4, 15))),
        "mistake": lambda: _raise(RuntimeError("a secret of the inside")),
        "bad-sql": lambda: current_session().execute(text("SELECT nothing FROM nowhere")),
        "busy": lambda: _raise(OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))),
        "half": half_an_act,
    }
    for name, view in problems.items():
        app.add_url_rule(f"/{name}", name, view, methods=["GET", "POST"])
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    return client


def half_an_act() -> None:
    with transaction(current_session()) as database:
        database.add(Setting(name="half", value=1))
        database.flush()
        raise RuntimeError("the lights went out")


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/refused", 422, "There is already a department “&lt;b&gt;legal&lt;/b&gt;”."),
        ("/invalid", 400, "The field “since” is not a date"),
        ("/missing", 404, "There is no such page."),
        ("/forbidden", 403, "15.04.2026 is not an exception of the calendar."),
        ("/mistake", 500, "Nothing was changed"),
        ("/bad-sql", 500, "Nothing was changed"),
        ("/busy", 503, "The library is busy"),
        ("/nowhere", 404, "The address may be mistyped"),
        ("/sign-out", 405, "does not take such a request"),
    ],
)
def test_each_refusal_is_a_page_in_words(english: FlaskClient, path: str, status: int, words: str) -> None:
    answer = english.get(path)
    assert answer.status_code == status
    assert words in answer.text
    assert str(TITLES[status]) in answer.text
    assert "<html" in answer.text


@pytest.mark.parametrize("path", ["/mistake", "/bad-sql", "/busy"])
@pytest.mark.parametrize("headers", [{}, JSON, {"HX-Request": "true"}])
def test_a_mistake_tells_nothing_of_the_inside(
    english: FlaskClient, path: str, headers: dict[str, str]
) -> None:
    shown = english.get(path, headers=headers).text
    for inside in ("secret", "Traceback", "RuntimeError", "SELECT", "nowhere", "BEGIN", "sqlalchemy", ".py"):
        assert inside not in shown, inside


def test_a_mistake_is_in_the_log_with_its_trace(
    english: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    english.get("/mistake")
    assert "mistake at GET /mistake" in caplog.text
    assert "a secret of the inside" in caplog.text


def test_a_mistake_in_the_middle_of_an_act_changes_nothing(english: FlaskClient, session: Session) -> None:
    assert english.post("/half").status_code == 500
    session.rollback()
    assert session.get(Setting, "half") is None


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_without_a_database_there_are_still_words(
    english: FlaskClient, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    gone = OperationalError("SELECT", {}, Exception("connection refused"))
    monkeypatch.setattr(frame, "institution_name", lambda _session: _raise(gone))
    answer = english.get("/sign-in", headers=headers)
    assert answer.status_code == 503
    assert "The library is busy" in answer.text
    assert "Wait a minute" in answer.text
    assert "refused" not in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/mistake", 500), ("/refused", 422)])
def test_error_pages_speak_the_language_of_the_page(
    app: Flask, english: FlaskClient, language: str, path: str, status: int
) -> None:
    with english.session_transaction() as cookie:
        cookie["language"] = language
    titles = {}
    for each in (language, "en"):
        with app.test_request_context("/"):
            session["language"] = each
            titles[each] = str(TITLES[status])
    page = english.get(path)
    assert page.status_code == status
    assert titles[language] in page.text
    assert language == "en" or titles[language] != titles["en"]


def test_a_part_of_a_page_is_answered_with_a_part(english: FlaskClient) -> None:
    answer = english.get("/refused", headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "There is already a department" in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    ("path", "status", "code", "facts"),
    [
        ("/refused", 422, "department_taken", {"department": "<b>legal</b>"}),
        ("/forbidden", 403, "day_not_set", {"day": "2026-04-15"}),
        ("/nowhere", 404, "http_404", {}),
        ("/mistake", 500, "http_500", {}),
        ("/busy", 503, "http_503", {}),
    ],
)
def test_a_program_gets_the_code_and_the_facts(
    english: FlaskClient, path: str, status: int, code: str, facts: dict[str, str]
) -> None:
    answer = english.get(path, headers=JSON)
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    assert answer.json is not None
    assert (answer.json["code"], answer.json["facts"]) == (code, facts)
    assert answer.json["message"]


@pytest.mark.parametrize(
    ("accept", "mimetype"),
    [
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("application/json", "application/json"),
        ("application/json, text/plain;q=0.5", "application/json"),
        ("image/png", "text/html"),
    ],
)
def test_browsers_get_pages_unless_they_ask_for_json(
    english: FlaskClient, accept: str, mimetype: str
) -> None:
    assert english.get("/nowhere", headers={"Accept": accept}).mimetype == mimetype


def test_a_request_that_is_too_large_is_told_the_limit(english: FlaskClient) -> None:
    kind = "multipart/form-data; boundary=line"
    answer = english.post("/sign-in", data=b"--line\r\n" + b"x" * 1_000_000, content_type=kind)
    assert answer.status_code == 413
    assert "The limit is 1 MB" in answer.text
    assert "ils import" in answer.text


def test_a_wrong_method_names_the_right_ones(english: FlaskClient) -> None:
    assert "POST" in english.get("/sign-out").headers["Allow"]


def test_a_missing_slash_is_only_a_redirect(signed_in: SignIn) -> None:
    answer = signed_in(Role.DESK).get("/plan")
    assert answer.status_code == 308
    assert answer.location.endswith("/plan/")


def test_every_kind_of_no_has_a_status_and_every_status_a_title() -> None:
    assert set(STATUS) == set(Refusal)
    assert set(STATUS.values()) <= set(TITLES)
    assert set(HINTS) <= set(TITLES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_facts_read_as_people_write_them(app: Flask, language: str) -> None:
    with app.test_request_context("/"):
        session["language"] = language
        app.extensions["ils_words"]["test_code"] = (
            "%(day)s %(at)s %(barcode)s %(codes)s %(none)s %(missing)s %(count)s %%"
        )
        facts = {
            "day": date(2026, 4, 15), "at": datetime(2026, 4, 15, 7, 30, tzinfo=UTC), "barcode": "LIB-1",
            "codes": {"b", "a"}, "none": None, "count": 2,
        }  # fmt: skip
        assert explain("test_code", facts) == "15.04.2026 15.04.2026 12:30 LIB-1 a, b — — 2 %"


def test_a_code_without_words_is_shown_itself(app: Flask) -> None:
    with app.test_request_context("/"):
        assert explain("no_such_code", {}) == "no_such_code"


def test_facts_with_percent_signs_and_markup_do_no_harm(app: Flask) -> None:
    with app.test_request_context("/"):
        session["language"] = "en"
        assert "100 %s %(x)s <i>" in explain(PlaceCode.CODE_INVALID, {"code": "100 %s %(x)s <i>"})


def test_the_password_never_comes_back(english: FlaskClient) -> None:
    assert PASSWORD not in english.post("/sign-in", data={"login": "x", "password": PASSWORD}).text


def test_a_refusal_knows_its_base() -> None:
    assert issubclass(PlaceError, LibraryError)


def test_sums_are_told_by_thousands_and_years_are_not(app: Flask) -> None:
    with app.test_request_context():
        told = word_facts({"amount": 10_000, "year": 2026, "card": "10000"})
    assert told == {"amount": "10\N{NO-BREAK SPACE}000", "year": "2026", "card": "10000"}
