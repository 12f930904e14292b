"""Screens of the table of policies."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete
from sqlalchemy.orm import Session

from circulation.policies.models import LoanPolicy
from circulation.policies.queries import load_policies
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.conftest import NOON
from tests.world import PASSWORD, add_nilufar

ROW = {
    "category": "pupil", "document_type": "map", "department": "", "days": "3", "renewals": "0",
    "limit_total": "1", "open_days": "y",
}  # fmt: skip


@pytest.fixture
def director(app: Flask, session: Session) -> Iterator[FlaskClient]:
    """The director, signed in, reading English."""
    add_nilufar(session, NOON, role=Role.DIRECTOR, login="direktor")
    client = app.test_client()
    client.post("/language", data={"language": "en"})
    client.post("/sign-in", data={"login": "direktor", "password": PASSWORD})
    return client


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def test_the_table_shows_every_row(director: FlaskClient) -> None:
    page = text(director, "/policies/")
    assert "general row" in page
    assert "Reading room" in page
    assert "in the room" in page


def test_an_empty_table_says_what_to_do(director: FlaskClient, session: Session) -> None:
    with transaction(session):
        session.execute(delete(LoanPolicy))
    assert "No rows yet" in text(director, "/policies/")
    assert "No row fits" in text(director, "/policies/?category=pupil")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("category=docent&document_type=book&department=lending", "Days: 30"),
        ("category=student&document_type=book&department=foreign", "Days: 10"),
        ("department=reading_room", "Days: 0"),
    ],
)
def test_dd_01_the_tester_tells_which_row_would_hold(director: FlaskClient, asked: str, told: str) -> None:
    page = text(director, f"/policies/?{asked}")
    assert told in page
    assert "less specific" in page


def test_a_row_is_added_changed_and_deleted(director: FlaskClient, session: Session) -> None:
    assert 'value="15"' in text(director, "/policies/new")
    assert director.post("/policies/new", data=ROW).status_code == 302
    row = next(each for each in load_policies(session) if each.document_type == "map")
    assert (row.days, row.open_days) == (3, True)
    assert 'value="3"' in text(director, f"/policies/{row.id}")
    changed = {name: value for name, value in ROW.items() if name != "open_days"} | {"days": "0"}
    assert director.post(f"/policies/{row.id}", data=changed).status_code == 302
    session.rollback()
    row = next(each for each in load_policies(session) if each.document_type == "map")
    assert (row.days, row.open_days) == (0, False)
    page = director.post(f"/policies/{row.id}/delete", follow_redirects=True).text
    assert "The row is gone" in page
    session.rollback()
    assert "map" not in {each.document_type for each in load_policies(session)}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"days": "367"}, "from 0 to 366"),
        ({"days": "-1"}, "from 0 to 366"),
        ({"days": "two"}, "not a whole number"),
        ({"days": ""}, "Fill in"),
        ({"category": "", "document_type": ""}, "already a row"),
        ({"category": "astronaut"}, "New row"),
    ],
)
def test_a_row_that_cannot_be_is_shown_again_with_the_reason(
    director: FlaskClient, wrong: dict[str, str], words: str
) -> None:
    answer = director.post("/policies/new", data=ROW | wrong)
    assert answer.status_code == 422
    assert words in answer.text


def test_the_general_row_has_no_delete_button_and_is_not_deleted(
    director: FlaskClient, session: Session
) -> None:
    general = next(each.id for each in load_policies(session) if each.is_general)
    assert f"/policies/{general}/delete" not in text(director, "/policies/")
    assert director.post(f"/policies/{general}/delete").status_code == 422
    assert director.post(f"/policies/{general}", data=ROW).status_code == 422


@pytest.mark.parametrize(
    ("address", "status"), [("/policies/404", 404), ("/policies/?category=astronaut", 400)]
)
def test_an_odd_address_is_refused_in_words(director: FlaskClient, address: str, status: int) -> None:
    text(director, address, status)


def test_policies_are_for_those_who_may_set_them(session: Session, client: FlaskClient) -> None:
    assert client.get("/policies/").status_code == 302
    add_nilufar(session, NOON)
    client.post("/sign-in", data={"login": "nilufar", "password": PASSWORD})
    assert client.get("/policies/").status_code == 403
    assert client.post("/policies/1/delete").status_code == 403


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru", "en"])
def test_every_language_shows_the_screens(director: FlaskClient, language: str) -> None:
    director.post("/language", data={"language": language})
    pupil = {"uz": "Oʻquvchi", "uz_Cyrl": "Ўқувчи", "ru": "Учащийся", "en": "School pupil"}[language]
    for address in ("/policies/", "/policies/new"):
        assert pupil in text(director, address)
