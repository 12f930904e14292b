"""Screens of the institution: its name and its departments."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ils.accounts.permissions import Role
from ils.accounts.queries import audit_page
from ils.library.places import department, departments, institution_name
from tests.conftest import SignIn

HOSTILE = "<script>alert(1)</script>'; DROP TABLE department; --"
ATTIC = {"code": "attic", "name_uz": "Chordoq", "name_ru": "", "name_en": "Attic", "sector": "other"}


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
