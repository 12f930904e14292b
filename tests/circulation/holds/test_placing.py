"""Joining a queue, moving in it, leaving it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from catalog.items.models import ItemState, Use
from catalog.items.services import place
from circulation.holds import queries, services
from circulation.holds.errors import HoldCode, HoldError, HoldInputError, HoldNotFound
from circulation.holds.models import HoldState
from circulation.patrons.models import RestrictionKind
from circulation.patrons.services import report_card_lost, restrict
from ils.activity.kinds import Channel, Kind
from ils.activity.models import Activity
from ils.db import transaction
from ils.errors import InputError, LibraryError
from ils.library.errors import PlaceError
from tests.circulation.holds.shelves import Shelves


def refused(act: Any, *given: Any, **named: Any) -> LibraryError:
    with pytest.raises(LibraryError) as caught:
        act(*given, **named)
    return caught.value


def test_a_reader_waits_and_the_log_counts_it(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    title = shelves.title()
    shelves.copy(title)
    first, second = shelves.place(anvar, title), shelves.place(nodira, title)
    assert shelves.waiting(title) == [first, second]
    assert [row.place for row in queries.queue(shelves.session, title)] == [1, 2]
    kinds = select(func.count()).where(Activity.kind == Kind.HOLD_PLACE)
    assert shelves.session.scalars(kinds).one() == 2
    shelves.assert_sound()


def test_a_reader_asks_over_the_web_too(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    shelves.copy(title)
    shelves.channel, shelves.department = Channel.WEB, ""
    hold = shelves.hold(shelves.place(anvar, title))
    assert (hold.channel, hold.placed_by) == ("web", None)


def test_whoever_waits_already_is_told_since_when(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    shelves.copy(title)
    shelves.place(anvar, title)
    no = refused(shelves.place, anvar, title)
    assert (no.code, no.facts["since"]) == (HoldCode.ALREADY_WAITING, shelves.work.day)
    shelves.assert_sound()


def test_whoever_has_it_at_home_does_not_wait_for_it(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    shelves.copy(title)
    assert refused(shelves.place, anvar, title, at_home=True).code is HoldCode.AT_HOME


@pytest.mark.parametrize("state", [ItemState.WITHDRAWN, ItemState.LOST, ItemState.MISSING])
def test_a_title_that_is_gone_is_not_waited_for(shelves: Shelves, state: ItemState) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    assert refused(shelves.place, anvar, title).code is HoldCode.NOT_LENDABLE
    if state is ItemState.WITHDRAWN:
        return
    shelves.copy(title, state=state)
    assert refused(shelves.place, anvar, title).facts["copies"] == 1


def test_CO_11_a_copy_for_the_room_is_held_only_where_it_is_used(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    shelves.copy(title, department="reading_room", use=None)
    assert refused(shelves.place, anvar, title, department="lending").code is HoldCode.NOT_LENDABLE
    assert shelves.place(anvar, title, department="reading_room")


def test_a_copy_of_the_room_that_may_be_lent_home_is_held_anywhere(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    shelves.copy(title, department="reading_room", use=Use.HOME)
    assert shelves.place(anvar, title, department="lending")


def test_CO_12_a_copy_that_an_exhibition_keeps_is_not_held(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    item = shelves.copy(title, state=ItemState.AVAILABLE)
    with transaction(shelves.session) as session:
        place(
            session, item_id=item, kind="exhibition", ref_id=1, label="Navroʻz", section="", lendable=False,
            since=shelves.work.day, until=None,
        )  # fmt: skip
    assert refused(shelves.place, anvar, title).code is HoldCode.NOT_LENDABLE


def test_CO_06_a_restricted_reader_is_told_why_and_since_when(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    shelves.copy(title)
    with transaction(shelves.session) as session:
        restrict(session, shelves.work, patron_id=anvar.id, kind=RestrictionKind.MANUAL, reason="qarz")
    no = refused(shelves.place, anvar, title)
    assert (no.code, no.facts["reason"], no.facts["since"]) == (HoldCode.RESTRICTED, "qarz", shelves.work.day)


def test_CO_05_membership_that_ended_and_CO_03_a_lost_card_are_refused(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    title = shelves.title()
    shelves.copy(title)
    with transaction(shelves.session) as session:
        anvar = session.merge(anvar)
        anvar.member_until = shelves.work.day - timedelta(days=1)
        report_card_lost(session, shelves.work, patron_id=nodira.id)
    assert refused(shelves.place, anvar.id, title).code is HoldCode.EXPIRED_MEMBER
    assert refused(shelves.place, nodira.id, title).code is HoldCode.CARD_LOST


def test_nobody_waits_for_more_titles_than_the_library_says(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    with transaction(shelves.session) as session:
        services.choose(session, shelves.work, shelf_days=3, limit=2)
    titles = [shelves.title(f"Kitob {number}") for number in range(3)]
    for number, title in enumerate(titles):
        shelves.copy(title, f"INV-{number}")
    for title in titles[:2]:
        shelves.place(anvar, title)
    no = refused(shelves.place, anvar, titles[2])
    assert (no.code, no.facts["count"], no.facts["most"]) == (HoldCode.TOO_MANY, 2, 2)
    with transaction(shelves.session) as session:
        services.choose(session, shelves.work, shelf_days=3, limit=0)
    assert shelves.place(anvar, titles[2])


def test_what_cannot_be_asked_for_is_refused_in_words(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title, other = shelves.title(), shelves.title("Boshqa")
    shelves.copy(title)
    stranger = shelves.copy(other, "INV-2")
    yesterday = shelves.work.day - timedelta(days=1)
    assert isinstance(refused(shelves.place, anvar, title, needed_until=yesterday), HoldInputError)
    assert refused(shelves.place, anvar, title, only_item_id=stranger).code is HoldCode.COPY_OF_ANOTHER
    assert isinstance(refused(shelves.place, anvar, title, department="moon"), PlaceError)
    assert isinstance(refused(shelves.place, anvar, title, note="a\nb"), InputError)
    assert refused(shelves.place, 2**40, title).code is HoldCode.READER_UNKNOWN
    for nothing in (0, 10**9, 2**40):
        assert refused(shelves.place, anvar, nothing).code == "item_record_unknown"
        assert isinstance(refused(cancel, shelves, nothing), HoldNotFound)


def cancel(shelves: Shelves, hold_id: int, **given: Any) -> None:
    with transaction(shelves.session) as session:
        services.cancel_hold(session, shelves.work, hold_id=hold_id, **given)


def move(shelves: Shelves, hold_id: int, where: int, reason: str = "imtihon") -> None:
    with transaction(shelves.session) as session:
        services.move_hold(session, shelves.work, hold_id=hold_id, place=where, reason=reason)


def test_a_librarian_moves_somebody_with_a_reason(shelves: Shelves) -> None:
    anvar, nodira, bobur, dilnoza = shelves.readers(4)
    title = shelves.title()
    shelves.copy(title)
    a, n, b = (shelves.place(each, title) for each in (anvar, nodira, bobur))
    move(shelves, b, 1)
    assert shelves.waiting(title) == [b, a, n]
    d = shelves.place(dilnoza, title)
    assert shelves.waiting(title) == [b, a, n, d]
    move(shelves, a, 4)
    assert shelves.waiting(title) == [b, n, d, a]
    assert isinstance(refused(move, shelves, a, 1, reason=" "), InputError)
    assert refused(move, shelves, a, 5).code is HoldCode.PLACE_INVALID
    assert refused(move, shelves, a, 0).code is HoldCode.PLACE_INVALID


def test_a_hold_once_ended_is_not_ended_again(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    title = shelves.title()
    shelves.copy(title)
    hold = shelves.place(anvar, title)
    assert isinstance(refused(cancel, shelves, hold, patron_id=nodira.id), HoldNotFound)
    cancel(shelves, hold, reason="fikridan qaytdi", patron_id=anvar.id)
    assert shelves.hold(hold).state is HoldState.CANCELLED
    assert refused(cancel, shelves, hold).code is HoldCode.ENDED
    assert refused(move, shelves, hold, 1).code is HoldCode.ENDED
    again = shelves.place(anvar, title)
    assert shelves.waiting(title) == [again]
    shelves.assert_sound()


def test_a_copy_of_a_cancelled_hold_goes_to_the_next(shelves: Shelves) -> None:
    anvar, nodira = shelves.readers(2)
    title = shelves.title()
    item = shelves.copy(title)
    first, second = shelves.place(anvar, title), shelves.place(nodira, title)
    shelves.give_back(item)
    cancel(shelves, first)
    assert shelves.hold(second).state is HoldState.READY
    assert shelves.state(item) is ItemState.HELD
    cancel(shelves, second)
    assert shelves.state(item) is ItemState.AVAILABLE
    shelves.assert_sound()


def test_the_place_of_fetching_can_be_changed_while_one_waits(shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    item = shelves.copy(title)
    hold = shelves.place(anvar, title)
    with transaction(shelves.session) as session:
        services.change_pickup(session, shelves.work, hold_id=hold, department="foreign")
    caught = shelves.give_back(item)
    assert caught is not None
    assert (caught.department, caught.travels) == ("foreign", True)
    with pytest.raises(HoldError), transaction(shelves.session) as session:
        services.change_pickup(session, shelves.work, hold_id=hold, department="lending")


def test_the_rules_of_holds_are_bounded(shelves: Shelves) -> None:
    for days, limit in ((-1, 1), (61, 1), (3, -1), (3, 1001)):
        with pytest.raises(HoldInputError), transaction(shelves.session) as session:
            services.choose(session, shelves.work, shelf_days=days, limit=limit)
    assert (queries.shelf_days(shelves.session), queries.hold_limit(shelves.session)) == (3, 10)
