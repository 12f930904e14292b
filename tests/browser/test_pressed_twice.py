"""A person presses again because nothing seems to happen: one exhibition results."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from foreign_fund.exhibitions.models import Exhibition
from ils.accounts.permissions import Role
from ils.clock import now
from ils.web.once.models import SentForm
from tests.browser.conftest import Server, sign_in
from tests.world import add_nilufar

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GUARD_MS = 2600  # so long the page itself swallows a second press


def titles(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(Exhibition.title)))


@pytest.fixture
def window(server: Server, session: Session, page: Page) -> Page:
    """The form of a new exhibition, filled in."""
    add_nilufar(session, now(), role=Role.FOREIGN)
    sign_in(page, server, "nilufar")
    page.goto(f"{server.url}/exhibitions/new")
    page.locator("#title").fill("Nemis kitoblari")
    page.locator("#place").fill("2-qavat")
    return page


def test_two_presses_of_the_key_make_one_exhibition(window: Page, session: Session) -> None:
    window.keyboard.press("F9")
    window.keyboard.press("F9")
    expect(window).to_have_url(re.compile("/exhibitions/1$"))
    assert titles(session) == ["Nemis kitoblari"]


def test_a_double_click_makes_one_exhibition(window: Page, session: Session) -> None:
    window.locator("main form button[type=submit]").last.dblclick()
    expect(window.locator("h1")).to_contain_text("Nemis kitoblari")
    assert titles(session) == ["Nemis kitoblari"]


def test_a_press_after_a_lost_answer_leads_to_what_the_first_one_made(window: Page, session: Session) -> None:
    sent: list[str] = []

    def lose(route: Route) -> None:
        """The first answer never arrives; the program has done its work."""
        if route.request.method != "POST":
            route.continue_()
            return
        sent.append(route.request.post_data or "")
        if len(sent) == 1:
            route.fetch(max_redirects=0)
            return  # and the page waits
        route.continue_()

    window.route("**/exhibitions/new", lose)
    window.keyboard.press("F9", delay=10)
    window.wait_for_timeout(GUARD_MS)
    assert titles(session) == ["Nemis kitoblari"]
    window.keyboard.press("F9")
    expect(window.locator("h1")).to_contain_text("Nemis kitoblari")
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert titles(session) == ["Nemis kitoblari"]
    expect(window.locator("#flashes .notice")).to_have_count(1)
    session.rollback()
    assert len(session.scalars(select(SentForm)).all()) == 1
