"""Every key that a page prints is pressed, from inside a field where it may be; none is printed twice on a page."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.loans.models import Loan
from circulation.patrons.services import restrict
from ils import clock
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.browser.conftest import Server, sign_in
from tests.circulation.loans.desk import Desk
from tests.world import add_nilufar, work_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KEYS = """[...document.querySelectorAll("main [data-key]")].filter((each) => each.checkVisibility())
  .map((each) => each.dataset.key)"""
NOTE = """
  window.hit = "";
  window.addEventListener("click", (event) => {
    window.hit = event.target.closest("[data-key]")?.dataset.key ?? "";
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
"""
HIT = "window.hit || (document.activeElement.dataset.key ?? '')"
NAMES = {"Ctrl": "Control", "Esc": "Escape"}
PAGES = {
    "visits": "/visits/",
    "reader": "/patrons/1",
    "account": "/charges/of/1",
    "card": "/patrons/1/card",
    "loan": "/loans/{loan}",
    "trial": "/loans/why?card=R-1&code=INV-1",
    "on their way": "/holds/transit",
    "losses": "/loans/losses",
}


@pytest.fixture
def window(page: Page, server: Server, session: Session) -> Page:
    """The director; a late loan of a reader who may not borrow."""
    desk = Desk(session, clock.now() - timedelta(days=60))
    add_nilufar(session, desk.now, role=Role.DIRECTOR)
    reader = desk.reader("R-1").id
    desk.copy("INV-1")
    desk.lend("R-1", "INV-1")
    with transaction(session) as writing:
        restrict(writing, work_at(clock.now()), patron_id=reader, kind="manual", reason="Pasporti eskirgan")
    sign_in(page, server, "nilufar")
    return page


def pressed(key: str) -> str:
    return "+".join(NAMES.get(part, part) for part in key.split("+"))


def try_keys(window: Page, wanted: list[str]) -> None:
    """Press each key from a page that nobody has touched, and see its holder clicked or focused."""
    for key in wanted:
        window.evaluate("window.hit = ''; document.activeElement.blur()")
        window.keyboard.press(pressed(key))
        assert window.evaluate(HIT) == key, key


@pytest.mark.parametrize("name", PAGES)
def test_every_printed_key_does_something_and_stands_there_once(
    window: Page, server: Server, session: Session, name: str
) -> None:
    loan = session.scalars(select(Loan.id)).first()
    window.goto(server.url + PAGES[name].format(loan=loan))
    keys: list[str] = window.evaluate(KEYS)
    assert keys
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    window.evaluate(NOTE)
    try_keys(window, keys)


def test_the_tally_board_counts_by_key_from_inside_the_card_field(window: Page, server: Server) -> None:
    window.goto(f"{server.url}/visits/")
    for key, sum_ in (("Alt+5", "5"), ("Alt+1", "6"), ("Alt+0", "16")):
        expect(window.locator("#card")).to_be_focused()
        with window.expect_navigation():
            window.keyboard.press(key)
        expect(window.locator("tr.total td").last).to_have_text(sum_)
    window.keyboard.press("Alt+q")  # a key of nobody: nothing is typed over, nothing breaks
    expect(window.locator("tr.total td").last).to_have_text("16")


def test_the_menu_of_a_reader_answers_by_key_only_while_it_is_open(window: Page, server: Server) -> None:
    window.goto(f"{server.url}/patrons/1")
    window.evaluate(NOTE)
    window.keyboard.press("c")
    assert window.evaluate("window.hit") == ""
    window.evaluate("document.querySelector('main details.menu').open = true")
    keys: list[str] = window.evaluate(KEYS)
    assert {"P", "C", "F", "S", "N", "X"} <= set(keys)
    assert len(keys) == len(set(keys))
    try_keys(window, [key for key in keys if key in {"P", "I", "T", "C", "F", "S", "N", "X"}])


def test_why_leads_back_to_the_desk_by_escape_and_takes_the_next_scan(window: Page, server: Server) -> None:
    window.goto(f"{server.url}/loans/why?card=R-1&code=INV-1")
    expect(window.locator("#trial-code")).to_be_focused()
    window.keyboard.type("INV-1")  # instead of what stood there
    expect(window.locator("#trial-code")).to_have_value("INV-1")
    with window.expect_navigation(url="**/desk/"):
        window.keyboard.press("Escape")


@pytest.mark.parametrize(
    ("address", "field"),
    [("/visits/", "#title"), ("/patrons/new", "#phone"), ("/readers/clearance?q=R-1", "#reason")],
)
def test_after_a_refusal_the_first_refused_field_has_the_focus(
    window: Page, server: Server, address: str, field: str
) -> None:
    window.goto(server.url + address)
    if address == "/visits/":
        window.locator("#kind").select_option("group")
        window.locator("#persons").fill("3")
    if address == "/patrons/new":
        window.locator("#surname").fill("Karimova")
        window.locator("#given_name").fill("Zulfiya")
        window.locator("#category").select_option("student")
        window.locator("#phone").fill("12")
    window.keyboard.press("F9")
    expect(window.locator(field)).to_have_attribute("aria-invalid", "true")
    expect(window.locator(field)).to_be_focused()
