"""The reader's own pages in a real browser: sign in by keyboard, renew, wait; axe finds nothing at either size."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update
from sqlalchemy.orm import Session

from circulation.charges.models import ChargeKind
from circulation.charges.services import charge
from circulation.loans.models import Loan
from circulation.patrons.queries import patron_facts, recipient_of
from circulation.patrons.services import set_pin
from ils import clock
from ils.db import transaction
from ils.outbox.services import queue_message
from tests.browser.conftest import Server
from tests.browser.test_every_page import Watched
from tests.circulation.holds.shelves import Shelves
from tests.circulation.loans.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = ("", "?refused=1", "holds", "holds/new/1", "debts", "messages", "settings", "pin")


@pytest.fixture
def watched(session: Session, server: Server, page: Page) -> Watched:
    """A window on a library where Anvar has a late book and a good one, waits for a third, and owes for a card."""
    now = clock.now()
    desk, shelves = Desk(session, now), Shelves(session, now)
    anvar = desk.reader()
    for title in ("Oʻtkan kunlar", "Mehrobdan chayon", "Kecha va kunduz"):
        record_id = shelves.title(title)
        shelves.copy(record_id, f"INV-{record_id}")
    for code in ("L-1", "L-2"):
        desk.copy(code)
        desk.lend("R-1", code)
    shelves.place(anvar, 2)
    day = desk.work.day
    with transaction(session):
        session.execute(
            update(Loan)
            .where(Loan.id == 1)
            .values(lent_on=day - timedelta(days=30), due_on=day - timedelta(days=9))
        )
        set_pin(session, desk.work, patron_id=anvar.id, pin="2580")
        charge(session, desk.work, patron_id=anvar.id, kind=ChargeKind.CARD, amount=12_000)
        person = recipient_of(patron_facts(session, anvar.id))
        queue_message(session, desk.work, kind="hold_ready", recipient=person, facts={"title": "Kecha"})
    session.rollback()
    return Watched(page, server, [])


def test_a_reader_signs_in_renews_and_waits_by_keyboard(watched: Watched) -> None:
    page, url = watched.page, watched.server.url
    watched.look("/me/sign-in")
    page.goto(f"{url}/records/1")
    page.locator("#waiting a.btn").press("Enter")
    expect(page.locator("[name=card]")).to_be_focused()
    page.keyboard.type("r-1")
    page.keyboard.press("Tab")
    page.keyboard.type("2580")
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/holds/new/1")
    page.locator("main form.card [type=submit]").press("Enter")
    page.wait_for_url("**/me/holds")
    expect(page.locator(".own-list > li")).to_have_count(2)
    page.goto(f"{url}/me/")
    page.locator(".card-actions [type=submit]").press("Enter")
    page.wait_for_url("**refused=1*")
    expect(page.locator("#loan-1 .own-note")).to_be_visible()
    for address in (*(f"/me/{each}" for each in PAGES), "/records/1", "/records/3", "/search"):
        watched.look(address)
    assert not watched.problems, "\n".join(watched.problems)
