"""A day at the desk by scans alone: lend 5, return 5, renew 2, undo 1, a refusal answered by one key, and no click."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.services import place
from circulation.loans.models import Loan, Renewal
from ils import clock
from ils.db import transaction
from tests.browser.conftest import Server, sign_in
from tests.browser.scanner import RUSSIAN, UZBEK, Scanner, clicks, count_clicks
from tests.circulation.loans.desk import Desk
from tests.world import add_nilufar

pytestmark = [pytest.mark.browser, pytest.mark.slow]

US = "`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./"
LENT = [f"INV-{number}" for number in range(1, 6)]


@pytest.fixture
def shelves(session: Session) -> Desk:
    """Anvar; five books to lend, one on an exhibition that lends nothing; Nodira has had two for three days."""
    desk = Desk(session, clock.now() - timedelta(days=3))
    add_nilufar(session, desk.now)
    desk.reader("R-1")
    desk.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    for code in (*LENT, "INV-6", "INV-7"):
        desk.copy(code, title=f"Kitob {code}")
    for code in ("INV-6", "INV-7"):
        desk.lend("R-2", code)
    shown = desk.copy("INV-8", title="Focus 5", language="eng")
    with transaction(session) as writing:
        place(
            writing, item_id=shown, kind="exhibition", ref_id=1, label="Ingliz tili kuni", section="",
            lendable=False, since=desk.now.date(), until=None,
        )  # fmt: skip
    return desk


def count(shelves: Desk, *wanted: object) -> int:
    shelves.session.rollback()
    query = select(func.count()).select_from(Loan).where(*wanted)  # type: ignore[arg-type]
    return shelves.session.scalars(query).one()


@pytest.mark.parametrize("layout", [US, RUSSIAN, UZBEK], ids=["us", "russian", "uzbek"])
def test_sb_01_sb_04_a_day_by_scans_alone(page: Page, server: Server, shelves: Desk, layout: str) -> None:
    sign_in(page, server, "nilufar")
    count_clicks(page)
    page.goto(f"{server.url}/desk/")
    expect(page.locator("#scan")).to_be_focused()
    scan = Scanner(page, layout)
    rows, box = page.locator("#desk-feed tbody tr"), page.get_by_role("alertdialog")

    scan("R-1", *LENT)  # lend five
    expect(rows).to_have_count(6)
    if layout != US:
        expect(page.locator("#desk-notes .notice")).to_have_count(0)  # told once, with the first of them
    assert count(shelves, Loan.closed_at.is_(None)) == 7

    scan("INV-8")  # a refusal
    expect(box).to_contain_text("CO-12")
    scan("INV-1")  # swallowed: the scanner is locked
    page.wait_for_timeout(400)
    expect(box).to_contain_text("CO-12")
    scan.by_hand("n")
    expect(box).to_be_hidden()

    scan("R-2", "=RENEW")  # renew two
    expect(page.locator("#desk-loans tbody tr")).to_have_count(2)
    expect(page.locator("#desk-feed .feed-renewed")).to_have_count(2)

    scan("=DONE", "=RETURN", *LENT)  # return five
    expect(page.locator("#desk-feed .feed-returned")).to_have_count(5)
    scan("=UNDO")  # undo one
    expect(rows.first).to_have_class(re.compile("feed-undone"))
    expect(rows.first).to_contain_text("Kitob INV-5")
    scan("=LEND")
    expect(page.locator("#scan")).not_to_have_class(re.compile("is-return"))

    assert clicks(page) == 0
    assert count(shelves, Loan.closed_at.is_(None)) == 3
    assert count(shelves, Loan.closed_at.is_not(None), Loan.undone_at.is_(None)) == 4
    assert shelves.session.scalars(select(func.count()).select_from(Renewal)).one() == 2


@pytest.mark.parametrize("layout", [RUSSIAN, UZBEK], ids=["russian", "uzbek"])
def test_sb_04_the_wrong_layout_is_told_once(page: Page, server: Server, shelves: Desk, layout: str) -> None:
    sign_in(page, server, "nilufar")
    page.goto(f"{server.url}/desk/")
    expect(page.locator("#scan")).to_be_focused()
    scan = Scanner(page, layout)
    scan("R-1")
    expect(page.locator("#desk-notes .notice-warning")).to_have_count(1)
    scan("INV-1")
    expect(page.locator("#desk-feed tbody tr")).to_have_count(2)
    expect(page.locator("#desk-notes .notice-warning")).to_have_count(0)


def test_sb_03_yes_by_its_place_on_a_cyrillic_keyboard(page: Page, server: Server, shelves: Desk) -> None:
    sign_in(page, server, "nilufar")
    page.goto(f"{server.url}/desk/")
    expect(page.locator("#scan")).to_be_focused()
    scan = Scanner(page, RUSSIAN)
    scan("R-1", "INV-6")
    expect(page.get_by_role("alertdialog")).to_contain_text("CO-15")
    scan.by_hand("y")
    expect(page.locator("#desk-feed tbody tr").first).to_have_class(re.compile("feed-lent"))
