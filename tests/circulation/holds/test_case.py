"""What lending is told of a queue: CO-18, CO-19, RN-02, in two queries however long the queue."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import event, insert

from catalog.items.models import ItemState, Use
from circulation.holds.models import Hold, HoldState
from circulation.holds.queries import NO_HOLDS, hold_case
from ils.db import transaction
from tests.circulation.holds.shelves import Shelves


def test_a_title_that_nobody_waits_for(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    item = shelves.copy(shelves.title())
    assert shelves.case(anvar, item) == NO_HOLDS


def test_CO_18_the_case_names_the_reader_for_whom_the_copy_waits(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    title = shelves.title()
    item = shelves.copy(title)
    shelves.place(nodira, title)
    shelves.give_back(item)
    seen = shelves.case(anvar, item)
    assert seen.own is None
    assert seen.shelf_for is not None
    assert (seen.shelf_for.card, "Nodira" in seen.shelf_for.patron) == ("R-2", True)
    assert seen.shelf_for.shelf_until is not None
    own = shelves.case(nodira, item)
    assert own.own == own.shelf_for
    assert own.own is not None


def test_CO_19_others_who_wait_are_counted_and_so_are_free_copies(shelves: Shelves) -> None:
    anvar, nodira, bobur = shelves.readers(3)
    title = shelves.title()
    item = shelves.copy(title, state=ItemState.AVAILABLE)
    shelves.place(nodira, title)
    seen = shelves.case(anvar, item)
    assert (seen.waiting, seen.ahead, seen.free_copies) == (1, 1, 0)
    shelves.copy(title, "INV-2", state=ItemState.AVAILABLE)
    shelves.copy(title, "INV-3", state=ItemState.AVAILABLE)
    assert shelves.case(anvar, item).free_copies == 1  # as many as are needed: one waits
    shelves.place(bobur, title)
    first, last = shelves.case(nodira, item), shelves.case(bobur, item)
    assert (first.waiting, first.ahead) == (1, 0)
    assert (last.waiting, last.ahead, last.free_copies) == (1, 1, 1)


def test_CO_19_copies_that_cannot_be_lent_home_are_no_free_copies(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    title = shelves.title()
    item = shelves.copy(title, state=ItemState.AVAILABLE)
    shelves.copy(title, "INV-2", state=ItemState.AVAILABLE, use=Use.ROOM)
    shelves.copy(title, "INV-3", state=ItemState.AVAILABLE, department="reading_room")
    shelves.copy(title, "INV-4", state=ItemState.HELD)
    shelves.copy(title, "INV-5", state=ItemState.ON_LOAN)
    shelves.place(nodira, title)
    assert shelves.case(anvar, item).free_copies == 0
    shelves.copy(title, "INV-6", state=ItemState.AVAILABLE, department="reading_room", use=Use.HOME)
    assert shelves.case(anvar, item).free_copies == 1


def test_RN_02_whoever_waits_for_another_copy_or_no_more_does_not_count(shelves: Shelves) -> None:
    anvar, nodira, bobur = shelves.readers(3)
    title = shelves.title()
    item, other = shelves.copy(title), shelves.copy(title, "INV-2")
    shelves.place(nodira, title, only_item_id=other)
    shelves.place(bobur, title, needed_until=shelves.work.day)
    assert shelves.case(anvar, item).waiting == 1
    assert shelves.case(anvar, other).waiting == 2
    shelves.later(days=1)
    assert shelves.case(anvar, item).waiting == 0


@contextmanager
def counted(shelves: Shelves) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(*given: object) -> None:
        asked.append(str(given[2]))

    engine = shelves.session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_the_case_costs_two_queries_however_long_the_queue(shelves: Shelves) -> None:
    anvar, *others = [each.id for each in shelves.readers(30)]
    title = shelves.title()
    item = shelves.copy(title, state=ItemState.AVAILABLE)
    for number in range(2, 30):
        shelves.copy(title, f"INV-{number}", state=ItemState.AVAILABLE)
    with counted(shelves) as without:
        assert hold_case(shelves.session, record_id=title, patron_id=anvar, item_id=item).waiting == 0
    with transaction(shelves.session) as session:
        session.execute(
            insert(Hold),
            [
                {
                    "record_id": title, "patron_id": each, "department": "lending", "state": HoldState.WAITING,
                    "placed_at": shelves.now + timedelta(seconds=each), "placed_on": shelves.work.day,
                    "channel": "desk", "rank": 0, "end_reason": "", "note": "",
                }
                for each in others
            ],
        )  # fmt: skip
    with counted(shelves) as with_queue:
        seen = hold_case(shelves.session, record_id=title, patron_id=anvar, item_id=item)
    assert (seen.waiting, seen.free_copies) == (29, 28)
    assert len([each for each in with_queue if each.lstrip().startswith("SELECT")]) == 2
    assert len([each for each in without if each.lstrip().startswith("SELECT")]) == 2
