"""A file from the cataloguer's hands into the catalogue and back out of it, by keyboard, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.records.models import Record
from ils import clock
from ils.accounts.permissions import Role
from ils.demo.marcfile import marc21_file
from ils.demo.works import load_works
from ils.web.session import db
from tests.browser.conftest import Server, sign_in
from tests.browser.test_every_page import AXE, PHONE, RUN_AXE
from tests.catalog.importing.files import book, unreadable
from tests.world import add_nilufar

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORKS = 40
NEW = book("9001", "Yangi kitob", "Muallif", 2020, "120 b.")


@pytest.fixture
def cataloguer(page: Page, server: Server, session: Session) -> Page:
    """A window in which a cataloguer is signed in."""
    add_nilufar(session, clock.now(), role=Role.CATALOGUER)
    sign_in(page, server, "nilufar")
    return page


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Forty books, one of them twice, one more, one with a wrong length, and something that is no record."""
    books = [each + b"\x1d" for each in marc21_file(load_works()[:WORKS]).split(b"\x1d") if each]
    path = tmp_path / "almashuv.mrc"
    path.write_bytes(
        b"".join([*books, books[0], NEW, b"00042" + book("9002", "Yana bir kitob")[5:], unreadable()])
    )
    return path


def records(server: Server) -> int:
    """Return how many records the catalogue has."""
    with server.app.app_context():
        count = db.session().scalars(select(func.count()).select_from(Record)).one()
        db.session.remove()
    return count


def give(page: Page, server: Server, path: Path) -> None:
    """Choose a file and press the key of the form; wait until it is read."""
    page.goto(f"{server.url}/import")
    page.set_input_files("input[type=file]", str(path))
    with page.expect_navigation():
        page.keyboard.press("F9")
    expect(page.locator("form[action$='/accept'] button")).to_be_visible()


def terms(page: Page, number: int) -> list[int]:
    """Return the figures of a sum that the page shows."""
    found = page.locator(".sum").nth(number).locator("b").all_inner_texts()
    return [int(re.sub(r"\D", "", text)) for text in found]


def test_a_file_is_read_decided_accepted_and_taken_back_by_keyboard(
    cataloguer: Page, server: Server, file: Path
) -> None:
    page = cataloguer
    give(page, server, file)
    assert terms(page, 0) == [44, 42, 1, 1]
    assert terms(page, 1) == [44, 42, 1, 1]
    assert records(server) == 0

    # The one that is there already: look at it, take it in all the same, and go through the list by arrows.
    page.goto(f"{page.url}?state=duplicate")
    page.locator("tr[data-href] a").first.press("Enter")
    expect(page.locator(".compare")).to_be_visible()
    assert "/41?" in page.url
    page.keyboard.press("n")
    expect(page.locator(".notice-success")).to_contain_text("№ 41")
    page.goto(f"{server.url}/import/1/43")
    with page.expect_navigation():
        page.keyboard.press("ArrowRight")
    assert page.url.endswith("/import/1/44")
    with page.expect_navigation():
        page.keyboard.press("ArrowLeft")
    assert page.url.endswith("/import/1/43")

    page.goto(f"{server.url}/import/1")
    page.keyboard.press("F8")
    expect(page.locator("aside").get_by_text("43", exact=True)).to_be_visible()
    page.keyboard.press("F9")
    expect(page.locator("h1 .tag-ok")).to_be_visible()
    assert terms(page, 1) == [44, 43, 1]
    assert records(server) == 43

    page.locator("form[action$='/undo'] button").press("Enter")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("y")
    expect(page.locator("h1 .tag-plain")).to_be_visible()
    assert terms(page, 1) == [44, 1, 43]
    assert records(server) == 0


def test_progress_is_shown_without_touching_the_page(
    cataloguer: Page, server: Server, tmp_path: Path
) -> None:
    """The bar comes with the page, moves by itself, and gives way to the records when the work has ended."""
    page = cataloguer
    path = tmp_path / "katta.mrc"
    path.write_bytes(
        b"".join(book(str(n), f"Kitob {n}", f"Muallif {n}", 2000, f"{n + 30} b.") for n in range(1200))
    )
    page.goto(f"{server.url}/import")
    page.set_input_files("input[type=file]", str(path))
    with page.expect_navigation():
        page.keyboard.press("F9")
    expect(page.locator("section.job progress")).to_be_visible()
    page.evaluate(AXE.read_text("utf-8"))
    assert page.evaluate(RUN_AXE) == []
    expect(page.locator(".sum").first).to_be_visible()
    expect(page.locator("section.job")).to_have_count(0)
    assert terms(page, 0) == [1200, 1200, 0, 0]


def test_a_file_that_is_none_is_told_above_the_form_which_keeps_it(
    cataloguer: Page, server: Server, tmp_path: Path
) -> None:
    page = cataloguer
    path = tmp_path / "rasm.pdf"
    path.write_bytes(b"%PDF-1.7 nothing of ours")
    page.goto(f"{server.url}/import")
    page.set_input_files("input[type=file]", str(path))
    page.keyboard.press("F9")
    expect(page.locator("#upload-problem .notice-danger")).to_contain_text("pdf")
    assert page.evaluate("document.querySelector('input[type=file]').files.length") == 1
    expect(page.locator("#upload button[type=submit]")).to_be_enabled()


def test_on_a_phone_the_state_stays_in_sight(cataloguer: Page, server: Server, file: Path) -> None:
    page = cataloguer
    give(page, server, file)
    page.set_viewport_size(PHONE)
    for address in ("/import", "/import/1"):
        page.goto(server.url + address)
        box = page.locator("tbody .tag").first.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= PHONE["width"]
