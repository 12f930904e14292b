"""Reads of loans, and the proof that tables, log and copies agree."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, text, update

from catalog.items.models import Item, ItemState
from circulation.loans.errors import LoanCode, LoanError, LoanNotFound
from circulation.loans.measures import CHECKS
from circulation.loans.models import Loan, LoanAct, Renewal
from circulation.loans.queries import (
    counts_of_day,
    history,
    item_of_loan,
    loan_page,
    loans_of_item,
    open_loans,
)
from circulation.loans.rules import StepCode
from circulation.loans.services import hold_reader
from ils.db import transaction
from tests.circulation.loans.desk import Desk

DUE = date(2026, 4, 30)


@pytest.fixture
def lent(desk: Desk) -> Desk:
    """Anvar has three books: one renewed, one returned late, one in time."""
    desk.reader()
    for code in ("INV-1", "INV-2", "INV-3"):
        desk.copy(code)
        desk.lend(code=code)
    desk.later(days=3)
    desk.renew(code="INV-1")
    desk.later(days=17)
    desk.give_back("INV-2")
    return desk


def test_open_loans_are_listed_the_most_urgent_first(lent: Desk) -> None:
    rows = open_loans(lent.session, lent.loan(1).patron_id, day=lent.work.day)
    assert [(row.inventory_number, row.due_on, row.days_late) for row in rows] == [
        ("INV-3", DUE, 5), ("INV-1", date(2026, 5, 4), 1),
    ]  # fmt: skip
    assert rows[0].patron.startswith("Karimov Anvar")
    assert rows[0].code == lent.ask(code="INV-3").asks[0].facts.get("copy", rows[0].code)


def test_history_has_what_came_back(lent: Desk) -> None:
    page = history(lent.session, lent.loan(1).patron_id, day=lent.work.day)
    assert (page.total, [(row.inventory_number, row.days_late) for row in page.rows]) == (1, [("INV-2", 5)])


def test_who_has_had_a_copy(lent: Desk) -> None:
    loan = lent.loan(2)
    assert [row.id for row in loans_of_item(lent.session, loan.item_id, day=lent.work.day)] == [2]


def test_the_story_of_a_loan(lent: Desk) -> None:
    story = loan_page(lent.session, 1, day=lent.work.day)
    assert (story.first_due_on, story.loan.due_on, len(story.renewals)) == (DUE, date(2026, 5, 4), 1)
    assert story.policy is not None
    assert (story.policy.days, story.due_steps[0].code) == (15, StepCode.CALENDAR_DAYS)
    assert story.due_steps[-1].facts["day"] == story.loan.due_on


def test_an_unknown_loan_has_no_story(desk: Desk) -> None:
    with pytest.raises(LoanNotFound):
        loan_page(desk.session, 77, day=desk.work.day)
    assert item_of_loan(desk.session, 77) is None


def test_a_day_in_figures(lent: Desk) -> None:
    first = counts_of_day(lent.session, date(2026, 4, 15))
    last = counts_of_day(lent.session, lent.work.day)
    assert (first.lent, first.returned, first.renewed) == (3, 0, 0)
    assert (last.lent, last.returned) == (0, 1)


def test_a_reader_with_all_copies_can_be_held_for_several_acts(lent: Desk) -> None:
    with transaction(lent.session) as session:
        hold_reader(session, lent.loan(1).patron_id)


def problems(desk: Desk) -> set[str]:
    desk.session.rollback()
    return {problem.code for check in CHECKS for problem in check(desk.session)}


def test_a_library_as_it_was_worked_in_is_sound(lent: Desk) -> None:
    assert problems(lent) == set()


PLANTED: list[tuple[str, list[Any]]] = [
    ("log_differs", [delete(Renewal), delete(LoanAct), delete(Loan).where(Loan.id == 3)]),
    ("loan_renewals_differ", [update(Loan).where(Loan.id == 3).values(renewals=2)]),
    (
        "state_without_loan",
        [update(Item).where(Item.inventory_number == "INV-2").values(state=ItemState.ON_LOAN)],
    ),
    (
        "loan_without_state",
        [update(Item).where(Item.inventory_number == "INV-3").values(state=ItemState.MISSING)],
    ),
]


@pytest.mark.parametrize(("code", "damage"), PLANTED, ids=[code for code, _damage in PLANTED])
def test_planted_corruption_is_found(lent: Desk, code: str, damage: list[Any]) -> None:
    with transaction(lent.session) as session:
        for statement in damage:
            session.execute(statement)
    assert code in problems(lent)


def test_a_copy_lent_twice_is_found_even_without_the_index(lent: Desk) -> None:
    loan = lent.loan(3)
    twin = {column.key: getattr(loan, column.key) for column in Loan.__table__.columns if column.key != "id"}
    lent.session.execute(text("DROP INDEX uq_loan_open_item"))  # rolled back below
    lent.session.add(Loan(**twin))
    lent.session.flush()
    found = {problem.code for check in CHECKS for problem in check(lent.session)}
    lent.session.rollback()
    assert "item_lent_twice" in found


def test_a_loan_ends_by_its_id_and_only_that_loan(lent: Desk) -> None:
    from circulation.loans.services import check_in

    with transaction(lent.session) as session:
        assert check_in(session, lent.work, loan_id=3).outcome == "returned"
    lent.later(minutes=1)
    lent.lend(code="INV-3", yes=lent.yes(code="INV-3"))
    with pytest.raises(LoanError) as refused, transaction(lent.session) as session:
        check_in(session, lent.work, loan_id=3)
    assert refused.value.code is LoanCode.ENDED_ALREADY
    assert lent.loan(3).closed_at == lent.now - timedelta(minutes=1)
    with pytest.raises(LoanNotFound):
        check_in(lent.session, lent.work, loan_id=77)
