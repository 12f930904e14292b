"""Lines 16, 18, 20 and 21 of the work plan, as events feed them: held, repeated, corrected, taken back, at midnight."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from circulation.events.errors import EventError
from ils import clock
from ils.db import transaction
from ils.library.calendar import set_special_days
from tests.circulation.events.house import House
from tests.circulation.lines import fact
from tests.conftest import NOON
from tests.world import add_reader

TODAY = NOON.date()
KINDS = {"event": "18", "excursion": "18", "training": "18", "field": "20"}
EVENT_LINES = ("18", "20", "21")


def lines(house: House) -> tuple[int, ...]:
    return tuple(fact(house.session, number) for number in EVENT_LINES)


@pytest.mark.line("18 20", "once repeated")
@pytest.mark.parametrize(("kind", "number"), KINDS.items())
def test_line_18_and_20_a_held_event_counts_once_in_the_line_of_its_kind(
    house: House, kind: str, number: str
) -> None:
    event = house.plan(type=kind)
    assert lines(house) == (0, 0, 0)
    house.hold(event)
    assert {each: fact(house.session, each) for each in EVENT_LINES} == dict.fromkeys(EVENT_LINES, 0) | {
        number: 1
    }
    with pytest.raises(EventError, match="event_not_planned"):
        house.hold(event)
    assert fact(house.session, number) == 1
    assert house.problems() == []


@pytest.mark.line("18", "undone")
def test_line_18_undone_and_held_again(house: House) -> None:
    event = house.held()
    house.unhold(event)
    assert lines(house) == (0, 0, 0)
    house.hold(event)
    assert lines(house) == (1, 0, 0)
    house.unhold(event)
    assert lines(house) == (0, 0, 0)
    assert house.problems() == []


@pytest.mark.line("18", "repeated")
def test_line_18_every_meeting_of_a_cycle_counts(house: House) -> None:
    first = house.plan(TODAY - timedelta(weeks=3), repeat_until=TODAY)
    for event in range(first, first + 4):
        house.hold(event)
    assert lines(house) == (4, 0, 0)
    assert house.problems() == []


@pytest.mark.line("18 20 21", "undone corrected")
def test_line_18_20_and_21_a_corrected_kind_takes_the_event_into_its_own_line(house: House) -> None:
    club, event = house.club(), house.held()
    for said, figures in (
        ({"type": "field"}, (0, 1, 0)),
        ({"title": "Boshqa nom"}, (0, 1, 0)),  # what does not count leaves no acts
        ({"type": "club", "club_id": club}, (0, 0, 1)),
        ({"type": "field", "club_id": None}, (0, 1, 0)),
    ):
        house.change(event, **said)
        assert lines(house) == figures
    house.unhold(event)
    assert lines(house) == (0, 0, 0)
    assert house.problems() == []


@pytest.mark.line("21", "once repeated undone")
def test_line_21_a_held_meeting_of_a_club(house: House) -> None:
    club = house.club()
    meeting = house.plan(type="club", club_id=club)
    assert lines(house) == (0, 0, 0)
    house.hold(meeting)
    assert lines(house) == (0, 0, 1)
    with pytest.raises(EventError, match="event_not_planned"):
        house.hold(meeting)
    assert lines(house) == (0, 0, 1)
    house.unhold(meeting)
    assert lines(house) == (0, 0, 0)
    house.held(type="club", club_id=club)
    house.held(type="club", club_id=club)  # another meeting of the same day
    assert lines(house) == (0, 0, 2)
    assert house.problems() == []


@pytest.mark.line("16 16.3", "once repeated undone corrected")
def test_line_16_head_count_and_cards_of_an_event(house: House) -> None:
    anvar = add_reader(house.session, NOON)
    event = house.plan()
    assert house.attend(event).visit_counted
    assert (fact(house.session, "16"), fact(house.session, "16.3")) == (1, 1)
    house.hold(event, 25)
    assert (fact(house.session, "16"), fact(house.session, "16.3"), fact(house.session, "16.1")) == (
        26,
        26,
        0,
    )
    assert house.visits() == [(anvar.id, "youth", TODAY, 1), (None, "youth", TODAY, 25)]
    house.headcount(event, 30)
    assert fact(house.session, "16.3") == 31
    house.headcount(event, 30)
    assert fact(house.session, "16.3") == 31
    assert house.problems() == []
    house.unhold(event)
    assert fact(house.session, "16") == 0
    assert sum(persons for *_place, persons in house.visits()) == 0
    house.hold(event, 7)  # who came with a card is still written down
    assert fact(house.session, "16") == 8
    assert house.problems() == []


def test_line_16_a_card_with_a_visit_of_the_day_counts_no_second_one(house: House) -> None:
    add_reader(house.session, NOON)
    first, second, elsewhere = house.plan(), house.plan(title="Viktorina"), house.plan(sector="local")
    assert house.attend(first).visit_counted
    assert not house.attend(second).visit_counted
    assert house.attend(elsewhere).visit_counted
    again = house.attend(first)
    assert (again.new, again.visit_counted) == (False, False)
    assert fact(house.session, "16") == 2
    assert house.problems() == []


@pytest.mark.line("16 16.6 18", "corrected")
def test_line_16_a_changed_day_and_sector_take_the_visits_along(house: House) -> None:
    add_reader(house.session, NOON)
    event = house.plan()
    house.attend(event)
    house.hold(event, 10)
    house.change(event, day=date(2025, 12, 30), sector="local")
    assert (fact(house.session, "16"), fact(house.session, "18")) == (0, 0)
    assert (fact(house.session, "16.6", 2025), fact(house.session, "18", 2025)) == (11, 1)
    assert house.problems() == []


@pytest.mark.line("16 16.3 18 20 21", "midnight closed")
@pytest.mark.parametrize(("hour", "year"), [(23 + 59 / 60, 2025), (24 + 1 / 60, 2026)])
def test_line_18_20_and_21_at_midnight_of_31_december_in_tashkent_on_a_closed_day(
    house: House, hour: float, year: int
) -> None:
    eve = date(2025, 12, 31)
    with transaction(house.session) as session:
        days = {"first": eve, "last": date(2026, 1, 1)}
        set_special_days(session, **days, is_open=False, reason="Yangi yil")
    house.now = clock.at_hour(eve, hour)
    house.held(headcount=5)
    house.held(type="field")
    house.held(type="club", club_id=house.club())
    for each in (2025, 2026):
        counted = [fact(house.session, number, each) for number in ("18", "20", "21", "16", "16.3")]
        assert counted == ([1, 1, 1, 5, 5] if each == year else [0] * 5)
    assert house.problems() == []


def test_line_18_entered_late_counts_in_its_own_year(house: House) -> None:
    house.held(date(2025, 12, 31), 5)
    assert (fact(house.session, "18", 2025), fact(house.session, "18")) == (1, 0)
