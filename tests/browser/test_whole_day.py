"""One real day of a library in a real browser: file, copies, reader, loan, refusal, return, overdue, plan."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Page, expect

from ils import clock
from ils.accounts.permissions import Role
from ils.db import transaction
from ils.demo.marcfile import marc21_file
from ils.demo.works import Work, load_works
from ils.web.session import db
from ils.workplan.services import load_year
from tests.browser.conftest import Server, sign_in
from tests.world import add_nilufar, work_at

pytestmark = pytest.mark.browser

FED = ("11", "15", "16", "17")


def a_working_noon() -> datetime:
    """A Wednesday of April to come: Chromium keeps the real time and would drop cookies of a past day."""
    day = date(datetime.now(clock.TASHKENT).year + 1, 4, 10)
    return clock.at_hour(day + timedelta(days=(2 - day.weekday()) % 7), 12)


def chosen_works() -> list[Work]:
    """Return a German book and two Uzbek ones."""
    works = load_works()
    german = [work for work in works if work.language == "ger"][:1]
    return german + [work for work in works if work.language == "uzb" and work.script == "latn"][:2]


def plan_facts(page: Page, server: Server, year: int) -> dict[str, int]:
    """Read the facts of the fed lines from the plan's page."""
    page.goto(f"{server.url}/plan/{year}")
    return {number: digits(page.locator(f"#line-{number} a").first.inner_text()) for number in FED}


def digits(text: str) -> int:
    """Return the number that a cell shows."""
    return int("".join(each for each in text.split("\n", maxsplit=1)[0] if each.isdecimal()))


def import_file(page: Page, server: Server, path: Path) -> None:
    """Read a file in and accept it; both are jobs, and the page loads anew when they have ended."""
    page.goto(f"{server.url}/import")
    page.set_input_files("input[type=file]", str(path))
    with page.expect_navigation():
        page.locator("form[enctype] button[type=submit]").press("Enter")
    page.locator("form[action$='/accept'] button").press("Enter")
    expect(page.locator("h1 .tag-ok")).to_be_visible()


def add_copy(page: Page, server: Server, title: str, barcode: str, department: str) -> None:
    """Find the record by its title and give it one copy."""
    page.goto(f"{server.url}/search?q={title}")
    with page.expect_navigation():
        page.locator(".record a").first.press("Enter")
    with page.expect_navigation():
        page.locator("a[href*='/items/add']").first.press("Enter")
    page.locator("main [name=department]").select_option(department)
    page.locator("[name=barcodes]").fill(barcode)
    with page.expect_navigation():
        page.locator("form[action*='/items/add'] button[type=submit]").press("Enter")
    expect(page.locator("main")).to_contain_text(barcode)


def register_reader(page: Page, server: Server, surname: str, card: str) -> None:
    """Register a reader with a card that was scanned."""
    page.goto(f"{server.url}/patrons/new?card={card}")
    page.locator("[name=surname]").fill(surname)
    page.locator("[name=given_name]").fill("Anvar")
    page.locator("[name=category]").select_option("student")
    with page.expect_navigation():
        page.locator("[name=surname]").press("Enter")
    expect(page.locator("main")).to_contain_text(card)


def scan(page: Page, code: str) -> None:
    """Scan as a scanner does: the characters, Enter; then the first row of the feed is about this code."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.locator("#desk-feed tbody tr").first).to_contain_text(code)


def test_a_whole_day(page: Page, server: Server, tmp_path: Path) -> None:
    noon = a_working_noon()
    german, uzbek, _third = chosen_works()
    with time_machine.travel(noon, tick=True) as traveller:
        with server.app.app_context():
            add_nilufar(db.session(), clock.now(), role=Role.ADMINISTRATOR)
            with transaction(db.session()) as session:
                load_year(session, work_at(clock.now()), year=noon.year)
            db.session.remove()
        sign_in(page, server, "nilufar")
        before = plan_facts(page, server, noon.year)

        path = tmp_path / "kichik.mrc"
        path.write_bytes(marc21_file(chosen_works()))
        import_file(page, server, path)
        add_copy(page, server, german.title, "70000001", "foreign")
        add_copy(page, server, uzbek.title, "70000002", "lending")
        register_reader(page, server, "Karimov", "K-900001")
        register_reader(page, server, "Yusupova", "K-900002")

        # Lend both by typing barcodes and Enter only.
        page.goto(f"{server.url}/desk/")
        expect(page.locator("#scan")).to_be_focused()
        scan(page, "K-900001")
        scan(page, "70000001")
        expect(page.locator("#desk-feed .tag-ok").first).to_be_visible()
        scan(page, "70000002")
        expect(page.locator("#desk-loans tbody tr")).to_have_count(2)

        # The same copy for a second reader is refused in words, naming who has it and until when.
        scan(page, "K-900002")
        page.keyboard.type("70000001")
        page.keyboard.press("Enter")
        box = page.locator("#desk-box")
        expect(box).to_contain_text("Karimov")
        expect(box).to_contain_text("CO-15")
        page.wait_for_timeout(
            300
        )  # a key right behind the scan would be the scanner's, and those never answer
        page.keyboard.press("n")
        expect(box).to_have_count(0)
        page.keyboard.press("Escape")
        expect(page.locator("#desk-loans tbody tr")).to_have_count(0)

        # Return one: without a reader's card a copy is taken back.
        scan(page, "70000002")
        expect(page.locator("#desk-feed tbody tr").first).to_have_class("feed-returned is-new")

        traveller.shift(timedelta(days=20))
        sign_in(page, server, "nilufar")
        for address in ("/overdue/", "/fund/overdue"):
            page.goto(server.url + address)
            rows = page.locator("main tbody")
            expect(rows).to_contain_text(german.title)
            expect(rows).to_contain_text("Karimov")
            expect(rows).not_to_contain_text(uzbek.title)

        after = plan_facts(page, server, noon.year)
        risen = {number: after[number] - before[number] for number in FED}
        assert risen == {"11": 3, "15": 2, "16": 2, "17": 2}
        for number, rise in risen.items():
            page.goto(f"{server.url}/plan/{noon.year}/lines/{number}")
            expect(page.locator("main tbody tr")).to_have_count(rise)
            page.locator("main tbody a").first.press("Enter")
            page.wait_for_load_state()
            expect(page.locator("h1")).not_to_contain_text("404")
