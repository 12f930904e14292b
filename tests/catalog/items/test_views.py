"""Screens of copies."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items import services
from catalog.items.models import Item, ItemState
from catalog.items.queries import items_of_record
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.catalog.items.conftest import add_row
from tests.conftest import NOON
from tests.world import PASSWORD, add_nilufar, work_at

FORM = {"count": "1", "department": "lending", "acquired_on": "2026-04-15"}


def post(client: FlaskClient, book: int, **values: str) -> tuple[int, str]:
    answer = client.post(f"/items/add?record_id={book}", data=FORM | values)
    return answer.status_code, answer.text


def test_two_copies_are_added_with_a_range(cataloguer: FlaskClient, session: Session, book: int) -> None:
    status, _page = post(cataloguer, book, count="2", inventory_numbers="INV-099", price="45 000")
    assert status == 302
    items = items_of_record(session, book)
    assert [item.inventory_number for item in items] == ["INV-099", "INV-100"]
    assert [item.price for item in items] == [45_000, 45_000]
    page = cataloguer.get(f"/items/add?record_id={book}").text
    assert "Copies added: 2" in page
    assert "00000001" in page


def test_scanned_barcodes_come_a_line_each(cataloguer: FlaskClient, session: Session, book: int) -> None:
    assert post(cataloguer, book, count="2", barcodes="lib-1\r\nlib-2\r\n")[0] == 302
    assert [item.barcode for item in items_of_record(session, book)] == ["LIB-1", "LIB-2"]


@pytest.mark.parametrize(
    ("values", "status", "words"),
    [
        ({"barcodes": "9" * 10_000}, 400, "cannot be a barcode"),
        ({"barcodes": "TAKEN"}, 422, "already belongs to another copy"),
        ({"count": "2", "barcodes": "A"}, 400, "numbers given: 1"),
        ({"count": "0"}, 400, "at a time"),
        ({"count": "many"}, 400, "mend"),
        ({"count": ""}, 400, "mend"),
        ({"department": "nowhere"}, 400, "mend"),
        ({"price": "cheap"}, 400, "not a price"),
        ({"acquired_on": "yesterday"}, 400, "mend"),
        ({"count": "3", "inventory_numbers": "ИНВ"}, 400, "no digits"),
    ],
)
def test_bad_input_is_explained_and_changes_nothing(
    cataloguer: FlaskClient, session: Session, book: int, values: dict[str, str], status: int, words: str
) -> None:
    assert post(cataloguer, book, barcodes="TAKEN")[0] == 302
    answered, page = post(cataloguer, book, **values)
    assert (answered, words in page) == (status, True)
    assert session.scalars(select(func.count()).select_from(Item)).one() == 1


def test_names_are_only_text(cataloguer: FlaskClient, session: Session) -> None:
    book = add_row(session, "<script>alert(1)</script>'; DROP TABLE item; --")
    assert post(cataloguer, book, inventory_numbers="<b>1</b>", note="<i>x</i>")[0] == 302
    for address in (f"/items/add?record_id={book}", "/items/1", f"/items/barcodes?record_id={book}"):
        page = cataloguer.get(address).text
        assert "<script>alert" not in page
        assert "<B>1" not in page
        assert "<i>x" not in page
        assert " style=" not in page


def test_one_copy_with_its_bars_and_history(cataloguer: FlaskClient, session: Session, book: int) -> None:
    post(cataloguer, book, inventory_numbers="INV-7")
    page = cataloguer.get("/items/1").text
    assert '<svg class="barcode"' in page
    assert "Copy added" in page
    assert "INV-7" in page


def test_a_copy_on_display_and_one_without_a_barcode(
    cataloguer: FlaskClient, session: Session, book: int
) -> None:
    post(cataloguer, book, inventory_numbers="INV-7")
    with transaction(session):
        services.place(
            session, item_id=1, kind="exhibition", ref_id=1, label="Navroʻz", section="2", lendable=True,
            since=NOON.date(), until=None,
        )  # fmt: skip
        session.get(Item, 1).barcode = None
    page = cataloguer.get("/items/1").text
    assert "Navroʻz · 2" in page
    assert "has no barcode" in page
    sheet = cataloguer.get(f"/items/barcodes?record_id={book}").text
    assert "Give barcodes to: 1" in sheet
    assert cataloguer.post("/items/barcodes", data={"record_id": book}).status_code == 302
    assert '<svg class="barcode"' in cataloguer.get(f"/items/barcodes?record_id={book}").text


def test_withdrawing_by_an_act(cataloguer: FlaskClient, session: Session, book: int) -> None:
    post(cataloguer, book)
    assert cataloguer.post("/items/1/withdraw", data={"act": "", "day": ""}).status_code == 400
    assert cataloguer.post("/items/1/withdraw", data={"act": "7", "day": "2999-01-01"}).status_code == 422
    with transaction(session):
        services.set_state(session, 1, was=ItemState.AVAILABLE, becomes=ItemState.ON_LOAN, now=NOON)
    refused = cataloguer.post("/items/1/withdraw", data={"act": "7", "day": "2026-04-15"})
    assert (refused.status_code, "on loan" in refused.text) == (422, True)
    with transaction(session):
        services.set_state(session, 1, was=ItemState.ON_LOAN, becomes=ItemState.AVAILABLE, now=NOON)
    assert cataloguer.post("/items/1/withdraw", data={"act": "7", "day": "2026-04-15"}).status_code == 302
    assert "withdrawn" in cataloguer.get("/items/1").text


@pytest.mark.parametrize(
    "address",
    [
        "/items/add?record_id=99",
        "/items/add",
        "/items/add?record_id=x",
        "/items/99",
        "/items/barcodes?record_id=٣",
    ],
)
def test_unknown_things_are_not_found(cataloguer: FlaskClient, address: str) -> None:
    assert cataloguer.get(address).status_code == 404


def test_the_desk_may_not_add_copies(session: Session, client: FlaskClient, book: int) -> None:
    assert client.get(f"/items/add?record_id={book}").status_code == 302
    add_nilufar(session, NOON, role=Role.DESK)
    client.post("/sign-in", data={"login": "nilufar", "password": PASSWORD})
    assert client.get(f"/items/add?record_id={book}").status_code == 403
    assert client.post(f"/items/add?record_id={book}", data=FORM).status_code == 403


def test_work_is_done_in_ones_own_department(session: Session, book: int) -> None:
    with transaction(session):
        item = services.add_item(session, work_at(NOON), record_id=book, department="foreign")
    assert item.department == "foreign"
