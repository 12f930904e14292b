"""Reckoning with debts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulation.charges.errors import ChargeCode, ChargeError
from circulation.charges.rules import MOST, Debt, Part, check_amount, owed_in_all, spread

pytestmark = pytest.mark.engine_free


def test_the_oldest_debt_is_settled_first() -> None:
    debts = [Debt(1, 500), Debt(2, 300), Debt(3, 200)]
    assert spread(debts, 600) == (Part(1, 500), Part(2, 100))
    assert spread(debts, 1_000) == (Part(1, 500), Part(2, 300), Part(3, 200))


def test_what_was_paid_too_much_is_taken_off() -> None:
    debts = [Debt(1, -400), Debt(2, 300), Debt(3, 600)]
    assert owed_in_all(debts) == 500
    assert spread(debts, 500) == (Part(2, 300), Part(3, 200))


@pytest.mark.parametrize(
    ("debts", "amount", "code"),
    [
        ([], 1, ChargeCode.NOTHING_OWED),
        ([Debt(1, -5)], 1, ChargeCode.NOTHING_OWED),
        ([Debt(1, 100)], 101, ChargeCode.MORE_THAN_OWED),
        ([Debt(1, 100)], 0, ChargeCode.AMOUNT_INVALID),
        ([Debt(1, 100)], -3, ChargeCode.AMOUNT_INVALID),
    ],
)
def test_a_payment_that_cannot_be(debts: list[Debt], amount: int, code: ChargeCode) -> None:
    with pytest.raises(ChargeError) as refused:
        spread(debts, amount)
    assert refused.value.code is code


@pytest.mark.parametrize("amount", [0, -1, MOST + 1])
def test_an_amount_is_a_sensible_number(amount: int) -> None:
    with pytest.raises(ChargeError):
        check_amount(amount)


@given(st.lists(st.integers(-500, 1_000), max_size=8), st.integers(1, 5_000))
def test_the_parts_come_to_the_payment_and_to_no_more_than_each_debt(opens: list[int], amount: int) -> None:
    debts = [Debt(number, each) for number, each in enumerate(opens)]
    if not 0 < amount <= sum(opens):
        return
    parts = spread(debts, amount)
    assert sum(part.amount for part in parts) == amount
    assert all(0 < part.amount <= opens[part.charge_id] for part in parts)
