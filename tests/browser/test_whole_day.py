"""One real day of a library in a real browser: file, copies, reader, loan, refusal, return, overdue, plan."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Page, expect

from ils import clock
from ils.accounts.permissions import Role
from ils.db import transaction
from ils.demo.marcfile import marc21_file
from ils.demo.works import load_works
from ils.web.session import db
from ils.workplan.services import load_year
from tests.browser.conftest import Server, sign_in
from tests.conftest import NOON
from tests.world import add_nilufar, work_at

pytestmark = pytest.mark.browser

FED = ("11", "15", "16", "17")


def facts(page: Page, server: Server, year: int) -> dict[str, int]:
    """Read the facts of the fed lines from the plan's page."""
    page.goto(f"{server.url}/plan/{year}")
    return {
        number: int("".join(filter(str.isdigit, page.locator(f"#line-{number} td.num a").inner_text())))
        for number in FED
    }


def scan(page: Page, code: str) -> None:
    """Scan as a scanner does: the characters and Enter, then wait for the answer in the feed or the question box."""
    before = page.locator("[data-answers]").get_attribute("data-answers")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.locator("[data-answers]")).not_to_have_attribute("data-answers", before or "")


def test_a_whole_day(page: Page, server: Server, tmp_path: Path) -> None:
    with time_machine.travel(NOON, tick=True), server.app.app_context():
        year = clock.today().year
        session = db.session()
        add_nilufar(session, clock.now(), role=Role.ADMINISTRATOR)
        with transaction(session):
            load_year(session, work_at(clock.now()), year=year)
        db.session.remove()

        sign_in(page, server, "nilufar")
        start = facts(page, server, year)

        # A genuine MARC file becomes records.
        works = [work for work in load_works() if work.language in {"ger", "uzb"}][:3]
        german = next(work for work in load_works() if work.language == "ger")
        chosen = [german, *[work for work in works if work.language == "uzb"][:2]]
        path = tmp_path / "kichik.mrc"
        path.write_bytes(marc21_file(chosen))
        page.goto(f"{server.url}/import/")
        page.set_input_files("input[type=file]", str(path))
        with page.expect_navigation():
            page.locator("form[enctype] button[type=submit]").click()
        with page.expect_navigation():
            page.locator("form[action$='/accept'] button").click()
