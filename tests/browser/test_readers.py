"""Readers in a real browser: written down by the keyboard, looked at twice, photographed, taken in from a table."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from circulation.patrons.models import Patron
from ils.db import transaction
from ils.web.session import db
from tests.browser.conftest import Server, sign_in
from tests.circulation.patrons.test_photos import picture
from tests.conftest import NOON
from tests.world import add_nilufar, add_reader

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(server: Server, page: Page) -> Page:
    """Nilufar at the desk of a library with one reader."""
    with server.app.app_context():
        add_nilufar(db.session(), NOON)
        add_reader(db.session(), NOON, card="R-1", given_name="Nodira", phone="901234567")
        db.session.remove()
    sign_in(page, server, "nilufar")
    return page


def count(server: Server) -> int:
    with server.app.app_context(), transaction(db.session()) as session:
        return session.scalars(select(func.count()).select_from(Patron)).one()


def test_a_reader_is_written_down_by_keys_and_looked_at_twice(desk: Page, server: Server) -> None:
    desk.goto(f"{server.url}/patrons/")
    desk.keyboard.press("F8")
    expect(desk.locator("[name=surname]")).to_be_focused()
    desk.keyboard.type("Каримова")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Зулфия")
    desk.keyboard.press("Tab")
    expect(desk.locator("#typed")).to_contain_text("Karimova Zulfiya")
    desk.locator("[name=phone]").fill("90 123 45 67")
    desk.keyboard.press("Tab")
    expect(desk.locator("#typed")).to_contain_text("R-1")
    desk.locator("[name=category]").select_option("employee")
    desk.keyboard.press("F9")
    expect(desk.locator(".notice-warning")).to_be_focused()
    assert count(server) == 1
    desk.locator("[name=surname]").press("Enter")  # a scanner's Enter never says yes
    expect(desk.locator(".notice-warning")).to_be_focused()
    assert count(server) == 1
    desk.keyboard.press("F10")
    expect(desk.locator(".person-name")).to_have_text("Каримова Зулфия")
    assert count(server) == 2


def test_a_photo_comes_from_a_file_or_the_camera(desk: Page, server: Server, tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(picture((900, 1200)))
    desk.goto(f"{server.url}/patrons/1/photo")
    expect(desk.locator("#camera-start")).to_be_visible()
    desk.locator("#photo").set_input_files(tmp_path / "x.jpg")
    desk.keyboard.press("F9")
    expect(desk.locator("img.person-photo")).to_be_visible()
    # No camera is here; one that draws is put in its place.
    desk.goto(f"{server.url}/patrons/1/photo")
    desk.evaluate(
        """() => { const canvas = document.createElement("canvas"); canvas.width = 640; canvas.height = 480;
        const pen = canvas.getContext("2d"); let at = 0;
        setInterval(() => { pen.fillStyle = `hsl(${at++ % 360} 50% 50%)`; pen.fillRect(0, 0, 640, 480); }, 50);
        navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(10); }"""
    )
    desk.keyboard.press("F7")
    expect(desk.locator("#camera-take")).to_be_visible()
    desk.wait_for_function("document.getElementById('camera-view').videoWidth > 0")
    desk.keyboard.press("F8")
    expect(desk.locator("img.person-photo")).to_be_visible()


def test_a_table_is_taken_in_while_one_looks(desk: Page, server: Server, tmp_path: Path) -> None:
    lines = "\n".join(f"Azimov;Bobur{number};Talaba" for number in range(5))
    (tmp_path / "t.csv").write_text(f"Familiya;Ism;Toifa\n{lines}\n", "utf-8")
    desk.goto(f"{server.url}/patrons/import")
    desk.locator("#file").set_input_files(tmp_path / "t.csv")
    desk.keyboard.press("F9")
    expect(desk.locator("tbody tr")).to_have_count(5)
    desk.keyboard.press("F9")
    expect(desk.locator(".tag-ok").first).to_be_visible()
    expect(desk.locator("td a").first).to_be_visible()
    assert count(server) == 6
