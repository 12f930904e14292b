"""Debts and receipts: added, never changed; numbered without gaps."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.charges.errors import ChargeCode, ChargeError
from circulation.charges.measures import CHECKS
from circulation.charges.models import ChargeKind, Method, Receipt, ReceiptLine
from circulation.charges.queries import (
    account,
    charge_row,
    charges_of_loan,
    owed,
    owed_by,
    parts_of,
    receipt_facts,
    receipts_between,
)
from circulation.charges.services import charge, forgive, pay, reverse_charge, reverse_receipt
from circulation.patrons.errors import PatronNotFound
from ils.activity.kinds import Kind
from ils.activity.measures import net_amount, totals_are_sums
from ils.activity.work import Work
from ils.db import transaction
from ils.errors import InputError
from ils.web.session import db
from tests.conftest import NOON
from tests.world import add_reader, work_at

WORK = work_at(NOON)


@pytest.fixture
def anvar(session: Session) -> int:
    return add_reader(session, NOON).id


def charged(session: Session, patron_id: int, amount: int, work: Work = WORK) -> int:
    with transaction(session):
        return charge(session, work, patron_id=patron_id, kind=ChargeKind.OVERDUE, amount=amount, loan_id=7)


def paid(session: Session, patron_id: int, amount: int, work: Work = WORK) -> int:
    with transaction(session):
        return pay(session, work, patron_id=patron_id, amount=amount, method=Method.CASH).id


def problems(session: Session) -> list[object]:
    session.rollback()
    return [problem for check in (*CHECKS, totals_are_sums) for problem in check(session)]


def test_what_is_charged_is_owed_until_it_is_paid(session: Session, anvar: int) -> None:
    first, second = charged(session, anvar, 500), charged(session, anvar, 300)
    assert owed(session, anvar) == 800
    receipt = receipt_facts(session, paid(session, anvar, 600))
    assert (receipt.label, receipt.amount, receipt.patron, receipt.card_number) == (
        "1/2026",
        600,
        "Karimov Anvar Botir oʻgʻli",
        "R-1",
    )
    assert [(part.charge_id, part.amount) for part in parts_of(session, receipt.id)] == [
        (first, 500),
        (second, 100),
    ]
    assert (owed(session, anvar), charge_row(session, second).open) == (200, 200)
    assert net_amount(session, Kind.PAYMENT) == 600
    assert owed_by(session, {anvar, 99}) == {anvar: 200}
    assert problems(session) == []


def test_receipts_are_numbered_without_gaps_each_year(session: Session, anvar: int) -> None:
    charged(session, anvar, 1_000)
    for _each in range(3):
        paid(session, anvar, 10)
    with pytest.raises(ChargeError):
        paid(session, anvar, 5_000)  # refused: takes no number
    paid(session, anvar, 10)
    later = work_at(NOON + timedelta(days=300))
    paid(session, anvar, 10, later)
    rows = session.execute(select(Receipt.year, Receipt.number).order_by(Receipt.id))
    assert [tuple(row) for row in rows] == [(2026, 1), (2026, 2), (2026, 3), (2026, 4), (2027, 1)]
    assert len(receipts_between(session, since=NOON.date(), until=NOON.date())) == 4
    assert problems(session) == []


def test_two_tills_at_once_leave_no_gap(app: Flask, session: Session, anvar: int) -> None:
    charged(session, anvar, 10_000)

    def till(_number: int) -> None:
        with app.app_context():
            for _each in range(5):
                paid(db.session(), anvar, 10)
            db.session.remove()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(till, range(4)))
    assert session.scalars(select(func.max(Receipt.number))).one() == 20
    assert owed(session, anvar) == 9_800
    assert problems(session) == []


def test_a_charge_is_taken_back_by_its_twin(session: Session, anvar: int) -> None:
    first = charged(session, anvar, 500)
    with transaction(session):
        twin = reverse_charge(session, WORK, charge_id=first, reason="xato")
    assert (owed(session, anvar), charge_row(session, first).reversed_by) == (0, twin)
    assert [row.amount for row in charges_of_loan(session, 7)] == [500, -500]
    for wrong, code in (
        (first, ChargeCode.REVERSED),
        (twin, ChargeCode.IS_REVERSAL),
        (99, ChargeCode.UNKNOWN),
    ):
        with pytest.raises(ChargeError) as refused, transaction(session):
            reverse_charge(session, WORK, charge_id=wrong, reason="yana")
        assert refused.value.code is code
    assert problems(session) == []


def test_a_paid_charge_taken_back_is_owed_to_the_reader(session: Session, anvar: int) -> None:
    first = charged(session, anvar, 500)
    paid(session, anvar, 500)
    with transaction(session):
        reverse_charge(session, WORK, charge_id=first, reason="kitob topildi")
    assert owed(session, anvar) == -500
    charged(session, anvar, 800)
    assert owed(session, anvar) == 300
    with pytest.raises(ChargeError) as more:
        paid(session, anvar, 800)
    assert more.value.code is ChargeCode.MORE_THAN_OWED
    paid(session, anvar, 300)
    assert (owed(session, anvar), problems(session)) == (0, [])


def test_a_receipt_is_taken_back_with_a_number_of_its_own(session: Session, anvar: int) -> None:
    charged(session, anvar, 500)
    receipt = paid(session, anvar, 500)
    with transaction(session):
        twin = reverse_receipt(session, WORK, receipt_id=receipt, reason="boshqa kitobxon edi")
    assert (twin.number, twin.amount, twin.reverses_id) == (2, -500, receipt)
    assert (owed(session, anvar), net_amount(session, Kind.PAYMENT)) == (500, 0)
    for wrong, code in (
        (receipt, ChargeCode.RECEIPT_REVERSED),
        (twin.id, ChargeCode.RECEIPT_IS_REVERSAL),
        (99, ChargeCode.RECEIPT_UNKNOWN),
    ):
        with pytest.raises(ChargeError) as refused, transaction(session):
            reverse_receipt(session, WORK, receipt_id=wrong, reason="yana")
        assert refused.value.code is code
    assert problems(session) == []


def test_struck_off_with_a_reason(session: Session, anvar: int) -> None:
    first = charged(session, anvar, 500)
    paid(session, anvar, 100)
    with pytest.raises(InputError), transaction(session):
        forgive(session, WORK, charge_id=first, reason=" ")
    with transaction(session):
        receipt = forgive(session, WORK, charge_id=first, reason="nafaqaxoʻr")
    assert (receipt.method, receipt.amount, receipt.note) == (Method.FORGIVEN, 400, "nafaqaxoʻr")
    assert (owed(session, anvar), charge_row(session, first).forgiven) == (0, 400)
    with pytest.raises(ChargeError) as again, transaction(session):
        forgive(session, WORK, charge_id=first, reason="yana")
    assert again.value.code is ChargeCode.NOTHING_OWED
    assert problems(session) == []


def test_what_was_struck_off_is_not_given_back_as_money(session: Session, anvar: int) -> None:
    first = charged(session, anvar, 500)
    paid(session, anvar, 100)
    with transaction(session):
        forgive(session, WORK, charge_id=first, reason="nafaqaxoʻr")
    with transaction(session):
        reverse_charge(session, WORK, charge_id=first, reason="xato")
    assert owed(session, anvar) == -100  # what was really paid
    assert net_amount(session, Kind.PAYMENT) == 100
    assert problems(session) == []


def test_one_debt_of_several_can_be_paid(session: Session, anvar: int) -> None:
    charged(session, anvar, 500)
    second = charged(session, anvar, 300)
    with transaction(session):
        pay(session, WORK, patron_id=anvar, amount=300, method=Method.CARD, charge_id=second)
    assert [row.open for row in account(session, anvar).charges] == [0, 500]


@pytest.mark.parametrize("amount", [0, -5, 10**10])
def test_an_amount_that_cannot_be(session: Session, anvar: int, amount: int) -> None:
    with pytest.raises(ChargeError) as refused:
        charged(session, anvar, amount)
    assert refused.value.code is ChargeCode.AMOUNT_INVALID


def test_an_unknown_reader(session: Session) -> None:
    with pytest.raises(PatronNotFound):
        charged(session, 404, 10)


Break = Callable[[Session], None]


def a_gap(session: Session) -> None:
    session.execute(Receipt.__table__.update().values(number=5))


def a_wrong_part(session: Session) -> None:
    session.execute(ReceiptLine.__table__.update().values(amount=700))


def a_wrong_sum(session: Session) -> None:
    session.execute(Receipt.__table__.update().values(amount=77))


@pytest.mark.parametrize(
    ("spoil", "codes"),
    [
        (a_gap, {"receipt_gap"}),
        (a_wrong_part, {"receipt_parts_differ", "charge_paid_wrongly"}),
        (a_wrong_sum, {"receipt_parts_differ", "log_differs"}),
    ],
)
def test_the_checks_find_what_is_broken(session: Session, anvar: int, spoil: Break, codes: set[str]) -> None:
    charged(session, anvar, 500)
    paid(session, anvar, 200)
    with transaction(session):
        spoil(session)
    assert {problem.code for problem in problems(session)} == codes  # type: ignore[attr-defined]


def test_the_checks_find_an_unlike_twin(session: Session, anvar: int) -> None:
    from circulation.charges.models import Charge

    first = charged(session, anvar, 500)
    with transaction(session):
        twin = reverse_charge(session, WORK, charge_id=first, reason="xato")
    with transaction(session):
        session.execute(Charge.__table__.update().where(Charge.id == twin).values(amount=-3))
    assert {problem.code for problem in problems(session)} == {"twin_differs"}  # type: ignore[attr-defined]
