"""The overdue list on the screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape

import pytest
import time_machine
from flask.testing import FlaskClient

from circulation.overdue.views import bench as views
from ils import clock
from ils.accounts.permissions import Role
from tests.circulation.loans.desk import Desk
from tests.conftest import NOON
from tests.world import PASSWORD, add_nilufar


@pytest.fixture(autouse=True)
def on_the_day(desk: Desk) -> Iterator[None]:
    with time_machine.travel(desk.now, tick=False):
        yield


@pytest.fixture
def staff(client: FlaskClient, desk: Desk) -> FlaskClient:
    add_nilufar(desk.session, NOON)
    return signed_in(client)


def signed_in(client: FlaskClient, login: str = "nilufar") -> FlaskClient:
    client.post("/sign-in", data={"login": login, "password": PASSWORD})
    with client.session_transaction() as kept:
        kept["language"] = "en"
    return client


def page(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_the_list_and_its_totals(staff: FlaskClient, desk: Desk) -> None:
    assert clock.today().isoformat() == "2026-05-20"
    shown = page(staff, "/overdue/")
    for part in (
        "Karimov Anvar",
        "Saidova Nodira",
        "00000001",
        "00000002",
        "+998 90 123 45 67",
        "30.04.2026",
    ):
        assert part in shown
    assert "00000005" not in shown
    assert "<b>4</b><span>copies late</span>" in shown


def test_the_list_is_narrowed_by_address(staff: FlaskClient) -> None:
    shown = page(staff, "/overdue/?department=foreign")
    assert "00000002" in shown
    assert "00000001" not in shown
    assert 'href="/overdue/list?department=foreign"' in shown
    assert "Nothing is late here" in page(staff, "/overdue/?category=professor")


def test_the_list_goes_page_by_page(staff: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "READERS", 1)
    assert "/overdue/?page=2" in page(staff, "/overdue/")
    second = page(staff, "/overdue/?page=2")
    assert "00000004" in second
    assert "00000002" not in second


def test_the_paper_says_what_it_is_a_list_of(staff: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = page(staff, "/overdue/list?language=eng&category=pupil&days=7")
    for part in ("00000003", "Category: School pupil", "Days late at least: 7", "Copies: 1", "data-print"):
        assert part in shown
    monkeypatch.setattr(views, "ON_PAPER", 2)
    assert "Only the first 2 rows" in page(staff, "/overdue/list")
    assert "Nothing is late here" in page(staff, "/overdue/list?category=professor")


def test_a_library_where_nothing_is_late(staff: FlaskClient, desk: Desk) -> None:
    for code in ("00000001", "00000002", "00000003", "00000004"):
        desk.give_back(code)
    assert "Every copy that is out may still be out." in page(staff, "/overdue/")


@pytest.mark.parametrize(
    "query", ["days=x", "department='--", "language=<script>", "page=99999999999999999999"]
)
def test_any_address_shows_a_page(staff: FlaskClient, query: str) -> None:
    assert "<script>" not in page(staff, f"/overdue/?{query}").split("<main")[1]


def test_who_may_not_see_it(client: FlaskClient, desk: Desk) -> None:
    add_nilufar(desk.session, NOON, role=Role.CATALOGUER, login="bobur")
    assert client.get("/overdue/").status_code == 302
    assert signed_in(client, "bobur").get("/overdue/").status_code == 403
