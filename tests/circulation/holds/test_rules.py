"""Queues, days on the shelf and slips: plain decisions, and what holds of every queue."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulation.holds.rules import (
    Copy,
    Waiting,
    fetchable,
    first_of,
    in_order,
    initials,
    moved,
    places,
    serves,
    shelf_until,
)
from ils.library.calendar import Calendar

DAY = date(2026, 4, 15)
PLACES = ("lending", "foreign", "reading_room")

holds = st.builds(
    Waiting,
    id=st.integers(1, 10_000),
    rank=st.integers(-20, 3),
    department=st.sampled_from(PLACES),
    only_item_id=st.none() | st.integers(1, 6),
    needed_until=st.none() | st.dates(DAY - timedelta(days=5), DAY + timedelta(days=5)),
)
queues = st.lists(holds, max_size=12, unique_by=lambda each: each.id)
copies = st.builds(Copy, id=st.integers(1, 6), department=st.sampled_from(PLACES), in_room=st.booleans())
shelf = st.lists(copies, max_size=6, unique_by=lambda each: each.id)
calendars = st.builds(
    Calendar,
    weekly_closed=st.frozensets(st.integers(0, 6), max_size=6),
    special=st.dictionaries(
        st.dates(DAY, DAY + timedelta(days=40)), st.tuples(st.booleans(), st.just("bayram")), max_size=10
    ),
)


def test_CI_05_the_first_of_the_queue_is_next() -> None:
    queue = (Waiting(3), Waiting(1), Waiting(2, rank=-1))
    assert [each.id for each in in_order(queue)] == [2, 1, 3]
    assert first_of(queue, Copy(7), DAY) == Waiting(2, rank=-1)


def test_whoever_waits_for_a_certain_copy_is_served_by_no_other() -> None:
    queue = (Waiting(1, only_item_id=5), Waiting(2))
    assert first_of(queue, Copy(7), DAY) == Waiting(2)
    assert first_of(queue, Copy(5), DAY) == Waiting(1, only_item_id=5)


def test_whoever_needs_it_no_more_is_passed_over_from_the_day_after() -> None:
    hold = Waiting(1, needed_until=DAY)
    assert serves(Copy(7), hold, DAY)
    assert not serves(Copy(7), hold, DAY + timedelta(days=1))


def test_CO_11_a_copy_for_the_room_serves_only_who_fetches_it_there() -> None:
    queue = (Waiting(1, department="lending"), Waiting(2, department="reading_room"))
    assert first_of(queue, Copy(7, "reading_room", in_room=True), DAY) == queue[1]
    assert first_of(queue, Copy(7, "reading_room"), DAY) == queue[0]


@given(queues, st.data())
def test_moving_somebody_changes_nobody_elses_order(queue: list[Waiting], data: st.DataObject) -> None:
    if not queue:
        return
    chosen = data.draw(st.sampled_from(queue))
    place = data.draw(st.integers(1, len(queue)))
    ranks = moved(queue, chosen.id, place)
    after = in_order(Waiting(each.id, ranks[each.id]) for each in queue)
    others = [each.id for each in in_order(queue) if each.id != chosen.id]
    assert [each.id for each in after if each.id != chosen.id] == others
    assert places(after)[chosen.id] == place


@given(queues, st.data())
def test_whoever_comes_later_stands_last_also_after_a_move(queue: list[Waiting], data: st.DataObject) -> None:
    if not queue:
        return
    ranks = moved(queue, data.draw(st.sampled_from(queue)).id, data.draw(st.integers(1, len(queue))))
    later = Waiting(20_000, 0)
    assert in_order([*(Waiting(each.id, ranks[each.id]) for each in queue), later])[-1] == later


@given(queues, copies)
def test_nobody_is_passed_over_whom_the_copy_serves(queue: list[Waiting], copy: Copy) -> None:
    chosen = first_of(queue, copy, DAY)
    ordered = in_order(queue)
    before = ordered[: ordered.index(chosen)] if chosen else ordered
    assert not any(serves(copy, each, DAY) for each in before)
    assert chosen is None or serves(copy, chosen, DAY)


@given(queues, shelf)
def test_each_copy_is_fetched_for_one_and_each_reader_gets_one(
    queue: list[Waiting], found: list[Copy]
) -> None:
    pairs = fetchable(queue, found, DAY)
    assert len({hold.id for hold, _copy in pairs}) == len({copy.id for _hold, copy in pairs}) == len(pairs)
    assert all(serves(copy, hold, DAY) for hold, copy in pairs)
    left = [copy for copy in found if copy not in [copy for _hold, copy in pairs]]
    served = {hold.id for hold, _copy in pairs}
    assert not any(serves(copy, hold, DAY) for copy in left for hold in queue if hold.id not in served)


def test_a_copy_where_it_will_be_fetched_is_fetched_before_another() -> None:
    hold = Waiting(1, department="foreign")
    assert fetchable([hold], [Copy(1, "lending"), Copy(2, "foreign")], DAY) == ((hold, Copy(2, "foreign")),)


def test_three_open_days_skip_sunday_and_a_holiday() -> None:
    # Wednesday 15 April; Friday the 17th closed; Sunday the 19th.
    calendar = Calendar(special={date(2026, 4, 17): (False, "Sanitariya kuni")})
    assert shelf_until(calendar, DAY, 3) == date(2026, 4, 20)
    assert shelf_until(Calendar(), DAY, 3) == date(2026, 4, 18)


@given(calendars, st.dates(DAY, DAY + timedelta(days=20)), st.integers(0, 10))
def test_the_last_day_on_the_shelf_is_open_and_a_longer_wait_never_ends_earlier(
    calendar: Calendar, day: date, days: int
) -> None:
    until = shelf_until(calendar, day, days)
    assert calendar.is_open(until)
    assert until >= day
    assert shelf_until(calendar, day, days + 1) > until or days == 0
    between = sum(calendar.is_open(day + timedelta(days=step + 1)) for step in range((until - day).days))
    assert days in {between, 0}


@pytest.mark.parametrize(
    ("name", "slip"),
    [
        ("Karimov Anvar Botir oʻgʻli", "K. A. B."),
        ("Shodiyeva Charos", "Sh. Ch."),
        ("Oʻrinov Gʻayrat", "Oʻ. Gʻ."),
        ("Иванова Анна Петровна", "И. А. П."),
        ("", ""),
    ],
)
def test_a_slip_shows_initials(name: str, slip: str) -> None:
    assert initials(name) == slip
