"""The editor in a real browser: a book by the keyboard alone, a reload in the middle, a line that is gone for a while."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from catalog.marc import Profile
from catalog.marc.editing import rows_of
from catalog.records.models import Origin
from catalog.records.queries import version_marc
from catalog.records.services import add_record
from ils.accounts.permissions import Role
from ils.db import transaction
from ils.web.session import db
from tests.browser.conftest import Server, sign_in
from tests.browser.test_every_page import AXE, RUN_AXE, WIDER
from tests.catalog.records.builders import marc21
from tests.conftest import NOON
from tests.world import add_nilufar, work_at

pytestmark = pytest.mark.browser

ISBN = "978-9943-26-000-9"
FOCUSED = "document.activeElement.name ?? ''"


@pytest.fixture
def editor(app: Flask, server: Server, page: Page) -> Page:
    """A window in which a cataloguer has signed in; one book is in the catalogue."""
    with app.app_context():
        add_nilufar(db.session(), NOON, role=Role.CATALOGUER)
        with transaction(db.session()) as session:
            marc = marc21("Mehrobdan chayon", "Qodiriy, Abdulla", isbn="9789943260016", number="1")
            add_record(session, work_at(NOON), marc=marc, profile=Profile.MARC21, origin=Origin.ORIGINAL)
        db.session.remove()
    sign_in(page, server, "nilufar")
    return page


def kept(page: Page) -> None:
    """Wait until the server has what was typed."""
    expect(page.locator("#editor-state.good")).to_be_visible()


def fields_of(app: Flask, record_id: int, version: int = 1) -> dict[str, list[str]]:
    """Return the texts of a record's fields by tag."""
    with app.app_context():
        marc, _profile = version_marc(db.session(), record_id, version)
        db.session.remove()
    found: dict[str, list[str]] = {}
    for row in rows_of(marc):
        found.setdefault(row.tag, []).append(row.text)
    return found


def typed(page: Page, box: str, text: str) -> None:
    """Go on with Enter until the box has the focus, and type."""
    for _ in range(40):
        if page.evaluate(FOCUSED) == box:
            break
        page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == box
    page.keyboard.type(text)


def test_a_book_is_described_by_the_keyboard_alone_and_found(editor: Page, server: Server) -> None:
    editor.keyboard.press("F6")
    expect(editor.locator("kbd", has_text="9")).to_be_visible()
    editor.keyboard.press("1")
    editor.wait_for_url("**/records/drafts/*")
    expect(editor.locator("[name='v.isbn']")).to_be_focused()
    editor.keyboard.type(ISBN)
    typed(editor, "v.title", "Oʻtkan kunlar")
    typed(editor, "v.subtitle", "roman")
    typed(editor, "v.name", "Qodiriy, Abdulla")
    typed(editor, "v.place", "Toshkent")
    typed(editor, "v.publisher", "Sharq")
    typed(editor, "v.year", "2019")
    typed(editor, "v.extent", "400 b.")
    typed(editor, "v.topic", "Oʻzbek adabiyoti")
    editor.keyboard.press("F8")
    assert editor.evaluate(FOCUSED) == "v.topic"
    editor.keyboard.type("Tarixiy romanlar")
    editor.keyboard.press("Shift+F8")
    editor.keyboard.press("Control+Delete")
    kept(editor)
    editor.keyboard.press("F9")
    editor.wait_for_url("**/records/2")
    expect(editor.locator("h1")).to_contain_text("kunlar : roman")
    fields = fields_of(server.app, 2)
    assert fields["650"] == ["Oʻzbek adabiyoti", "Tarixiy romanlar"]
    assert fields["008"][0][7:11] == "2019"
    editor.keyboard.press("/")
    editor.keyboard.type("otkan kunlar")
    editor.keyboard.press("Enter")
    expect(editor.locator(".record-title")).to_contain_text("kunlar")


def test_a_known_isbn_is_told_while_typing(editor: Page, server: Server) -> None:
    editor.goto(f"{server.url}/records/new?form=book")
    editor.keyboard.type("9789943260016")
    expect(editor.locator("#editor-besides")).to_contain_text("Mehrobdan chayon")
    editor.keyboard.press("Control+A")
    editor.keyboard.type("9789943260010")
    expect(editor.locator("#editor-besides")).not_to_contain_text("Mehrobdan chayon")
    expect(editor.locator("#editor-besides .code", has_text="020")).to_be_visible()


def test_a_reload_loses_nothing(editor: Page, server: Server) -> None:
    editor.goto(f"{server.url}/records/new?form=article")
    editor.keyboard.type("Kutubxona haqida")
    kept(editor)
    editor.reload()
    title = editor.locator("[data-line=title] [name='v.title']")
    expect(title).to_have_value("Kutubxona haqida")
    title.focus()
    editor.keyboard.press("End")
    editor.keyboard.type(" soʻz")
    editor.reload()  # at once, before the pause is over
    expect(title).to_have_value("Kutubxona haqida soʻz")


def test_what_the_server_could_not_be_told_waits_in_the_browser(editor: Page, server: Server) -> None:
    editor.goto(f"{server.url}/records/new?form=book")
    kept_at = "**/keep"
    editor.route(kept_at, lambda route: route.abort())
    editor.keyboard.type(ISBN)
    expect(editor.locator("#editor-state.late")).to_be_visible()
    address = editor.url
    editor.goto(f"{server.url}/records/")
    editor.unroute(kept_at)
    editor.goto(address)
    expect(editor.locator("[name='v.isbn']").first).to_have_value(ISBN)
    kept(editor)


def test_by_field_with_keys(editor: Page, server: Server) -> None:
    editor.goto(f"{server.url}/records/1/edit")
    editor.keyboard.press("F7")
    editor.wait_for_url("**?by=fields")
    note = editor.locator(".fe-row", has=editor.locator("[name=tag][value='300']"))
    note.locator(".fe-value").focus()
    editor.keyboard.press("F8")
    editor.keyboard.type("500")
    for _ in range(4):
        editor.keyboard.press("Tab")
    editor.keyboard.type("Birinchi")
    editor.keyboard.press("Control+Enter")
    editor.keyboard.type("5")
    editor.keyboard.press("Tab")
    editor.keyboard.type("AKM")
    expect(editor.locator("#editor-help h3")).to_contain_text("500")
    editor.keyboard.press("Shift+F8")
    editor.keyboard.press("Control+ArrowUp")
    kept(editor)
    language = editor.locator("[name=element][data-at='35']")
    language.evaluate("list => { list.closest('details').open = true; }")
    language.select_option("35:3:rus")
    assert editor.evaluate("document.querySelector('[name=data][value*=uzb]').value.slice(35, 38)") == "rus"
    editor.keyboard.press("Control+s")
    editor.wait_for_url("**/records/1")
    fields = fields_of(server.app, 1, 2)
    assert fields["500"] == ["Birinchi AKM", "Birinchi AKM"]
    assert fields["008"][0][35:38] == "rus"


def test_an_article_finds_its_journal_and_a_mark_is_taken(editor: Page, server: Server) -> None:
    with server.app.app_context():
        with transaction(db.session()) as session:
            journal = marc21("Infolib", kind="as", number="7")
            host = add_record(
                session, work_at(NOON), marc=journal, profile=Profile.MARC21, origin=Origin.ORIGINAL
            )
        db.session.remove()
    editor.goto(f"{server.url}/records/new?form=article")
    search = editor.locator("[data-host-search]")
    search.fill("infol")
    expect(editor.locator("[role=option]").first).to_contain_text("Infolib")
    search.press("Enter")
    expect(editor.locator("[data-line=host] [name='v.title']")).to_have_value("Infolib")
    expect(editor.locator("[data-line=host] [name='v.control']")).to_have_value("(UzToAKM)7")
    assert editor.evaluate(FOCUSED) == "v.part"
    editor.keyboard.type("2021, № 3")
    assert editor.locator("#host-id").input_value() == str(host)
    kept(editor)


@pytest.mark.parametrize(
    "address",
    [
        "/records/", "/records/new?form=book", "/records/new?form=article", "/records/1/edit", "/records/1/history",
        "/records/mend", "/records/duplicates", "/records/templates", "/records/cards", "/records/cards/chronicle",
        "/records/author-marks", "/records/merge?kept=1&gone=1", "/records/drafts/1?by=fields",
        "/records/drafts/1/template",
    ],
)  # fmt: skip
def test_axe_finds_nothing(editor: Page, server: Server, address: str) -> None:
    if "/drafts/" in address:
        editor.goto(f"{server.url}/records/1/edit")
    for width, height in ((1366, 768), (390, 844)):
        editor.set_viewport_size({"width": width, "height": height})
        editor.goto(server.url + address)
        editor.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
        editor.evaluate(AXE.read_text("utf-8"))
        assert editor.evaluate(RUN_AXE) == []
        assert editor.evaluate(WIDER) <= 0
