"""The pages of the care of readers' data: what is kept, files, erasing, how long history is kept."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from circulation.account.jobs import forget_history
from circulation.account.queries.history import history_months
from circulation.account.services.forgetting import set_months
from circulation.loans.models import Loan
from circulation.patrons.queries import patron_facts
from circulation.patrons.services import set_pin
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.circulation.loans.desk import Desk
from tests.conftest import NOON, SignIn
from tests.world import work_at

pytestmark = pytest.mark.usefixtures("at_noon")


@pytest.fixture
def desk(session: Session) -> Desk:
    """Anvar, with a PIN, has brought a book back."""
    desk = Desk(session, NOON - timedelta(days=3))
    reader = desk.reader()
    with transaction(session):
        set_pin(session, desk.work, patron_id=reader.id, pin="2580")
    desk.copy()
    desk.lend()
    desk.later(days=1)
    desk.give_back()
    return desk


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.get_data(as_text=True)


def test_the_page_counts_what_is_kept_and_leads_there(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(Role.DESK)
    assert "/readers/1/data" in text_of(client, "/patrons/1")
    page = text_of(client, "/readers/1/data")
    assert "Visits" in page
    assert "for ever" in page
    assert "The director or the administrator erases." in page
    assert client.post("/readers/1/erase", data={"reason": "x", "card": "R-1"}).status_code == 403
    assert client.get("/readers/999/data").status_code == 404


@pytest.mark.parametrize("file", ["json", "xlsx"])
def test_the_files_are_saved_and_noted(desk: Desk, signed_in: SignIn, file: str) -> None:
    client = signed_in(Role.DESK)
    answer = client.post(f"/readers/1/data/{file}")
    assert answer.status_code == 200
    assert f"reader-R-1.{file}" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    if file == "json":
        assert json.loads(answer.data)["reader"]["surname"] == "Karimov"
    page = text_of(client, "/readers/1/data")
    assert "Nilufar Karimova" in page
    assert file.upper() in page


def test_the_director_erases_with_the_card_typed(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(Role.DIRECTOR)
    assert client.post("/readers/1/erase", data={"reason": "", "card": ""}).status_code == 400
    wrong = client.post("/readers/1/erase", data={"reason": "ariza", "card": "R-7"})
    assert wrong.status_code == 400
    assert "Nothing was erased" in wrong.get_data(as_text=True)
    assert client.post("/readers/1/erase", data={"reason": "ariza", "card": "R-1"}).status_code == 302
    desk.session.rollback()
    assert patron_facts(desk.session, 1).full_name == "№ R-1"
    page = text_of(client, "/readers/1/data")
    assert "were erased on" in page
    assert "Erase for ever" not in page
    shown = text_of(client, "/patrons/1")
    assert "№ R-1" in shown
    assert "/patrons/1/edit" not in shown


def test_what_stands_is_said_instead_of_the_form(desk: Desk, signed_in: SignIn) -> None:
    desk.lend()
    client = signed_in(Role.DIRECTOR)
    page = text_of(client, "/readers/1/data")
    assert "Books at home" in page
    assert "Losses not made good" not in page
    assert "Erase for ever" not in page
    refused = client.post("/readers/1/erase", data={"reason": "ariza", "card": "R-1"})
    assert refused.status_code == 422


def test_the_months_are_set_and_previewed(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(Role.DIRECTOR)
    assert "history is kept for ever" in text_of(client, "/readers/history")
    for odd in ("-1", "601", "x", ""):
        assert client.post("/readers/history", data={"months": odd}).status_code == 400
    assert client.post("/readers/history", data={"months": "36"}).status_code == 302
    desk.session.rollback()
    assert history_months(desk.session) == 36
    assert "Loans kept for a document" in text_of(client, "/readers/history")
    assert signed_in(Role.DESK).get("/readers/history").status_code == 403


def forget(desk: Desk) -> None:
    with transaction(desk.session) as session:
        set_months(session, work_at(NOON), months=1)
    forget_history(desk.session, work_at(NOON + timedelta(days=90)))


def test_pages_of_forgotten_rows_say_so(desk: Desk, signed_in: SignIn) -> None:
    forget(desk)
    client = signed_in(Role.DIRECTOR)
    assert "reader forgotten" in text_of(client, "/loans/1")
    day = (NOON - timedelta(days=3)).date().isoformat()
    assert "reader forgotten" in text_of(client, f"/visits/rows?since={day}&until={day}")
    assert client.post("/loans/acts/1/undo").status_code == 422
    assert desk.session.get_one(Loan, 1).patron_id is None


def own(client: FlaskClient) -> FlaskClient:
    assert client.post("/me/sign-in", data={"card": "R-1", "pin": "2580"}).status_code == 302
    return client


def test_the_reader_sees_and_takes_the_own_data(desk: Desk, app: Flask) -> None:
    client = own(app.test_client())
    with transaction(desk.session) as session:
        set_months(session, work_at(NOON), months=36)
    assert 'href="/me/history"' in text_of(client, "/me/data")
    page = text_of(client, "/me/history")
    assert "Oʻtkan kunlar" in page
    assert "13.04.2029" in page
    assert client.get("/me/history?page=0").status_code == 400
    told = client.post("/me/data/json")
    assert json.loads(told.data)["loans"][0]["title"] == "Oʻtkan kunlar"
    assert client.post("/me/data/xlsx").data.startswith(b"PK")
    forget(desk)
    assert "Oʻtkan kunlar" not in text_of(client, "/me/history")


def test_nobody_else_gets_them(desk: Desk, app: Flask) -> None:
    client = app.test_client()
    assert client.get("/me/data").status_code == 302
    assert client.get("/me/history").status_code == 302
    assert client.post("/me/data/json").status_code == 302


def test_an_erased_reader_is_let_in_no_more(desk: Desk, app: Flask, signed_in: SignIn) -> None:
    client = own(app.test_client())
    signed_in(Role.DIRECTOR).post("/readers/1/erase", data={"reason": "ariza", "card": "R-1"})
    assert client.get("/me/data").status_code == 302
    assert app.test_client().post("/me/sign-in", data={"card": "R-1", "pin": "2580"}).status_code == 401
