"""Withdrawing, compare-and-set, placements."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items import services
from catalog.items.errors import ItemCode
from catalog.items.measures import CHECKS
from catalog.items.models import Item, ItemState, Placement
from catalog.items.queries import item_facts, placements_of
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.db import transaction
from ils.errors import LibraryError, NotFoundError
from tests.conftest import NOON
from tests.world import work_at

WORK = work_at(NOON)
TODAY = date(2026, 4, 15)


@pytest.fixture
def copy(session: Session, book: int) -> int:
    with transaction(session):
        return services.add_item(session, WORK, record_id=book, department="lending").id


def withdraw(session: Session, copy: int, day: date = TODAY) -> None:
    with transaction(session):
        services.withdraw(session, WORK, item_id=copy, act="Dalolatnoma 7", day=day)


def hang(session: Session, copy: int, label: str = "Navroʻz") -> Placement:
    with transaction(session):
        return services.place(
            session, item_id=copy, kind="exhibition", ref_id=1, label=label, section="A", lendable=False,
            since=TODAY, until=None,
        )  # fmt: skip


def code_of(act: object, *args: object) -> str:
    with pytest.raises(LibraryError) as refused:
        act(*args)  # type: ignore[operator]
    return str(refused.value.code)


def test_withdrawal_is_logged_on_its_day(session: Session, copy: int) -> None:
    withdraw(session, copy, date(2026, 4, 10))
    facts = item_facts(session, copy)
    assert (facts.state, facts.withdrawn_on, facts.withdrawn_act) == (
        ItemState.WITHDRAWN, date(2026, 4, 10), "Dalolatnoma 7",
    )  # fmt: skip
    row = session.scalars(select(Activity).where(Activity.kind == Kind.ITEM_WITHDRAW)).one()
    assert (row.day, row.at, row.note) == (date(2026, 4, 10), NOON, "Dalolatnoma 7")
    assert not [problem for check in CHECKS for problem in check(session)]


def test_a_withdrawn_copy_is_not_withdrawn_again(session: Session, copy: int) -> None:
    withdraw(session, copy)
    assert code_of(withdraw, session, copy) == ItemCode.WITHDRAWN
    assert code_of(hang, session, copy) == ItemCode.WITHDRAWN


def test_a_lent_copy_must_come_back_first(session: Session, copy: int) -> None:
    with transaction(session):
        services.set_state(session, copy, was=ItemState.AVAILABLE, becomes=ItemState.ON_LOAN, now=NOON)
    assert code_of(withdraw, session, copy) == ItemCode.ON_LOAN
    assert item_facts(session, copy).state is ItemState.ON_LOAN


def test_an_unknown_copy_is_not_found(session: Session) -> None:
    with pytest.raises(NotFoundError):
        withdraw(session, 4711)
    with pytest.raises(NotFoundError):
        services.end_placement(session, placement_id=4711, now=NOON)


def test_only_one_of_two_desks_changes_the_state(session: Session, copy: int) -> None:
    with transaction(session):
        assert services.set_state(session, copy, was=ItemState.AVAILABLE, becomes=ItemState.ON_LOAN, now=NOON)
        assert not services.set_state(
            session, copy, was=ItemState.AVAILABLE, becomes=ItemState.ON_LOAN, now=NOON
        )


def test_a_copy_hangs_in_one_place(session: Session, copy: int) -> None:
    placement = hang(session, copy)
    assert item_facts(session, copy).placement.label == "Navroʻz"
    assert code_of(hang, session, copy, "Bahor") == ItemCode.PLACED
    assert code_of(withdraw, session, copy) == ItemCode.PLACED
    with transaction(session):
        assert services.end_placement(session, placement_id=placement.id, now=NOON)
        assert not services.end_placement(session, placement_id=placement.id, now=NOON)
    assert item_facts(session, copy).placement is None
    hang(session, copy, "Bahor")
    assert [each.label for each in placements_of(session, copy)] == ["Bahor", "Navroʻz"]


def test_a_withdrawn_copy_on_display_is_found(session: Session, copy: int) -> None:
    hang(session, copy)
    with transaction(session):
        item = session.get(Item, copy)
        item.state, item.withdrawn_on = ItemState.WITHDRAWN, TODAY
    problems = {problem.code for check in CHECKS for problem in check(session)}
    assert problems == {"log_differs", "withdrawn_item_placed"}
