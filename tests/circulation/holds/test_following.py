"""Holds when two records become one, and two again."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from catalog.items.models import ItemState
from catalog.items.services.merging import merge_records, moves_of, undo_merge
from circulation.holds.models import HoldState
from circulation.holds.services.following import FOLLOWER
from ils.db import transaction
from tests.catalog.records.builders import add, marc21
from tests.circulation.holds.shelves import Shelves


@pytest.fixture
def pair(session: Session) -> tuple[int, int]:
    """The same book described twice."""
    with transaction(session):
        return add(session, marc21("Oʻtkan kunlar")), add(session, marc21("Oʻtkan kunlar : roman"))


def merge(shelves: Shelves, kept: int, gone: int) -> int:
    with transaction(shelves.session) as session:
        return merge_records(session, shelves.work, kept=kept, gone=gone, followers=[FOLLOWER])


def undo(shelves: Shelves, merge_id: int) -> None:
    with transaction(shelves.session) as session:
        undo_merge(session, shelves.work, merge_id=merge_id, followers=[FOLLOWER])


def test_queues_become_one_by_the_order_of_placing_and_two_again(
    shelves: Shelves, pair: tuple[int, int]
) -> None:
    kept, gone = pair
    anvar, nodira, bobur = shelves.readers(3)
    shelves.copy(kept, "INV-1")
    shelves.copy(gone, "INV-2")
    first, second, third = (
        shelves.place(anvar, kept),
        shelves.place(nodira, gone),
        shelves.place(bobur, kept),
    )
    assert moves_of(shelves.session, gone, followers=[FOLLOWER])["holds"] == 1
    merged = merge(shelves, kept, gone)
    assert shelves.waiting(kept) == [first, second, third]
    shelves.assert_sound()
    undo(shelves, merged)
    assert (shelves.waiting(kept), shelves.waiting(gone)) == ([first, third], [second])
    shelves.assert_sound()


def test_whoever_waits_for_both_waits_once_and_for_both_again(
    shelves: Shelves, pair: tuple[int, int]
) -> None:
    kept, gone = pair
    (anvar,) = shelves.readers(1)
    shelves.copy(kept, "INV-1")
    shelves.copy(gone, "INV-2")
    older, newer = shelves.place(anvar, gone), shelves.place(anvar, kept)
    shelves.later(hours=1)
    merged = merge(shelves, kept, gone)
    assert shelves.waiting(kept) == [older]
    assert shelves.hold(newer).state is HoldState.CANCELLED
    shelves.assert_sound()
    undo(shelves, merged)
    assert (shelves.waiting(kept), shelves.waiting(gone)) == ([newer], [older])
    shelves.assert_sound()


def test_of_two_holds_the_one_with_a_copy_set_aside_stays(shelves: Shelves, pair: tuple[int, int]) -> None:
    kept, gone = pair
    (anvar,) = shelves.readers(1)
    shelves.copy(kept, "INV-1")
    item = shelves.copy(gone, "INV-2")
    waits, ready = shelves.place(anvar, kept), shelves.place(anvar, gone)
    shelves.give_back(item)
    merged = merge(shelves, kept, gone)
    assert (shelves.hold(ready).state, shelves.hold(waits).state) == (HoldState.READY, HoldState.CANCELLED)
    assert shelves.hold(ready).record_id == kept
    shelves.assert_sound()
    undo(shelves, merged)
    assert (shelves.hold(ready).record_id, shelves.waiting(kept)) == (gone, [waits])
    shelves.assert_sound()


def test_of_two_copies_set_aside_for_one_reader_one_comes_free(
    shelves: Shelves, pair: tuple[int, int]
) -> None:
    kept, gone = pair
    (anvar,) = shelves.readers(1)
    here, there = shelves.copy(kept, "INV-1"), shelves.copy(gone, "INV-2")
    shelves.place(anvar, kept)
    other = shelves.place(anvar, gone)
    shelves.give_back(here)
    shelves.give_back(there)
    merged = merge(shelves, kept, gone)
    assert (shelves.state(here), shelves.state(there)) == (ItemState.HELD, ItemState.AVAILABLE)
    shelves.assert_sound()
    undo(shelves, merged)
    assert shelves.waiting(gone) == [other]
    shelves.assert_sound()


def test_whoever_waits_anew_is_not_put_in_twice_by_the_undo(shelves: Shelves, pair: tuple[int, int]) -> None:
    kept, gone = pair
    (anvar,) = shelves.readers(1)
    shelves.copy(kept, "INV-1")
    item = shelves.copy(gone, "INV-2")
    older, newer = shelves.place(anvar, gone), shelves.place(anvar, kept)
    merged = merge(shelves, kept, gone)
    shelves.give_back(item)
    shelves.take(anvar, item)
    assert shelves.hold(older).state is HoldState.FULFILLED
    again = shelves.place(anvar, kept)
    shelves.later(hours=2)
    undo(shelves, merged)
    assert (shelves.waiting(kept), shelves.hold(newer).state) == ([again], HoldState.CANCELLED)
    shelves.assert_sound()
