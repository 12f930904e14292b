"""Copy cataloguing by keyboard alone: ask, choose, look, take over, save at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from catalog.copying.models import Protocol, Target
from catalog.copying.services import save_target
from catalog.records.models import Record, RecordDraft
from ils.accounts.permissions import Role
from ils.db import transaction
from tests.browser.conftest import Server, sign_in
from tests.catalog.copying.conftest import PROXIES
from tests.catalog.copying.servers import catalogue, free_port
from tests.conftest import NOON
from tests.world import add_nilufar, work_at

pytestmark = pytest.mark.browser


def test_a_book_is_taken_over_without_a_mouse(
    page: Page, server: Server, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
    add_nilufar(session, NOON, role=Role.CATALOGUER)
    with catalogue() as theirs:
        with transaction(session):
            session.execute(delete(Target))
            for name, address in (
                ("Theirs", f"{theirs.url}/loc"),
                ("Dead", f"http://127.0.0.1:{free_port()}/"),
            ):
                save_target(
                    session, work_at(NOON), name=name, protocol=Protocol.SRU, address=address, schema="marcxml",
                    indexes={"isbn": "bath.isbn", "title": "bath.title"},
                )  # fmt: skip
        sign_in(page, server, "nilufar")
        page.goto(f"{server.url}/copy")
        expect(page.locator("#copy-q")).to_be_focused()
        page.keyboard.type("0-15-601219-7\n")  # as a scanner types
        titles = page.locator(".copy-title")
        expect(titles).to_have_count(2)
        expect(page.locator("main")).to_contain_text("127.0.0.1")
        assert theirs.asked[-1]["query"].startswith('bath.isbn = "9780156012195"')

        page.locator("#copy-q").focus()
        page.keyboard.press("ArrowDown")
        expect(titles.first).to_be_focused()
        page.keyboard.press("ArrowRight")
        expect(page.locator(".copy-hit .marc").first).to_be_visible()
        page.keyboard.press("ArrowLeft")
        expect(page.locator(".copy-hit .marc").first).to_be_hidden()

        page.keyboard.press("Shift+Enter")
        page.wait_for_url(re.compile(r"/copy\?saved=\d+"))
        expect(page.locator("#copy-q")).to_be_focused()
        session.rollback()
        assert session.scalars(select(Record.title)).one() == "The little prince"

        page.keyboard.type("little prince\n")
        expect(titles).to_have_count(2)
        page.locator("#copy-q").focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(titles.nth(1)).to_be_focused()
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/records/drafts/\d+"))
        session.rollback()
        assert session.scalars(select(RecordDraft.record_id)).one() is None
