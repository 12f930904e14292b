"""Missing and lost copies that are put on show, or seen in a case, are found."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from circulation.loans.errors import LoanCode
from circulation.loans.models import Loss, LossState
from circulation.loans.services import declare_lost
from foreign_fund.exhibitions import services
from foreign_fund.exhibitions.measures import CHECKS
from foreign_fund.exhibitions.rules.walking import Result, Walk
from ils.db import transaction
from tests.foreign_fund.shelf import Shelf, at


@pytest.fixture
def german(session: Session, shelf: Shelf) -> int:
    """An exhibition in preparation with the case EX1-1; the copies 1 and 2 are on the shelf."""
    for code in "12":
        shelf.copy(code)
    days = {"opens_on": date(2026, 4, 16), "closes_on": date(2026, 5, 15)}
    with transaction(session):
        made = services.create(session, at(), title="Deutsch", department="foreign", **days).id
        services.add_cases(session, at(), exhibition_id=made, section="Klassiklar", names=["1-vitrina"])
    return made


def put_into_case(session: Session, german: int) -> None:
    with transaction(session):
        services.add_copy(session, at(), exhibition_id=german, code="1", case_id=1)


def scan(session: Session, german: int, walk: int, *codes: str) -> services.Seen:
    with transaction(session):
        for code in codes:
            said = services.walk_scan(session, at(1, 3), exhibition_id=german, round_id=walk, code=code)
    return said


def start(session: Session, german: int, walk: Walk) -> int:
    with transaction(session):
        return services.start_walk(session, at(1), exhibition_id=german, walk=walk).id


def state(session: Session, code: str) -> ItemState:
    session.rollback()
    return session.scalars(select(Item.state).where(Item.inventory_number == code)).one()


def marked_missing(session: Session, code: str) -> None:
    with transaction(session):
        session.scalars(select(Item).where(Item.inventory_number == code)).one().state = ItemState.MISSING


def test_a_missing_copy_put_on_show_is_found_and_a_mistaken_scan_leaves_it_missing(
    session: Session, german: int
) -> None:
    for _time in range(2):
        marked_missing(session, "1")
        with transaction(session):
            added = services.add_copy(session, at(), exhibition_id=german, code="1")
        assert [each.code for each in added.found] == [LoanCode.FOUND_AGAIN]
        assert state(session, "1") is ItemState.AVAILABLE
        with transaction(session):
            services.undo_copy(session, at(hours=1), exhibition_id=german, entry_id=added.entry_id)
        assert state(session, "1") is ItemState.MISSING
    with transaction(session):
        assert services.add_copy(session, at(), exhibition_id=german, code="2").found == ()


@pytest.mark.parametrize("walk", [Walk.MOUNTING, Walk.EVENING])
def test_a_missing_copy_that_a_walk_sees_is_found(session: Session, german: int, walk: Walk) -> None:
    put_into_case(session, german)
    if walk is Walk.EVENING:
        with transaction(session):
            services.open_exhibition(session, at(1), exhibition_id=german)
    marked_missing(session, "1")
    going = start(session, german, walk)
    said = scan(session, german, going, "EX1-1", "1")
    assert (said.result, said.lent) == (Result.RIGHT, False)
    assert [each.code for each in said.found] == [LoanCode.FOUND_AGAIN]
    assert state(session, "1") is ItemState.AVAILABLE
    assert scan(session, german, going, "1").found == ()


def test_a_copy_lost_by_a_reader_that_stands_in_its_case_is_found_with_its_loss(
    session: Session, shelf: Shelf, german: int
) -> None:
    put_into_case(session, german)
    with transaction(session):
        services.open_exhibition(session, at(1), exhibition_id=german)
    loan = shelf.lend("1", now=at(1, 1).now)
    with transaction(session):
        declare_lost(session, at(1, 2), loan_id=loan)
    going = start(session, german, Walk.EVENING)
    said = scan(session, german, going, "EX1-1", "1")
    assert not said.lent
    assert LoanCode.FOUND_AGAIN in {each.code for each in said.found}
    assert LoanCode.BACK_TO_EXHIBITION not in {each.code for each in said.found}
    assert state(session, "1") is ItemState.AVAILABLE
    assert session.scalars(select(Loss.state)).one() is LossState.FOUND
    assert [problem for check in CHECKS for problem in check(session)] == []


def test_a_lost_copy_put_on_show_is_found_with_its_loss(session: Session, shelf: Shelf, german: int) -> None:
    loan = shelf.lend("1")
    with transaction(session):
        declare_lost(session, at(hours=1), loan_id=loan)
    with transaction(session):
        added = services.add_copy(session, at(hours=2), exhibition_id=german, code="1")
    assert LoanCode.LOAN_CLOSED in {each.code for each in added.found}
    assert session.scalars(select(Loss.state)).one() is LossState.FOUND
    with transaction(session):
        services.undo_copy(session, at(hours=3), exhibition_id=german, entry_id=added.entry_id)
    assert state(session, "1") is ItemState.LOST
    assert session.scalars(select(Loss.state)).one() is LossState.OPEN
