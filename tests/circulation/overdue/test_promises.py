"""Promises: what one may name, how it ends, how often a reader broke one (OV-06)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from circulation.overdue.errors import OverdueCode, OverdueError, OverdueNotFound
from circulation.overdue.queries import broken_by, promise, promises_of
from circulation.overdue.rules import PromiseOutcome, may_promise, outcome_of
from circulation.overdue.services import promise as make_promise
from circulation.overdue.services import withdraw_promise
from ils.db import transaction
from tests.circulation.overdue.conftest import DUE
from tests.circulation.overdue.night import Nights
from tests.world import work_at

UNTIL = date(2026, 5, 12)


def late(days: int) -> date:
    return DUE + timedelta(days=days)


@pytest.mark.engine_free
@pytest.mark.parametrize(
    ("day", "due", "closed", "needless", "outcome"),
    [
        (UNTIL, DUE, None, False, PromiseOutcome.OPEN),
        (UNTIL + timedelta(days=1), DUE, None, False, PromiseOutcome.BROKEN),
        (UNTIL + timedelta(days=5), DUE, UNTIL, False, PromiseOutcome.KEPT),
        (UNTIL + timedelta(days=5), DUE, UNTIL + timedelta(days=1), False, PromiseOutcome.BROKEN),
        (UNTIL - timedelta(days=1), UNTIL + timedelta(days=3), None, False, PromiseOutcome.WITHDRAWN),
        (UNTIL + timedelta(days=5), DUE, None, True, PromiseOutcome.WITHDRAWN),
        (UNTIL + timedelta(days=5), DUE, UNTIL + timedelta(days=2), True, PromiseOutcome.WITHDRAWN),
    ],
    ids=["its day", "the day after", "in time", "too late", "renewed", "lost or claimed", "lost and settled"],
)
def test_OV_06_what_becomes_of_a_promise(
    day: date, due: date, closed: date | None, needless: bool, outcome: PromiseOutcome
) -> None:
    assert outcome_of(UNTIL, day=day, due_on=due, closed_on=closed, needless=needless) is outcome


@pytest.mark.engine_free
@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (60, True), (61, False)])
def test_OV_06_a_promise_names_a_day_soon(days: int, may: bool) -> None:
    assert may_promise(DUE + timedelta(days=days), day=DUE) is may


def test_OV_06_a_closed_day_becomes_the_next_open_one(nights: Nights, loan: int) -> None:
    nights.to(late(4))
    assert nights.promise(loan, date(2026, 5, 10)) == date(2026, 5, 12)  # a Sunday, and a holiday after it


def refused(nights: Nights, until: date, *loans: int) -> OverdueCode:
    nights.session.rollback()
    with pytest.raises(OverdueError) as problem, transaction(nights.session) as session:
        make_promise(session, work_at(nights.desk.now), loan_ids=loans, until=until)
    assert isinstance(problem.value.code, OverdueCode)
    return problem.value.code


def test_OV_06_what_cannot_be_promised(nights: Nights, loan: int) -> None:
    nights.desk.reader("R-2", surname="Saidova")
    other = nights.desk.lend("R-2", "INV-2").loan_id
    assert refused(nights, late(-5), loan) is OverdueCode.PROMISE_NEEDLESS
    nights.to(late(4))
    assert refused(nights, late(3), loan) is OverdueCode.PROMISE_DAY
    assert refused(nights, late(70), loan) is OverdueCode.PROMISE_DAY
    assert refused(nights, late(6)) is OverdueCode.NOTHING_CHOSEN
    assert refused(nights, late(6), loan, other) is OverdueCode.LOAN_OF_OTHER
    nights.desk.give_back("INV-1")
    assert refused(nights, late(6), loan) is OverdueCode.LOAN_CLOSED


def test_OV_06_a_second_promise_replaces_one_that_holds_and_breaks_one_that_is_over(
    nights: Nights, loan: int
) -> None:
    nights.to(late(1))
    nights.promise(loan, late(4))
    nights.promise(loan, late(5))
    assert nights.promises() == ["replaced", ""]
    nights.to(late(7))
    nights.promise(loan, late(9))
    assert nights.promises() == ["replaced", "broken", ""]


def test_OV_06_a_promise_whose_day_is_over_counts_as_broken_before_any_night(
    nights: Nights, loan: int
) -> None:
    patron_id = nights.desk.loan(loan).patron_id
    nights.to(late(1))
    nights.promise(loan, late(4))
    nights.session.rollback()
    assert broken_by(nights.session, [patron_id], day=late(4)) == {}
    assert broken_by(nights.session, [patron_id], day=late(5)) == {patron_id: 1}
    nights.to(late(5))
    nights.run()
    nights.session.rollback()
    assert broken_by(nights.session, [patron_id], day=late(5)) == {patron_id: 1}
    assert [row.outcome for row in promises_of(nights.session, loan, day=late(5))] == [PromiseOutcome.BROKEN]


def test_OV_06_a_promise_noted_by_mistake_is_taken_back_once(nights: Nights, loan: int) -> None:
    nights.to(late(1))
    nights.promise(loan, late(4))
    work = work_at(nights.desk.now)
    (row,) = promises_of(nights.session, loan, day=late(1))
    with transaction(nights.session) as session:
        withdraw_promise(session, work, promise_id=row.id, reason="boshqa kitobxon")
    with pytest.raises(OverdueError), transaction(nights.session) as session:
        withdraw_promise(session, work, promise_id=row.id)
    with pytest.raises(OverdueNotFound):
        promise(nights.session, 999, day=late(1))
    assert nights.promises() == ["withdrawn"]
    assert nights.run().messages == 1


def test_OV_06_a_renewed_loan_needs_its_promise_no_more(nights: Nights, loan: int) -> None:
    nights.to(late(0))
    nights.promise(loan, late(2))
    nights.desk.renew(loan_id=loan)
    nights.run()
    assert nights.promises() == ["withdrawn"]
