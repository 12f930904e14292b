"""The workbench and the call list by keyboard alone: readers ticked, letters written, calls noted, without one click."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.overdue.models import Call, CallOutcome, Promise
from ils import clock
from ils.accounts.permissions import Role
from tests.browser.conftest import Server, sign_in
from tests.circulation.loans.desk import Desk
from tests.world import add_nilufar

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def window(page: Page, server: Server, session: Session) -> Page:
    """Three readers are late with a copy each; Nilufar is signed in."""
    desk = Desk(session, clock.now())
    add_nilufar(session, desk.now, role=Role.DIRECTOR)
    desk.later(days=-40)
    for number, name in ((1, "Karimov"), (2, "Saidova"), (3, "Toshmatov")):
        desk.reader(f"R-{number}", surname=name, phone=f"90123456{number}")
        desk.copy(f"INV-{number}")
        desk.lend(f"R-{number}", f"INV-{number}")
        desk.later(hours=25)
    sign_in(page, server, "nilufar")
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_OV_07_readers_are_ticked_and_written_to_by_keys(window: Page, server: Server) -> None:
    window.goto(f"{server.url}/overdue/")
    ticks = window.locator("[data-tick]")
    expect(ticks).to_have_count(3)
    press(window, "ArrowDown")
    expect(ticks.nth(0)).to_be_focused()
    press(window, "Space", "ArrowDown", "ArrowDown", "Space", "ArrowUp")
    expect(ticks.nth(1)).to_be_focused()
    assert [ticks.nth(at).is_checked() for at in range(3)] == [True, False, True]
    press(window, "a")
    assert all(ticks.nth(at).is_checked() for at in range(3))
    press(window, "a")
    assert not any(ticks.nth(at).is_checked() for at in range(3))
    with window.expect_navigation(url=re.compile("/overdue/letters")):
        press(window, "Space", "l")
    expect(window.locator(".stats")).to_contain_text("1")  # how many it will be is said before the yes
    with window.expect_navigation():
        press(window, "Escape")
    expect(ticks.nth(1)).to_be_checked()  # a no loses no tick
    with window.expect_navigation(url=re.compile("/overdue/letters")):
        press(window, "l")
    with window.expect_navigation(url=re.compile("/outbox/")):
        press(window, "F9")
    expect(window.locator("main")).to_contain_text("Saidova")
    assert "Karimov" not in window.locator("main table").inner_text()


def test_OV_07_the_call_list_is_worked_by_keys(window: Page, server: Server, session: Session) -> None:
    window.goto(f"{server.url}/overdue/")
    with window.expect_navigation(url=re.compile("/overdue/calls")):
        press(window, "c")
    heading = window.locator("#call h2")
    expect(heading).to_contain_text("Karimov")
    with window.expect_navigation():
        press(window, "s")  # later
    expect(heading).to_contain_text("Saidova")
    with window.expect_navigation():
        press(window, "n")
    expect(heading).to_contain_text("Toshmatov")
    press(window, "p")
    expect(window.locator("#until")).to_be_focused()
    with window.expect_navigation():
        press(window, "Enter")
    expect(heading).to_contain_text("Karimov")  # who was put off comes at the end
    press(window, "1")
    expect(window.locator("input[name=loan]")).not_to_be_checked()
    press(window, "1", "l")
    expect(window.locator("#confirm-dialog")).to_be_visible()
    with window.expect_navigation():
        press(window, "y")
    expect(window.locator("#call")).to_have_count(0)
    session.rollback()
    outcomes = session.scalars(select(Call.outcome).order_by(Call.id)).all()
    assert outcomes == [CallOutcome.NO_ANSWER, CallOutcome.PROMISED, CallOutcome.LOST]
    assert session.scalars(select(Promise.outcome)).all() == [""]
