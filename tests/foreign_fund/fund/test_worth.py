"""For how much copies of the fund were bought: by currency, by the act that holds today, none invented."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.stock import services
from catalog.stock.models import AccessionSource
from catalog.stock.queries.prices import bought
from catalog.stock.queries.standing import standing
from catalog.stock.services import Correction, NewLine, accept_at_once
from foreign_fund.fund import queries
from foreign_fund.fund.queries import NO_ACT, NO_PRICE, Asked, Worth
from ils.db import transaction
from ils.library.funds import load_fund
from tests.catalog.records.builders import add, marc21
from tests.conftest import NOON
from tests.foreign_fund.shelf import Shelf, at

TODAY = NOON.date()
DOLLAR = 126_505_500  # 12 650.55 soʻm


def accept(
    session: Session, record: int, copies: int, price: int, currency: str = "UZS", rate: int = 10_000
) -> int:
    source = AccessionSource.PURCHASE if price else AccessionSource.LEGAL_DEPOSIT
    with transaction(session):
        return accept_at_once(
            session, at(), source=source, department="foreign", series="foreign",
            partner="Express", document="1", document_day=TODAY, contract="4", commission="A\nB",
            currency=currency, rate=rate, lines=[NewLine(record, copies, price)],
        )  # fmt: skip


def correct(session: Session, act: int, days: int, **wanted: object) -> None:
    with transaction(session):
        draft = services.begin_correction(
            session, at(days), act_id=act, wanted=Correction(**wanted), day=TODAY + timedelta(days=days),  # type: ignore[arg-type]
            document="", note="Narx xato",
        )  # fmt: skip
        services.approve(session, at(days), act_id=draft)


def worth(session: Session, **asked: str) -> list[Worth]:
    return list(queries.worth_of(session, fund=load_fund(session), asked=Asked(**asked), day=TODAY))


@pytest.fixture
def record(shelf: Shelf) -> int:
    return shelf.record("ger")


def test_each_currency_has_its_sum_and_what_has_no_act_stands_apart(
    session: Session, shelf: Shelf, record: int
) -> None:
    accept(session, record, 3, 12_50, "USD", DOLLAR)
    accept(session, record, 2, 45_000_00)
    accept(session, record, 1, 0)
    shelf.copy("ESKI-1", record=record)
    som = 158_132  # 12.50 × 12 650.55, rounded for one copy
    assert worth(session) == [
        Worth("USD", 3, 0, 3 * 12_50, 3 * som),
        Worth("UZS", 3, 1, 90_000_00, 90_000),
        Worth(NO_ACT, 1, 1, 0, 0),
    ]
    assert [(each.currency, each.copies) for each in worth(session, priced=NO_PRICE)] == [
        ("UZS", 1), (NO_ACT, 1),
    ]  # fmt: skip
    for row in worth(session):
        found = queries.fund_items(
            session, fund=load_fund(session), asked=Asked(bought=row.currency), day=TODAY
        )
        assert found.total == row.copies
        assert sum(each.price or 0 for each in found.rows) == row.som


def test_a_correction_by_another_act_is_what_holds(session: Session, record: int) -> None:
    act = accept(session, record, 3, 12_50, "USD", DOLLAR)
    first, second, third = [copy.item_id for copy in standing(session, act)]
    line = standing(session, act)[0].line.id
    correct(session, act, 1, prices={line: 10_00})
    known = bought(session, [first, second, third])
    assert {each.price for each in known.values()} == {10_00}
    assert {each.act for each in known.values()} == {"2/2026"}
    correct(session, act, 2, take_back=[third])
    assert [(each.copies, each.amount) for each in worth(session)] == [(2, 20_00)]
    assert bought(session, [third])[third].price == 10_00  # at which it left
    prices = dict(session.execute(select(Item.id, Item.price)).all())
    assert prices[first] == bought(session, [first])[first].price_som == 126_506


def test_a_title_lists_the_prices_at_which_its_copies_came(
    session: Session, shelf: Shelf, record: int
) -> None:
    accept(session, record, 2, 12_50, "USD", DOLLAR)
    accept(session, record, 1, 12_50, "USD", DOLLAR)
    accept(session, record, 1, 9_00, "USD", DOLLAR)
    shelf.copy("ESKI-1", record=record)
    rows = queries.purchases_of(session, fund=load_fund(session), records=[record])[record]
    assert [(row.bought.price if row.bought else None, row.copies) for row in rows] == [
        (12_50, 3), (9_00, 1), (None, 1),
    ]  # fmt: skip


def sheet(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    with zipfile.ZipFile(BytesIO(answer.data)) as book:
        return "".join(
            book.read(name).decode() for name in book.namelist() if "shared" in name or "sheet1" in name
        )


def test_the_pages_say_price_currency_rate_and_where_there_is_none(
    app: Flask, department: FlaskClient, session: Session, shelf: Shelf, record: int
) -> None:
    accept(session, record, 3, 12_50, "USD", DOLLAR)
    shelf.copy("ESKI-1", record=record)
    first = department.get("/fund").text
    assert "37.50 USD" in first
    assert "/fund/items?bought=USD" in first
    assert "/fund/items?bought=-&amp;priced=no" in first
    items = department.get("/fund/items").text
    assert "12.50 USD" in items
    assert "1 USD = 12 650.55 soʻm" in items.replace("\xa0", " ").replace("\u202f", " ")
    assert "without an act" in items
    assert "ESKI-1" not in department.get("/fund/items?bought=USD").text
    assert "12.50 USD" in department.get("/fund/titles").text
    assert "ESKI-1" in sheet(department, "/fund/items.xlsx")
    assert "ESKI-1" not in sheet(department, "/fund/items.xlsx?bought=USD")
    assert "12.50 USD" in sheet(department, "/fund/titles.xlsx?language=ger")


def test_who_sees_the_fund_reads_on_the_page_of_a_title_what_its_copies_cost(
    app: Flask, department: FlaskClient, session: Session
) -> None:
    with transaction(session):
        title = add(session, marc21("Der kleine Prinz", "Saint-Exupéry", language="ger"))
    assert 'id="purchase"' not in department.get(f"/records/{title}").text  # no copy of it is in the fund
    accept(session, title, 2, 12_50, "USD", DOLLAR)
    text = department.get(f"/records/{title}").text.replace("\xa0", " ").replace("\u202f", " ")
    assert "12.50 USD" in text
    assert "158 132" in text
    assert 'id="purchase"' not in app.test_client().get(f"/records/{title}").text


def test_the_plan_of_the_department_stands_also_on_an_empty_page(department: FlaskClient) -> None:
    text = department.get("/fund").text
    assert "No copy belongs to the fund yet" in text
    assert "The department in the work plan" in text
