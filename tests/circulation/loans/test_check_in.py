"""Taking back (desk.md §2) on a database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from catalog.items.models import ItemState
from catalog.items.services import place, set_state
from circulation.loans.errors import LoanCode, LoanError
from circulation.loans.measures import CHECKS
from circulation.loans.services import check_in
from ils.accounts.models import AuditEntry
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.db import transaction
from tests.circulation.loans.desk import Desk


@pytest.fixture
def lent(desk: Desk) -> Desk:
    """Anvar has «Oʻtkan kunlar» until 30 April."""
    desk.reader()
    desk.copy()
    desk.lend()
    return desk


def acts(desk: Desk, kind: Kind) -> int:
    desk.session.rollback()
    return desk.session.scalars(select(func.count()).where(Activity.kind == kind)).one()


def test_CI_01_an_unknown_number_is_told(lent: Desk) -> None:
    for scan in ("INV-9", "", "x" * 10_000, "a\x00b"):
        (reason,) = lent.refusal(lent.give_back, scan).reasons
        assert (reason.rule, reason.code) == ("CI-01", LoanCode.COPY_UNKNOWN)
    assert acts(lent, Kind.LOAN_CLOSE) == 0


def test_CI_02_a_copy_on_the_shelf_is_information(lent: Desk) -> None:
    lent.copy("INV-2")
    returned = lent.give_back("INV-2")
    assert (returned.outcome, returned.loan_id) == ("not_on_loan", None)
    assert [each.code for each in returned.reasons] == [LoanCode.ON_SHELF]
    trail = select(AuditEntry).where(AuditEntry.action == "loan_closed")
    assert lent.session.scalars(trail).all() == []


def test_CI_03_a_copy_comes_back_in_time(lent: Desk) -> None:
    lent.later(days=3)
    returned = lent.give_back()
    assert (returned.outcome, returned.days_late, returned.reasons) == ("returned", 0, ())
    assert returned.visit_counted
    loan = lent.loan(returned.loan_id or 0)
    assert (loan.closed_at, loan.closed_on) == (lent.now, date(2026, 4, 18))
    assert lent.state(loan.item_id) is ItemState.AVAILABLE
    assert (acts(lent, Kind.LOAN_CLOSE), acts(lent, Kind.VISIT)) == (1, 2)
    assert [problem for check in CHECKS for problem in check(lent.session)] == []


def test_CI_03_the_visit_of_the_day_is_counted_once(lent: Desk) -> None:
    assert not lent.give_back().visit_counted
    assert acts(lent, Kind.VISIT) == 1


def test_CI_04_days_late_are_told_in_both_counts(lent: Desk) -> None:
    lent.now += timedelta(days=20)  # 5 May; 3 May is a Sunday
    returned = lent.give_back()
    assert (returned.days_late, returned.open_days_late) == (5, 4)
    assert [each.code for each in returned.reasons] == [LoanCode.RETURNED_LATE]


def test_CI_06_a_copy_of_another_department(desk: Desk) -> None:
    desk.reader()
    desk.copy(department="foreign")
    desk.lend()
    (reason,) = desk.give_back().reasons
    assert (reason.rule, reason.facts["department"]) == ("CI-06", "foreign")


def test_CI_07_a_copy_of_an_open_exhibition(lent: Desk) -> None:
    item_id = lent.ask().item_id
    with transaction(lent.session) as session:
        place(
            session, item_id=item_id or 0, kind="exhibition", ref_id=1, label="German books", section="Poetry",
            lendable=True, since=lent.work.day, until=None,
        )  # fmt: skip
    (reason,) = lent.give_back().reasons
    assert (reason.rule, reason.facts["exhibition"], reason.facts["section"]) == (
        "CI-07",
        "German books",
        "Poetry",
    )


@pytest.mark.parametrize("marked", [ItemState.LOST, ItemState.MISSING])
def test_CI_08_a_copy_marked_lost_is_free_again(lent: Desk, marked: ItemState) -> None:
    item_id = lent.ask().item_id or 0
    with transaction(lent.session) as session:
        assert set_state(session, item_id, was=ItemState.ON_LOAN, becomes=marked, now=lent.now)
    assert [each.rule for each in lent.give_back().reasons] == ["CI-08"]
    assert lent.state(item_id) is ItemState.AVAILABLE


def test_CI_11_a_clock_set_back_closes_no_loan_before_it_began(lent: Desk) -> None:
    lent.later(days=-2)
    returned = lent.give_back()
    assert lent.loan(returned.loan_id or 0).closed_on == date(2026, 4, 15)


def test_a_return_at_a_desk_of_no_department_asks_for_no_transport(lent: Desk) -> None:
    lent.department = ""
    assert lent.give_back().reasons == ()


def test_a_copy_that_changed_hands_meanwhile_is_scanned_again(
    lent: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([None])
    real = check_in.__globals__["hold_loan_of"].__globals__["open_loan_of"]
    monkeypatch.setitem(
        check_in.__globals__["hold_loan_of"].__globals__,
        "open_loan_of",
        lambda s, i: next(answers, real(s, i)),
    )
    with pytest.raises(LoanError) as refused:
        lent.give_back()
    assert refused.value.code is LoanCode.CHANGED_MEANWHILE
    assert acts(lent, Kind.LOAN_CLOSE) == 0
