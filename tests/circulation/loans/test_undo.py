"""The last operation is taken back whole (SB-08): loan, copy, queue, debt, restrictions, visit, figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from catalog.items.models import Item, ItemState
from catalog.items.queries import item_facts
from catalog.items.services import withdraw
from circulation.charges.models import Method
from circulation.charges.queries import account, owed
from circulation.charges.services import forgive, pay
from circulation.holds.models import Hold, HoldState
from circulation.loans.errors import LoanCode, LoanError
from circulation.loans.models import Loan, LoanAct, Renewal
from circulation.loans.queries import history, last_act, loan_page, loans_of_item, open_loans
from circulation.loans.services import Override, check_out, claim_returned, set_rules, undo_act
from circulation.loans.services.redating import redate
from circulation.patrons.models import Patron, RestrictionKind
from circulation.patrons.queries import open_restrictions
from circulation.patrons.services import lift, restrict
from circulation.visits.models import Visit
from ils.activity.kinds import Kind
from ils.activity.models import DailyTotal
from ils.db import transaction
from ils.errors import LibraryError
from tests.circulation.loans.desk import Desk


@dataclass(frozen=True)
class Picture:
    """Everything that an undo gives back."""

    loans: list[Any]
    copies: list[Any]
    holds: list[Any]
    owed: list[int]
    restrictions: list[Any]
    visits: int
    totals: dict[tuple[Any, ...], int]


def picture(desk: Desk) -> Picture:
    desk.session.rollback()
    run = desk.session.execute
    cuts = (DailyTotal.kind, DailyTotal.day)
    totals = run(select(*cuts, func.sum(DailyTotal.amount)).group_by(*cuts))
    loans = (
        Loan.id, Loan.item_id, Loan.patron_id, Loan.due_on, Loan.due_minute, Loan.renewals, Loan.claimed_on,
        Loan.lost_on,
    )  # fmt: skip
    copies = (Item.id, Item.state, Item.transit_to, Item.incomplete)
    holds = (Hold.id, Hold.state, Hold.item_id, Hold.shelf_until, Hold.loan_id)
    readers = desk.session.scalars(select(Patron.id).order_by(Patron.id)).all()
    return Picture(
        loans=[tuple(row) for row in run(select(*loans).where(Loan.closed_at.is_(None)).order_by(Loan.id))],
        copies=[tuple(row) for row in run(select(*copies).order_by(Item.id))],
        holds=[tuple(row) for row in run(select(*holds).order_by(Hold.id))],
        owed=[owed(desk.session, each) for each in readers],
        restrictions=[
            (each.id, each.kind)
            for reader in readers
            for each in open_restrictions(desk.session, reader, desk.work.day)
        ],
        visits=int(desk.session.scalars(select(func.coalesce(func.sum(Visit.persons), 0))).one()),
        totals={(kind, day): int(amount) for kind, day, amount in totals if amount},
    )


@pytest.fixture
def shelf(desk: Desk) -> Desk:
    """Anvar is here, «Oʻtkan kunlar» stands on the shelf; ten soʻm a day for the late."""
    desk.reader()
    desk.copy(price=20_000)
    desk.rule(fine_per_day=10)
    return desk


def refused(desk: Desk, act_id: int | None = None) -> LoanCode:
    with pytest.raises(LoanError) as found:
        desk.undo(act_id)
    return LoanCode(found.value.code)


def test_SB_08_a_loan_made_by_mistake_is_in_no_history(shelf: Desk) -> None:
    before = picture(shelf)
    lent = shelf.lend()
    undone = shelf.undo()
    assert (undone.act.kind, undone.act.loan_id, undone.inner) == ("lend", lent.loan_id, None)
    assert picture(shelf) == before
    day = shelf.work.day
    assert open_loans(shelf.session, lent.patron.id, day=day) == ()
    assert history(shelf.session, lent.patron.id, day=day).total == 0
    assert loans_of_item(shelf.session, lent.item.id, day=day) == ()
    assert loan_page(shelf.session, lent.loan_id, day=day).undone_at == shelf.now  # its own page still tells
    assert shelf.problems() == []
    assert shelf.lend().outcome == "lent"
    assert shelf.problems() == []


def test_SB_08_a_hold_waits_again_as_it_did(shelf: Desk) -> None:
    anvar = shelf.ask().patron_id or 0
    nodira = shelf.reader("R-2", surname="Saidova")
    shelf.lend("R-2")
    first = shelf.hold(anvar)
    shelf.later(minutes=1)
    shelf.give_back()
    before = picture(shelf)
    assert shelf.state(1) is ItemState.HELD
    shelf.later(minutes=1)
    shelf.lend(yes=shelf.yes())
    assert shelf.session.get_one(Hold, first).state is HoldState.FULFILLED
    shelf.undo()
    assert picture(shelf) == before
    assert nodira.id != anvar
    assert shelf.problems() == []


def test_SB_08_a_renewal(shelf: Desk) -> None:
    shelf.lend()
    shelf.later(days=5)
    before = picture(shelf)
    steps = shelf.loan(1).due_steps
    shelf.renew(code="INV-1", card="R-1")
    assert shelf.loan(1).due_on == date(2026, 5, 5)
    shelf.undo()
    assert picture(shelf) == before
    assert shelf.loan(1).due_steps == steps
    assert shelf.session.scalars(select(Renewal.undone_at)).one() == shelf.now
    shelf.renew(code="INV-1", card="R-1")
    assert (shelf.loan(1).renewals, shelf.problems()) == (1, [])


def test_SB_08_a_late_return_with_fine_suspension_and_lifted_restriction(shelf: Desk) -> None:
    shelf.rule(fine_per_day=10, suspend_per_day=2)
    lent = shelf.lend()
    with transaction(shelf.session) as session:
        restrict(
            session, shelf.work, patron_id=lent.patron.id, kind=RestrictionKind.OVERDUE, reason="30 kun",
            loan_id=lent.loan_id,
        )  # fmt: skip
    shelf.later(days=20)
    before = picture(shelf)
    returned = shelf.give_back()
    assert (returned.charge, returned.suspended_until, len(returned.lifted)) == (40, date(2026, 5, 13), 1)
    shelf.undo()
    assert picture(shelf) == before
    charges = account(shelf.session, lent.patron.id).charges
    assert [each.amount for each in charges] == [-40, 40]  # nothing is deleted
    assert shelf.problems() == []
    assert shelf.give_back().charge == 40


def test_SB_08_a_return_that_set_the_copy_aside_for_another(shelf: Desk) -> None:
    shelf.lend()
    nodira = shelf.reader("R-2", surname="Saidova")
    shelf.hold(nodira.id)
    before = picture(shelf)
    assert shelf.give_back().caught is not None
    shelf.undo()
    assert picture(shelf) == before
    assert shelf.problems() == []


def test_SB_08_a_return_that_sent_the_copy_home(desk: Desk) -> None:
    desk.reader()
    desk.copy(department="foreign")
    desk.lend()
    before = picture(desk)
    assert desk.give_back().transit_to == "foreign"
    desk.undo()
    assert picture(desk) == before


def test_SB_08_a_return_of_a_lost_copy_makes_it_lost_again(shelf: Desk) -> None:
    lent = shelf.lend()
    with transaction(shelf.session) as session:
        set_rules(session, shelf.work, multiple=3, refund=True)
    shelf.lose(lent.loan_id)
    charge = account(shelf.session, lent.patron.id).charges[0]
    with transaction(shelf.session) as session:
        forgive(session, shelf.work, charge_id=charge.id, reason="nafaqaxoʻr")
    before = picture(shelf)
    assert shelf.give_back().loss_reversed == 60_000
    assert shelf.owed(lent.patron.id) == 0  # what was struck off is no money to give back
    shelf.undo()
    assert picture(shelf) == before
    assert shelf.problems() == []


def test_SB_08_parts_and_claim(desk: Desk) -> None:
    desk.reader()
    desk.copy(parts="CD")
    lent = desk.lend(yes=desk.yes())
    before = picture(desk)
    with transaction(desk.session) as session:
        claim_returned(session, desk.work, loan_id=lent.loan_id)
    claimed = picture(desk)
    desk.give_back(parts="CD yoʻq")
    desk.undo()
    assert picture(desk) == claimed
    assert desk.undo().act.kind == "claim"
    assert picture(desk) == before


def test_SB_08_taken_from_another_first_is_undone_with_it(shelf: Desk) -> None:
    shelf.lend()
    nodira = shelf.reader("R-2", surname="Saidova")
    shelf.later(days=20)
    before = picture(shelf)
    shelf.lend("R-2", yes=shelf.yes("R-2"))
    undone = shelf.undo()
    assert (undone.act.patron_id, undone.inner is not None) == (nodira.id, True)
    assert picture(shelf) == before
    assert shelf.problems() == []
    assert last_act(shelf.session, None, since=shelf.now - timedelta(days=1)) is None


def test_SB_08_the_visit_stays_where_the_reader_was_served_again(shelf: Desk) -> None:
    first = shelf.lend()
    shelf.copy("INV-2", title="Focus 5")
    second = shelf.lend(code="INV-2")
    assert (first.visit_counted, second.visit_counted) == (True, False)
    first_act = shelf.session.scalars(select(LoanAct.id).where(LoanAct.loan_id == first.loan_id)).one()
    shelf.undo(first_act)
    assert picture(shelf).visits == 1
    shelf.undo()
    assert shelf.problems() == []


def test_SB_08_a_visit_taken_back_may_be_counted_again(shelf: Desk) -> None:
    shelf.lend()
    shelf.undo()
    assert picture(shelf).visits == 0
    assert shelf.lend().visit_counted
    assert picture(shelf).visits == 1
    assert shelf.problems() == []


def test_SB_08_refused_in_words_once_something_changed(shelf: Desk) -> None:
    lent = shelf.lend()
    lend_act = shelf.session.scalars(select(LoanAct.id)).one()
    shelf.later(days=3)
    shelf.renew(code="INV-1", card="R-1")
    assert refused(shelf, lend_act) is LoanCode.CHANGED_SINCE  # renewed since
    shelf.give_back()
    returned = last_act(shelf.session, None, since=shelf.now - timedelta(days=9))
    assert returned is not None
    shelf.reader("R-2", surname="Saidova")
    shelf.later(minutes=1)
    shelf.lend("R-2")
    assert refused(shelf, returned.id) is LoanCode.CHANGED_SINCE  # lent to another since
    shelf.undo()
    shelf.undo(returned.id)
    assert refused(shelf, returned.id) is LoanCode.ACT_UNDONE
    assert refused(shelf, 12_345) is LoanCode.ACT_UNKNOWN
    assert shelf.loan(lent.loan_id).closed_at is None
    assert shelf.problems() == []


def test_SB_08_a_paid_fine_stands_in_the_way(shelf: Desk) -> None:
    lent = shelf.lend()
    shelf.later(days=20)
    shelf.give_back()
    with transaction(shelf.session) as session:
        pay(session, shelf.work, patron_id=lent.patron.id, amount=10, method=Method.CASH)
    assert refused(shelf) is LoanCode.FINE_PAID
    assert shelf.state(lent.item.id) is ItemState.AVAILABLE  # nothing was changed halfway


def test_SB_08_a_suspension_lifted_by_hand_meanwhile_does_not_stop_it(shelf: Desk) -> None:
    shelf.rule(fine_per_day=0, suspend_per_day=2)
    lent = shelf.lend()
    shelf.later(days=20)
    shelf.give_back()
    (row,) = open_restrictions(shelf.session, lent.patron.id, shelf.work.day)
    with transaction(shelf.session) as session:
        lift(session, shelf.work, restriction_id=row.id, reason="kechirildi")
    assert shelf.undo().act.kind == "return"
    assert shelf.problems() == []


def test_SB_08_a_hold_fetched_since_stands_in_the_way(shelf: Desk) -> None:
    shelf.lend()
    nodira = shelf.reader("R-2", surname="Saidova")
    shelf.hold(nodira.id)
    shelf.give_back()
    act = last_act(shelf.session, None, since=shelf.now - timedelta(days=1))
    assert act is not None
    shelf.lend("R-2", yes=shelf.yes("R-2"))
    assert refused(shelf, act.id) is LoanCode.CHANGED_SINCE


def test_SB_08_a_declared_loss_is_not_undone_but_found(shelf: Desk) -> None:
    lent = shelf.lend()
    shelf.lose(lent.loan_id)
    lose = shelf.session.scalars(select(LoanAct.id).where(LoanAct.kind == "lose")).one()
    assert refused(shelf, lose) is LoanCode.ACT_NOT_UNDOABLE


def test_only_the_acts_of_this_member_of_staff_are_the_last(shelf: Desk) -> None:
    shelf.lend()
    assert last_act(shelf.session, 77, since=shelf.now - timedelta(days=1)) is None
    assert last_act(shelf.session, None, since=shelf.now + timedelta(seconds=1)) is None


def test_two_desks_undo_once(shelf: Desk) -> None:
    shelf.lend()
    act = last_act(shelf.session, None, since=shelf.now)
    assert act is not None
    shelf.undo(act.id)
    with pytest.raises(LibraryError), transaction(shelf.session) as session:
        undo_act(session, shelf.work, act_id=act.id)
    assert picture(shelf).totals.get((str(Kind.LOAN_OPEN), shelf.work.day)) is None
    assert item_facts(shelf.session, act.item_id).state is ItemState.AVAILABLE


def test_SB_08_a_date_closed_meanwhile_is_not_brought_back(shelf: Desk) -> None:
    shelf.lend()  # until 30 April
    shelf.give_back()
    returned = last_act(shelf.session, None, since=shelf.now - timedelta(days=1))
    assert returned is not None
    shelf.later(minutes=5)
    with transaction(shelf.session) as session:
        redate(session, shelf.work, first=date(2026, 4, 29), last=date(2026, 4, 30), reason="taʼmir")
    shelf.undo(returned.id)
    assert shelf.loan(1).due_on == date(2026, 5, 1)  # DD-03
    assert shelf.problems() == []


def test_SB_08_a_written_off_copy_lent_over_its_block_stays_written_off(shelf: Desk) -> None:
    with transaction(shelf.session) as session:
        withdraw(session, shelf.work, item_id=1, act="7", day=shelf.work.day)
    before = picture(shelf)
    with transaction(shelf.session) as session:
        check_out(
            session, shelf.work, card="R-1", code="INV-1",
            override=Override("koʻrgazma uchun", frozenset({"copy_withdrawn"})),
        )  # fmt: skip
    assert (shelf.state(1), shelf.problems()) == (ItemState.WITHDRAWN, [])
    shelf.undo()
    assert picture(shelf) == before
