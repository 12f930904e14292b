"""What a return brings with it (desk.md §2): fines, queues, parts, claims, losses, dates; CI-01 … CI-12."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from catalog.items.models import Item, ItemState
from catalog.items.queries import item_facts
from circulation.charges.models import Charge, ChargeKind, Method
from circulation.holds.models import Hold, HoldState
from circulation.loans.errors import LoanCode, LoanError
from circulation.loans.models import LossState
from circulation.loans.rules import acknowledge
from circulation.loans.services import claim_returned, set_rules, settle
from circulation.patrons.models import Restriction, RestrictionKind
from circulation.patrons.queries import open_restrictions
from circulation.patrons.services import restrict
from circulation.visits.models import Visit
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.db import transaction
from ils.outbox.models import Message
from tests.circulation.loans.desk import Desk


def codes(returned: Any) -> list[tuple[str, LoanCode]]:
    return [(each.rule, each.code) for each in returned.reasons]


def count(desk: Desk, kind: Kind) -> int:
    desk.session.rollback()
    return desk.session.scalars(
        select(func.coalesce(func.sum(Activity.amount), 0)).where(Activity.kind == kind)
    ).one()


@pytest.fixture
def lent(desk: Desk) -> Desk:
    """Anvar has «Oʻtkan kunlar» until 30 April; the rule of that day is kept with the loan."""
    desk.reader()
    desk.copy(price=20_000)
    desk.rule(fine_per_day=500, suspend_per_day=0)
    desk.lend()
    return desk


def test_CI_02_a_copy_used_in_the_room_counts_only_where_the_desk_says_so(desk: Desk) -> None:
    item_id = desk.copy()
    assert codes(desk.give_back()) == [("CI-02", LoanCode.ON_SHELF)]
    assert count(desk, Kind.ROOM_USE) == 0
    used = desk.give_back(room_use=True)
    assert codes(used) == [("CI-02", LoanCode.USED_IN_ROOM)]
    assert (count(desk, Kind.ROOM_USE), desk.state(item_id)) == (1, ItemState.AVAILABLE)
    desk.later(seconds=2)  # CI-12: the scanner read it twice
    assert codes(desk.give_back(room_use=True)) == [("CI-12", LoanCode.SCANNED_TWICE)]
    assert count(desk, Kind.ROOM_USE) == 1


def test_CI_04_the_loans_own_rule_makes_the_fine_whatever_the_table_says_now(lent: Desk) -> None:
    lent.rule(fine_per_day=9_000, suspend_per_day=30)
    lent.later(days=20)  # 5 May: 1, 2, 4 and 5 May are open days, 3 May is a Sunday
    returned = lent.give_back()
    assert (returned.days_late, returned.open_days_late, returned.charge) == (5, 4, 2_000)
    assert returned.suspended_until is None
    assert codes(returned) == [("CI-04", LoanCode.RETURNED_LATE), ("CI-04", LoanCode.FINED)]
    charge = lent.session.scalars(select(Charge)).one()
    assert (charge.kind, charge.amount, charge.loan_id) == (ChargeKind.OVERDUE, 2_000, returned.loan_id)
    assert lent.owed(charge.patron_id) == 2_000
    assert lent.problems() == []


def test_CI_04_suspension_instead_of_a_fine(desk: Desk) -> None:
    anvar = desk.reader()
    desk.copy()
    desk.rule(fine_per_day=0, suspend_per_day=3)
    desk.lend()
    desk.later(days=20)
    returned = desk.give_back()
    assert returned.suspended_until == date(2026, 5, 17)  # 4 open days late, 3 days for each
    (row,) = open_restrictions(desk.session, anvar.id, desk.work.day)
    assert (row.kind, row.until, row.loan_id) == (
        RestrictionKind.SUSPENSION,
        date(2026, 5, 17),
        returned.loan_id,
    )


def test_CI_04_restrictions_of_this_loan_are_lifted_and_no_others(lent: Desk) -> None:
    patron_id = lent.ask().patron_id or 0
    loan_id = lent.loan(1).id
    with transaction(lent.session) as session:
        late = restrict(
            session,
            lent.work,
            patron_id=patron_id,
            kind=RestrictionKind.OVERDUE,
            reason="30 kun",
            loan_id=loan_id,
        )
        restrict(session, lent.work, patron_id=patron_id, kind=RestrictionKind.MANUAL, reason="qarzdor")
    returned = lent.give_back()
    assert returned.lifted == (late,)
    assert ("CI-04", LoanCode.RESTRICTION_LIFTED) in codes(returned)
    assert [each.kind for each in open_restrictions(lent.session, patron_id, lent.work.day)] == [
        RestrictionKind.MANUAL
    ]


def test_CI_05_the_copy_goes_to_the_first_who_waits(lent: Desk) -> None:
    nodira = lent.reader("R-2", surname="Saidova", given_name="Nodira", email="n@example.org")
    bobur = lent.reader("R-3", surname="Aliyev", given_name="Bobur")
    first, second = lent.hold(nodira.id), lent.hold(bobur.id)
    returned = lent.give_back()
    assert returned.caught is not None
    assert (returned.caught.hold_id, returned.caught.card) == (first, "R-2")
    assert codes(returned) == [("CI-05", LoanCode.CAUGHT)]
    assert lent.state(returned.item.id) is ItemState.HELD
    states = {row.id: row.state for row in lent.session.execute(select(Hold.id, Hold.state))}
    assert states == {first: HoldState.READY, second: HoldState.WAITING}
    assert [each.kind for each in lent.session.scalars(select(Message))] == ["hold_ready"]
    assert lent.problems() == []


def test_CI_05_caught_for_another_department_it_travels(lent: Desk) -> None:
    nodira = lent.reader("R-2", surname="Saidova")
    lent.hold(nodira.id, department="foreign")
    returned = lent.give_back()
    assert returned.transit_to == "foreign"
    assert lent.state(returned.item.id) is ItemState.IN_TRANSIT
    lent.department = lent.sector = "foreign"
    lent.later(hours=2)
    arrived = lent.give_back()
    assert (arrived.outcome, lent.state(returned.item.id)) == ("arrived", ItemState.HELD)
    assert codes(arrived) == [("CI-06", LoanCode.ARRIVED), ("CI-05", LoanCode.CAUGHT)]


def test_CI_06_a_copy_of_another_department_is_in_transit_until_received_there(desk: Desk) -> None:
    desk.reader()
    item_id = desk.copy(department="foreign")
    desk.lend()
    returned = desk.give_back()
    assert (returned.transit_to, codes(returned)) == ("foreign", [("CI-06", LoanCode.BELONGS_ELSEWHERE)])
    item = item_facts(desk.session, item_id)
    assert (item.state, item.transit_to) == (ItemState.IN_TRANSIT, "foreign")
    desk.later(minutes=5)
    assert codes(desk.give_back()) == [("CI-06", LoanCode.BELONGS_ELSEWHERE)]  # still here
    desk.department = desk.sector = "foreign"
    assert desk.give_back().outcome == "arrived"
    assert desk.state(item_id) is ItemState.AVAILABLE


def test_CI_08_the_charge_of_a_lost_copy_is_taken_back_when_it_returns(lent: Desk) -> None:
    patron_id = lent.ask().patron_id or 0
    set_multiple(lent, 5)
    loss = lent.lose(lent.loan(1).id)
    assert (lent.owed(patron_id), lent.state(loss.item_id)) == (100_000, ItemState.LOST)
    returned = lent.give_back()
    assert returned.loss_reversed == 100_000
    assert ("CI-08", LoanCode.LOSS_REVERSED) in codes(returned)
    assert (lent.owed(patron_id), lent.state(loss.item_id)) == (0, ItemState.AVAILABLE)
    assert open_restrictions(lent.session, patron_id, lent.work.day) == ()
    assert lent.problems() == []


def set_multiple(desk: Desk, multiple: int, *, refund: bool = True) -> None:
    with transaction(desk.session) as session:
        set_rules(session, desk.work, multiple=multiple, refund=refund)


def test_CI_08_a_written_off_copy_is_never_made_available_silently(lent: Desk) -> None:
    item_id = lent.ask().item_id or 0
    lent.lose(lent.loan(1).id)
    with transaction(lent.session) as session:
        session.get_one(Item, item_id).state = ItemState.WITHDRAWN
        session.get_one(Item, item_id).withdrawn_on = lent.work.day
    returned = lent.give_back()
    assert (returned.outcome, lent.state(item_id)) == ("returned", ItemState.WITHDRAWN)
    assert ("CI-08", LoanCode.COPY_WAS_WITHDRAWN) in codes(returned)


@pytest.mark.parametrize("state", [ItemState.LOST, ItemState.MISSING])
def test_CI_08_a_missing_copy_in_the_hand_is_found(desk: Desk, state: ItemState) -> None:
    item_id = desk.copy(state=state)
    assert codes(desk.give_back()) == [("CI-08", LoanCode.FOUND_AGAIN)]
    assert desk.state(item_id) is ItemState.AVAILABLE


def test_CI_08_a_paid_loss_is_given_back_or_not_as_the_library_says(lent: Desk) -> None:
    patron_id = lent.ask().patron_id or 0
    set_multiple(lent, 1, refund=False)
    loss = lent.lose(lent.loan(1).id)
    with transaction(lent.session) as session:
        settle(session, lent.work, loss_id=loss.id, way=LossState.COMPENSATED, method=Method.CASH)
    lent.later(days=2)
    assert lent.give_back().loss_reversed == 0
    assert (lent.owed(patron_id), lent.state(loss.item_id)) == (0, ItemState.AVAILABLE)
    assert lent.problems() == []


def test_CI_09_a_claim_is_settled_by_the_return(lent: Desk) -> None:
    loan_id = lent.loan(1).id
    with transaction(lent.session) as session:
        claim_returned(session, lent.work, loan_id=loan_id, note="javonga qoʻydim")
    with pytest.raises(LoanError) as again, transaction(lent.session) as session:
        claim_returned(session, lent.work, loan_id=loan_id)
    assert again.value.code is LoanCode.ALREADY_CLAIMED
    lent.later(days=1)
    returned = lent.give_back()
    assert returned.claim_resolved
    assert codes(returned) == [("CI-09", LoanCode.CLAIM_RESOLVED)]


def test_CI_10_parts_are_counted_first(desk: Desk) -> None:
    desk.reader()
    item_id = desk.copy(parts="CD, xarita")
    desk.lend(yes=desk.yes())
    asked = desk.refusal(desk.give_back)
    (reason,) = asked.reasons
    assert (reason.rule, reason.code, reason.facts["parts"]) == ("CI-10", LoanCode.PARTS_BACK, "CD, xarita")
    assert desk.state(item_id) is ItemState.ON_LOAN
    assert desk.give_back(acknowledged=acknowledge(asked, at=desk.now)).outcome == "returned"
    assert item_facts(desk.session, item_id).incomplete == ""


def test_CI_10_an_incomplete_copy_keeps_the_readers_name(desk: Desk) -> None:
    desk.reader()
    item_id = desk.copy(parts="CD, xarita")
    desk.lend(yes=desk.yes())
    returned = desk.give_back(parts="CD yoʻq")
    assert codes(returned) == [("CI-10", LoanCode.COPY_INCOMPLETE)]
    told = item_facts(desk.session, item_id).incomplete
    assert told.startswith("CD yoʻq (Karimov Anvar")
    assert "15.04.2026" in told
    desk.later(days=1)
    desk.lend(yes=desk.yes())
    (reason,) = desk.refusal(desk.give_back).reasons
    assert reason.facts["missing"] == told
    assert desk.give_back(parts="").outcome == "returned"
    assert item_facts(desk.session, item_id).incomplete == ""  # all of it is there again


def test_CI_11_a_back_dated_return_is_judged_on_its_day(lent: Desk) -> None:
    lent.later(days=20)
    returned = lent.give_back(on=date(2026, 4, 30))
    assert (returned.days_late, returned.charge, returned.closed_on) == (0, 0, date(2026, 4, 30))
    assert codes(returned) == [("CI-11", LoanCode.BACK_DATED)]
    loan = lent.loan(returned.loan_id or 0)
    assert (loan.closed_on, loan.closed_at) == (
        date(2026, 4, 30),
        lent.now,
    )  # the real time is kept beside it
    closed = lent.session.scalars(select(Activity).where(Activity.kind == Kind.LOAN_CLOSE)).one()
    assert (closed.day, closed.at) == (date(2026, 4, 30), lent.now)
    assert [visit.day for visit in lent.session.scalars(select(Visit).order_by(Visit.id))] == [
        date(2026, 4, 15),
        date(2026, 4, 30),
    ]
    assert lent.problems() == []


def test_CI_11_never_before_the_loan_began_and_never_ahead(lent: Desk) -> None:
    with pytest.raises(LoanError) as refused:
        lent.give_back(on=date(2026, 4, 16))
    assert refused.value.code is LoanCode.RETURN_AHEAD
    assert lent.give_back(on=date(2026, 4, 1)).closed_on == date(2026, 4, 15)


def test_CI_11_the_book_drop_counts_no_visit(lent: Desk) -> None:
    lent.later(days=2)
    assert not lent.give_back(drop=True).visit_counted
    assert count(lent, Kind.VISIT) == 1  # that of the lending


def test_CI_12_the_second_scan_within_seconds_changes_nothing(lent: Desk) -> None:
    first = lent.give_back()
    lent.later(seconds=3)
    second = lent.give_back(room_use=True)
    assert (first.outcome, second.outcome) == ("returned", "not_on_loan")
    assert codes(second) == [("CI-12", LoanCode.SCANNED_TWICE)]
    lent.later(seconds=30)
    assert codes(lent.give_back()) == [("CI-02", LoanCode.ON_SHELF)]
    assert (count(lent, Kind.LOAN_CLOSE), count(lent, Kind.ROOM_USE)) == (1, 0)


def test_a_second_desk_cannot_return_the_same_loan(lent: Desk) -> None:
    loan_id = lent.give_back().loan_id
    lent.later(seconds=5)
    assert lent.give_back(None, loan_id=loan_id).outcome == "not_on_loan"
    lent.later(minutes=1)
    with pytest.raises(LoanError) as refused:
        lent.give_back(None, loan_id=loan_id)
    assert refused.value.code is LoanCode.ENDED_ALREADY
    assert count(lent, Kind.LOAN_CLOSE) == 1


def test_CO_15_the_other_reader_pays_the_fine_and_nobody_is_caught(lent: Desk) -> None:
    nodira = lent.reader("R-2", surname="Saidova")
    bobur = lent.reader("R-3", surname="Aliyev")
    lent.hold(bobur.id)
    anvar = lent.loan(1).patron_id
    lent.now += timedelta(days=20)
    given = lent.lend("R-2", yes=lent.yes("R-2"))
    assert given.taken_back_from.startswith("Karimov")
    assert (lent.owed(anvar), lent.owed(nodira.id)) == (2_000, 0)
    assert lent.session.scalars(select(Hold.state)).one() is HoldState.WAITING
    assert lent.session.scalars(select(func.count()).select_from(Restriction)).one() == 0
    assert lent.problems() == []
