"""CI-08 away from the desk: a missing or lost copy is in somebody's hand, as in a check of the fund or in a case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from catalog.items.models import Item, ItemState
from circulation.charges.models import Method
from circulation.holds.models import Hold, HoldState
from circulation.holds.queries import to_fetch
from circulation.loans.errors import LoanCode
from circulation.loans.models import Loss, LossState
from circulation.loans.services import TurnedUp, set_rules, settle, turn_up, vanish_again
from circulation.patrons.queries import open_restrictions
from circulation.visits.models import Visit
from ils.db import transaction
from tests.circulation.loans.desk import Desk

GONE = (ItemState.LOST, ItemState.MISSING)
LOSS, PRICE = 60_000, 20_000


def found(desk: Desk, item_id: int) -> TurnedUp | None:
    with transaction(desk.session) as session:
        return turn_up(session, desk.work, item_id=item_id)


def vanished(desk: Desk, item_id: int, turned_up: TurnedUp) -> bool:
    with transaction(desk.session) as session:
        return vanish_again(session, desk.work, item_id=item_id, image=turned_up.image)


def codes(turned_up: TurnedUp | None) -> list[LoanCode]:
    return [each.code for each in turned_up.reasons] if turned_up else []


def loss_state(desk: Desk) -> LossState:
    desk.session.rollback()
    return desk.session.scalars(select(Loss).execution_options(populate_existing=True)).one().state


@pytest.fixture
def lost(desk: Desk) -> Desk:
    """Anvar has lost «Oʻtkan kunlar» and owes three times its price."""
    desk.reader()
    desk.copy(price=PRICE)
    desk.rule(fine_per_day=0, suspend_per_day=0)
    with transaction(desk.session) as session:
        set_rules(session, desk.work, multiple=3, refund=False)
    desk.lend()
    desk.lose(1)
    desk.later(hours=1)
    return desk


@pytest.mark.parametrize("state", GONE)
def test_a_missing_copy_is_found_where_it_stands(desk: Desk, state: ItemState) -> None:
    item_id = desk.copy(state=state, department="foreign")
    assert codes(found(desk, item_id)) == [LoanCode.FOUND_AGAIN]
    assert desk.state(item_id) is ItemState.AVAILABLE, "and is sent to no other department"
    assert found(desk, item_id) is None


@pytest.mark.parametrize("state", sorted(set(ItemState) - set(GONE), key=str))
def test_any_other_copy_is_left_as_it_is(desk: Desk, state: ItemState) -> None:
    more = {
        ItemState.IN_TRANSIT: {"transit_to": "foreign"},
        ItemState.WITHDRAWN: {"withdrawn_on": desk.work.day, "withdrawn_act": "3/26"},
    }
    item_id = desk.copy(state=state, **more.get(state, {}))
    assert found(desk, item_id) is None
    assert desk.state(item_id) is state


def test_whoever_waits_for_it_goes_on_waiting_and_the_copy_is_to_be_fetched(desk: Desk) -> None:
    desk.reader()
    item_id = desk.copy()
    desk.lend()
    desk.hold(desk.reader("R-2").id)
    desk.lose(1)
    assert to_fetch(desk.session, day=desk.work.day) == ()
    found(desk, item_id)
    assert desk.state(item_id) is ItemState.AVAILABLE
    assert desk.session.scalars(select(Hold.state)).one() is HoldState.WAITING
    assert len(to_fetch(desk.session, day=desk.work.day)) == 1
    assert desk.problems() == []


def test_what_a_reader_had_lost_ends_as_at_the_desk_without_a_visit(lost: Desk) -> None:
    patron_id, item_id = lost.loan(1).patron_id or 0, lost.loan(1).item_id
    assert lost.owed(patron_id) == LOSS
    visits = lost.session.scalars(select(func.count()).select_from(Visit)).one()
    told = codes(found(lost, item_id))
    assert told[:2] == [LoanCode.FOUND_AGAIN, LoanCode.LOAN_CLOSED]
    assert LoanCode.LOSS_REVERSED in told
    assert LoanCode.COPY_WAS_LOST not in told
    assert (lost.owed(patron_id), lost.state(item_id), loss_state(lost)) == (
        0, ItemState.AVAILABLE, LossState.FOUND,
    )  # fmt: skip
    assert lost.loan(1).closed_on == lost.work.day
    assert open_restrictions(lost.session, patron_id, lost.work.day) == ()
    assert lost.session.scalars(select(func.count()).select_from(Visit)).one() == visits
    assert lost.problems() == []


@pytest.mark.parametrize(
    ("way", "refund", "state", "owed"),
    [
        (LossState.COMPENSATED, False, LossState.FOUND, 0),
        (LossState.COMPENSATED, True, LossState.FOUND, -LOSS),
        (LossState.FORGIVEN, False, LossState.FOUND, 0),
        (LossState.REPLACED, False, LossState.REPLACED, 0),
    ],
)
def test_a_settled_loss_follows_the_rule_of_the_desk(
    lost: Desk, way: LossState, *, refund: bool, state: LossState, owed: int
) -> None:
    patron_id, item_id = lost.loan(1).patron_id or 0, lost.loan(1).item_id
    with transaction(lost.session) as session:
        set_rules(session, lost.work, multiple=3, refund=refund)
        settle(
            session, lost.work, loss_id=1, way=way, method=Method.CASH, note="xayriya", title="Oʻtkan kunlar",
        )  # fmt: skip
    before = (lost.state(item_id), lost.owed(patron_id))
    lost.later(days=1)
    turned_up = found(lost, item_id)
    assert turned_up is not None
    assert (loss_state(lost), lost.owed(patron_id), lost.state(item_id)) == (state, owed, ItemState.AVAILABLE)
    assert lost.problems() == []
    assert vanished(lost, item_id, turned_up)
    assert (loss_state(lost), before) == (way, (lost.state(item_id), lost.owed(patron_id)))
    assert lost.problems() == []


def test_a_mistaken_find_is_taken_back_with_loan_loss_and_debt(lost: Desk) -> None:
    patron_id, item_id = lost.loan(1).patron_id or 0, lost.loan(1).item_id
    turned_up = found(lost, item_id)
    assert turned_up is not None
    lost.later(minutes=1)
    assert vanished(lost, item_id, turned_up)
    assert (lost.owed(patron_id), lost.state(item_id), loss_state(lost)) == (
        LOSS, ItemState.LOST, LossState.OPEN,
    )  # fmt: skip
    assert lost.loan(1).closed_at is None
    assert lost.problems() == []


def test_a_missing_copy_is_missing_since_the_same_day_again(desk: Desk) -> None:
    since = desk.now - timedelta(days=40)
    item_id = desk.copy(state=ItemState.MISSING, state_since=since)
    turned_up = found(desk, item_id)
    assert turned_up is not None
    desk.later(minutes=1)
    assert vanished(desk, item_id, turned_up)
    assert desk.state(item_id) is ItemState.MISSING
    assert desk.session.scalars(select(Item.state_since).where(Item.id == item_id)).one() == since
    assert not vanished(desk, item_id, turned_up), "once"


def test_a_copy_that_somebody_had_since_is_here_whatever_was_scanned(desk: Desk) -> None:
    desk.reader()
    item_id = desk.copy(state=ItemState.MISSING)
    turned_up = found(desk, item_id)
    assert turned_up is not None
    desk.later(minutes=1)
    desk.lend()
    assert not vanished(desk, item_id, turned_up)
    assert desk.state(item_id) is ItemState.ON_LOAN
    desk.later(minutes=1)
    desk.give_back()
    assert not vanished(desk, item_id, turned_up)
    assert desk.state(item_id) is ItemState.AVAILABLE
