"""The calendar's page: hours, holidays, sanitary days, closures, openings."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ils.accounts.permissions import Role
from ils.accounts.queries import audit_page
from ils.library.calendar import load_calendar
from tests.conftest import SignIn

HOSTILE = "<script>alert(1)</script>'; DROP TABLE department; --"
DAYS = {"first": "2026-04-18", "last": "2026-04-19", "kind": "closure", "reason": "Taʼmir"}
SIX_DAYS = {
    **{f"opens{day}": "08:30" for day in range(6)},
    **{f"closes{day}": "16:30" for day in range(5)},
    "closes5": "13:30",
}


@pytest.fixture
def director(signed_in: SignIn) -> FlaskClient:
    return signed_in(Role.DIRECTOR)


def actions(session: Session) -> list[str]:
    session.rollback()
    return [row.action for row in audit_page(session)]


@pytest.mark.usefixtures("at_noon")
def test_the_calendar_shows_the_exceptions_of_this_year(director: FlaskClient) -> None:
    page = director.get("/settings/calendar").text
    assert "21.03.2026" in page
    assert "Navroʻz" in page
    assert "21.03.2025" not in page
    assert 'name="opens0" value="09:00"' in page
    assert 'name="opens6" value=""' in page  # Sunday is closed
    assert "21.03.2025" in director.get("/settings/calendar?year=2025").text
    assert "No exceptions in this year" in director.get("/settings/calendar?year=2040").text


@pytest.mark.parametrize("year", ["1999", "2101", "x", "9" * 5000, "-1", "2026x", "00202600"])
def test_a_year_that_is_none_is_refused_in_words(director: FlaskClient, year: str) -> None:
    answer = director.get("/settings/calendar", query_string={"year": year})
    assert answer.status_code == 400
    assert "is not a number" in answer.text


def test_the_closed_weekdays_are_set(director: FlaskClient, session: Session) -> None:
    answer = director.post("/settings/calendar/week", data=SIX_DAYS | {"opens0": "", "closes0": ""})
    assert answer.status_code == 302
    assert actions(session)[0] == "calendar_changed"
    kept = load_calendar(session)
    assert kept.weekly_closed == {0, 6}
    assert kept.weekly_hours[5] == (8 * 60 + 30, 13 * 60 + 30)  # a short Saturday
    page = director.get("/settings/calendar").text
    assert 'name="closes5" value="13:30"' in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"opens1": "18:00", "closes1": "9:00"}, "ends before it begins"),
        ({"opens1": "9:00", "closes1": ""}, "is not a time"),
        ({"opens1": "25:00", "closes1": "26:00"}, "is not a time"),
        ({"opens1": "morning", "closes1": "18:00"}, "is not a time"),
    ],
)
def test_hours_that_cannot_be_are_refused_in_words(
    director: FlaskClient, session: Session, given: dict[str, str], words: str
) -> None:
    answer = director.post("/settings/calendar/week", data=SIX_DAYS | given)
    assert answer.status_code == 422
    assert words in answer.text
    session.rollback()
    assert load_calendar(session).weekly_hours == {}


def test_a_week_without_an_open_day_is_refused(director: FlaskClient, session: Session) -> None:
    answer = director.post("/settings/calendar/week", data={})
    assert answer.status_code == 422
    assert "never be open" in answer.text
    session.rollback()
    assert load_calendar(session).weekly_closed == {6}


def test_days_are_entered_and_taken_back(director: FlaskClient, session: Session) -> None:
    page = director.post("/settings/calendar/days", data=DAYS, follow_redirects=True).text
    assert "Days entered: 2" in page
    assert "18.04.2026" in page
    assert "Taʼmir" in page
    answer = director.post("/settings/calendar/clear", data={"day": "2026-04-18"}, follow_redirects=True)
    assert "18.04.2026" not in answer.text
    assert actions(session)[:2] == ["calendar_changed"] * 2


def test_one_day_may_be_opened(director: FlaskClient, session: Session) -> None:
    director.post(
        "/settings/calendar/days",
        data=DAYS
        | {"first": "2026-04-19", "last": "", "kind": "opening", "opens": "10:00", "closes": "14:00"},
    )
    session.rollback()
    kept = load_calendar(session)
    assert kept.is_open(date(2026, 4, 19))
    assert kept.hours(date(2026, 4, 19)) == (600, 840)


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({"first": ""}, 400, "is not a date"),
        ({"first": "18.04.2026"}, 400, "is not a date"),
        ({"first": "0026-04-18", "last": ""}, 400, "is not a date"),
        ({"last": "9999-12-31"}, 400, "is not a date"),
        ({"last": "2026-04-01"}, 422, "is not a span"),
        ({"last": "2027-04-19"}, 422, "is not a span"),
        ({"reason": ""}, 400, "Fill in"),
        ({"reason": "x" * 201}, 400, "too long"),
        ({"kind": "feast"}, 400, "is not in the list"),
    ],
)
def test_days_that_cannot_be_are_refused_in_words(
    director: FlaskClient, session: Session, given: dict[str, str], status: int, words: str
) -> None:
    answer = director.post("/settings/calendar/days", data=DAYS | given)
    assert answer.status_code == status
    assert words in answer.text
    session.rollback()
    assert date(2026, 4, 18) not in load_calendar(session).special


def test_an_exception_that_is_none_cannot_be_taken_back(director: FlaskClient) -> None:
    answer = director.post("/settings/calendar/clear", data={"day": "2026-04-15"})
    assert answer.status_code == 422
    assert "15.04.2026 is not an exception" in answer.text


def test_a_hostile_reason_is_only_text(director: FlaskClient) -> None:
    director.post("/settings/calendar/days", data=DAYS | {"reason": HOSTILE})
    page = director.get("/settings/calendar?year=2026").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_the_holidays_of_another_year_are_entered_once(director: FlaskClient, session: Session) -> None:
    page = director.post("/settings/calendar/holidays", data={"year": "2028"}, follow_redirects=True).text
    assert "Days entered: 7" in page
    again = director.post("/settings/calendar/holidays", data={"year": "2028"}, follow_redirects=True).text
    assert "Days entered: 0" in again
    session.rollback()
    assert load_calendar(session).reason(date(2028, 3, 21)) == "Navroʻz"


def test_the_sanitary_days_of_a_year_leave_holidays_alone(director: FlaskClient, session: Session) -> None:
    page = director.post("/settings/calendar/sanitary", data={"year": "2027"}, follow_redirects=True).text
    assert "Days entered: 12" in page
    assert "30.04.2027" in page
    session.rollback()
    assert load_calendar(session).reason(date(2027, 4, 30)) == "Sanitariya kuni"
