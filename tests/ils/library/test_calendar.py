"""Open and closed days (DD-03). 15 April 2026 is a Wednesday, 19 April a Sunday."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ils.db import transaction
from ils.errors import InputCode, LibraryError
from ils.library.calendar import (
    Calendar,
    clear_special_day,
    load_calendar,
    set_special_days,
    set_weekly_closed,
)
from ils.library.errors import PlaceCode, PlaceError
from ils.library.models import SpecialDay

WEDNESDAY, SATURDAY, SUNDAY = date(2026, 4, 15), date(2026, 4, 18), date(2026, 4, 19)
HOLIDAY = {WEDNESDAY: (False, "Navroʻz")}
OPENING = {SUNDAY: (True, "Kitob bayrami")}
WEEKDAYS = st.frozensets(st.integers(0, 6), max_size=6)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("calendar", "day", "is_open", "why"),
    [
        (Calendar(), WEDNESDAY, True, "a working day"),
        (Calendar(), SUNDAY, False, "Sunday is closed unless the library says otherwise"),
        (Calendar(frozenset()), SUNDAY, True, "no weekly closure"),
        (Calendar(frozenset({2})), WEDNESDAY, False, "closed on Wednesdays"),
        (Calendar(special=HOLIDAY), WEDNESDAY, False, "a holiday beats the working week"),
        (Calendar(special=OPENING), SUNDAY, True, "a dated opening beats the weekly closure"),
    ],
)
def test_is_open(calendar: Calendar, day: date, is_open: bool, why: str) -> None:
    assert calendar.is_open(day) is is_open, why


def test_the_reason_of_a_dated_exception_is_told() -> None:
    calendar = Calendar(special=HOLIDAY | OPENING)
    assert [calendar.reason(day) for day in (WEDNESDAY, SUNDAY, SATURDAY)] == ["Navroʻz", "Kitob bayrami", ""]


@pytest.mark.parametrize(
    ("calendar", "day", "opens"),
    [
        (Calendar(), WEDNESDAY, WEDNESDAY),
        (Calendar(), SUNDAY, date(2026, 4, 20)),
        (Calendar(frozenset({5, 6})), SATURDAY, date(2026, 4, 20)),
        (Calendar(special=OPENING), SUNDAY, SUNDAY),
        (Calendar(special={SUNDAY + timedelta(days=1): (False, "x")}), SUNDAY, date(2026, 4, 21)),
        (Calendar(frozenset(range(7)), {date(2027, 4, 15): (True, "x")}), WEDNESDAY, date(2027, 4, 15)),
    ],
)
def test_the_next_open_day(calendar: Calendar, day: date, opens: date) -> None:
    assert calendar.next_open(day) == opens


@given(WEEKDAYS, DAYS, st.dictionaries(DAYS, st.tuples(st.booleans(), st.just("x")), max_size=20))
def test_the_next_open_day_is_the_first_that_is_open(
    weekly: frozenset[int], day: date, special: dict[date, tuple[bool, str]]
) -> None:
    calendar = Calendar(weekly, special)
    opens = calendar.next_open(day)
    assert opens >= day
    assert calendar.is_open(opens)
    assert not any(calendar.is_open(day + timedelta(days=n)) for n in range((opens - day).days))


def test_a_library_closed_for_a_year_is_refused_instead_of_sought_for_ever() -> None:
    with pytest.raises(PlaceError) as caught:
        Calendar(frozenset(range(7))).next_open(WEDNESDAY)
    assert caught.value.code is PlaceCode.ALWAYS_CLOSED


def test_the_week_is_kept(session: Session) -> None:
    assert load_calendar(session).weekly_closed == {6}
    for weekdays in (frozenset({0, 6}), frozenset[int]()):
        with transaction(session):
            set_weekly_closed(session, weekdays=weekdays)
        assert load_calendar(session).weekly_closed == weekdays


@pytest.mark.parametrize("weekdays", [frozenset(range(7)), frozenset({7}), frozenset({-1})])
def test_a_week_without_an_open_day_is_refused(session: Session, weekdays: frozenset[int]) -> None:
    with pytest.raises(PlaceError) as caught:
        set_weekly_closed(session, weekdays=weekdays)
    assert caught.value.code is PlaceCode.ALWAYS_CLOSED


def test_a_span_of_days_is_entered_changed_and_taken_back(session: Session) -> None:
    with transaction(session):
        count = set_special_days(session, first=SATURDAY, last=SUNDAY, is_open=False, reason=" Taʼmir ")
    assert count == 2
    calendar = load_calendar(session)
    assert calendar.special[SATURDAY] == calendar.special[SUNDAY] == (False, "Taʼmir")
    with transaction(session):
        set_special_days(session, first=SUNDAY, last=SUNDAY, is_open=True, reason="Kitob bayrami")
        clear_special_day(session, day=SATURDAY)
    calendar = load_calendar(session)
    assert calendar.special[SUNDAY] == (True, "Kitob bayrami")
    assert SATURDAY not in calendar.special


@pytest.mark.parametrize(
    ("days", "reason", "code"),
    [
        (-1, "x", PlaceCode.DAY_RANGE_INVALID),
        (366, "x", PlaceCode.DAY_RANGE_INVALID),
        (0, "  ", InputCode.EMPTY),
        (0, "x" * 201, InputCode.TOO_LONG),
    ],
)
def test_a_span_that_cannot_be_is_refused(session: Session, days: int, reason: str, code: str) -> None:
    with pytest.raises(LibraryError) as caught:
        set_special_days(
            session, first=WEDNESDAY, last=WEDNESDAY + timedelta(days=days), is_open=False, reason=reason
        )
    assert caught.value.code == code
    assert WEDNESDAY not in load_calendar(session).special


def test_an_exception_that_is_none_cannot_be_taken_back(session: Session) -> None:
    with pytest.raises(PlaceError) as caught:
        clear_special_day(session, day=WEDNESDAY)
    assert caught.value.code is PlaceCode.DAY_NOT_SET


def test_the_database_wants_a_reason_too(session: Session) -> None:
    with pytest.raises(IntegrityError), transaction(session):
        session.add(SpecialDay(day=WEDNESDAY, open=False, reason=""))
