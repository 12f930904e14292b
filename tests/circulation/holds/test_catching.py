"""A copy comes back and somebody waits: hold shelf, journeys, loans, expiry, and all of it taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from catalog.items.models import ItemState
from catalog.items.queries import item_facts
from catalog.items.services import withdraw
from circulation.holds import queries, services
from circulation.holds.errors import HoldCode, HoldError
from circulation.holds.models import HoldState
from circulation.holds.services import Arrival
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.db import transaction
from ils.errors import LibraryError
from ils.outbox.models import Message
from tests.circulation.holds.shelves import Shelves


def messages(shelves: Shelves, kind: str = "hold_ready") -> int:
    shelves.session.rollback()
    return shelves.session.scalars(select(func.count()).where(Message.kind == kind)).one()


def set_asides(shelves: Shelves) -> int:
    amounts = select(func.coalesce(func.sum(Activity.amount), 0)).where(Activity.kind == Kind.HOLD_SHELF)
    return int(shelves.session.scalars(amounts).one())


def test_CI_05_the_copy_goes_on_the_hold_shelf_for_the_first_who_waits(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    title = shelves.title()
    item = shelves.copy(title)
    first, second = shelves.place(nodira, title), shelves.place(anvar, title)
    caught = shelves.give_back(item)
    assert caught is not None
    assert (caught.hold_id, caught.patron_id, caught.card, caught.travels) == (first, nodira.id, "R-2", False)
    assert caught.shelf_until == date(2026, 4, 18)  # three open days after Wednesday the 15th
    assert shelves.state(item) is ItemState.HELD
    assert shelves.waiting(title) == [second]
    assert (messages(shelves), set_asides(shelves)) == (1, 1)
    shelves.assert_sound()


def test_CI_05_the_days_on_the_shelf_are_open_days(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    item = shelves.copy(title)
    shelves.close(date(2026, 4, 17))
    shelves.place(anvar, title)
    caught = shelves.give_back(item)
    assert caught is not None
    assert caught.shelf_until == date(2026, 4, 20)


def test_CI_05_a_copy_that_nobody_waits_for_is_not_caught(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title, other = shelves.title(), shelves.title("Boshqa")
    item, stranger = shelves.copy(title), shelves.copy(other, "INV-2")
    shelves.place(anvar, title, only_item_id=item)
    assert shelves.give_back(stranger) is None
    assert shelves.state(stranger) is ItemState.AVAILABLE


def test_CI_06_a_copy_fetched_elsewhere_travels_and_is_held_there(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    item = shelves.copy(title)
    hold = shelves.place(anvar, title, department="foreign")
    caught = shelves.give_back(item)
    assert caught is not None
    assert caught.travels
    assert shelves.state(item) is ItemState.IN_TRANSIT
    assert messages(shelves) == 0  # nobody is called before the copy is there
    assert [row.patron for row in queries.on_the_way(shelves.session, "foreign")] == [
        anvar_name(caught.patron)
    ]
    shelves.assert_sound()

    shelves.department = "children"
    wrong = arrive(shelves)
    assert (wrong.outcome, wrong.department) == (Arrival.WRONG_PLACE, "foreign")
    assert shelves.state(item) is ItemState.IN_TRANSIT

    shelves.department = "foreign"
    arrived = arrive(shelves)
    assert (arrived.outcome, arrived.hold_id, arrived.shelf_until) == (Arrival.HELD, hold, date(2026, 4, 18))
    assert shelves.state(item) is ItemState.HELD
    assert messages(shelves) == 1
    shelves.assert_sound()


def anvar_name(name: str) -> str:
    assert "Anvar" in name
    return name


def arrive(shelves: Shelves, code: str = "INV-1") -> services.Arrived:
    with transaction(shelves.session) as session:
        return services.arrive(session, shelves.work, code=code)


def test_CI_06_a_copy_of_another_department_is_sent_home_and_received_there(shelves: Shelves) -> None:
    title = shelves.title()
    item = shelves.copy(title, department="foreign")
    assert shelves.give_back(item) is None
    assert shelves.state(item) is ItemState.IN_TRANSIT
    assert item_facts(shelves.session, item).transit_to == "foreign"
    shelves.department = "foreign"
    assert arrive(shelves).outcome is Arrival.SHELVED
    assert shelves.state(item) is ItemState.AVAILABLE
    assert item_facts(shelves.session, item).transit_to == ""
    with pytest.raises(HoldError) as refused:
        arrive(shelves)
    assert refused.value.code is HoldCode.NOT_ON_THE_WAY
    shelves.assert_sound()


def test_CI_06_a_copy_whose_hold_was_cancelled_under_way_goes_to_the_next_or_home(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    title = shelves.title()
    item = shelves.copy(title)
    hold = shelves.place(anvar, title, department="foreign")
    shelves.give_back(item)
    with transaction(shelves.session) as session:
        services.cancel_hold(session, shelves.work, hold_id=hold)
    assert shelves.state(item) is ItemState.IN_TRANSIT
    shelves.department = "foreign"
    assert (arrive(shelves).outcome, shelves.state(item)) == (Arrival.SENT_ON, ItemState.IN_TRANSIT)
    assert item_facts(shelves.session, item).transit_to == "lending"
    shelves.place(nodira, title, department="foreign")
    shelves.department = "lending"
    arrived = arrive(shelves)
    assert (arrived.outcome, arrived.department, arrived.card) == (Arrival.SENT_ON, "foreign", "R-2")
    shelves.assert_sound()


def test_a_free_copy_is_fetched_from_the_shelves_by_a_scan(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    title = shelves.title()
    here = shelves.copy(title, "INV-1", state=ItemState.AVAILABLE)
    there = shelves.copy(title, "INV-2", department="foreign", state=ItemState.AVAILABLE)
    shelves.place(anvar, title, department="foreign")
    rows = queries.to_fetch(shelves.session, day=shelves.work.day)
    assert [(row.item_id, row.pickup) for row in rows] == [(there, "foreign")]
    assert queries.to_fetch(shelves.session, "lending", day=shelves.work.day) == ()
    shelves.place(nodira, title)
    assert [row.item_id for row in queries.to_fetch(shelves.session, "lending", day=shelves.work.day)] == [
        here
    ]
    with transaction(shelves.session) as session:
        _item, caught = services.set_aside(session, shelves.work, code="inv-1")
    assert caught.card == "R-1"  # the first of the queue, wherever the copy was fetched
    shelves.assert_sound()
    for code, why in (("INV-1", HoldCode.NOT_FREE), ("INV-9", HoldCode.COPY_UNKNOWN)):
        with pytest.raises(LibraryError) as refused, transaction(shelves.session) as session:
            services.set_aside(session, shelves.work, code=code)
        assert refused.value.code is why
    with transaction(shelves.session) as session:
        services.set_aside(session, shelves.work_in("foreign"), code="INV-2")
    other = shelves.copy(shelves.title("Boshqa"), "INV-3", state=ItemState.AVAILABLE)
    with pytest.raises(HoldError) as refused, transaction(shelves.session) as session:
        services.set_aside(session, shelves.work, code="INV-3")
    assert refused.value.code is HoldCode.NOBODY_WAITS
    assert shelves.state(other) is ItemState.AVAILABLE


def test_a_copy_held_for_a_reader_is_not_written_off(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    item = shelves.copy(title)
    shelves.place(anvar, title)
    shelves.give_back(item)
    with pytest.raises(LibraryError) as refused, transaction(shelves.session) as session:
        withdraw(session, shelves.work, item_id=item, act="7", day=shelves.work.day)
    assert refused.value.code == "item_held"


def test_CO_18_the_reader_of_the_hold_borrows_it_and_the_hold_is_done(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    title = shelves.title()
    item = shelves.copy(title)
    first, second = shelves.place(anvar, title), shelves.place(nodira, title)
    shelves.give_back(item)
    image = shelves.take(anvar, item)
    assert image is not None
    assert shelves.hold(first).state is HoldState.FULFILLED
    assert shelves.hold(first).loan_id == 1
    assert shelves.waiting(title) == [second]
    shelves.assert_sound()


def test_CO_18_a_copy_lent_over_the_block_leaves_its_reader_waiting_at_the_same_place(
    shelves: Shelves,
) -> None:
    anvar, nodira, bobur = shelves.readers(3)
    title = shelves.title()
    item = shelves.copy(title)
    first, second = shelves.place(anvar, title), shelves.place(nodira, title)
    shelves.give_back(item)
    image = shelves.take(bobur, item)
    assert image is not None
    assert shelves.waiting(title) == [first, second]
    shelves.assert_sound()


def test_a_reader_who_takes_another_copy_lets_go_of_the_one_set_aside(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    title = shelves.title()
    held, other = shelves.copy(title), shelves.copy(title, "INV-2", state=ItemState.AVAILABLE)
    hold = shelves.place(anvar, title, only_item_id=None)
    shelves.give_back(held)
    image = shelves.take(anvar, other)
    assert image is not None
    assert (shelves.state(held), shelves.hold(hold).state) == (ItemState.AVAILABLE, HoldState.FULFILLED)
    shelves.assert_sound()
    with transaction(shelves.session) as session:
        services.unfulfil(session, shelves.work, image)
    assert (shelves.state(held), shelves.hold(hold).state) == (ItemState.HELD, HoldState.READY)
    shelves.assert_sound()
    # Somebody has it since: the loan cannot be taken back as if nothing had happened.
    image = shelves.take(anvar, other)
    assert image is not None
    shelves.take(nodira, held)
    with pytest.raises(HoldError) as refused, transaction(shelves.session) as session:
        services.unfulfil(session, shelves.work, image)
    assert refused.value.code is HoldCode.CHANGED


def test_a_loan_to_somebody_who_does_not_wait_touches_no_hold(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    title = shelves.title()
    item = shelves.copy(title, state=ItemState.AVAILABLE)
    shelves.place(nodira, title)
    assert shelves.take(anvar, item) is None


def test_SB_08_a_return_taken_back_puts_the_reader_back_into_the_queue(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    title = shelves.title()
    item = shelves.copy(title)
    first, second = shelves.place(anvar, title), shelves.place(nodira, title)
    caught = shelves.give_back(item)
    assert caught is not None
    shelves.release(caught.image)
    assert shelves.state(item) is ItemState.ON_LOAN
    assert shelves.waiting(title) == [first, second]
    assert set_asides(shelves) == 0
    shelves.assert_sound()
    with pytest.raises(HoldError):
        shelves.release(caught.image)
    again = shelves.give_back(item)
    assert again is not None
    assert again.hold_id == first
    assert set_asides(shelves) == 1
    shelves.assert_sound()


def test_SB_08_a_return_is_not_taken_back_once_the_hold_has_moved_on(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    item = shelves.copy(title)
    shelves.place(anvar, title)
    caught = shelves.give_back(item)
    assert caught is not None
    shelves.take(anvar, item)
    with pytest.raises(HoldError) as refused:
        shelves.release(caught.image)
    assert refused.value.code is HoldCode.CHANGED


def test_SB_08_a_loan_taken_back_gives_the_hold_back(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    title = shelves.title()
    item = shelves.copy(title)
    first, second = shelves.place(anvar, title), shelves.place(nodira, title)
    shelves.give_back(item)
    image = shelves.take(anvar, item)
    assert image is not None
    with transaction(shelves.session) as session:
        services.unfulfil(session, shelves.work, image)
        from catalog.items.services import set_state

        set_state(session, item, was=ItemState.ON_LOAN, becomes=ItemState.HELD, now=shelves.now)
    hold = shelves.hold(first)
    assert (hold.state, hold.item_id, hold.shelf_until) == (HoldState.READY, item, date(2026, 4, 18))
    assert shelves.waiting(title) == [second]
    shelves.assert_sound()


def expire(shelves: Shelves) -> int:
    with transaction(shelves.session) as session:
        return services.expire_holds(session, shelves.work)


def test_a_copy_not_fetched_goes_to_the_next_and_the_reader_is_told(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    title = shelves.title()
    item = shelves.copy(title)
    first, second = shelves.place(anvar, title), shelves.place(nodira, title)
    shelves.give_back(item)
    shelves.later(days=3)  # Saturday the 18th is the last day
    assert expire(shelves) == 0
    shelves.later(days=5)  # some nights were skipped
    assert expire(shelves) == 1
    assert (shelves.hold(first).state, shelves.hold(first).end_reason) == (HoldState.EXPIRED, "shelf")
    assert (shelves.hold(second).state, shelves.state(item)) == (HoldState.READY, ItemState.HELD)
    assert (messages(shelves, "hold_expired"), messages(shelves)) == (1, 2)
    assert expire(shelves) == 0
    shelves.assert_sound()


def test_a_copy_not_fetched_that_nobody_else_waits_for_goes_home(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    near, far = shelves.title(), shelves.title("Focus 5")
    here, away = shelves.copy(near), shelves.copy(far, "INV-2", department="foreign")
    shelves.place(anvar, near)
    shelves.place(nodira, far)
    shelves.give_back(here)
    shelves.give_back(away)
    shelves.later(days=5)
    shelves.department = ""  # the night has no desk
    assert expire(shelves) == 2
    assert (shelves.state(here), shelves.state(away)) == (ItemState.AVAILABLE, ItemState.IN_TRANSIT)
    assert item_facts(shelves.session, away).transit_to == "foreign"
    assert {row.code for row in queries.to_clear(shelves.session, "lending", day=shelves.work.day)}
    shelves.assert_sound()


def test_whoever_needs_it_no_more_leaves_the_queue(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    title = shelves.title()
    item = shelves.copy(title)
    until = shelves.work.day + timedelta(days=2)
    first, second = shelves.place(anvar, title, needed_until=until), shelves.place(nodira, title)
    shelves.later(days=3)
    caught = shelves.give_back(item)  # before the night: still passed over
    assert caught is not None
    assert caught.hold_id == second
    assert expire(shelves) == 1
    assert (shelves.hold(first).state, shelves.hold(first).end_reason) == (HoldState.EXPIRED, "needed_until")
    assert messages(shelves, "hold_expired") == 0
    shelves.assert_sound()


def test_a_copy_missing_from_the_hold_shelf_leaves_its_reader_waiting(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    title = shelves.title()
    item, other = shelves.copy(title), shelves.copy(title, "INV-2")
    first, second = shelves.place(anvar, title), shelves.place(nodira, title)
    shelves.give_back(item)
    with transaction(shelves.session) as session:
        services.report_missing(session, shelves.work, item_id=item)
    assert shelves.state(item) is ItemState.MISSING
    assert shelves.waiting(title) == [first, second]
    shelves.assert_sound()
    for wrong in (item, other):
        with pytest.raises(HoldError) as refused, transaction(shelves.session) as session:
            services.report_missing(session, shelves.work, item_id=wrong)
        assert refused.value.code is HoldCode.NOT_LOST


def test_a_copy_is_sent_by_hand_from_the_shelf_only(shelves: Shelves) -> None:
    title = shelves.title()
    item = shelves.copy(title, state=ItemState.AVAILABLE)
    for to, why in (("lending", HoldCode.SENT_NOWHERE), ("moon", "department_unknown")):
        with pytest.raises(LibraryError) as refused, transaction(shelves.session) as session:
            services.send(session, shelves.work, code="INV-1", to=to)
        assert refused.value.code == why
    with transaction(shelves.session) as session:
        services.send(session, shelves.work, code="INV-1", to="foreign")
    assert shelves.state(item) is ItemState.IN_TRANSIT
    with pytest.raises(HoldError) as refused, transaction(shelves.session) as session:
        services.send(session, shelves.work, code="INV-1", to="children")
    assert refused.value.code is HoldCode.NOT_SENT


def test_DD_10_a_late_closure_moves_the_last_day_on_the_shelf_and_back(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    item = shelves.copy(title)
    hold = shelves.place(anvar, title)
    shelves.give_back(item)
    closed = date(2026, 4, 18)
    (hit,) = services.holds_to_move(shelves.session, closed, closed)
    assert (hit.id, hit.shelf_until) == (hold, closed)
    new = date(2026, 4, 20)
    with transaction(shelves.session) as session:
        assert services.move_shelf_date(session, hold_id=hold, was=closed, becomes=new)
        assert not services.move_shelf_date(session, hold_id=hold, was=closed, becomes=new)
    assert shelves.hold(hold).shelf_until == new
    with transaction(shelves.session) as session:
        assert services.move_shelf_date(session, hold_id=hold, was=new, becomes=closed)
