"""The desk in a real browser, without the mouse: what only the page's script decides (SB-01, SB-03, SB-05, SB-07)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.services import place
from circulation.desk.models import ScanReceipt
from circulation.loans.models import Loan
from ils import clock
from ils.db import transaction
from tests.browser.conftest import Server, sign_in
from tests.circulation.loans.desk import Desk
from tests.world import add_nilufar

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def shelves(session: Session) -> Desk:
    """Anvar, Nodira; two books to lend, one on an exhibition that lends nothing, one that Nodira has."""
    desk = Desk(session, clock.now() - timedelta(minutes=1))
    add_nilufar(session, desk.now)
    desk.reader("R-1")
    desk.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    desk.copy("INV-1")
    desk.copy("INV-2", title="Der kleine Prinz", language="ger")
    shown = desk.copy("INV-3", title="Focus 5", language="eng")
    desk.copy("INV-4", title="Kecha va kunduz")
    desk.lend("R-2", "INV-4")
    with transaction(session) as writing:
        place(
            writing, item_id=shown, kind="exhibition", ref_id=1, label="Ingliz tili kuni", section="",
            lendable=False, since=desk.now.date(), until=None,
        )  # fmt: skip
    return desk


@pytest.fixture
def desk(page: Page, server: Server, shelves: Desk) -> Page:
    """The desk, signed in, in English."""
    sign_in(page, server, "nilufar")
    with page.expect_navigation():
        page.locator("button[name=language][value=en]:visible").click()
    page.goto(f"{server.url}/desk/")
    expect(page.locator("#scan")).to_be_focused()
    return page


@pytest.fixture
def scan(desk: Page) -> Callable[..., None]:
    """A scanner: it types as fast as the browser takes it, and ends with Enter."""

    def typed(*codes: str) -> None:
        for code in codes:
            desk.keyboard.type(code)
            desk.keyboard.press("Enter")

    return typed


def open_loans(shelves: Desk) -> int:
    shelves.session.rollback()
    return shelves.session.scalars(
        select(func.count()).select_from(Loan).where(Loan.closed_at.is_(None))
    ).one()


def by_hand(desk: Page, key: str) -> None:
    """Press a key as a person does, not within the milliseconds of a scanner."""
    desk.wait_for_timeout(200)
    desk.keyboard.press(key)


def rows_of(desk: Page) -> Locator:
    return desk.locator("#desk-feed tbody tr")


def box_of(desk: Page) -> Locator:
    return desk.get_by_role("alertdialog")


def test_two_books_a_refusal_and_a_yes_by_keyboard_only(
    desk: Page, scan: Callable[..., None], shelves: Desk
) -> None:
    scan("R-1")
    expect(desk.locator("#desk-reader")).to_contain_text("Karimov Anvar")
    scan("INV-1")
    expect(rows_of(desk).first).to_contain_text("Oʻtkan kunlar")
    scan("INV-2")
    expect(rows_of(desk).first).to_contain_text("Der kleine Prinz")

    scan("INV-3")
    expect(box_of(desk)).to_contain_text("CO-12")
    expect(desk.locator("#scan")).to_have_value("INV-3")
    by_hand(desk, "n")
    expect(box_of(desk)).to_be_hidden()
    assert open_loans(shelves) == 3

    scan("INV-4")
    expect(box_of(desk)).to_contain_text("Saidova Nodira")
    by_hand(desk, "y")
    expect(rows_of(desk).first).to_contain_text("Taken back first from: Saidova Nodira.")
    expect(desk.locator("#scan")).to_be_focused()
    assert open_loans(shelves) == 3

    desk.keyboard.press("Escape")
    expect(desk.locator("#desk-reader")).to_contain_text("Lent: 3")
    scan("INV-1")
    expect(rows_of(desk).first).to_contain_text("Returned")
    assert open_loans(shelves) == 2


def test_scans_made_before_the_answer_are_kept_in_order(
    desk: Page, scan: Callable[..., None], shelves: Desk
) -> None:
    desk.route("**/desk/scan", lambda route: (desk.wait_for_timeout(150), route.continue_()))
    scan("R-1", "INV-1", "INV-1", "INV-2", "=RETURN", "INV-4")
    expect(rows_of(desk).first).to_contain_text("Kecha va kunduz")
    expect(rows_of(desk)).to_have_count(4)
    expect(rows_of(desk).nth(1)).to_contain_text("Der kleine Prinz")
    expect(rows_of(desk).nth(2)).to_contain_text("Oʻtkan kunlar")
    assert open_loans(shelves) == 2


def test_sb_03_a_scanner_never_answers_a_question(
    desk: Page, scan: Callable[..., None], shelves: Desk
) -> None:
    scan("R-1", "INV-4")
    expect(box_of(desk)).to_be_visible()
    scan("Y", "Y1", "INV-Y", "N")
    desk.wait_for_timeout(400)
    expect(box_of(desk)).to_be_visible()
    box_of(desk).get_by_role("button", name=re.compile("Take back")).focus()
    desk.keyboard.press("Enter")
    desk.wait_for_timeout(400)
    expect(box_of(desk)).to_be_visible()
    assert open_loans(shelves) == 1
    desk.keyboard.press("Space")
    expect(box_of(desk)).to_be_hidden()
    expect(rows_of(desk).first).to_contain_text("Kecha va kunduz")
    expect(desk.locator("#scan")).to_have_value("")


def test_what_waited_behind_a_question_goes_on_after_the_answer(
    desk: Page, scan: Callable[..., None], shelves: Desk
) -> None:
    desk.route("**/desk/scan", lambda route: (desk.wait_for_timeout(150), route.continue_()))
    scan("R-1", "INV-4", "INV-1")
    expect(box_of(desk)).to_be_visible()
    expect(desk.locator("#desk-waiting")).to_contain_text("1")
    by_hand(desk, "n")
    expect(rows_of(desk).first).to_contain_text("Oʻtkan kunlar")
    assert open_loans(shelves) == 2


def test_sb_07_a_lost_answer_is_asked_for_again_and_nothing_is_done_twice(
    desk: Page, scan: Callable[..., None], shelves: Desk
) -> None:
    lost: list[str] = []

    def lose_one(route: Route) -> None:
        if not lost and "INV-1" in (route.request.post_data or ""):
            lost.append(route.fetch().text())  # the server did it; the answer never arrives
            route.fulfill(status=503, body="")
        else:
            route.continue_()

    desk.route("**/desk/scan", lose_one)
    scan("R-1", "INV-1")
    expect(rows_of(desk).first).to_contain_text("Oʻtkan kunlar")
    assert len(lost) == 1
    assert open_loans(shelves) == 2
    receipts = select(func.count()).select_from(ScanReceipt)
    assert shelves.session.scalars(receipts).one() == 2


def test_modes_by_key_and_renewing_from_the_list(
    desk: Page, scan: Callable[..., None], shelves: Desk
) -> None:
    scan("R-2")
    expect(desk.locator("#desk-loans")).to_contain_text("Kecha va kunduz")
    desk.keyboard.press("Shift+F7")
    expect(box_of(desk)).to_contain_text("RN-07")
    desk.keyboard.press("Escape")
    expect(box_of(desk)).to_be_hidden()
    desk.keyboard.press("F8")
    expect(desk.locator("#scan")).to_have_class(re.compile("is-return"))
    scan("INV-4")
    expect(rows_of(desk).first).to_contain_text("Returned")
    desk.keyboard.press("F7")
    expect(desk.locator("#scan")).not_to_have_class(re.compile("is-return"))
    assert open_loans(shelves) == 0
