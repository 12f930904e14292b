"""What the locked box did not take and what it asks for; the figure in the menu, the rows of the scans."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.scanner import Scanner
from tests.browser.test_desk_answers import (
    box_of,
    desk,
    open_loans,
    refuse,
    rows_of,
    scan,
    shelves,
    violations,
)
from tests.circulation.loans.desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]
__all__ = ["desk", "scan", "shelves"]


def test_sb_03_what_a_locked_box_did_not_take_is_listed_until_it_is_scanned_again(
    desk: Page, scan: Scanner, shelves: Desk
) -> None:
    missed = desk.locator("#desk-missed")
    line = refuse(desk, scan, shelves)
    desk.wait_for_timeout(300)
    scan("INV-2")  # into the line of the reason
    expect(missed).to_contain_text("1: inv-2", ignore_case=True)
    desk.wait_for_timeout(300)
    desk.keyboard.press("Escape")
    expect(line).to_be_hidden()
    desk.wait_for_timeout(300)
    scan("INV-3", "INV-2")  # into the box
    expect(missed).to_contain_text("2: inv-3, inv-2", ignore_case=True)
    scan.by_hand("n")
    expect(box_of(desk)).to_be_hidden()
    expect(missed).to_contain_text("Scan again: 2")
    scan("INV-2")
    expect(missed).to_contain_text("1: inv-3", ignore_case=True)
    expect(box_of(desk)).to_be_visible()
    scan.by_hand("n")
    expect(box_of(desk)).to_be_hidden()
    desk.wait_for_timeout(200)
    desk.keyboard.press("Escape")  # the reader leaves
    expect(missed).to_be_empty()


def test_an_empty_reason_is_asked_for_in_the_language_of_the_page(
    desk: Page, scan: Scanner, shelves: Desk
) -> None:
    line = refuse(desk, scan, shelves)
    desk.wait_for_timeout(200)
    desk.keyboard.press("Enter")
    expect(box_of(desk).get_by_text("Fill in this field.").first).to_be_visible()
    expect(line).to_have_attribute("aria-invalid", "true")
    expect(line).to_be_focused()
    assert violations(desk) == []
    assert open_loans(shelves) == 1


def test_the_figure_of_the_hold_shelf_follows_the_desk(desk: Page, scan: Scanner, shelves: Desk) -> None:
    badge = desk.locator(".rail [data-entry='holds.shelf'] .nav-badge")
    expect(badge).to_have_count(0)
    shelves.hold(1, "INV-3")
    scan("INV-3")
    expect(badge).to_have_text("1")
    scan("R-1", "INV-3")
    expect(rows_of(desk).first).to_contain_text("Lent")
    expect(badge).to_have_count(0)


def test_what_is_said_of_a_scan_runs_across_the_columns(desk: Page, scan: Scanner, shelves: Desk) -> None:
    scan("R-1", "INV-3")
    expect(desk.get_by_role("alertdialog")).to_contain_text("CO-15")
    scan.by_hand("y")
    row = rows_of(desk).first
    expect(row).to_contain_text("Taken back first from")
    # All three are measured at one moment: rows below may still be moving.
    wide, book, line = row.evaluate(
        """row => [row, row.querySelector('.feed-book'), row.querySelector('.feed-line')]
            .map(each => each.getBoundingClientRect().toJSON())"""
    )
    assert line["width"] > wide["width"] * 0.7 > book["width"]
    assert line["y"] >= book["y"] + book["height"] - 1
