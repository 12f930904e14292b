"""Screens of the institution: its name, departments, calendar."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ils.accounts.permissions import Role
from ils.accounts.queries import audit_page
from ils.library.calendar import load_calendar
from ils.library.places import department, departments, institution_name
from tests.conftest import SignIn

HOSTILE = "<script>alert(1)</script>'; DROP TABLE department; --"
ATTIC = {"code": "attic", "name_uz": "Chordoq", "name_ru": "", "name_en": "Attic", "sector": "other"}
DAYS = {"first": "2026-04-18", "last": "2026-04-19", "open": "0", "reason": "Taʼmir"}


@pytest.fixture
def director(signed_in: SignIn) -> FlaskClient:
    return signed_in(Role.DIRECTOR)


def actions(session: Session) -> list[str]:
    session.rollback()
    return [row.action for row in audit_page(session)]


def test_the_first_page_names_the_library_and_its_departments(director: FlaskClient) -> None:
    page = director.get("/settings/").text
    assert "Axborot-kutubxona markazi" in page
    assert "Reading room" in page
    assert "General reading rooms" in page


def test_the_library_is_named(director: FlaskClient, session: Session) -> None:
    page = director.post("/settings/name", data={"name": " Ibn Sino ARM "}, follow_redirects=True).text
    assert "Saved" in page
    assert "Ibn Sino ARM" in page
    assert actions(session)[0] == "institution_named"
    assert institution_name(session) == "Ibn Sino ARM"


@pytest.mark.parametrize("name", ["", " ", "x" * 201, "a\nb"])
def test_a_name_that_cannot_be_is_refused(director: FlaskClient, session: Session, name: str) -> None:
    assert director.post("/settings/name", data={"name": name}).status_code == 400
    session.rollback()
    assert institution_name(session) == "Axborot-kutubxona markazi"


def test_a_hostile_name_is_only_text_on_every_page(director: FlaskClient) -> None:
    director.post("/settings/name", data={"name": HOSTILE})
    for path in ("/settings/", "/", "/sign-in", "/nowhere"):
        page = director.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_department_is_added(director: FlaskClient, session: Session) -> None:
    assert 'name="code"' in director.get("/settings/departments/new").text
    page = director.post("/settings/departments/new", data=ATTIC, follow_redirects=True).text
    assert "Department saved" in page
    assert "Attic" in page
    assert actions(session)[0] == "department_saved"
    assert department(session, "attic").name_ru == "Chordoq"


def test_a_department_is_changed_and_keeps_its_code(director: FlaskClient, session: Session) -> None:
    page = director.get("/settings/departments/legal").text
    assert "Huquqiy axborot markazi" in page
    assert 'name="code"' not in page
    answer = director.post("/settings/departments/legal", data=ATTIC | {"name_uz": HOSTILE, "code": "evil"})
    assert answer.status_code == 302
    session.rollback()
    assert department(session, "legal").name_uz == HOSTILE
    assert "evil" not in {place.code for place in departments(session)}
    assert "<script>alert" not in director.get("/settings/departments/legal").text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"code": "legal"}, "There is already a department"),
        ({"code": "Чердак"}, "cannot be used"),
        ({"code": ""}, "cannot be used"),
        ({"name_uz": " "}, "Fill in"),
        ({"sector": "nowhere"}, "mend"),
    ],
)
def test_a_bad_department_is_explained_beside_the_form(
    director: FlaskClient, session: Session, given: dict[str, str], words: str
) -> None:
    answer = director.post("/settings/departments/new", data=ATTIC | given)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="Attic"' in answer.text  # what was typed is not lost
    session.rollback()
    assert len(departments(session)) == 7


def test_an_unknown_department_is_told_in_words(director: FlaskClient) -> None:
    answer = director.get("/settings/departments/<b>")
    assert answer.status_code == 422
    assert "There is no department “&lt;b&gt;”." in answer.text


@pytest.mark.usefixtures("at_noon")
def test_the_calendar_shows_the_exceptions_of_this_year(director: FlaskClient) -> None:
    page = director.get("/settings/calendar").text
    assert "21.03.2026" in page
    assert "Navroʻz" in page
    assert "21.03.2025" not in page
    assert 'value="6" id="w6" checked' in page
    assert "21.03.2025" in director.get("/settings/calendar?year=2025").text
    assert "No exceptions in this year" in director.get("/settings/calendar?year=2040").text


@pytest.mark.parametrize("year", ["1999", "2101", "x", "9" * 5000, "-1", "2026x", "00202600"])
def test_a_year_that_is_none_is_refused_in_words(director: FlaskClient, year: str) -> None:
    answer = director.get("/settings/calendar", query_string={"year": year})
    assert answer.status_code == 400
    assert "is not a number" in answer.text


def test_the_closed_weekdays_are_set(director: FlaskClient, session: Session) -> None:
    answer = director.post("/settings/calendar/week", data={"closed": ["0", "6", "7", "x"]})
    assert answer.status_code == 302
    assert actions(session)[0] == "calendar_changed"
    assert load_calendar(session).weekly_closed == {0, 6}


def test_a_week_without_an_open_day_is_refused(director: FlaskClient, session: Session) -> None:
    answer = director.post("/settings/calendar/week", data={"closed": list("0123456")})
    assert answer.status_code == 422
    assert "never be open" in answer.text
    session.rollback()
    assert load_calendar(session).weekly_closed == {6}


def test_days_are_entered_and_taken_back(director: FlaskClient, session: Session) -> None:
    page = director.post("/settings/calendar/days", data=DAYS, follow_redirects=True).text
    assert "Days entered: 2" in page
    assert "18.04.2026" in page
    assert "Taʼmir" in page
    answer = director.post("/settings/calendar/clear", data={"day": "2026-04-18"}, follow_redirects=True)
    assert "18.04.2026" not in answer.text
    assert actions(session)[:2] == ["calendar_changed"] * 2


def test_one_day_may_be_opened(director: FlaskClient, session: Session) -> None:
    director.post("/settings/calendar/days", data=DAYS | {"first": "2026-04-19", "last": "", "open": "1"})
    session.rollback()
    assert load_calendar(session).is_open(date(2026, 4, 19))


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({"first": ""}, 400, "is not a date"),
        ({"first": "18.04.2026"}, 400, "is not a date"),
        ({"first": "0026-04-18", "last": ""}, 400, "is not a date"),
        ({"last": "9999-12-31"}, 400, "is not a date"),
        ({"last": "2026-04-01"}, 422, "is not a span"),
        ({"last": "2027-04-19"}, 422, "is not a span"),
        ({"reason": ""}, 400, "Fill in"),
        ({"reason": "x" * 201}, 400, "too long"),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(
    director: FlaskClient, session: Session, given: dict[str, str], status: int, words: str
) -> None:
    answer = director.post("/settings/calendar/days", data=DAYS | given)
    assert answer.status_code == status
    assert words in answer.text
    session.rollback()
    assert date(2026, 4, 18) not in load_calendar(session).special


def test_an_exception_that_is_none_cannot_be_taken_back(director: FlaskClient) -> None:
    answer = director.post("/settings/calendar/clear", data={"day": "2026-04-15"})
    assert answer.status_code == 422
    assert "15.04.2026 is not an exception" in answer.text


def test_a_hostile_reason_is_only_text(director: FlaskClient) -> None:
    director.post("/settings/calendar/days", data=DAYS | {"reason": HOSTILE})
    page = director.get("/settings/calendar?year=2026").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
