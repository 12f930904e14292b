"""Lines 15 and 40 of the work plan, fed by registrations: one person, once a calendar year."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from circulation.patrons import measures
from circulation.patrons.errors import PatronError
from circulation.patrons.models import Patron
from circulation.patrons.services import change_patron, register, take_registration_back
from ils.accounts.permissions import Role
from ils.activity.measures import months_are_sums, totals_are_sums
from ils.db import transaction
from tests.conftest import NOON, SignIn
from tests.plan_lines import FIRST_MINUTE, LAST_MINUTE, SUNDAY, fact, load_plans
from tests.world import add_reader, work_at

LINES = "15 15.1 15.2 40"
LAST_YEAR = NOON - timedelta(days=365)
CHECKS = (*measures.CHECKS, totals_are_sums, months_are_sums)


@pytest.fixture(autouse=True)
def planned(session: Session) -> None:
    """The plans of three years."""
    load_plans(session, 2025, 2026, 2027)


def lines(session: Session, year: int = 2026) -> list[int]:
    return [fact(session, number, year) for number in LINES.split()]


def enter(session: Session, reader: Patron, now: datetime = NOON) -> None:
    with transaction(session):
        register(session, work_at(now), patron_id=reader.id)


def back(session: Session, reader: Patron, year: int = 2026) -> int:
    with transaction(session):
        return take_registration_back(session, work_at(NOON), patron_id=reader.id, year=year)


def problems(session: Session) -> list[str]:
    session.rollback()
    return [problem.code for check in CHECKS for problem in check(session)]


@pytest.mark.line("15 15.1 15.2 40", "once repeated")
def test_line_15_counts_new_and_returning_readers_once_a_year_and_line_40_those_from_abroad(
    session: Session,
) -> None:
    anvar = add_reader(session, LAST_YEAR, citizenship="UZ")
    assert (lines(session, 2025), lines(session)) == ([1, 1, 0, 0], [0, 0, 0, 0])
    enter(session, anvar)
    guest = add_reader(session, NOON, card="R-2", surname="Kim", citizenship="KR")
    assert lines(session) == [2, 1, 1, 1]
    for reader in (anvar, guest):
        with pytest.raises(PatronError, match="already_registered"):
            enter(session, reader)
    add_reader(session, NOON, card="R-3", surname="Aliyev", register=False)  # no country told, not registered
    assert lines(session) == [2, 1, 1, 1]
    enter(session, guest, FIRST_MINUTE)
    assert lines(session, 2027) == [1, 0, 1, 1]
    assert problems(session) == []


@pytest.mark.line("15 15.1 15.2 40", "undone corrected")
def test_line_15_and_40_a_registration_by_mistake_is_taken_back_and_its_number_given_anew(
    session: Session,
) -> None:
    anvar = add_reader(session, LAST_YEAR)
    guest = add_reader(session, NOON, card="R-2", surname="Kim", citizenship="KR")
    enter(session, anvar)
    with pytest.raises(PatronError, match="registration_not_last"):
        back(session, guest)
    with pytest.raises(PatronError, match="registration_not_last"):
        back(session, anvar, 2025)  # came back this year
    with pytest.raises(PatronError, match="not_registered"):
        back(session, anvar, 2024)
    assert back(session, anvar) == 2
    assert lines(session) == [1, 1, 0, 1]
    assert back(session, guest) == 1
    assert lines(session) == [0, 0, 0, 0]
    assert problems(session) == []
    enter(session, guest)
    enter(session, anvar)
    assert lines(session) == [2, 1, 1, 1]
    assert problems(session) == []


@pytest.mark.line("15 15.1 15.2 40", "corrected")
def test_line_40_follows_a_corrected_country_on_the_day_of_the_registration(session: Session) -> None:
    old = add_reader(session, LAST_YEAR, card="R-2", citizenship="UZ")
    anvar = add_reader(session, NOON - timedelta(days=9), citizenship="UZ")
    enter(session, old)
    assert lines(session) == [2, 1, 1, 0]
    for country, figure in (("KZ", 1), ("KZ", 1), ("UZ", 0), ("KR", 1)):
        for reader in (anvar, old):
            with transaction(session):
                change_patron(session, work_at(NOON), patron_id=reader.id, citizenship=country)
        assert lines(session) == [2, 1, 1, 2 * figure]
        assert lines(session, 2025)[3] == 0  # what last year's report said of this reader stays
    assert problems(session) == []
    back(session, old)
    back(session, anvar)
    assert lines(session) == [0, 0, 0, 0]
    assert problems(session) == []


@pytest.mark.line("15 15.1 15.2 40", "midnight closed")
@pytest.mark.parametrize(
    ("now", "year"),
    [(LAST_MINUTE, 2026), (FIRST_MINUTE, 2027), (SUNDAY, 2026)],
    ids=["23:59", "00:01", "closed"],
)
def test_line_15_and_40_at_the_turn_of_the_year_in_tashkent_and_on_a_closed_day(
    session: Session, now: datetime, year: int
) -> None:
    anvar = add_reader(session, LAST_YEAR)
    enter(session, anvar, now)
    add_reader(session, now, card="R-2", surname="Kim", citizenship="KR")
    for each in (2026, 2027):
        assert lines(session, each) == ([2, 1, 1, 1] if each == year else [0, 0, 0, 0])


def test_the_reader_s_page_takes_a_registration_back(
    session: Session, signed_in: SignIn, at_noon: object
) -> None:
    anvar = add_reader(session, NOON)
    desk: FlaskClient = signed_in(Role.DESK)
    address = f"/patrons/{anvar.id}"
    assert "Take the registration back" in desk.get(address).text
    add_reader(session, NOON, card="R-2", surname="Aliyev")
    assert "Take the registration back" not in desk.get(address).text  # no gap in the register
    with transaction(session):
        take_registration_back(session, work_at(NOON), patron_id=2, year=2026)
    asked = {"year": "2026"}
    page = desk.post(f"{address}/register/back", data=asked, follow_redirects=True).text
    assert "The registration was taken back; number 1 is free again." in page
    assert "Not registered in any year." in page
    assert desk.post(f"{address}/register/back", data=asked).status_code == 422
    assert desk.post(f"{address}/register/back", data=asked | {"year": "x"}).status_code == 400
    assert fact(session, "15") == 0
    rows = desk.get("/figures/circulation:patron:register?since=2026-04-01&until=2026-04-30")
    assert (rows.status_code, "−1" in rows.text or "-1" in rows.text) == (200, True)


def test_a_category_that_changes_leaves_the_registration_as_it_was(session: Session) -> None:
    anvar = add_reader(session, NOON, sex="m")
    with transaction(session):
        change_patron(session, replace(work_at(NOON), sector="reading"), patron_id=anvar.id, category="staff")
    assert lines(session) == [1, 1, 0, 0]
    assert problems(session) == []
