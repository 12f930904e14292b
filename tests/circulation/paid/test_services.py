"""The price list, numbers of receipts, sums."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from circulation.paid.errors import PaidCode, PaidError
from circulation.paid.models import PaidLine, PaidReceipt
from circulation.paid.queries import ReceiptFilter, by_day, by_service, prices_of, prices_on, receipts, taken
from ils.db import transaction
from ils.web.session import db
from tests.circulation.paid.till import FIRST, Till
from tests.conftest import NOON

TODAY = NOON.date()


def prices(till: Till, day: date) -> dict[str, int]:
    till.session.rollback()
    return {each.code: each.price for each in prices_on(till.session, day)}


def test_a_new_price_is_a_new_row_from_its_day(till: Till) -> None:
    before = till.take(("copying", 1))
    till.price(price=700, since=TODAY + timedelta(1))
    assert prices(till, TODAY) == {"copying": 500, "scanning": 1000}
    assert prices(till, TODAY + timedelta(1)) == {"copying": 700, "scanning": 1000}
    tomorrow = till.at(now=NOON + timedelta(days=1))
    assert tomorrow.take(("copying", 1)).amount == 700
    assert tomorrow.take(("copying", 1), day=TODAY).amount == 500  # the price of the day it was taken
    assert tomorrow.refund(before.id).amount == -500
    assert [each.price for each in prices_of(till.session, "copying")] == [700, 500]
    assert till.problems() == []


def test_a_price_that_no_receipt_has_is_mended_in_place(till: Till) -> None:
    till.price(price=550)
    assert prices(till, TODAY)["copying"] == 550
    till.take(("copying", 1))
    with pytest.raises(PaidError) as used:
        till.price(price=600)
    assert used.value.code is PaidCode.PRICE_USED


def test_a_service_ends_and_comes_back(till: Till) -> None:
    till.end(TODAY)
    assert "copying" in prices(till, TODAY)
    assert "copying" not in prices(till, TODAY + timedelta(1))
    with pytest.raises(PaidError, match="paid_price_ended"):
        till.end(TODAY)
    till.price(price=800, since=TODAY + timedelta(10))
    assert "copying" not in prices(till, TODAY + timedelta(9))
    assert prices(till, TODAY + timedelta(10))["copying"] == 800


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda till: till.price("Nusxa!"), PaidCode.CODE_INVALID),
        (lambda till: till.price("1copy"), PaidCode.CODE_INVALID),
        (lambda till: till.price("print", 0), PaidCode.PRICE_INVALID),
        (lambda till: till.price("print", 10**9), PaidCode.PRICE_INVALID),
        (lambda till: till.price("print", since=date(26, 1, 1)), PaidCode.PRICE_DAY_ODD),
        (lambda till: till.price("print", names={"uz": " "}), PaidCode.NAME_MISSING),
        (lambda till: till.price(since=FIRST - timedelta(1)), PaidCode.PRICE_NOT_LATER),
        (lambda till: till.end(FIRST - timedelta(1)), PaidCode.END_TOO_EARLY),
        (lambda till: till.end(TODAY, "nothing"), PaidCode.SERVICE_UNKNOWN),
        (lambda till: till.take(("copying", 1), method="barter"), PaidCode.METHOD_UNKNOWN),
        (lambda till: till.take(("copying", 1), day=date(1999, 1, 1)), PaidCode.DAY_TOO_OLD),
        (lambda till: till.refund(99), PaidCode.RECEIPT_UNKNOWN),
        (lambda till: till.refund(till.take(("copying", 1)).id, TODAY - timedelta(1)), PaidCode.REFUND_TOO_EARLY),
    ],
)  # fmt: skip
def test_refusals(till: Till, act: Callable[[Till], object], code: PaidCode) -> None:
    with pytest.raises(PaidError) as refused:
        act(till)
    assert refused.value.code is code
    assert till.problems() == []


def test_numbers_have_no_gap_even_when_a_sale_is_refused(till: Till) -> None:
    till.take()
    with pytest.raises(PaidError):
        till.take(("unknown", 1))
    till.take()
    till.take(day=date(2025, 6, 1))
    page = receipts(till.session, ReceiptFilter(date(2025, 1, 1), TODAY))
    assert [each.label for each in page.rows] == ["2/2026", "1/2026", "1/2025"]
    assert (page.total, page.amount) == (3, 3000)


def test_receipts_of_two_desks_at_once_have_no_gap(till: Till, app: Flask) -> None:
    till.session.close()

    def sell(_number: int) -> int:
        with app.app_context():
            try:
                return Till(db.session(), till.work).take(("copying", 1)).number
            finally:
                db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(sell, range(12)))
    assert numbers == list(range(1, 13))
    assert till.problems() == []


def test_two_refunds_at_once_give_the_money_back_once(till: Till, app: Flask) -> None:
    receipt = till.take().id
    till.session.close()

    def back(_number: int) -> bool:
        with app.app_context():
            try:
                Till(db.session(), till.work).refund(receipt)
            except PaidError:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(back, range(3))) == 1
    assert till.lines() == (0, 0)
    assert till.problems() == []


def test_sums_by_day_and_service(till: Till) -> None:
    till.take(("copying", 4), day=TODAY - timedelta(1))
    till.take(("copying", 2), ("scanning", 1), method="card")
    till.refund(till.take(("scanning", 3)).id)
    wanted = ReceiptFilter(TODAY - timedelta(1), TODAY)
    assert [(each.day, each.receipts, each.refunds, each.amount) for each in by_day(till.session, wanted)] == [
        (TODAY - timedelta(1), 1, 0, 2000), (TODAY, 3, 1, 2000),
    ]  # fmt: skip
    assert by_day(till.session, wanted)[1].by_method == {"cash": 0, "card": 2000, "transfer": 0}
    assert [(each.code, each.quantity, each.amount) for each in by_service(till.session, wanted)] == [
        ("copying", 6, 3000), ("scanning", 1, 1000),
    ]  # fmt: skip
    assert taken(till.session, since=TODAY, until=TODAY) == 2000
    scans = ReceiptFilter(TODAY, TODAY, service="scanning")
    assert receipts(till.session, scans).total == 3
    assert receipts(till.session, ReceiptFilter(TODAY, TODAY, method="card")).amount == 2000


def wrong_line(session: Session) -> None:
    session.execute(update(PaidLine).values(amount=PaidLine.amount + 1))


def wrong_number(session: Session) -> None:
    session.execute(update(PaidReceipt).where(PaidReceipt.amount < 0).values(number=9))


def wrong_method(session: Session) -> None:
    session.execute(update(PaidReceipt).where(PaidReceipt.amount < 0).values(method="card"))


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (wrong_line, {"paid_log_differs", "paid_parts_differ"}),
        (wrong_number, {"paid_gap"}),
        (wrong_method, {"paid_refund_differs"}),
    ],
)
def test_the_check_finds_what_does_not_hold(
    till: Till, spoil: Callable[[Session], None], found: set[str]
) -> None:
    till.take()
    till.refund(till.take().id)
    with transaction(till.session):
        spoil(till.session)
    assert {each.code for each in till.problems()} == found
