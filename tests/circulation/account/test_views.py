"""The reader's own pages: who gets in, what they show, what they refuse, and that nobody sees what is another's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from circulation.account.views.door import IDLE
from circulation.charges.models import ChargeKind
from circulation.charges.services import charge
from circulation.holds.queries import holds_of
from circulation.loans.models import Loan
from circulation.patrons.models import Patron
from circulation.patrons.queries import patron_facts, recipient_of
from circulation.patrons.services import set_pin
from ils.accounts.permissions import Role
from ils.db import transaction
from ils.outbox.services import queue_message
from tests.circulation.holds.shelves import Shelves
from tests.circulation.loans.desk import Desk
from tests.conftest import NOON, SignIn
from tests.world import work_at

pytestmark = pytest.mark.usefixtures("at_noon")

PAGES = ("/me/", "/me/holds", "/me/holds/new/1", "/me/debts", "/me/messages", "/me/settings", "/me/pin")
WRONG = "Card number or PIN is wrong."


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session, NOON)


def reader_with_pin(desk: Desk, card: str = "R-1", pin: str = "2580", **details: str) -> Patron:
    reader = desk.reader(card, **details)
    with transaction(desk.session) as session:
        set_pin(session, desk.work, patron_id=reader.id, pin=pin)
    return reader


def enter(client: FlaskClient, card: str = "R-1", pin: str = "2580", address: str = "/me/sign-in") -> int:
    return client.post(address, data={"card": card, "pin": pin}).status_code


@pytest.fixture
def anvar(desk: Desk) -> Patron:
    return reader_with_pin(desk)


def shelf(desk: Desk) -> None:
    """Put a title with a full record here, whose one copy is out."""
    shelves = Shelves(desk.session, NOON)
    assert (shelves.title(), shelves.copy(1)) == (1, 1)


@pytest.fixture
def browser(app: Flask, anvar: Patron) -> FlaskClient:
    """A browser in English in which Anvar is signed in."""
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["language"] = "en"
    assert enter(client) == 302
    return client


def again(browser: FlaskClient) -> None:
    """Sign in on a later day: by then the cookie is worth nothing, and the language with it."""
    assert enter(browser) == 302
    browser.post("/language", data={"language": "en"})


def test_signed_out_sees_nothing(client: FlaskClient, anvar: Patron) -> None:
    for page in PAGES:
        answer = client.get(page)
        assert answer.status_code == 302
        assert answer.location.startswith("/me/sign-in?next="), page
        assert anvar.given_name not in answer.text


def test_sign_in_goes_on_to_the_page_that_was_wanted_and_never_elsewhere(
    client: FlaskClient, anvar: Patron
) -> None:
    for wanted, led in (("/me/holds", "/me/holds"), ("https://evil.example/", "/"), ("", "/me/")):
        answer = client.post(f"/me/sign-in?next={wanted}", data={"card": anvar.card_number, "pin": "2580"})
        assert answer.location == led
        client.post("/me/sign-out")


def test_unknown_card_and_wrong_pin_are_told_in_the_same_words(browser: FlaskClient) -> None:
    browser.post("/me/sign-out")
    for card, pin in (("R-1", "0000"), ("R-404", "2580"), ("", ""), ("R-1", "9" * 5000)):
        answer = browser.post("/me/sign-in", data={"card": card, "pin": pin})
        assert answer.status_code == 401
        assert WRONG in answer.text


def test_five_wrong_pins_lock_the_card(browser: FlaskClient) -> None:
    browser.post("/me/sign-out")
    for _try in range(5):
        assert enter(browser, pin="0000") == 401
    answer = browser.post("/me/sign-in", data={"card": "R-1", "pin": "2580"})
    assert (answer.status_code, "Minutes to wait: 10" in answer.text) == (401, True)


def test_an_address_that_tries_too_often_waits(app_with: Callable[..., Flask], desk: Desk) -> None:
    app = app_with(RATELIMIT_ENABLED=True)
    client = app.test_client()
    answers = [enter(client, card=f"R-{number}", pin="0000") for number in range(25)]
    assert answers[-1] == 429
    assert answers[:20] == [401] * 20


def test_a_reader_and_staff_do_not_mix(signed_in: SignIn, anvar: Patron) -> None:
    client = signed_in(Role.DESK)
    assert client.get("/me/").location.startswith("/me/sign-in")
    assert "You are signed in as staff" in client.get("/me/sign-in").text
    assert enter(client) == 302
    assert client.get("/desk/").location.startswith("/sign-in")
    with client.session_transaction() as cookie:
        assert "_user_id" not in cookie
        assert cookie["reader"]["id"] == anvar.id


def test_staff_who_sign_in_end_the_session_of_the_reader(browser: FlaskClient, session: Session) -> None:
    from tests.world import PASSWORD, add_nilufar

    add_nilufar(session, NOON)
    assert browser.post("/sign-in", data={"login": "nilufar", "password": PASSWORD}).status_code == 302
    with browser.session_transaction() as cookie:
        assert "reader" not in cookie


def test_the_session_is_short_and_ends_with_the_pin(browser: FlaskClient, desk: Desk, anvar: Patron) -> None:
    assert browser.get("/me/").headers["Cache-Control"] == "no-store"
    with transaction(desk.session) as session:
        set_pin(session, desk.work, patron_id=anvar.id, pin="7391")
    assert browser.get("/me/").status_code == 302
    assert enter(browser, pin="7391") == 302
    assert browser.get("/me/").status_code == 200
    with time_machine.travel(NOON + timedelta(seconds=IDLE + 60), tick=False):
        assert browser.get("/me/").status_code == 302


def test_signing_out_leads_to_the_catalogue(browser: FlaskClient) -> None:
    assert browser.get("/search").text.count("Anvar") == 1
    assert browser.post("/me/sign-out").location == "/search"
    page = browser.get("/search").text
    assert "Anvar" not in page
    assert "My page" in page


def test_loans_are_shown_and_renewed_one_by_one_or_all(browser: FlaskClient, desk: Desk) -> None:
    desk.copy("INV-1", title="Oʻtkan kunlar")
    desk.copy("INV-2", title="Mehrobdan chayon")
    first, second = (desk.lend("R-1", code).loan_id for code in ("INV-1", "INV-2"))
    desk.session.commit()
    page = browser.get("/me/").text
    assert "Mehrobdan chayon" in page
    assert "Days left: " in page
    with time_machine.travel(NOON + timedelta(days=3), tick=False):
        again(browser)
        answer = browser.post(f"/me/loans/{first}/renew")
        assert answer.location == f"/me/?renewed={first}"
        told = browser.get(answer.location).text
        assert (told.count("tag-ok"), "Not renewed" in told) == (1, False)
        assert f"renewed={second}" in browser.post("/me/renew").location


def test_RN_05_a_late_loan_is_refused_in_words(browser: FlaskClient, desk: Desk) -> None:
    desk.copy("INV-1")
    loan_id = desk.lend("R-1", "INV-1").loan_id
    with time_machine.travel(NOON + timedelta(days=60), tick=False):
        again(browser)
        assert "Days late: " in browser.get("/me/").text
        answer = browser.post("/me/renew")
        assert answer.location == f"/me/?refused={loan_id}"
        told = browser.get(answer.location).text
    assert "Late copies are renewed at the desk only." in told
    assert "Ask at the desk." in told


def test_nothing_of_another_reader_is_reached_by_its_address(browser: FlaskClient, desk: Desk) -> None:
    nodira = desk.reader("R-2", given_name="Nodira")
    desk.copy("INV-1")
    loan_id = desk.lend("R-2", "INV-1").loan_id
    bobur = desk.reader("R-3")
    hold_id = desk.hold(bobur.id)
    due = desk.session.get_one(Loan, loan_id).due_on
    assert browser.post(f"/me/loans/{loan_id}/renew").status_code == 404
    assert browser.post(f"/me/holds/{hold_id}/cancel").status_code == 404
    assert "Oʻtkan kunlar" not in browser.get(f"/me/?refused={loan_id}&renewed={loan_id}").text
    desk.session.rollback()
    assert desk.session.get_one(Loan, loan_id, populate_existing=True).due_on == due
    assert len(holds_of(desk.session, bobur.id)) == 1
    assert nodira.id != bobur.id


def test_a_hold_is_placed_from_the_page_of_the_title_and_cancelled(
    browser: FlaskClient, desk: Desk, anvar: Patron
) -> None:
    shelf(desk)
    assert "/me/holds/new/1" in browser.get("/records/1").text
    assert "Waiting for it: 0." in browser.get("/me/holds/new/1").text
    placed = browser.post("/me/holds/new/1", data={"department": "lending"}, follow_redirects=True)
    assert "You are in the queue. Your place: 1" in placed.text
    assert "You wait for it." in browser.get("/records/1").text
    twice = browser.post("/me/holds/new/1", data={"department": "lending"})
    assert (twice.status_code, "You have been waiting for it since" in twice.text) == (422, True)
    assert browser.post("/me/holds/new/1", data={"department": "moon"}).status_code == 400
    desk.session.rollback()
    (hold,) = holds_of(desk.session, anvar.id)
    gone = browser.post(f"/me/holds/{hold.id}/cancel", follow_redirects=True)
    assert "You wait for nothing" in gone.text


def test_staff_and_titles_without_copies_have_no_such_button(
    signed_in: SignIn, client: FlaskClient, desk: Desk
) -> None:
    shelf(desk)
    assert "/me/holds/new/1" in client.get("/records/1").text
    assert "/me/holds/new/1" not in signed_in(Role.DESK).get("/records/1").text


def test_debts_and_messages_are_read(browser: FlaskClient, desk: Desk, anvar: Patron) -> None:
    assert "You owe nothing" in browser.get("/me/debts").text
    assert "No messages yet" in browser.get("/me/messages").text
    with transaction(desk.session) as session:
        charge(session, desk.work, patron_id=anvar.id, kind=ChargeKind.CARD, amount=12_000)
        queue_message(
            session,
            work_at(NOON),
            kind="hold_ready",
            recipient=recipient_of(patron_facts(session, anvar.id)),
            facts={},
        )
    assert "New card" in browser.get("/me/debts").text
    assert "To be paid, soʻm" in browser.get("/me/").text
    assert "on its way to you" in browser.get("/me/messages").text


def test_wishes_are_kept(browser: FlaskClient, session: Session, anvar: Patron) -> None:
    answer = browser.post("/me/settings", data={"language": "ru", "channel": "email"})
    assert answer.status_code == 302
    facts = patron_facts(session, anvar.id)
    assert (facts.language, (facts.channels or ("",))[0]) == ("ru", "email")
    assert browser.post("/me/settings", data={"language": "xx", "channel": "email"}).status_code == 400
    assert browser.post("/me/telegram").status_code == 422
    assert browser.post("/me/telegram/unlink").status_code == 422


def test_a_new_pin_keeps_this_browser_and_ends_the_others(app: Flask, browser: FlaskClient) -> None:
    other = app.test_client()
    assert enter(other) == 302
    typed = {"old": "0000", "pin": "7391", "again": "7391"}
    assert "The present PIN is wrong." in browser.post("/me/pin", data=typed).text
    assert browser.post("/me/pin", data=typed | {"old": "2580"}).status_code == 302
    assert browser.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302


@pytest.mark.parametrize("language", ["uz", "uz_Cyrl", "ru", "en"])
def test_every_page_opens_in_every_language(browser: FlaskClient, desk: Desk, language: str) -> None:
    desk.reader("R-2")
    desk.copy("INV-1")
    desk.copy("INV-2")
    desk.lend("R-1", "INV-2")
    browser.post("/language", data={"language": language})
    for page in PAGES:
        assert browser.get(page).status_code == 200, page


def test_telegram_is_linked_where_there_is_a_bot(
    browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Link Telegram" not in browser.get("/me/settings").text
    monkeypatch.setattr(
        "circulation.account.views.settings.bot_link",
        lambda _session, token: f"https://t.me/bot?start={token}",
    )
    assert "Link Telegram" in browser.get("/me/settings").text
    page = browser.post("/me/telegram").text
    assert "https://t.me/bot?start=" in page
    assert "<svg" in page[page.index('class="qr"') :]
    assert "<form" in page[page.index("How the library writes to me") - 400 :]
