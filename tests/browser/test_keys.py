"""What the keys do on every page: lists that are sent as they change, lines of results, fields written anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from catalog.importing.jobs import import_file
from ils import clock
from ils.accounts.permissions import Role
from ils.db import transaction
from ils.demo.marcfile import marc21_file
from ils.demo.works import load_works
from ils.workplan.services import load_year
from tests.browser.conftest import Server, sign_in
from tests.circulation.loans.desk import Desk
from tests.world import add_nilufar, work_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def window(page: Page, server: Server, session: Session, tmp_path: Path) -> Page:
    """A window signed in; two records, two readers, the plan of the year."""
    desk = Desk(session, clock.now())
    add_nilufar(session, desk.now, role=Role.ADMINISTRATOR)
    desk.reader("R-1")
    desk.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    small = tmp_path / "kichik.mrc"
    small.write_bytes(marc21_file(load_works()[:2]))
    import_file(session, work_at(desk.now), small, accept=True, department="lending")
    with transaction(session) as writing:
        load_year(writing, work_at(desk.now), year=clock.today().year)
    sign_in(page, server, "nilufar")
    return page


def test_a_list_is_sent_by_enter_and_not_by_every_arrow(window: Page, server: Server) -> None:
    window.goto(f"{server.url}/plan/")
    period = window.locator("#filter-period")
    period.focus()
    window.keyboard.press("ArrowDown")
    window.keyboard.press("ArrowDown")
    window.wait_for_timeout(200)
    assert "period=" not in window.url
    with window.expect_navigation(url=re.compile("period=q2")):
        window.keyboard.press("Enter")
    expect(window.locator("#filter-period")).to_be_focused()


def test_a_list_without_a_button_is_sent_when_it_is_left(window: Page, server: Server) -> None:
    window.goto(f"{server.url}/plan/")
    window.locator("#filter-period").focus()
    window.keyboard.press("ArrowDown")
    with window.expect_navigation(url=re.compile("period=q1")):
        window.keyboard.press("Tab")


def test_a_choice_made_by_the_mouse_is_sent_at_once(window: Page, server: Server) -> None:
    window.goto(f"{server.url}/plan/")
    with window.expect_navigation(url=re.compile("period=m3")):
        window.locator("#filter-period").select_option("m3")


def test_down_goes_from_the_search_box_along_the_results_and_up_comes_back(
    window: Page, server: Server
) -> None:
    window.goto(f"{server.url}/search")
    results = window.locator(".record-title")
    expect(results).to_have_count(2)
    window.keyboard.press("/")
    for number in (0, 1):
        window.keyboard.press("ArrowDown")
        expect(results.nth(number)).to_be_focused()
    window.keyboard.press("ArrowDown")
    expect(results.nth(1)).to_be_focused()
    window.keyboard.press("ArrowUp")
    window.keyboard.press("ArrowUp")
    expect(window.locator("#find-q")).to_be_focused()


def test_readers_are_opened_from_the_list_without_the_mouse(window: Page, server: Server) -> None:
    window.keyboard.press("F3")
    window.wait_for_url("**/patrons/")
    expect(window.locator("#filter-q")).to_be_focused()
    lines = window.locator("main tbody a")
    for number in (0, 1):
        window.keyboard.press("ArrowDown")
        expect(lines.nth(number)).to_be_focused()
    with window.expect_navigation(url=re.compile(r"/patrons/\d+$")):
        window.keyboard.press("Enter")
    expect(window.locator("h1")).to_contain_text("Saidova")


def test_what_is_typed_replaces_what_stood_in_the_first_field(window: Page, server: Server) -> None:
    window.goto(f"{server.url}/items/add?record_id=1")
    window.keyboard.type("2")
    expect(window.locator("#count")).to_have_value("2")
    window.goto(f"{server.url}/patrons/?q=zzz")
    window.keyboard.type("R-1")
    with window.expect_navigation(url=re.compile(r"/patrons/\d+$")):
        window.keyboard.press("Enter")
