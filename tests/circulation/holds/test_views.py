"""Screens of holds: placing, queue, hold shelf, fetching, journeys, rules, panels."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from catalog.items.models import ItemState
from circulation.holds.models import Hold, HoldState
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.circulation.holds.shelves import Shelves
from tests.conftest import SignIn

pytestmark = pytest.mark.usefixtures("at_noon")

PLACE = {"department": "lending", "only_item_id": "", "needed_until": "", "note": ""}


@pytest.fixture
def desk(signed_in: SignIn) -> FlaskClient:
    return signed_in(Role.DESK)


def test_a_hold_is_placed_from_the_page_of_a_title(desk: FlaskClient, shelves: Shelves) -> None:
    anvar, _nodira = [each.id for each in shelves.readers(2)]
    title = shelves.title()
    shelves.copy(title)
    shelves.session.commit()
    page = desk.get(f"/records/{title}").text
    assert "Nobody waits for this title." in page
    assert f"/holds/new?record_id={title}" in page
    chosen = desk.get(f"/holds/new?record_id={title}&card=Karimov").text
    assert f"patron_id={anvar}" in chosen
    assert "Nodira" in chosen
    form = desk.get(f"/holds/new?record_id={title}&card=R-1").text
    assert "Place the hold" in form
    answer = desk.post(f"/holds/new?record_id={title}&patron_id={anvar}", data=PLACE, follow_redirects=True)
    assert "Hold placed. Place in the queue: 1" in answer.text
    assert "place 1" in desk.get(f"/records/{title}").text
    twice = desk.post(f"/holds/new?record_id={title}&patron_id={anvar}", data=PLACE)
    assert twice.status_code == 422
    assert "has been waiting for" in twice.text


def test_a_hold_is_placed_from_the_page_of_a_reader(desk: FlaskClient, shelves: Shelves) -> None:
    (anvar,) = [each.id for each in shelves.readers(1)]
    title = shelves.title()
    shelves.copy(title, "INV-77", state=ItemState.AVAILABLE)
    shelves.session.commit()
    assert "Waits for nothing." in desk.get(f"/patrons/{anvar}").text
    back = f"/patrons/{anvar}"
    form = desk.get(f"/holds/new?patron_id={anvar}&q=inv-77&next={back}").text
    assert "Copies on the shelf now: 1" in form
    answer = desk.post(f"/holds/new?patron_id={anvar}&record_id={title}", data=PLACE | {"next": back})
    assert answer.headers["Location"].endswith(back)
    assert "place 1" in desk.get(back).text


def test_both_steps_of_a_hold_lead_back_where_one_came_from(desk: FlaskClient, shelves: Shelves) -> None:
    title, (anvar,) = shelves.title(), [each.id for each in shelves.readers(1)]
    shelves.session.commit()
    back = f"/patrons/{anvar}"
    for address in (
        f"/holds/new?patron_id={anvar}&next={back}",
        f"/holds/new?patron_id={anvar}&record_id={title}&next={back}",
    ):
        assert re.search(rf'href="{back}" data-key="Esc"', desk.get(address).text), address
    assert re.search(r'href="/holds/[^"]*" data-key="Esc"', desk.get("/holds/new").text)


def test_the_loan_of_the_reader_is_known_to_the_page(app: Flask, desk: FlaskClient, shelves: Shelves) -> None:
    (anvar,) = [each.id for each in shelves.readers(1)]
    title = shelves.title()
    shelves.copy(title)
    shelves.session.commit()
    asked: list[tuple[int, int]] = []

    def at_home(_session: Any, patron_id: int, record_id: int) -> bool:
        asked.append((patron_id, record_id))
        return True

    app.extensions["ils_at_home"] = at_home
    answer = desk.post(f"/holds/new?record_id={title}&patron_id={anvar}", data=PLACE)
    assert (answer.status_code, asked) == (422, [(anvar, title)])
    assert "at home already" in answer.text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("card=QQ-9", "No reader has the card"),
        ("q=qwertyuiop", "No title or copy was found"),
        ("record_id=999999", "There is no such bibliographic record"),
        ("patron_id=999999", "no such reader"),
        ("record_id=abc", "Reader: card or name"),
    ],
)
def test_what_is_not_found_is_told(desk: FlaskClient, query: str, said: str) -> None:
    assert said.casefold() in desk.get(f"/holds/new?{query}").text.casefold()


def test_nonsense_in_the_form_is_refused(desk: FlaskClient, shelves: Shelves) -> None:
    (anvar,) = [each.id for each in shelves.readers(1)]
    title = shelves.title()
    shelves.copy(title)
    shelves.session.commit()
    address = f"/holds/new?record_id={title}&patron_id={anvar}"
    for wrong in ({"department": "moon"}, {"only_item_id": "999"}, {"needed_until": "soon"}):
        assert desk.post(address, data=PLACE | wrong).status_code == 400
    assert desk.post(address, data=PLACE | {"needed_until": "2026-04-14"}).status_code == 400


def queue_of_three(shelves: Shelves) -> tuple[int, list[int], int]:
    title = shelves.title()
    item = shelves.copy(title)
    ids = [each.id for each in shelves.readers(3)]
    holds = [shelves.place(patron_id, title) for patron_id in ids]
    shelves.session.commit()
    return title, holds, item


def test_somebody_is_moved_and_cancelled_in_the_queue(desk: FlaskClient, shelves: Shelves) -> None:
    title, holds, _item = queue_of_three(shelves)
    page = desk.get(f"/holds/of/{title}").text
    assert page.index("Anvar") < page.index("Nodira") < page.index("Bobur")
    moved = desk.post(
        f"/holds/{holds[2]}/move", data={"place": "1", "reason": "imtihon"}, follow_redirects=True
    )
    assert "Moved to place 1." in moved.text
    assert moved.text.index("Bobur") < moved.text.index("Anvar")
    assert desk.post(f"/holds/{holds[2]}/move", data={"place": "1", "reason": ""}).status_code == 400
    assert desk.post(f"/holds/{holds[2]}/move", data={"place": "9", "reason": "x"}).status_code == 400
    elsewhere = desk.post(f"/holds/{holds[0]}/pickup", data={"department": "foreign"}, follow_redirects=True)
    assert "Saved" in elsewhere.text
    gone = desk.post(f"/holds/{holds[0]}/cancel", data={"reason": ""}, follow_redirects=True)
    assert "The hold was cancelled." in gone.text
    assert desk.post(f"/holds/{holds[0]}/cancel").status_code == 422
    assert desk.post("/holds/99999/cancel").status_code == 404


def test_the_hold_shelf_shows_who_has_until_when_and_prints_slips(
    desk: FlaskClient, shelves: Shelves
) -> None:
    title, holds, item = queue_of_three(shelves)
    assert "The hold shelf is empty" in desk.get("/holds/").text
    shelves.give_back(item)
    shelves.session.commit()
    page = desk.get("/holds/").text
    assert "18.04.2026" in page
    assert "Anvar" in page
    assert "The hold shelf is empty" in desk.get("/holds/?department=foreign").text
    assert desk.get("/holds/?department=moon").status_code == 400
    assert "Anvar" in desk.get("/holds/?department=").text
    slips = desk.get("/holds/slips?department=lending").text
    assert "R-1" in slips
    assert "K. A. B." in slips
    assert "Karimov" not in slips.split("<main")[1]
    assert "R-1" in desk.get(f"/holds/{holds[0]}/slip").text
    assert "No slips to print" in desk.get(f"/holds/{holds[1]}/slip").text
    assert "until 18.04.2026" in desk.get(f"/holds/of/{title}").text


def test_the_shelf_is_cleared_in_time(signed_in: SignIn, shelves: Shelves) -> None:
    title, holds, item = queue_of_three(shelves)
    shelves.give_back(item)
    with transaction(shelves.session) as session:
        for hold in session.scalars(select(Hold).where(Hold.id.in_(holds[1:]))):
            hold.state, hold.ended_at = HoldState.CANCELLED, shelves.now
    later = shelves.now.replace(day=22)
    with time_machine.travel(later, tick=False):
        desk = signed_in(Role.DESK)
        page = desk.get("/holds/").text
        assert "not fetched in time: 1" in page
        done = desk.post("/holds/expire", follow_redirects=True).text
        assert "Holds ended: 1" in done
        assert "Take off the shelf" in done
        assert "Holds ended: 0" in desk.post("/holds/expire", follow_redirects=True).text
    assert shelves.state(item) is ItemState.AVAILABLE
    assert title


def test_a_copy_is_fetched_by_a_scan(desk: FlaskClient, shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    shelves.copy(title, state=ItemState.AVAILABLE)
    assert "Nothing to fetch" in desk.get("/holds/fetch").text
    shelves.place(anvar, title)
    shelves.session.commit()
    assert "00000001" in desk.get("/holds/fetch").text
    done = desk.post("/holds/fetch", data={"code": "inv-1"}, follow_redirects=True)
    assert "on the hold shelf for" in done.text
    assert "/slip" in done.text
    assert "is not free" in desk.post("/holds/fetch", data={"code": "INV-1"}, follow_redirects=True).text
    assert (
        "No copy has the number" in desk.post("/holds/fetch", data={"code": ""}, follow_redirects=True).text
    )


def test_copies_are_sent_and_received(desk: FlaskClient, shelves: Shelves) -> None:
    (anvar,) = shelves.readers(1)
    title = shelves.title()
    item = shelves.copy(title, state=ItemState.AVAILABLE)
    shelves.copy(shelves.title("Boshqa"), "INV-2", department="foreign")
    shelves.session.commit()
    sent = desk.post("/holds/transit/send", data={"code": "INV-1", "to": "foreign"}, follow_redirects=True)
    assert "00000001 is on its way to Foreign department." in sent.text
    wrong = desk.post("/holds/transit/receive", data={"code": "INV-1"}, follow_redirects=True)
    assert "Send it on to: Foreign department" in wrong.text
    again = desk.post("/holds/transit/send", data={"code": "INV-1", "to": "foreign"}, follow_redirects=True)
    assert "cannot be sent" in again.text
    with desk.session_transaction() as cookie:
        cookie["department"] = "foreign"
    shelves.place(anvar, title, department="foreign")
    shelves.session.commit()
    got = desk.post("/holds/transit/receive", data={"code": "INV-1"}, follow_redirects=True)
    assert "On the hold shelf, for Karimov Anvar" in got.text
    assert shelves.state(item) is ItemState.HELD
    missing = desk.post(f"/holds/missing/{item}", follow_redirects=True)
    assert "Noted as missing" in missing.text
    assert desk.post("/holds/missing/999999").status_code == 404
    assert "is not on its way" in desk.post(
        "/holds/transit/receive", data={"code": "INV-2"}, follow_redirects=True
    ).text  # fmt: skip


def test_only_the_settings_change_the_rules(desk: FlaskClient, signed_in: SignIn, shelves: Shelves) -> None:
    assert desk.get("/holds/rules").status_code == 403
    chief = signed_in(Role.DIRECTOR)
    assert 'value="3"' in chief.get("/holds/rules").text
    assert chief.post("/holds/rules", data={"shelf_days": "5", "limit": "2"}).status_code == 302
    assert 'value="5"' in chief.get("/holds/rules").text
    assert chief.post("/holds/rules", data={"shelf_days": "99", "limit": "2"}).status_code == 400
    assert chief.post("/holds/rules", data={"shelf_days": "", "limit": "2"}).status_code == 400


def test_readers_and_cataloguers_see_nothing_of_the_queue(
    client: FlaskClient, signed_in: SignIn, shelves: Shelves
) -> None:
    title, _holds, _item = queue_of_three(shelves)
    for page in (client.get(f"/records/{title}"), signed_in(Role.CATALOGUER).get(f"/records/{title}")):
        assert page.status_code == 200
        assert "Anvar" not in page.text
        assert 'href="/holds/' not in page.text
    assert client.get("/holds/").status_code == 302


def test_held_and_travelling_copies_are_not_on_the_shelf(signed_in: SignIn, shelves: Shelves) -> None:
    title = shelves.title()
    shelves.copy(title, "INV-1", state=ItemState.HELD)
    shelves.copy(title, "INV-3", state=ItemState.AVAILABLE)
    shelves.session.commit()
    page = signed_in(Role.CATALOGUER).get(f"/records/{title}").text
    assert "On the shelf: 1 of 2" in page
    assert "on the hold shelf" in page


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru"])
def test_the_pages_stand_in_every_language(signed_in: SignIn, shelves: Shelves, language: str) -> None:
    title, _holds, item = queue_of_three(shelves)
    shelves.give_back(item)
    shelves.session.commit()
    chief = signed_in(Role.DIRECTOR, language)
    for address in ("", "fetch", "transit", "rules", "new", "slips", f"of/{title}"):
        assert chief.get(f"/holds/{address}").status_code == 200
