"""Screens of events and clubs, by a browser without scripts."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from circulation.events import queries
from circulation.events.queries import Wanted
from ils import clock
from ils.accounts.permissions import Role
from tests.circulation.events.house import House
from tests.conftest import SignIn
from tests.world import add_event, add_reader

ENGLISH = {"department": "lending", "sector": "youth", "type": "event"}


@pytest.fixture
def desk(signed_in: SignIn) -> FlaskClient:
    """Nilufar at the desk, reading English."""
    return signed_in(Role.DESK)


@pytest.fixture
def house(session: Session) -> House:
    """Events entered now: the pages know the present day only."""
    return House(session, clock.now())


def send(client: FlaskClient, address: str, status: int = 200, /, **form: str) -> str:
    answer = client.post(address, data=form, follow_redirects=True)
    assert answer.status_code == status, answer.text
    return answer.text


def see(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def rows(session: Session) -> tuple[queries.EventRow, ...]:
    session.rollback()
    return queries.events(session, Wanted()).rows


def test_an_empty_house_says_what_to_do(desk: FlaskClient) -> None:
    assert "Enter what is planned" in see(desk, "/events")
    assert "Nothing is planned in this month" in see(desk, "/events/month")
    assert "No clubs yet" in see(desk, "/events/clubs")


def test_planned_scanned_held_corrected_and_taken_back(desk: FlaskClient, house: House) -> None:
    add_reader(house.session, house.now)
    today = clock.today().isoformat()
    page = send(desk, "/events/new", **ENGLISH, title="Viktorina", day=today, starts="14:00", ends="15:30")
    assert "Viktorina" in page
    assert "14:00–15:30" in page
    (event,) = rows(house.session)
    at = f"/events/{event.id}"
    assert "visit counted" in send(desk, f"{at}/attend", card="R-1")
    assert "The second scan changes nothing" in send(desk, f"{at}/attend", card="R-1")
    assert "No reader has the card" in send(desk, f"{at}/attend", 422, card="R-404")
    assert "is not a number" in send(desk, f"{at}/hold", headcount="many")
    assert "in all: 1" in see(desk, at)
    assert "It counts in the work plan" in send(desk, f"{at}/hold", headcount="25")
    assert "in all: 26" in send(desk, f"{at}/headcount", headcount="25")
    assert "in all: 31" in send(desk, f"{at}/headcount", headcount="30")
    assert "held or cancelled already" in send(desk, f"{at}/cancel", reason="x")
    page = send(
        desk, f"{at}/edit", **ENGLISH, title="Katta viktorina", day="01.02.2026", link="https://t.me/arm"
    )
    assert "01.02.2026" in page
    assert "Fill in the field" in send(desk, f"{at}/unhold", reason="")
    assert "no longer count" in send(desk, f"{at}/unhold", reason="Xato")
    (card,) = queries.attendance_of(house.session, event.id)
    assert "Struck off" in send(desk, f"{at}/attendance/{card.id}/remove")
    assert "is cancelled" in send(desk, f"{at}/cancel", reason="Kasallik")
    assert "Kasallik" in see(desk, at)
    assert "is cancelled. Plan it again" in send(desk, f"{at}/edit", 422, **ENGLISH, title="A", day=today)
    assert "planned again" in send(desk, f"{at}/restore")
    assert house.problems() == []


def test_what_is_typed_wrong_is_said_beside_it(desk: FlaskClient, session: Session) -> None:
    today = clock.today().isoformat()
    page = send(desk, "/events/new", 400, **ENGLISH, title="", day="soon", starts="noon")
    for said in ("Fill in this field.", "not a date like", "not a time like"):
        assert said in page
    assert "An event ends after" in send(
        desk, "/events/new", 400, **ENGLISH, title="A", day=today, starts="15:00", ends="14:00"
    )
    club = ENGLISH | {"type": "club"}
    assert "Choose the club" in send(desk, "/events/new", 400, **club, title="A", day=today)
    assert rows(session) == ()


def test_a_cycle_and_the_lists(desk: FlaskClient, session: Session) -> None:
    first, last = clock.today(), clock.today() + timedelta(days=15)
    page = send(
        desk,
        "/events/new",
        **ENGLISH,
        title="Ertak soati",
        day=first.isoformat(),
        repeat_until=last.isoformat(),
    )
    assert "Events entered: 3" in page
    assert "Events: 3" in page
    assert "Ertak soati" in see(desk, f"/events/month?month={first:%Y-%m}")
    assert see(desk, "/events/month?month=2026-13", 400)
    assert "No events here" in see(desk, "/events?type=field")
    assert see(desk, "/events?type=party", 400)
    assert see(desk, f"/events?since={last}&until={first}", 400)
    assert "Ertak soati" in see(desk, f"/events?text=ERTAK&page=1&until={last}")


def test_papers(desk: FlaskClient, house: House) -> None:
    add_reader(house.session, house.now)
    club = house.club()
    house.join(club)
    event = house.plan(type="club", club_id=club, title="=1+1")
    assert desk.get(f"/events/{event}/sheet.pdf").data.startswith(b"%PDF")
    house.attend(event)
    house.hold(event, 3)
    for address in (f"/events/{event}/sheet.pdf", "/events/month.pdf", "/events/month.pdf?month=2001-01"):
        assert desk.get(address).data.startswith(b"%PDF"), address
    book = load_workbook(BytesIO(desk.get("/events/register.xlsx").data)).active
    assert book is not None
    row = [cell.value for cell in book[5]]
    assert (row[0], row[4], row[14:17]) == (1, "=1+1", [1, 3, 4])
    assert [cell.value for cell in book[6]][13:17] == ["Total", 1, 3, 4]
    members = load_workbook(BytesIO(desk.get(f"/events/clubs/{club}/members.xlsx").data)).active
    assert members is not None
    assert members["C5"].value == "R-1"


def test_a_club_and_its_members(desk: FlaskClient, house: House) -> None:
    add_reader(house.session, house.now)
    today = clock.today().isoformat()
    said = {"name": "Kitobxon", "department": "lending", "founded_on": "2020-09-01"}
    assert "The club has no members yet" in send(desk, "/events/clubs/new", **said)
    assert "already a club" in send(desk, "/events/clubs/new", 422, **said)
    assert "Fill in this field" in send(desk, "/events/clubs/new", 400, name="")
    (club,) = queries.clubs(house.session)
    at = f"/events/clubs/{club.id}"
    assert "is a member of the club" in send(desk, f"{at}/join", card="R-1", on=today)
    assert "is a member since" in send(desk, f"{at}/join", 422, card="R-1")
    (member,) = queries.members(house.session, club.id)
    page = send(
        desk, "/events/new", **(ENGLISH | {"type": "club"}), club_id=str(club.id), title="Suhbat", day=today
    )
    assert "Members of the club on that day: 1" in page
    assert "Suhbat" in see(desk, at)
    assert "The membership has ended" in send(desk, f"{at}/members/{member.id}/leave")
    assert send(desk, f"{at}/members/{member.id}/leave", 404)
    assert "Members before" in see(desk, at)
    assert "ended on" in send(desk, f"{at}/edit", **said, closed_on=today) + see(desk, "/events/clubs")
    assert "before the first day" in send(desk, f"{at}/edit", 400, **said, closed_on="2019-01-01")
    assert send(desk, f"{at}/edit", 400, **(said | {"name": ""}))
    assert "Kitobxon" in see(desk, f"{at}/edit")


def test_what_is_not_there_is_said(desk: FlaskClient) -> None:
    for address in ("/events/99", "/events/99/edit", "/events/99/sheet.pdf", "/events/clubs/99"):
        assert see(desk, address, 404), address


def test_a_held_event_opens_from_the_plan(signed_in: SignIn, house: House) -> None:
    event = add_event(house.session, house.now, type="field", headcount=20)
    page = see(signed_in(Role.DIRECTOR), "/figures/circulation:event:hold")
    assert f"/events/{event}" in page


@pytest.mark.parametrize("role", [Role.CATALOGUER, Role.KIOSK])
def test_who_does_not_serve_readers_sees_no_names(signed_in: SignIn, role: Role) -> None:
    assert signed_in(role).get("/events").status_code == 403
