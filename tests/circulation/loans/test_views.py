"""Pages of loans."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from circulation.loans.views import patron_panel
from ils.accounts.permissions import Role
from tests.circulation.loans.desk import Desk
from tests.conftest import NOON
from tests.world import PASSWORD, add_nilufar


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Coordinates]:
    """It is noon of 15 April 2026 until the test moves on."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def staff(client: FlaskClient, session: Session) -> FlaskClient:
    """Nilufar is signed in, in English."""
    add_nilufar(session, NOON)
    sign_in(client)
    return client


def sign_in(client: FlaskClient, login: str = "nilufar") -> None:
    client.post("/sign-in", data={"login": login, "password": PASSWORD})
    with client.session_transaction() as kept:
        kept["language"] = "en"


def days_pass(noon: time_machine.Coordinates, client: FlaskClient, days: int) -> None:
    """Move on; nobody stays signed in over night."""
    noon.shift(days * 86400)
    sign_in(client)


@pytest.fixture
def lent(desk: Desk) -> Desk:
    """Anvar has «Oʻtkan kunlar»."""
    desk.reader()
    desk.copy()
    desk.lend()
    return desk


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.text)


def test_a_loan_tells_its_story(staff: FlaskClient, lent: Desk) -> None:
    shown = page(staff, "/loans/1")
    for part in (
        "Oʻtkan kunlar",
        "Karimov Anvar",
        "INV-1",
        "30.04.2026",
        "15.04.2026 + 15 days → 30.04.2026",
    ):
        assert part in shown


def test_a_due_date_that_was_moved_says_why(staff: FlaskClient, desk: Desk) -> None:
    desk.reader()
    desk.copy()
    desk.later(days=9)  # 24 April + 15 days = 9 May, a holiday
    desk.lend()
    shown = page(staff, "/loans/1")
    assert "09.05.2026: closed (Xotira va qadrlash kuni)" in shown
    assert "10.05.2026: closed, as every week" in shown
    assert "the next open day → 12.05.2026" in shown


def test_a_loan_is_renewed_from_its_page(
    staff: FlaskClient, lent: Desk, noon: time_machine.Coordinates
) -> None:
    days_pass(noon, staff, 5)
    answer = staff.post("/loans/1/renew", follow_redirects=True)
    assert "05.05.2026" in answer.text
    assert lent.loan(1).renewals == 1


def test_a_renewal_that_is_blocked_says_why(staff: FlaskClient, lent: Desk) -> None:
    answer = staff.post("/loans/1/renew")
    assert answer.status_code == 422
    assert "no later than the present date 30.04.2026" in unescape(answer.text)
    assert "RN-07" in answer.text
    assert 'name="given"' not in answer.text


def test_a_late_renewal_is_asked_and_the_yes_is_taken(
    staff: FlaskClient, lent: Desk, noon: time_machine.Coordinates
) -> None:
    days_pass(noon, staff, 20)
    asked = staff.post("/loans/1/renew")
    assert asked.status_code == 422
    assert "Renew all the same?" in asked.text
    given = unescape(asked.text.split('name="given" value="')[1].split('"')[0])
    answer = staff.post("/loans/1/renew", data={"given": given})
    assert answer.status_code == 302
    assert lent.loan(1).renewals == 1


def test_a_copy_is_taken_back_from_the_page(
    staff: FlaskClient, lent: Desk, noon: time_machine.Coordinates
) -> None:
    days_pass(noon, staff, 20)
    answer = staff.post("/loans/1/return", follow_redirects=True)
    assert "Returned." in answer.text
    assert "days late: 5" in answer.text
    assert lent.loan(1).closed_at is not None
    again = staff.post("/loans/1/return", follow_redirects=True)
    assert "The second scan changes nothing" in again.text  # CI-12


def test_what_a_reader_has_had(staff: FlaskClient, lent: Desk) -> None:
    assert "Nothing was returned yet" in page(staff, "/loans/of/1")
    lent.later(days=1)
    lent.give_back()
    assert "Oʻtkan kunlar" in page(staff, "/loans/of/1")


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999"])
def test_any_page_number_shows_a_page(staff: FlaskClient, lent: Desk, number: str) -> None:
    page(staff, f"/loans/of/1?page={number}")


@pytest.mark.parametrize("address", ["/loans/77", "/loans/of/77", "/loans/99999999999"])
def test_what_is_not_there_is_not_found(staff: FlaskClient, address: str) -> None:
    page(staff, address, status=404)


def test_a_cataloguer_does_not_see_who_reads_what(client: FlaskClient, lent: Desk) -> None:
    add_nilufar(lent.session, NOON, role=Role.CATALOGUER, login="bobur")
    sign_in(client, "bobur")
    page(client, "/loans/1", status=403)
    assert client.post("/loans/1/return").status_code == 403


def test_the_table_on_the_reader_s_page(app: Flask, lent: Desk, noon: time_machine.Coordinates) -> None:
    with app.test_request_context():
        assert "30.04.2026" in patron_panel(lent.session, 1)
        noon.shift(20 * 86400)
        late = patron_panel(lent.session, 1)
    assert "is-late" in late
    assert "/loans/1" in late


def test_titles_and_names_are_never_markup(app: Flask, desk: Desk) -> None:
    desk.reader(surname="<b>Karimov</b>")
    desk.copy(title="<script>alert(1)</script>")
    desk.lend()
    with app.test_request_context():
        assert "<script>alert" not in patron_panel(desk.session, 1)
