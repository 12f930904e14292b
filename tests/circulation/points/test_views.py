"""Screens of the mobile library, by a browser without scripts."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from circulation.points import queries
from ils import clock
from ils.accounts.permissions import Role
from tests.circulation.points.van import Van
from tests.conftest import SignIn

SAID = {"name": "Bozor", "department": "lending", "sector": "other", "opened_on": "2020-01-01"}


@pytest.fixture
def desk(signed_in: SignIn) -> FlaskClient:
    """Nilufar at the desk, reading English."""
    return signed_in(Role.DESK)


@pytest.fixture
def van(session: Session) -> Van:
    """A point with a reader and a copy, now: the pages know the present day only."""
    van = Van(session, clock.now())
    van.reader()
    van.copy()
    return van


def send(client: FlaskClient, address: str, status: int = 200, /, **form: str) -> str:
    answer = client.post(address, data=form, follow_redirects=True)
    assert answer.status_code == status, answer.text
    return answer.text


def see(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def test_points_are_written_down(desk: FlaskClient, session: Session) -> None:
    assert "No points yet" in see(desk, "/points")
    assert "No trips here" in see(desk, "/points/trips")
    assert "No trips yet" in send(desk, "/points/new", **SAID)
    assert "already a point" in send(desk, "/points/new", 422, **SAID)
    assert "Fill in this field" in send(desk, "/points/new", 400, name="")
    (point,) = queries.points(session, year=2026)
    at = f"/points/{point.id}"
    assert "Bozor" in see(desk, f"{at}/edit")
    assert "not a date" in send(desk, f"{at}/edit", 400, **(SAID | {"closed_on": "x"}))
    assert "already a point" not in send(desk, f"{at}/edit", **(SAID | {"name": "Katta bozor"}))
    assert "cannot be this day" in send(desk, f"{at}/edit", 400, **SAID, closed_on="2019-01-01")
    assert "served until" in send(desk, f"{at}/edit", **SAID, closed_on="2026-01-01") + see(desk, "/points")
    assert "was not served" in send(desk, f"{at}/trips", 400, day=clock.today().isoformat())


def test_a_trip_from_opening_to_withdrawing(desk: FlaskClient, van: Van) -> None:
    assert "Nothing was exchanged yet" in send(desk, f"/points/{van.point}/trips", staff="Sobir aka")
    assert "already a trip" in send(desk, f"/points/{van.point}/trips", 422)
    at = "/points/trips/1"
    scan = f"{at}/scan"
    assert "not on loan" in send(desk, scan, 422, code="INV-1")
    page = send(desk, scan, code="R-1", mode="lend")
    assert "visit counted" in page
    assert "The reader is done" in page
    page = send(desk, scan, code="INV-1", card="R-1", mode="lend")
    assert "lent · " in page
    assert "due: " in page
    assert "The second scan changes nothing" in send(desk, scan, 422, code="INV-1", card="R-1")
    assert "The second scan changes nothing" in send(desk, scan, 422, code="INV-1", mode="renew")
    assert "Neither a reader nor a copy" in send(desk, scan, 422, code="X-404")
    assert "stands already" in send(desk, scan, code="R-1")
    assert "brought back · " in send(desk, scan, code="INV-1", card="R-1", mode="back")
    assert "is not a number" in send(desk, f"{at}/close", visitors="many")
    (back, _lent) = queries.acts_of(van.session, 1)
    assert "as it was before" in send(desk, f"{at}/acts/{back.id}/undo")
    assert "counted on its day" in send(desk, f"{at}/close", visitors="5", issued="20", note="Yomgʻir")
    assert "closed or withdrawn" in send(desk, scan, 422, code="R-1")
    assert "Yomgʻir" in see(desk, at)
    assert "What it counted is taken back" in send(desk, f"{at}/reopen", reason="Xato")
    send(desk, f"{at}/close", issued="2")
    assert "loans made on it stay" in send(desk, f"{at}/withdraw", reason="Boshqa kun")
    assert "Boshqa kun" in see(desk, at)
    assert van.problems() == []


def test_a_question_of_the_desk_is_answered_on_the_page(desk: FlaskClient, van: Van) -> None:
    van.reader("R-2", surname="Saidova", given_name="Nodira")
    van.copy("INV-3", title="Atlas", parts="CD")
    trip = van.trip()
    van.lend("R-2", "INV-1")
    scan = f"/points/trips/{trip}/scan"
    page = send(desk, scan, 422, code="INV-1", card="R-1", mode="lend")
    assert "The copy is with" in page
    assert "Yes, go on" in page
    assert "lent · " in send(desk, scan, code="INV-1", card="R-1", mode="lend", given=hidden(page))
    page = send(desk, scan, 422, code="INV-3", card="R-1", mode="lend")
    send(desk, scan, code="INV-3", card="R-1", mode="lend", given=hidden(page))
    page = send(desk, scan, 422, code="INV-3", mode="back")
    assert "What is missing; empty: all is there" in page
    assert "Marked as incomplete" in send(desk, scan, code="INV-3", mode="back", parts="CD")


def hidden(page: str) -> str:
    """Return the yes that the page's form carries."""
    found = re.search(r'name="given" value="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])


def test_papers_and_lists(desk: FlaskClient, van: Van) -> None:
    trip = van.trip()
    assert desk.get(f"/points/{van.point}/sheet.pdf").data.startswith(b"%PDF")
    van.lend_on(trip)
    van.close(trip, visitors=5, issued=20)
    assert desk.get(f"/points/{van.point}/sheet.pdf").data.startswith(b"%PDF")
    assert "Focus" not in see(desk, f"/points/{van.point}")
    assert "copies without a scan: 20" in see(desk, f"/points/trips?point_id={van.point}&state=closed")
    assert see(desk, "/points/trips?since=2026-02-01&until=2026-01-01", 400)
    book = load_workbook(BytesIO(desk.get("/points/trips.xlsx").data)).active
    assert book is not None
    assert [cell.value for cell in book[5]][5:10] == [1, 0, 0, 20, 5]
    for address in ("/points/99", "/points/trips/99", "/points/99/sheet.pdf", "/points/99/edit"):
        assert see(desk, address, 404), address


def test_a_served_point_opens_from_the_plan(signed_in: SignIn, van: Van) -> None:
    van.close(van.trip(), issued=3)
    director = signed_in(Role.DIRECTOR)
    assert f"/points/{van.point}" in see(director, "/figures/circulation:point:serve")
    assert "/points/trips/1" in see(director, "/figures/circulation:point:issue")
