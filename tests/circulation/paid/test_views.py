"""Paid services on the screen: the price list, a receipt by keys, money given back, sums, papers."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from ils.accounts.permissions import Role
from tests.circulation.paid.till import Till
from tests.conftest import SignIn
from tests.world import add_reader

pytestmark = pytest.mark.usefixtures("at_noon")
TODAY = "2026-04-15"


@pytest.fixture
def desk(signed_in: SignIn) -> FlaskClient:
    """Nilufar at her desk."""
    return signed_in(Role.DESK)


@pytest.fixture
def director(signed_in: SignIn) -> FlaskClient:
    """The director."""
    return signed_in(Role.DIRECTOR)


def test_an_empty_price_list_says_what_to_do(director: FlaskClient) -> None:
    assert "The price list is empty" in director.get("/paid/").text
    assert "Nothing has a price on this day" in director.get("/paid/new").text
    price = {"code": "print", "name_uz": "Chop etish", "unit_uz": "bet", "price": "800", "since": TODAY}
    assert director.post("/paid/prices/new", data=price).location == f"/paid/prices?day={TODAY}"
    assert "Chop etish" in director.get("/paid/new").text
    raised = price | {"price": "900", "since": "16.04.2026"}
    assert director.post("/paid/prices/new?code=print", data=raised).status_code == 302
    assert "900" in director.get("/paid/prices?day=2026-04-16").text
    wrong = director.post("/paid/prices/new?code=print", data=raised | {"since": TODAY})
    assert wrong.status_code == 400
    assert "a new one begins later" in wrong.text
    assert director.post("/paid/prices/print/end", data={"until": "2026-05-01"}).status_code == 302
    assert director.get("/paid/prices/nothing/end").status_code == 404


def test_a_receipt_of_several_services(desk: FlaskClient, till: Till) -> None:
    add_reader(till.session, till.work.now)
    typed = {"quantity-copying": "12", "quantity-scanning": " 2 ", "method": "cash", "day": TODAY}
    assert desk.post("/paid/total", data=typed).text == "8\N{NO-BREAK SPACE}000"
    assert desk.post("/paid/total", data=typed | {"quantity-copying": "x"}).text == "—"
    made = desk.post("/paid/new", data=typed | {"card": "R-1"})
    assert made.location == "/paid/1"
    page = desk.get("/paid/1").text
    assert "Receipt № 1/2026" in page
    assert "Karimov Anvar" in page
    assert till.lines() == (8000, 8000)
    for wrong, words in (
        ({"card": "R-9"}, "No reader has the card R-9"),
        ({"quantity-copying": "0", "quantity-scanning": ""}, "Say how much"),
        ({"quantity-copying": "-1"}, "A quantity is a whole number"),
    ):
        refused = desk.post("/paid/new", data=typed | wrong)
        assert refused.status_code == 400
        assert words in refused.text
    assert desk.post("/paid/new", data=typed | {"day": "2026-04-16"}).status_code == 400
    assert till.lines() == (8000, 8000)


def test_only_who_may_give_money_back_does(desk: FlaskClient, director: FlaskClient, till: Till) -> None:
    receipt = till.take(("copying", 3))
    assert desk.post(f"/paid/{receipt.id}/refund", data={"reason": "xira", "day": TODAY}).status_code == 403
    assert "Give the money back" not in desk.get(f"/paid/{receipt.id}").text
    assert director.post(f"/paid/{receipt.id}/refund", data={"reason": "", "day": TODAY}).status_code == 422
    back = director.post(f"/paid/{receipt.id}/refund", data={"reason": "xira", "day": TODAY})
    assert back.status_code == 302
    assert "gives back № 1/2026" in director.get(back.location).text
    again = director.post(f"/paid/{receipt.id}/refund", data={"reason": "xira", "day": TODAY})
    assert again.status_code == 422
    assert "by the receipt № 2/2026" in again.text
    assert till.lines() == (0, 0)


def test_who_may_not_change_prices(desk: FlaskClient, till: Till) -> None:
    till.take()
    assert desk.get("/paid/prices").status_code == 200
    assert desk.get("/paid/prices/new").status_code == 403
    assert desk.get("/paid/prices/copying/end").status_code == 403


def test_sums_of_days_and_months(desk: FlaskClient, till: Till) -> None:
    till.take(("copying", 4))
    till.take(("scanning", 7), method="card")
    day = desk.get("/paid/").text
    assert "9\N{NO-BREAK SPACE}000" in day
    assert "No receipts on these days" in desk.get("/paid/?since=2026-01-01").text
    assert "Copies" not in desk.get("/paid/?method=card").text
    assert "9\N{NO-BREAK SPACE}000" in desk.get("/paid/month").text
    assert "No receipts in this month" in desk.get("/paid/month?month=2025-12").text
    assert desk.get("/paid/month?month=2026-13").status_code == 400
    assert desk.get("/paid/?service=nothing").status_code == 400


def test_papers_and_spreadsheet(desk: FlaskClient, till: Till) -> None:
    receipt = till.take(("copying", 4), payer="=1+1")
    back = till.refund(receipt.id)
    pages = (f"{receipt.id}/receipt.pdf", f"{back.id}/receipt.pdf", "prices/list.pdf", "month/statement.pdf")
    for page in pages:
        for language in ("uz", "uz_Cyrl", "ru", "en"):
            assert desk.get(f"/paid/{page}?language={language}").data.startswith(b"%PDF")
    book = load_workbook(BytesIO(desk.get("/paid/receipts.xlsx").data))
    receipts, days, services = book.worksheets
    assert [receipts.cell(row, 10).value for row in (5, 6, 7)] == [2000, -2000, 0]
    assert (receipts["C5"].value, receipts["C5"].data_type) == ("=1+1", "s")
    assert days.max_row == 5
    assert [each.value for each in services[5]] == ["copying", "Nusxa olish", "bet", 0, 0]
