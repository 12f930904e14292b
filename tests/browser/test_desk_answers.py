"""The locked box in a real browser: what a person and what a scanner types into it; sounds, overlay, slip, idle end."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from circulation.desk.models import ScanReceipt
from circulation.loans.models import Loan
from circulation.policies.models import LoanPolicy
from ils import clock
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.browser.conftest import Server, sign_in
from tests.browser.scanner import Scanner, type_by_hand
from tests.browser.test_every_page import AXE, RUN_AXE, WIDER
from tests.circulation.loans.desk import Desk
from tests.world import add_nilufar

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HEARD = """
  window.heard = [];
  window.printed = 0;
  window.print = () => { window.printed += 1; window.dispatchEvent(new Event("afterprint")); };
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) {
    window.heard.push(this.frequency.value);
    return start.apply(this, when);
  };
"""


@pytest.fixture
def shelves(session: Session) -> Desk:
    """Anvar, Nodira; two books to lend, one that Nodira has; the director sits at the desk."""
    desk = Desk(session, clock.now() - timedelta(minutes=1))
    add_nilufar(session, desk.now, role=Role.DIRECTOR)
    desk.reader("R-1")
    desk.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    for code in ("INV-1", "INV-2", "INV-3"):
        desk.copy(code, title=f"Kitob {code}")
    desk.lend("R-2", "INV-3")
    return desk


@pytest.fixture
def desk(page: Page, server: Server, shelves: Desk) -> Page:
    """The desk, signed in, in English; its sounds and its printer are noted."""
    sign_in(page, server, "nilufar")
    with page.expect_navigation():
        page.locator("button[name=language][value=en]:visible").click()
    page.context.add_init_script(HEARD)
    page.goto(f"{server.url}/desk/")
    expect(page.locator("#scan")).to_be_focused()
    return page


@pytest.fixture
def scan(desk: Page) -> Scanner:
    return Scanner(desk)


def open_loans(shelves: Desk) -> int:
    shelves.session.rollback()
    return shelves.session.scalars(
        select(func.count()).select_from(Loan).where(Loan.closed_at.is_(None))
    ).one()


def limit(shelves: Desk, most: int) -> None:
    with transaction(shelves.session) as session:
        session.execute(update(LoanPolicy).values(limit_total=most))


def box_of(desk: Page) -> Locator:
    return desk.get_by_role("alertdialog")


def rows_of(desk: Page) -> Locator:
    return desk.locator("#desk-feed tbody tr")


def heard(desk: Page) -> list[float]:
    """Return what has sounded since it was last asked."""
    found: list[float] = desk.evaluate("window.heard.splice(0)")
    return found


def refuse(desk: Page, scan: Scanner, shelves: Desk) -> Locator:
    """Bring a refusal onto the screen and open the line for its reason; return the line."""
    limit(shelves, 0)
    scan("R-1", "INV-1")
    expect(box_of(desk)).to_contain_text("CO-16")
    scan.by_hand("o")
    line = box_of(desk).get_by_label("Reason, kept on the audit trail")
    expect(line).to_be_focused()
    return line


def test_sb_03_a_reason_typed_by_a_person_passes_the_block(desk: Page, scan: Scanner, shelves: Desk) -> None:
    line = refuse(desk, scan, shelves)
    desk.wait_for_timeout(200)
    desk.keyboard.press("Enter")  # nothing typed yet: the line asks for it
    desk.wait_for_timeout(300)
    expect(box_of(desk)).to_be_visible()
    type_by_hand(desk, "Direktor ruxsat berdi")
    expect(line).to_have_value("Direktor ruxsat berdi")
    desk.keyboard.press("Enter")
    expect(box_of(desk)).to_be_hidden()
    expect(rows_of(desk).first).to_contain_text("Allowed by you, reason: Direktor ruxsat berdi.")
    assert open_loans(shelves) == 2


@pytest.mark.parametrize("codes", [["INV-2"], ["12"], ["7"], ["0012487", "0012488", "R-2"]])
def test_sb_03_what_a_scanner_types_into_the_reason_is_taken_out_and_never_sent(
    desk: Page, scan: Scanner, shelves: Desk, codes: list[str]
) -> None:
    line = refuse(desk, scan, shelves)
    type_by_hand(desk, "Kitob ")
    desk.wait_for_timeout(300)
    scan(*codes)
    desk.wait_for_timeout(400)
    expect(box_of(desk)).to_be_visible()
    expect(line).to_have_value("Kitob ")
    type_by_hand(desk, "kerak")
    desk.keyboard.press("Enter")
    expect(rows_of(desk).first).to_contain_text("reason: Kitob kerak.")
    assert open_loans(shelves) == 2


def test_sb_03_a_scanner_opens_no_line_and_chooses_no_answer(
    desk: Page, scan: Scanner, shelves: Desk
) -> None:
    limit(shelves, 0)
    scan("R-1", "INV-1")
    expect(box_of(desk)).to_be_visible()
    scan("O", "OK-1", "N", "W", "NO")
    desk.wait_for_timeout(400)
    expect(box_of(desk)).to_be_visible()
    expect(box_of(desk).locator("details[open]")).to_have_count(0)
    assert open_loans(shelves) == 1


def test_escape_closes_the_line_first_and_then_leaves_the_box(
    desk: Page, scan: Scanner, shelves: Desk
) -> None:
    line = refuse(desk, scan, shelves)
    desk.wait_for_timeout(200)
    desk.keyboard.press("Escape")
    expect(line).to_be_hidden()
    expect(box_of(desk)).to_be_visible()
    desk.wait_for_timeout(200)
    desk.keyboard.press("Escape")
    expect(box_of(desk)).to_be_hidden()
    expect(desk.locator("#scan")).to_be_focused()


def test_co_01_an_unknown_book_is_described_and_lent_without_the_mouse(
    desk: Page, scan: Scanner, shelves: Desk
) -> None:
    scan("R-1", "NEW-9")
    expect(box_of(desk)).to_contain_text("CO-01")
    scan.by_hand("f")
    type_by_hand(desk, "Yulduzli tunlar")
    desk.keyboard.press("Tab")
    type_by_hand(desk, "Qodirov, P.")
    desk.keyboard.press("Enter")
    expect(rows_of(desk).first).to_contain_text("Yulduzli tunlar")
    expect(rows_of(desk).first).to_contain_text("Lent")
    assert open_loans(shelves) == 2


def test_ci_11_a_day_back_is_typed_and_stays_in_sight(desk: Page, scan: Scanner, shelves: Desk) -> None:
    desk.keyboard.press("Shift+F6")
    line = box_of(desk).get_by_label("Date")
    expect(line).to_be_focused()
    scan("INV-3")
    desk.wait_for_timeout(400)
    expect(line).to_be_visible()
    desk.keyboard.press("Control+a")
    type_by_hand(desk, "-1")
    desk.keyboard.press("Enter")
    expect(desk.locator("#desk-modes .is-loud")).to_contain_text("Returns are dated")
    expect(desk.locator("#scan")).to_be_focused()
    scan("INV-3")
    expect(rows_of(desk).first).to_contain_text("Returned")
    desk.keyboard.press("F7")
    expect(desk.locator("#desk-modes .is-loud")).to_have_count(0)


def test_sb_08_undo_and_the_slip_are_one_key_each(desk: Page, scan: Scanner, shelves: Desk) -> None:
    scan("R-1", "INV-1")
    expect(rows_of(desk)).to_have_count(2)
    desk.keyboard.press("F9")
    expect(desk.locator("#desk-slip .slip")).to_contain_text("Kitob INV-1")
    desk.wait_for_function("window.printed === 1")
    expect(desk.locator("body")).not_to_have_class(re.compile("prints-slip"))
    desk.keyboard.press("Control+z")
    expect(rows_of(desk).first).to_contain_text("Undone")
    assert open_loans(shelves) == 1


def test_sb_09_three_sounds_their_volume_and_errors_only_by_keys(
    desk: Page, scan: Scanner, shelves: Desk
) -> None:
    limit(shelves, 1)
    volume = desk.get_by_role("button", name=re.compile("Sounds, volume"))
    expect(volume).to_have_accessible_name("Sounds, volume: 2")
    scan("R-1", "INV-1")
    expect(rows_of(desk)).to_have_count(2)
    done = heard(desk)
    scan("INV-3")
    expect(box_of(desk)).to_be_visible()
    refused = heard(desk)
    scan.by_hand("n")
    expect(box_of(desk)).to_be_hidden()
    heard(desk)
    scan("INV-2")
    expect(box_of(desk)).to_be_visible()
    scan.by_hand("n")
    expect(box_of(desk)).to_be_hidden()
    assert done
    assert refused
    assert set(done) != set(refused)

    heard(desk)
    desk.keyboard.press("Control+e")
    scan("R-2")
    expect(rows_of(desk).first).to_contain_text("Saidova")
    assert heard(desk) == []
    scan("NEW-9")
    expect(box_of(desk)).to_be_visible()
    assert heard(desk)
    scan.by_hand("n")
    expect(box_of(desk)).to_be_hidden()
    desk.keyboard.press("Control+e")
    for expected in ("3", "0"):
        desk.keyboard.press("Control+m")
        expect(volume).to_have_attribute("data-volume", expected)
    heard(desk)
    scan("NEW-8")
    expect(box_of(desk)).to_be_visible()
    assert heard(desk) == []
    desk.reload()
    expect(volume).to_have_accessible_name("Sounds, volume: 0")


def test_the_overlay_opens_by_f1_and_a_scan_closes_it(desk: Page, scan: Scanner, shelves: Desk) -> None:
    desk.keyboard.press("F1")
    expect(desk.get_by_role("dialog")).to_contain_text("Keys of the desk")
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    desk.keyboard.press("F1")
    expect(desk.get_by_role("dialog")).to_be_visible()
    scan("R-1")
    expect(desk.get_by_role("dialog")).to_have_count(0)
    expect(desk.locator("#desk-reader")).to_contain_text("Karimov Anvar")


def test_sb_10_a_desk_left_alone_ends_the_session(page: Page, server: Server, shelves: Desk) -> None:
    page.clock.install()
    sign_in(page, server, "nilufar")
    page.goto(f"{server.url}/desk/")
    Scanner(page)("R-1", "INV-3")
    expect(box_of(page)).to_be_visible()
    page.clock.fast_forward(10 * 60 * 1000 + 2000)
    expect(box_of(page)).to_be_hidden()
    expect(page.locator("#desk-reader .person")).to_have_count(0)


def test_sb_07_a_reload_while_the_line_is_down_loses_nothing_and_does_nothing_twice(
    desk: Page, scan: Scanner, shelves: Desk
) -> None:
    scan("R-1")
    expect(desk.locator("#desk-reader")).to_contain_text("Karimov Anvar")
    down = [True]
    reached: list[str] = []

    def line(route: Route) -> None:
        if not down:
            route.continue_()
        elif not reached:
            reached.append(route.fetch().text())  # the server did it; the answer is lost
            route.abort()
        else:
            route.abort()

    desk.route("**/desk/scan", line)
    desk.on("dialog", lambda dialog: dialog.accept())
    scan("INV-1", "INV-2")
    expect(desk.locator("#desk-waiting")).to_contain_text("The line is lost")
    desk.reload()
    down.clear()
    expect(rows_of(desk)).to_have_count(3)
    expect(desk.locator("#desk-waiting")).to_have_text("")
    assert (open_loans(shelves), len(reached)) == (3, 1)
    receipts = select(func.count()).select_from(ScanReceipt)
    assert shelves.session.scalars(receipts).one() == 3


def test_scans_that_waited_for_another_reader_are_not_sent_but_told(
    desk: Page, scan: Scanner, shelves: Desk, server: Server
) -> None:
    scan("R-1", "INV-3")
    expect(box_of(desk)).to_be_visible()
    desk.evaluate(
        """sessionStorage.setItem("ils-desk-queue", JSON.stringify({mark: "9-automatic", flying: null,
           waiting: [{url: "/desk/scan", fields: {code: "INV-2"}, answers: false, key: "an-old-key-1"}]}))"""
    )
    desk.reload()
    expect(desk.locator("#desk-waiting")).to_contain_text("Scan again: INV-2")
    assert open_loans(shelves) == 1


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(RUN_AXE)
    return [*found, *(["wider than the window"] if page.evaluate(WIDER) > 0 else [])]


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)], ids=["desk", "phone"])
def test_axe_finds_nothing_in_any_state_of_the_desk(
    desk: Page, scan: Scanner, shelves: Desk, size: tuple[int, int]
) -> None:
    desk.set_viewport_size({"width": size[0], "height": size[1]})
    assert violations(desk) == []
    refuse(desk, scan, shelves)
    assert violations(desk) == []
    desk.wait_for_timeout(200)
    desk.keyboard.press("Escape")
    scan.by_hand("n")
    expect(box_of(desk)).to_be_hidden()
    desk.keyboard.press("Shift+F6")
    expect(box_of(desk)).to_be_visible()
    assert violations(desk) == []
    desk.wait_for_timeout(200)
    desk.keyboard.press("Escape")
    expect(box_of(desk)).to_be_hidden()
    desk.evaluate("document.getElementById('desk-help').showModal()")
    assert violations(desk) == []
