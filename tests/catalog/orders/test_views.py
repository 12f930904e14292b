"""Screens of orders, requests and QR codes, by a browser without scripts."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pypdfium2
import pytest
import segno
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.digital.services import add_link
from catalog.orders.models import QrPlacement, RemoteDocument, RemoteRequest, ScanOrder, ScanWork
from catalog.orders.views.drawing import QUIET, squares
from ils import clock
from ils.accounts.permissions import Role
from ils.activity.kinds import Kind
from ils.activity.measures import net_amount
from ils.app import CHECKS
from ils.db import transaction
from tests.catalog.records.builders import add, marc21
from tests.conftest import SignIn
from tests.world import work_at


@pytest.fixture
def desk(signed_in: SignIn) -> FlaskClient:
    """Nilufar at the desk, reading English."""
    return signed_in(Role.DESK)


@pytest.fixture
def book(session: Session) -> int:
    """«Oʻtkan kunlar» with a full text that everybody may open."""
    with transaction(session):
        number = add(session, marc21("Oʻtkan kunlar", "Qodiriy, Abdulla"))
        add_link(session, work_at(clock.now()), record_id=number, url="https://akm.uz/matn")
    return number


def send(client: FlaskClient, to: str, status: int = 200, /, **form: str) -> str:
    answer = client.post(to, data=form, follow_redirects=True)
    assert answer.status_code == status, answer.text
    return answer.text


def only(session: Session, table: type) -> int:
    session.rollback()
    return int(session.scalars(select(table.id)).one())  # type: ignore[attr-defined]


def counted(session: Session, kind: Kind) -> int:
    session.rollback()
    return net_amount(session, kind)


def holds(app: Flask, session: Session) -> None:
    session.rollback()
    with app.test_request_context():
        assert [problem for check in CHECKS for problem in check(session)] == []


def test_an_order_from_a_record_to_its_end(
    app: Flask, session: Session, desk: FlaskClient, book: int
) -> None:
    today = clock.today().isoformat()
    page = desk.get(f"/records/{book}").text
    assert f"/orders/scans/new?record={book}" in page
    form = desk.get(f"/orders/scans/new?record={book}").text
    assert "Qodiriy, Abdulla. Oʻtkan kunlar" in form
    told = {
        "reason": "order",
        "record_id": str(book),
        "ordered_on": today,
        "department": "lending",
        "pages": "1 00",
    }
    assert "Write down who ordered it." in send(desk, "/orders/scans/new", 400, **told)
    send(desk, "/orders/scans/new", **told, requester="Anvar")
    order = only(session, ScanOrder)
    here = f"/orders/scans/{order}"
    assert "Pages written down: 50" in send(desk, f"{here}/pages", images="25", spread="y", day=today)
    assert counted(session, Kind.PAGES_SCAN) == 50
    assert "not a whole number" in send(desk, f"{here}/pages", 400, images="x", day=today)
    assert "5000" in send(desk, f"{here}/pages", 400, images="9999", day=today)
    assert "50 / 100" in desk.get("/orders").text
    work = only(session, ScanWork)
    assert "Taken back" in send(desk, f"{here}/pages/{work}/back")
    assert counted(session, Kind.PAGES_SCAN) == 0
    send(desk, f"{here}/pages", images="10", day=today)
    plan = {**told, "reason": "plan", "requester": ""}
    assert "plan of the library" in send(desk, f"{here}/edit", **plan)
    assert "finished" in send(desk, f"{here}/finish", object_id="", day=today)
    assert "Open again" in desk.get(here).text
    send(desk, f"{here}/reopen")
    assert f'/orders/scans/{order}"' in desk.get(f"/records/{book}").text
    send(desk, f"{here}/cancel", reason="")
    session.rollback()
    assert session.get_one(ScanOrder, order).state == "open"
    assert "Kitob yoʻq" in send(desk, f"{here}/cancel", reason="Kitob yoʻq")
    assert desk.get(f"{here}/edit").status_code == 200
    assert f'/orders/scans/{order}"' not in desk.get(f"/records/{book}").text
    holds(app, session)


def test_a_rare_work_needs_its_file(session: Session, desk: FlaskClient, book: int) -> None:
    today = clock.today().isoformat()
    send(
        desk, "/orders/scans/new", reason="rare", record_id=str(book), ordered_on=today, department="lending"
    )
    here = f"/orders/scans/{only(session, ScanOrder)}"
    send(desk, f"{here}/pages", images="5", day=today)
    assert "Attach the file and choose it" in send(desk, f"{here}/finish", object_id="", day=today)
    assert "https://akm.uz/matn" in desk.get(here).text
    send(desk, f"{here}/finish", object_id="1", day=today)
    assert counted(session, Kind.RARE_DIGITISE) == 1


def test_overdue_orders_are_found_and_told(session: Session, desk: FlaskClient) -> None:
    day = clock.today() - timedelta(days=3)
    told = {
        "reason": "plan",
        "ordered_on": day.isoformat(),
        "due_on": day.isoformat(),
        "department": "lending",
    }
    send(desk, "/orders/scans/new", **told, title="Eski gazeta")
    assert "overdue" in desk.get("/orders?state=late").text
    assert "Eski gazeta" in desk.get("/orders?state=late&text=gazeta").text
    assert "No orders here" in desk.get("/orders?state=done").text
    assert desk.get("/orders?state=nothing").status_code == 400
    assert desk.get("/orders/scans/99").status_code == 404


def test_a_request_of_two_documents(app: Flask, session: Session, desk: FlaskClient, book: int) -> None:
    today = clock.today().isoformat()
    told = {"recipient_kind": "foreign", "recipient": "Aigerim", "asked_on": today, "department": "lending"}
    assert "two letters" in send(desk, "/orders/requests/new", 400, **told, documents="Maqola")
    assert "one document at least" in send(desk, "/orders/requests/new", 400, **told, country="kz")
    send(desk, "/orders/requests/new", **told, country="kz", documents="Maqola\n\n", record_id=str(book))
    request = only(session, RemoteRequest)
    here = f"/orders/requests/{request}"
    first, second = session.scalars(select(RemoteDocument.id).order_by(RemoteDocument.id))
    page = desk.get(here).text
    assert "Maqola" in page
    assert "https://akm.uz/matn" in page
    send(desk, f"{here}/documents/{first}/deliver", form="email", day=today, object_id="1")
    assert counted(session, Kind.REMOTE_DELIVER) == 1
    assert "Say how" in send(desk, f"{here}/documents/{second}/deliver", form="pigeon", day=today)
    send(desk, f"{here}/documents/{second}/deliver", form="post", day=today)
    assert "delivered" in desk.get("/orders/requests?state=done").text
    send(desk, f"{here}/documents/{second}/back")
    assert counted(session, Kind.REMOTE_DELIVER) == 1
    send(desk, f"{here}/documents", title="Yana biri")
    third = int(session.scalars(select(RemoteDocument.id).order_by(RemoteDocument.id.desc())).first() or 0)
    assert "Struck off" in send(desk, f"{here}/documents/{third}/drop")
    assert "was counted once" in send(desk, f"{here}/documents/{second}/drop")
    send(desk, f"{here}/refuse", reason="Huquq")
    assert "Huquq" in desk.get(here).text
    send(desk, f"{here}/reopen")
    library = {**told, "recipient_kind": "library", "country": ""}
    send(desk, f"{here}/edit", **library)
    assert "Aigerim" in desk.get("/orders/requests?recipient=library&text=Maqola").text
    holds(app, session)


def test_a_code_of_a_record_and_its_sheet(app: Flask, session: Session, desk: FlaskClient, book: int) -> None:
    today = clock.today().isoformat()
    form = desk.get(f"/orders/codes/new?record={book}").text
    assert "<svg" in form
    assert "this machine alone" in form
    assert "style=" not in form
    told = {"record_id": str(book), "board": "Mehmonxona", "placed_on": today}
    send(desk, "/orders/codes/new", **told)
    row = session.get_one(QrPlacement, only(session, QrPlacement))
    assert (row.title, row.url) == ("Oʻtkan kunlar", f"http://localhost/records/{book}")
    here = f"/orders/codes/{row.id}"
    assert "hangs on the board" in send(desk, "/orders/codes/new", 422, **told)
    assert counted(session, Kind.QR_PLACE) == 1
    paper = desk.get("/orders/board.pdf?board=Mehmonxona")
    text = pypdfium2.PdfDocument(paper.data)[0].get_textpage().get_text_bounded()
    assert "Mehmonxona" in text
    assert "Oʻtkan kunlar" in text
    assert "Qodiriy" in text
    assert desk.get("/orders/board.pdf?board=Bekat").status_code == 404
    send(desk, f"{here}/down", day=today)
    assert "taken down" in desk.get("/orders/codes?state=removed").text
    send(desk, f"{here}/up")
    assert "counts no more" in send(desk, f"{here}/back", reason="Xato")
    assert counted(session, Kind.QR_PLACE) == 0
    holds(app, session)


def test_the_library_tells_where_its_catalogue_stands(session: Session, signed_in: SignIn, book: int) -> None:
    assert signed_in(Role.DESK).get("/orders/address").status_code == 403
    director = signed_in(Role.DIRECTOR)
    assert "is not an address" in send(director, "/orders/address", 400, address="akm")
    send(director, "/orders/address", address="https://katalog.akm.uz/")
    page = director.get(f"/orders/codes/new?record={book}").text
    assert f"https://katalog.akm.uz/records/{book}" in page
    assert "this machine alone" not in page
    outside = {"url": "https://akm.uz/Oʻz", "title": "Boshqa", "board": "Bekat", "placed_on": "2026-01-02"}
    send(director, "/orders/codes/new", **outside)
    assert session.get_one(QrPlacement, only(session, QrPlacement)).url == "https://akm.uz/O%CA%BBz"
    send(director, "/orders/address", address="")
    assert f"http://localhost/records/{book}" in director.get(f"/orders/codes/new?record={book}").text


def test_spreadsheets_have_what_the_filters_show(session: Session, desk: FlaskClient) -> None:
    today = clock.today().isoformat()
    told = {"reason": "plan", "ordered_on": today, "department": "lending", "title": "=1+1", "pages": "30"}
    send(desk, "/orders/scans/new", **told)
    send(desk, f"/orders/scans/{only(session, ScanOrder)}/pages", images="7", spread="y", day=today)
    asked = {"recipient_kind": "local", "recipient": "Anvar", "asked_on": today, "department": "lending"}
    send(desk, "/orders/requests/new", **asked, documents="A\nB")
    place = {"url": "https://akm.uz/1", "title": "Ertak", "board": "Bekat", "placed_on": today}
    send(desk, "/orders/codes/new", **place)
    scans = load_workbook(BytesIO(desk.get("/orders/scans.xlsx").data)).active
    rows = list(scans.iter_rows(values_only=True))
    assert rows[4][1] == "=1+1"
    assert rows[4][8] == 14
    assert rows[4][5].date() == date.fromisoformat(today)
    assert rows[-1][8] == 14
    papers = list(
        load_workbook(BytesIO(desk.get("/orders/requests.xlsx").data)).active.iter_rows(values_only=True)
    )
    assert [row[7] for row in papers[4:6]] == ["A", "B"]
    codes = list(
        load_workbook(BytesIO(desk.get("/orders/codes.xlsx?language=uz").data)).active.iter_rows(
            values_only=True
        )
    )
    assert codes[-1][8] == 1
    assert desk.get("/orders/scans.xlsx?state=done").status_code == 200


def test_squares_are_the_code_itself() -> None:
    address = "https://katalog.akm.uz/records/1"
    drawn = squares(address)
    dark = {(c + k, r) for c, r, length in drawn["runs"] for k in range(length)}
    matrix = segno.make(address, error="m", micro=False).matrix
    assert drawn["size"] == len(matrix) + 2 * QUIET
    assert dark == {
        (x + QUIET, y + QUIET) for y, row in enumerate(matrix) for x, module in enumerate(row) if module
    }


@pytest.mark.parametrize("address", ["/orders", "/orders/requests", "/orders/codes", "/orders/scans.xlsx"])
def test_only_staff_see_orders(client: FlaskClient, signed_in: SignIn, address: str, book: int) -> None:
    assert client.get(address).status_code == 302
    assert "/orders/" not in client.get(f"/records/{book}").text
    assert signed_in(Role.KIOSK).get(address).status_code == 403
