"""Lost copies and the register of what was taken instead of them (practice.md §4.4, §4.5)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from catalog.items.models import ItemState
from catalog.items.services import withdraw
from circulation.charges.models import Charge, ChargeKind, Method, Receipt
from circulation.charges.services import pay
from circulation.loans.errors import LoanCode, LoanError
from circulation.loans.models import Loss, LossState
from circulation.loans.queries import open_loan_of
from circulation.loans.queries.losses import LossRow, open_losses, register
from circulation.loans.services import claim_returned, declare_lost, name_new_copy, set_rules, settle
from circulation.patrons.models import RestrictionKind
from circulation.patrons.queries import open_restrictions
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.db import transaction
from ils.errors import InputError
from tests.circulation.loans.desk import Desk


@pytest.fixture
def lent(desk: Desk) -> Desk:
    """Anvar has «Oʻtkan kunlar», worth 20 000 soʻm."""
    desk.reader()
    desk.copy(price=20_000)
    desk.lend()
    return desk


def price_times(desk: Desk, multiple: int, *, refund: bool = True) -> None:
    with transaction(desk.session) as session:
        set_rules(session, desk.work, multiple=multiple, refund=refund)


def settled(desk: Desk, loss_id: int, way: LossState, **facts: Any) -> LossRow:
    with transaction(desk.session) as session:
        return settle(session, desk.work, loss_id=loss_id, way=way, **facts)


def sources(desk: Desk, kind: Kind) -> list[tuple[str, int]]:
    desk.session.rollback()
    rows = desk.session.execute(
        select(Activity.source, Activity.amount).where(Activity.kind == kind).order_by(Activity.id)
    )
    return [tuple(row) for row in rows]


def test_by_default_no_money_is_asked_but_the_reader_is_restricted(lent: Desk) -> None:
    loss = lent.lose(1, note="poyezdda qoldi")
    assert (loss.number, loss.state, loss.price, loss.multiple) == (1, LossState.OPEN, 20_000, 0)
    assert (loss.charge_id, lent.owed(loss.patron_id)) == (None, 0)
    assert lent.state(loss.item_id) is ItemState.LOST
    loan = lent.loan(1)
    assert (loan.closed_at, loan.lost_on) == (None, lent.work.day)
    (row,) = open_restrictions(lent.session, loss.patron_id, lent.work.day)
    assert (row.kind, row.loan_id) == (RestrictionKind.LOSS, 1)
    assert open_losses(lent.session) == 1
    assert lent.problems() == []


def test_the_price_is_charged_as_many_times_as_the_library_says(lent: Desk) -> None:
    price_times(lent, 5)
    loss = lent.lose(1)
    charge = lent.session.get_one(Charge, loss.charge_id)
    assert (charge.kind, charge.amount, charge.loan_id) == (ChargeKind.LOSS, 100_000, 1)
    price_times(lent, 9)  # a later rule touches no loss that is written down
    assert lent.session.get_one(Loss, loss.id).multiple == 5


def test_another_book_settles_it_and_is_named_later(lent: Desk) -> None:
    price_times(lent, 2)
    loss = lent.lose(1)
    with pytest.raises(InputError):
        settled(lent, loss.id, LossState.REPLACED)
    row = settled(
        lent,
        loss.id,
        LossState.REPLACED,
        author="Qodiriy, Abdulla",
        title="Mehrobdan chayon",
        year=2021,
        price=45_000,
    )
    assert (row.state, row.new_title, row.new_year, row.new_price) == (
        LossState.REPLACED,
        "Mehrobdan chayon",
        2021,
        45_000,
    )
    assert lent.owed(row.patron_id) == 0
    assert open_loan_of(lent.session, row.item_id) is None
    assert lent.state(row.item_id) is ItemState.LOST  # until an act writes it off
    assert open_restrictions(lent.session, row.patron_id, lent.work.day) == ()
    new = lent.copy("INV-77", title="Mehrobdan chayon")
    with transaction(lent.session) as session:
        assert name_new_copy(session, lent.work, loss_id=loss.id, code="INV-77").new_item_id == new
    assert register(lent.session, 2026)[0].new_inventory_number == "INV-77"
    with transaction(lent.session) as session:
        withdraw(session, lent.work, item_id=row.item_id, act="3", day=lent.work.day)
    assert sources(lent, Kind.LOSS_SETTLE) == [("replacement", 1)]
    assert lent.problems() == []


def test_a_copy_stands_for_one_loss_only(lent: Desk) -> None:
    lent.copy("INV-2", title="Focus 5")
    lent.lend(code="INV-2")
    first, second = lent.lose(1), lent.lose(2)
    lent.copy("INV-9", title="Atlas")
    settled(lent, first.id, LossState.REPLACED, title="Atlas", new_code="INV-9")
    for code, refused in (
        ("INV-9", LoanCode.NEW_COPY_TAKEN),
        ("INV-404", LoanCode.NEW_COPY_UNKNOWN),
        ("INV-2", LoanCode.NEW_COPY_UNKNOWN),
    ):
        with pytest.raises(LoanError) as found:
            settled(lent, second.id, LossState.REPLACED, title="Atlas", new_code=code)
        assert found.value.code is refused
    assert lent.problems() == []


def test_money_settles_it(lent: Desk) -> None:
    price_times(lent, 3)
    loss = lent.lose(1)
    with pytest.raises(LoanError) as unpaid:
        settled(lent, loss.id, LossState.COMPENSATED)
    assert (unpaid.value.code, unpaid.value.facts["amount"]) == (LoanCode.LOSS_UNPAID, 60_000)
    with transaction(lent.session) as session:
        pay(session, lent.work, patron_id=loss.patron_id, amount=10_000, method=Method.CARD)
    settled(lent, loss.id, LossState.COMPENSATED, method=Method.CASH)
    assert [each.amount for each in lent.session.scalars(select(Receipt).order_by(Receipt.id))] == [
        10_000,
        50_000,
    ]
    assert lent.owed(loss.patron_id) == 0
    assert sources(lent, Kind.LOSS_SETTLE) == [("compensation", 1)]
    assert sources(lent, Kind.LOAN_CLOSE) == [("", 1)]
    assert lent.problems() == []


def test_without_a_rule_the_amount_is_typed(lent: Desk) -> None:
    loss = lent.lose(1)
    with pytest.raises(LoanError) as unpriced:
        settled(lent, loss.id, LossState.COMPENSATED, method=Method.CASH)
    assert unpriced.value.code is LoanCode.LOSS_UNPRICED
    settled(lent, loss.id, LossState.COMPENSATED, amount=35_000, method=Method.TRANSFER)
    assert lent.owed(loss.patron_id) == 0
    assert lent.problems() == []


def test_forgiven_with_a_reason(lent: Desk) -> None:
    price_times(lent, 1)
    loss = lent.lose(1)
    with pytest.raises(InputError):
        settled(lent, loss.id, LossState.FORGIVEN)
    settled(lent, loss.id, LossState.FORGIVEN, note="yongʻin")
    receipt = lent.session.scalars(select(Receipt)).one()
    assert (receipt.method, receipt.amount, lent.owed(loss.patron_id)) == (Method.FORGIVEN, 20_000, 0)
    assert lent.problems() == []


def test_found_is_a_return(lent: Desk) -> None:
    price_times(lent, 1)
    loss = lent.lose(1)
    assert settled(lent, loss.id, LossState.FOUND).state is LossState.FOUND
    assert (lent.owed(loss.patron_id), lent.state(loss.item_id)) == (0, ItemState.AVAILABLE)
    assert lent.problems() == []


def test_found_after_it_was_paid_the_money_is_owed_to_the_reader(lent: Desk) -> None:
    price_times(lent, 1)
    loss = lent.lose(1)
    settled(lent, loss.id, LossState.COMPENSATED, method=Method.CASH)
    lent.later(days=3)
    assert lent.give_back().loss_reversed == 20_000
    assert lent.owed(loss.patron_id) == -20_000
    assert sources(lent, Kind.LOSS_SETTLE) == [("compensation", 1), ("compensation", -1), ("found", 1)]
    assert lent.problems() == []


def test_found_after_it_was_replaced_nothing_is_given_back(lent: Desk) -> None:
    loss = lent.lose(1)
    settled(lent, loss.id, LossState.REPLACED, title="Focus 5")
    lent.later(days=3)
    assert lent.give_back().loss_reversed == 0
    assert register(lent.session, 2026)[0].state is LossState.REPLACED
    assert (lent.state(loss.item_id), lent.problems()) == (ItemState.AVAILABLE, [])


def test_what_cannot_be_lost_or_settled_again(lent: Desk) -> None:
    loss = lent.lose(1)
    for act in (lambda: lent.lose(1), lambda: claimed(lent)):
        with pytest.raises(LoanError) as again:
            act()
        assert again.value.code is LoanCode.ALREADY_LOST
    settled(lent, loss.id, LossState.FOUND)
    with pytest.raises(LoanError) as ended:
        settled(lent, loss.id, LossState.FOUND)
    assert ended.value.code is LoanCode.LOSS_SETTLED
    with pytest.raises(LoanError) as closed:
        lent.lose(1)
    assert closed.value.code is LoanCode.LOAN_CLOSED
    with pytest.raises(LoanError) as unknown:
        settled(lent, 404, LossState.FOUND)
    assert unknown.value.code is LoanCode.LOSS_UNKNOWN
    with pytest.raises(LoanError) as not_replaced, transaction(lent.session) as session:
        name_new_copy(session, lent.work, loss_id=loss.id, code="INV-1")
    assert not_replaced.value.code is LoanCode.LOSS_NOT_REPLACED


def claimed(desk: Desk) -> None:
    with transaction(desk.session) as session:
        claim_returned(session, desk.work, loan_id=1)


def test_the_register_is_numbered_anew_each_year(lent: Desk) -> None:
    lent.copy("INV-2", title="Focus 5")
    lent.lend(code="INV-2")
    lent.lose(1)
    lent.now += timedelta(days=300)
    with transaction(lent.session) as session:
        second = declare_lost(session, lent.work, loan_id=2, by_ladder=True)
    assert (second.year, second.number) == (2027, 1)
    assert [len(register(lent.session, year)) for year in (2026, 2027, 2028)] == [1, 1, 0]
    assert lent.problems() == []


def test_the_multiple_is_a_sensible_number(lent: Desk) -> None:
    with pytest.raises(LoanError) as refused:
        price_times(lent, 101)
    assert refused.value.code is LoanCode.MULTIPLE_INVALID


def test_a_lost_book_can_be_lost_again_after_it_was_found(lent: Desk) -> None:
    first = lent.lose(1)
    settled(lent, first.id, LossState.FOUND)
    lent.later(days=1)
    lent.lend()
    assert lent.lose(2).number == 2
    assert lent.session.scalars(select(func.count()).select_from(Loss)).one() == 2
    assert lent.problems() == []
