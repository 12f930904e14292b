"""Events and clubs: what is refused, what a change leaves behind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from circulation.events import queries, services
from circulation.events.errors import EventError, EventInputError, EventNotFoundError
from circulation.events.models import Attendance, ClubMember
from circulation.events.queries import Wanted
from circulation.events.rules import weekly
from circulation.patrons.models import Patron
from circulation.visits.errors import VisitError
from circulation.visits.services import take_back
from ils.db import transaction
from ils.errors import InputError, LibraryError
from tests.circulation.events.house import House
from tests.conftest import NOON
from tests.world import add_reader

TODAY = NOON.date()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"day": date(1999, 12, 31)}, "event_day_odd"),
        ({"day": date(2101, 1, 1)}, "event_day_odd"),
        ({"starts": 600, "ends": 540}, "event_times_reversed"),
        ({"ends": 540}, "event_times_reversed"),
        ({"type": "party"}, "event_type_unknown"),
        ({"type": "club"}, "event_club_missing"),
        ({"type": "club", "club_id": 99}, "club_unknown"),
        ({"title": "  "}, "empty_value"),
        ({"title": "x" * 301}, "value_too_long"),
        ({"sector": "moon"}, "sector_unknown"),
        ({"department": "moon"}, "department_unknown"),
        ({"expected": -1}, "event_persons_invalid"),
        ({"link": "javascript:alert(1)"}, "event_link_odd"),
        ({"repeat_until": TODAY - timedelta(days=1)}, "event_cycle_backwards"),
        ({"repeat_until": TODAY + timedelta(weeks=60)}, "event_cycle_too_long"),
    ],
)
def test_what_no_event_can_have_is_refused(house: House, said: dict[str, object], code: str) -> None:
    with pytest.raises(LibraryError) as refused:
        house.plan(**said)  # type: ignore[arg-type]
    assert str(refused.value.code) == code
    assert queries.events(house.session, Wanted()).total == 0


def test_a_cycle_is_several_events(house: House) -> None:
    house.plan(repeat_until=TODAY + timedelta(days=20))
    days = [row.day for row in queries.events(house.session, Wanted()).rows]
    assert days == [TODAY + timedelta(days=14), TODAY + timedelta(days=7), TODAY]
    assert weekly(TODAY, None) == (TODAY,)


def test_an_event_of_tomorrow_is_not_held_and_nobody_was_there(house: House) -> None:
    add_reader(house.session, NOON)
    event = house.plan(TODAY + timedelta(days=1))
    for act in (house.hold, house.attend):
        with pytest.raises(EventInputError, match="event_day_ahead"):
            act(event)
    done = house.held()
    with pytest.raises(EventInputError, match="event_day_ahead"):
        house.change(done, day=TODAY + timedelta(days=1))


def test_a_head_count_has_limits(house: House) -> None:
    event = house.plan()
    for persons in (-1, 1000):
        with pytest.raises(EventInputError, match="event_persons_invalid"):
            house.hold(event, persons)
    house.hold(event, 999)


def test_cancelled_with_a_reason_and_planned_again(house: House) -> None:
    add_reader(house.session, NOON)
    event = house.plan()
    house.attend(event)
    with transaction(house.session) as session, pytest.raises(InputError, match="empty_value"):
        services.cancel(session, house.work, event_id=event, reason=" ")
    house.cancel(event)
    assert house.problems() == []
    assert sum(persons for *_place, persons in house.visits()) == 0
    for act in (house.hold, house.unhold, house.cancel):
        with pytest.raises(EventError):
            act(event)
    with pytest.raises(EventError, match="event_is_cancelled"):
        house.attend(event)
    with pytest.raises(EventError, match="event_is_cancelled"):
        house.change(event, title="Boshqa")
    with transaction(house.session) as session:
        services.restore(session, house.work, event_id=event)
    house.hold(event)
    assert house.event(event).state == "held"


def test_a_lost_or_unknown_card_is_not_written_down(house: House) -> None:
    anvar = add_reader(house.session, NOON)
    event = house.plan()
    with transaction(house.session) as session:
        session.execute(update(Patron).where(Patron.id == anvar.id).values(card_lost_on=TODAY))
    for card, code in (("R-1", "visit_card_lost"), ("R-9", "visit_reader_unknown")):
        with pytest.raises(VisitError, match=code):
            house.attend(event, card)
    with pytest.raises(InputError, match="empty_value"):
        house.attend(event, " ")
    assert queries.attendance_of(house.session, event) == ()


def test_a_card_struck_off_takes_its_visit_back_and_may_be_scanned_again(house: House) -> None:
    add_reader(house.session, NOON)
    event = house.plan()
    house.attend(event)
    (row,) = queries.attendance_of(house.session, event)
    with transaction(house.session) as session:
        services.remove_attendance(session, house.work, event_id=event, attendance_id=row.id)
    assert [persons for *_place, persons in house.visits()] == [1, -1]
    with transaction(house.session) as session, pytest.raises(EventNotFoundError):
        services.remove_attendance(session, house.work, event_id=event, attendance_id=row.id)
    assert house.attend(event).visit_counted
    assert house.problems() == []


def test_a_head_count_taken_back_among_the_visits_is_found_and_mended(house: House) -> None:
    event = house.held(headcount=12)
    visit = house.event(event).visit_id
    with transaction(house.session) as session:
        take_back(session, house.work, visit_id=visit or 0, reason="Xato")
    (problem,) = house.problems()
    assert (problem.code, problem.facts) == (
        "event_headcount_differs",
        {"event": event, "said": 12, "counted": 0},
    )
    house.headcount(event, 12)  # the same number typed again is counted again
    assert house.problems() == []
    house.headcount(event, 10)
    assert house.problems() == []
    house.unhold(event)
    assert house.problems() == []


def test_a_forgotten_reader_stays_in_the_count(house: House) -> None:
    add_reader(house.session, NOON)
    event, club = house.plan(), house.club()
    house.attend(event)
    house.join(club)
    with transaction(house.session) as session:
        session.execute(update(Attendance).values(patron_id=None))
        session.execute(update(ClubMember).values(patron_id=None))
    house.hold(event)
    (row,) = queries.attendance_of(house.session, event)
    assert (row.patron_id, row.name, queries.event_row(house.session, event).came) == (None, "", 1)
    assert queries.members(house.session, club)[0].name == ""
    house.unhold(event)
    house.hold(event)
    assert house.problems() == []


def test_lists_are_narrowed(house: House) -> None:
    club = house.club()
    house.held(headcount=4)
    house.plan(TODAY - timedelta(days=400), type="field", title="100% gʻalaba")
    house.plan(type="club", club_id=club, sector="reading")
    found = queries.events(house.session, Wanted())
    assert (found.total, found.came) == (3, 4)
    for wanted, total in (
        (Wanted(since=TODAY), 2), (Wanted(until=TODAY - timedelta(days=1)), 1), (Wanted(type="field"), 1),
        (Wanted(state="held"), 1), (Wanted(club_id=club), 1), (Wanted(text="100%"), 1), (Wanted(text="%"), 1),
        (Wanted(sector="reading"), 1), (Wanted(department="foreign"), 0),
    ):  # fmt: skip
        assert queries.events(house.session, wanted).total == total, wanted
    assert queries.counts(house.session, Wanted())["event", "held"] == 1
    assert queries.describe(house.session, [found.rows[0].id])
    month = queries.events_of_month(house.session, TODAY.replace(day=1), TODAY)
    assert len(month) == 2


def test_a_club_has_one_name_and_its_members_once(house: House) -> None:
    anvar = add_reader(house.session, NOON)
    club = house.club()
    with pytest.raises(EventError, match="club_name_taken"):
        house.club()
    member = house.join(club, on=TODAY - timedelta(days=9))
    with pytest.raises(EventError, match="club_member_already") as refused:
        house.join(club)
    assert refused.value.facts["day"] == TODAY - timedelta(days=9)
    with (
        transaction(house.session) as session,
        pytest.raises(EventInputError, match="club_left_before_joined"),
    ):
        services.leave(session, house.work, club_id=club, member_id=member, on=TODAY - timedelta(days=10))
    with transaction(house.session) as session:
        services.leave(session, house.work, club_id=club, member_id=member, on=TODAY - timedelta(days=1))
    with (
        transaction(house.session) as session,
        pytest.raises(EventNotFoundError, match="club_member_unknown"),
    ):
        services.leave(session, house.work, club_id=club, member_id=member)
    house.join(club)
    told = [(row.patron_id, row.left_on) for row in queries.members(house.session, club)]
    assert told == [(anvar.id, None), (anvar.id, TODAY - timedelta(days=1))]
    assert len(queries.current_members(house.session, club, TODAY - timedelta(days=5))) == 1
    assert queries.current_members(house.session, club, TODAY - timedelta(days=1)) == ()


def test_days_of_a_club_are_sound(house: House) -> None:
    add_reader(house.session, NOON)
    with pytest.raises(EventInputError, match="club_closed_before_founded"):
        house.club(closed_on=date(2019, 1, 1))
    club = house.club()
    for day in (date(2020, 8, 31), TODAY + timedelta(days=1)):
        with pytest.raises(EventInputError, match="club_day_odd"):
            house.join(club, on=day)
    passport = {"name": "Kitobxon", "department": "lending", "founded_on": date(2020, 9, 1)}
    with transaction(house.session) as session:
        services.change_club(session, house.work, club_id=club, **passport, closed_on=TODAY)  # type: ignore[arg-type]
    with pytest.raises(EventError, match="club_closed"):
        house.join(club)
    with pytest.raises(EventError, match="club_closed"):
        house.plan(TODAY + timedelta(days=1), type="club", club_id=club)
    assert queries.clubs(house.session, running=True) == ()
