"""A real server in a thread and a real Chromium; skipped where Chromium is not installed."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright
from werkzeug.serving import make_server

from ils.app.working import crew_of
from tests.world import PASSWORD

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# Without the last four, every start looks for its maker's servers, and each failed look-up takes its time.
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-features=OptimizationHints,MediaRouter",
)  # fmt: skip

PATIENCE = 20_000  # milliseconds: a machine that runs all tests at once is slow, not wrong
FUNCTION_KEY = re.compile("F[0-9]+")
expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True, slots=True)
class Server:
    """A running library and the app behind it."""

    url: str
    app: Flask


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium a worker."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def server(app: Flask) -> Iterator[Server]:
    """The app of this test, served for real on a free port, with somebody who runs its jobs, and real tokens."""
    app.config["WTF_CSRF_ENABLED"] = True
    http = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    crew = crew_of(app)
    crew.start()
    yield Server(f"http://127.0.0.1:{http.server_port}", app)
    crew.stop()
    http.shutdown()
    thread.join()
    http.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of 1366×768 in Uzbek; a mistake in a script fails the test."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="uz-UZ")
    page = context.new_page()
    mistakes: list[str] = []
    page.on("pageerror", lambda problem: mistakes.append(str(problem)))
    page.on(
        "console", lambda said: mistakes.append(said.text) if "Content Security Policy" in said.text else None
    )
    page.set_default_timeout(PATIENCE)
    _press_when_loaded(page)
    yield page
    context.close()
    assert not mistakes


def _press_when_loaded(page: Page) -> None:
    """Let function keys wait for the page: who sees it has its script, a test would press sooner."""
    press = page.keyboard.press

    def patiently(key: str, **options: Any) -> None:
        if FUNCTION_KEY.fullmatch(key):
            page.wait_for_load_state()
        press(key, **options)

    page.keyboard.press = patiently  # type: ignore[method-assign]


def sign_in(page: Page, server: Server, login: str, password: str = PASSWORD) -> None:
    """Sign in by keyboard."""
    page.goto(f"{server.url}/sign-in")
    expect(
        page.locator("[name=login]")
    ).to_be_focused()  # the page gives the focus a moment after it has loaded
    page.keyboard.type(login)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    with page.expect_navigation():
        page.keyboard.press("Enter")
