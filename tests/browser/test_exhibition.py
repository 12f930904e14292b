"""A whole exhibition in a browser: passport, cases, scanned mounting, a loan, an evening check, close, return, papers."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.queries import find_item
from circulation.loans.models import Loan
from foreign_fund.exhibitions import queries
from foreign_fund.exhibitions.measures import CHECKS
from foreign_fund.exhibitions.rules.effect import Lending
from ils import clock
from ils.accounts.permissions import Role
from ils.activity.kinds import Kind
from ils.activity.measures import net_amount
from tests.browser.conftest import Server, sign_in
from tests.browser.scanner import RUSSIAN, Scanner
from tests.conftest import NOON
from tests.foreign_fund.shelf import Shelf
from tests.world import add_nilufar

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# By the page itself: the program's clock stands in spring, so that to any other client its cookie is long gone.
FETCH = """async (address) => {
  const answer = await fetch(address);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return [answer.status, answer.headers.get("content-type"), btoa(text)];
}"""
TITLES = ("Der kleine Prinz", "Die Verwandlung", "Momo", "Emil und die Detektive")


@pytest.fixture
def window(app: Flask, server: Server, session: Session, page: Page, at_moving_noon: None) -> Page:
    """Four German titles with a copy each, two more that nobody shows; Nilufar of the department is signed in.

    Ten days before today the copy of “Momo” was lent for a day; and one that is not shown, three days before.
    """
    shelf = Shelf(session)
    for number, title in enumerate((*TITLES, "Faust", "Siddhartha"), start=1):
        shelf.copy(f"INV-{number}", record=shelf.record("ger", title))
    for code, days in (("INV-3", 10), ("INV-5", 3), ("INV-5", 1)):
        moment = NOON - timedelta(days=days)
        shelf.lend(code, now=moment)
        shelf.take_back(code, now=moment + timedelta(hours=3))
    shelf.readers.add("R-1")
    add_nilufar(session, NOON, role=Role.FOREIGN)
    sign_in(page, server, "nilufar")
    return page


@pytest.fixture
def at_moving_noon() -> Iterator[None]:
    """Noon of the tests, from which time goes on."""
    with time_machine.travel(NOON, tick=True):
        yield


def press(window: Page, *keys: str) -> None:
    for key in keys:
        window.keyboard.press(key)


def pdf(window: Page, address: str) -> str:
    """Fetch a paper as the signed-in person and return its text."""
    status, kind, body = window.evaluate(FETCH, address)
    assert (status, kind) == (200, "application/pdf")
    document = pypdfium2.PdfDocument(BytesIO(b64decode(body)))
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_a_whole_exhibition_from_its_passport_to_the_final_report(
    window: Page, server: Server, session: Session
) -> None:
    show = f"{server.url}/exhibitions/1"

    # The passport.
    window.goto(f"{server.url}/exhibitions/new")
    window.locator("#title").fill("Nemis kitoblari")
    window.locator("#curator").fill("Nilufar Saidova")
    window.locator("#public").check()
    with window.expect_navigation(url=re.compile(r"/exhibitions/1$")):
        press(window, "F9")

    # Two cases, whose labels are printed.
    window.goto(f"{show}/cases")
    window.locator("#new-section").fill("Klassiklar")
    window.locator("#names").fill("1-vitrina\n2-vitrina")
    with window.expect_navigation():
        press(window, "F9")
    labels = pdf(window, f"{show}/labels.pdf")
    assert "EX1-1" in labels
    assert "2-vitrina" in labels

    # Mounted by scanner alone: a label, the copies of its case; the second case with the Russian layout on.
    window.goto(show)
    expect(window.locator("#code")).to_be_focused()
    Scanner(window)("EX1-1", "INV-1", "INV-2")
    expect(window.locator("#copies tbody tr[id]")).to_have_count(2)
    Scanner(window, RUSSIAN)("EX1-2", "INV-3", "INV-4")
    expect(window.locator("#copies tbody tr[id]")).to_have_count(4)
    expect(window.locator("#copies tr.sec")).to_have_text(
        ["Klassiklar · 1-vitrina", "Klassiklar · 2-vitrina"]
    )
    window.goto(f"{show}/papers")
    window.locator("#handed_by").fill("Karimova D.")
    with window.expect_navigation():
        press(window, "F9")
    assert "INV-4" in pdf(window, f"{show}/acts/1.pdf")
    window.goto(show)
    press(window, "F9")
    window.locator("#confirm-dialog").wait_for()
    with window.expect_navigation():
        press(window, "y")
    assert net_amount(session, Kind.EXHIBITION_OPEN) == 1
    assert net_amount(session, Kind.EXHIBITION_ITEM) == 4

    # A loan from it, at the desk, which says where the copy hangs and asks.
    window.goto(f"{server.url}/desk/")
    scan = Scanner(window)
    scan("R-1")
    expect(window.locator("#desk-feed tbody tr")).to_have_count(1)
    scan("INV-3")
    expect(window.locator("#desk-box")).to_contain_text("Nemis kitoblari")
    scan.by_hand("y")
    expect(window.locator("#desk-feed tbody tr")).to_have_count(2)
    session.rollback()
    assert session.scalars(select(Loan.id).where(Loan.placement_id.is_not(None))).all() != []

    # The evening check: INV-4 is gone, INV-2 stands in the wrong case, INV-3 is with its reader and not missing.
    window.goto(f"{show}/checks")
    with window.expect_navigation(url=re.compile(r"/checks/1$")):
        press(window, "F9")
    expect(window.locator("#code")).to_be_focused()
    Scanner(window)("EX1-1", "INV-1", "EX1-2", "INV-2")
    expect(window.locator("#feed li")).to_have_count(4)
    press(window, "F9")
    window.locator("#confirm-dialog").wait_for()
    with window.expect_navigation():
        press(window, "y")
    rows = window.locator("#walk tbody tr")
    expect(rows).to_have_count(4)
    missing = window.locator("#walk tr.is-missing")
    expect(missing).to_have_count(1)
    expect(missing).to_contain_text("INV-4")
    red = missing.locator(".late.strong").evaluate("each => getComputedStyle(each).color")
    assert red == "rgb(168, 38, 28)"
    expect(rows.nth(1)).to_contain_text("INV-2")
    expect(rows.nth(1)).to_contain_text("1-vitrina")  # where it belongs
    expect(rows.nth(1)).to_contain_text("2-vitrina")  # where it was seen
    expect(rows.nth(2)).to_contain_text("INV-3")

    # Visitors; and the public page, which a reader opens by the code of the leaflet, signed out.
    window.goto(f"{show}/visitors")
    window.locator("#persons").fill("25")
    with window.expect_navigation():
        press(window, "F9")
    leaflet = pdf(window, f"{show}/leaflet.pdf")
    assert "Nemis kitoblari" in leaflet
    assert "Die Verwandlung" in leaflet
    with window.context.browser.new_context() as reader:  # type: ignore[union-attr]
        public = reader.new_page()
        public.goto(f"{server.url}/shows/1/qr")
        expect(public).to_have_url(f"{server.url}/shows/1")
        expect(public.locator("main")).to_contain_text("Die Verwandlung")

    # Closed; what came back is scanned to the shelf, and goes back by an act.
    window.goto(show)
    press(window, "F9")
    window.locator("#confirm-dialog").wait_for()
    with window.expect_navigation():
        press(window, "y")
    window.goto(f"{show}/checks")
    with window.expect_navigation(url=re.compile(r"/checks/2$")):
        press(window, "F9")
    Scanner(window)("INV-1", "INV-2", "INV-4")
    expect(window.locator("#feed li")).to_have_count(3)
    press(window, "F9")
    window.locator("#confirm-dialog").wait_for()
    with window.expect_navigation():
        press(window, "y")
    expect(window.locator("#walk tr.is-missing")).to_have_count(0)
    window.goto(f"{show}/papers")
    window.locator("#received_by").fill("Karimova D.")
    with window.expect_navigation():
        press(window, "F9")
    returned = pdf(window, f"{show}/acts/2.pdf")
    assert "INV-4" in returned
    assert "INV-3" not in returned  # with its reader
    session.rollback()
    facts = find_item(session, "INV-1")
    assert facts is not None
    assert facts.placement is None

    # The effect, computed by hand: one day, before it one day. Shown: 4 titles, lent 1 during (from it), 0 before (ten
    # days ago is no part of the equal period). Not shown: 2 titles, 0 during, 1 before (yesterday). Gain: 25 + 50.
    row = queries.exhibition_row(session, 1)
    found = queries.effect_of(session, row, today=clock.today())
    assert found is not None
    assert (found.period.days, found.from_it) == (1, 1)
    assert (found.shown, found.others) == (Lending(4, 1, 0), Lending(2, 0, 1))
    window.goto(f"{show}/effect")
    expect(window.locator(".notice-warning li")).to_have_count(4)
    cells = window.locator("main table tbody tr")
    expect(cells.nth(0).locator("td")).to_have_text(["4", "0", "1", "0,0", "25,0", "+25,0"])
    expect(cells.nth(1).locator("td")).to_have_text(["2", "1", "0", "50,0", "0,0", "−50,0"])
    window.locator("#result").fill("Bir kunlik koʻrgazma.")
    with window.expect_navigation():
        press(window, "F9")
    report = pdf(window, f"{show}/report.pdf")
    for told in ("+75,0", "Nilufar Saidova", "Bir kunlik koʻrgazma.", "25"):
        assert told in report
    assert queries.exhibition_row(session, 1).qr_opened == 1

    # Counted once, whatever happened since; and nothing contradicts.
    assert (net_amount(session, Kind.EXHIBITION_OPEN), net_amount(session, Kind.EXHIBITION_ITEM)) == (1, 4)
    assert [problem for check in CHECKS for problem in check(session)] == []
