"""Screens of the table of policies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete
from sqlalchemy.orm import Session

from circulation.policies.models import LoanPolicy
from circulation.policies.queries import load_limits, load_policies, load_severities
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.circulation.loans.desk import Desk
from tests.conftest import NOON, SignIn
from tests.world import PASSWORD, add_nilufar

ROW = {
    "category": "pupil", "item_type": "map", "department": "", "days": "3", "renewals": "0",
    "limit_total": "1", "open_days": "y", "use": "", "renewal_from": "today", "fine_per_day": "0", "suspend_per_day": "0",
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
    assert "till closing" in page


def test_a_row_is_found_by_its_number_and_its_cells_have_names(director: FlaskClient) -> None:
    page = text(director, "/policies/?category=pupil")
    for row in re.findall(r'data-label="№"><a href="/policies/(\d+)">(\d+)</a>', page):
        assert row[0] == row[1]
    assert "Category of readers: School pupil" in re.sub(r"<[^>]+>", "", page)


def test_the_answer_of_a_trial_is_where_one_looks(director: FlaskClient) -> None:
    assert 'formaction="#trial"' in text(director, "/policies/1")
    tried = director.post("/policies/1", data=ROW | {"category": "", "item_type": "", "act": "try"})
    assert 'id="trial" tabindex="-1" data-autofocus' in tried.text


def test_an_empty_table_says_what_to_do(director: FlaskClient, session: Session) -> None:
    with transaction(session):
        session.execute(delete(LoanPolicy))
    assert "No rows yet" in text(director, "/policies/")
    assert "No row fits" in text(director, "/policies/?category=pupil")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("category=docent&item_type=book&department=lending", "Days: 30"),
        ("category=student&item_type=book&department=foreign", "Days: 10"),
        ("use=room", "Days: 0"),
    ],
)
def test_dd_01_the_tester_tells_which_row_would_hold(director: FlaskClient, asked: str, told: str) -> None:
    page = text(director, f"/policies/?{asked}")
    assert told in page
    assert "less specific" in page


def test_a_row_is_added_changed_and_deleted(director: FlaskClient, session: Session) -> None:
    assert 'value="15"' in text(director, "/policies/new")
    assert director.post("/policies/new", data=ROW).status_code == 302
    row = next(each for each in load_policies(session) if each.item_type == "map")
    assert (row.days, row.open_days) == (3, True)
    assert 'value="3"' in text(director, f"/policies/{row.id}")
    changed = {name: value for name, value in ROW.items() if name != "open_days"} | {"days": "0"}
    assert director.post(f"/policies/{row.id}", data=changed).status_code == 302
    session.rollback()
    row = next(each for each in load_policies(session) if each.item_type == "map")
    assert (row.days, row.open_days) == (0, False)
    page = director.post(f"/policies/{row.id}/delete", follow_redirects=True).text
    assert "The row is gone" in page
    session.rollback()
    assert "map" not in {each.item_type for each in load_policies(session)}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"days": "367"}, "from 0 to 366"),
        ({"days": "-1"}, "from 0 to 366"),
        ({"days": "two"}, "not a whole number"),
        ({"days": ""}, "Fill in"),
        ({"category": "", "item_type": ""}, "already a row"),
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


def test_a_row_can_be_tried_before_it_is_saved(director: FlaskClient, session: Session) -> None:
    page = director.post("/policies/new", data=ROW | {"act": "try"})
    assert page.status_code == 200
    assert "Nothing was lent in this time" in page.text
    session.rollback()
    assert "map" not in {each.item_type for each in load_policies(session)}
    refused = director.post("/policies/new", data=ROW | {"item_type": "", "act": "try"})
    assert (refused.status_code, "already a row" in refused.text) == (422, True)


def test_a_changed_row_shows_what_it_would_have_done(
    app: Flask, session: Session, at_noon: object, signed_in: SignIn
) -> None:
    director = signed_in(Role.DIRECTOR)
    desk = Desk(session, NOON)
    desk.reader()
    desk.copy()
    desk.lend()
    session.rollback()
    row = next(each for each in load_policies(session) if each.is_general)
    form = ROW | {"category": "", "item_type": "", "days": "5", "renewals": "2", "limit_total": "5"}
    del form["open_days"]
    page = director.post(f"/policies/{row.id}", data=form | {"act": "try"})
    assert page.status_code == 200
    assert "Would be shorter" in page.text
    assert "Oʻtkan kunlar" in page.text
    page = director.post(f"/policies/{row.id}", data=form | {"limit_total": "0", "act": "try"})
    assert "Would be refused" in page.text
    assert "the limit is 0" in page.text


def test_a_row_like_another_begins_with_its_values(director: FlaskClient, session: Session) -> None:
    row = next(each for each in load_policies(session) if each.category == "docent" and not each.use)
    assert 'value="30"' in text(director, f"/policies/new?like={row.id}")
    text(director, "/policies/new?like=404", 404)


def test_deleting_is_asked_with_what_it_would_do(director: FlaskClient, session: Session) -> None:
    row = next(each for each in load_policies(session) if not each.is_general)
    assert "Delete this row?" in text(director, f"/policies/{row.id}/delete")
    general = next(each.id for each in load_policies(session) if each.is_general)
    assert "The general row stays" in text(director, f"/policies/{general}/delete")


class TestLimits:
    FORM: ClassVar[dict[str, str]] = {"category": "pupil", "item_type": "textbook", "fund": "", "copies": "2"}

    def test_a_limit_is_tried_added_changed_and_deleted(
        self, director: FlaskClient, session: Session
    ) -> None:
        assert "No limits yet" in text(director, "/policies/limits")
        assert (
            "Tried on the loans"
            in director.post("/policies/limits/new", data=self.FORM | {"act": "try"}).text
        )
        assert director.post("/policies/limits/new", data=self.FORM).status_code == 302
        session.rollback()
        (row,) = load_limits(session)
        assert "School pupil" in text(director, "/policies/limits")
        changed = self.FORM | {"copies": "4"}
        assert director.post(f"/policies/limits/{row.id}", data=changed).status_code == 302
        assert "Delete this limit?" in text(director, f"/policies/limits/{row.id}/delete")
        assert director.post(f"/policies/limits/{row.id}/delete").status_code == 302
        session.rollback()
        assert load_limits(session) == ()

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"fund": "foreign"}, "choose one of the two"),
            ({"item_type": ""}, "choose one"),
            ({"copies": ""}, "Fill in"),
        ],
    )
    def test_what_cannot_be_is_shown_again(
        self, director: FlaskClient, wrong: dict[str, str], words: str
    ) -> None:
        for act in ({}, {"act": "try"}):
            answer = director.post("/policies/limits/new", data=self.FORM | wrong | act)
            assert (answer.status_code, words in answer.text) == (422, True)


def test_decisions_are_shown_and_set(director: FlaskClient, session: Session) -> None:
    page = text(director, "/policies/decisions")
    for number in range(1, 27):
        assert f"CO-{number:02d}" in page
    answer = director.post(
        "/policies/decisions", data={"note": "off", "copy_unknown": "off"}, follow_redirects=True
    )
    assert "from the next scan on" in answer.text
    session.rollback()
    assert load_severities(session) == {"note": "off"}  # what is fixed is not even read
    refused = director.post("/policies/decisions", data={"note": "loud"}, follow_redirects=True)
    assert "none of these" in refused.text


class TestItemTypes:
    NAMES: ClassVar[dict[str, str]] = {"name_uz": "Atlas", "name_ru": "Атлас", "name_en": "Atlas"}

    def test_a_type_is_added_renamed_moved_and_deleted(self, director: FlaskClient, session: Session) -> None:
        assert "Darslik" in text(director, "/policies/types")
        assert director.post("/policies/types/new", data=self.NAMES | {"code": "atlas"}).status_code == 302
        assert (
            director.post("/policies/types/atlas", data=self.NAMES | {"name_uz": "Xarita"}).status_code == 302
        )
        director.post("/policies/types/move", data={"code": "atlas", "up": "1"})
        assert "Xarita" in text(director, "/policies/types")
        gone = director.post("/policies/types/atlas/delete", follow_redirects=True)
        assert "The item type is gone" in gone.text
        text(director, "/policies/types/atlas", 404)

    def test_one_in_use_stays_and_says_why(self, director: FlaskClient) -> None:
        answer = director.post("/policies/types/textbook/delete", follow_redirects=True)
        assert "copies, policies or limits name it" in answer.text

    @pytest.mark.parametrize("code", ["", "Ab", "textbook"])
    def test_a_wrong_code_is_shown_again(self, director: FlaskClient, code: str) -> None:
        answer = director.post("/policies/types/new", data=self.NAMES | {"code": code})
        assert answer.status_code == 422


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru", "en"])
@pytest.mark.parametrize(
    "address", ["limits", "limits/new", "decisions", "types", "types/new", "types/textbook", "1/delete"]
)
def test_every_language_shows_every_page(director: FlaskClient, language: str, address: str) -> None:
    director.post("/language", data={"language": language})
    assert "%(" not in text(director, f"/policies/{address}")
