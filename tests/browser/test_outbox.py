"""Messages by keyboard: a text seen while it is typed, a channel tried, letters printed with one key."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from ils import clock
from ils.accounts.permissions import Role
from ils.outbox.models import MessageState
from tests.browser.conftest import Server, sign_in
from tests.browser.test_every_page import Watched
from tests.ils.outbox.conftest import Library
from tests.ils.outbox.servers import FakeTelegram, serving
from tests.world import add_nilufar, add_reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def library(server: Server, session: Session) -> Library:
    """A library with one reader and a letter in the tray; Nilufar directs it."""
    library = Library(session)
    server.app.extensions["ils_outbox"] = library.sources()
    add_nilufar(session, clock.now(), role=Role.DIRECTOR)
    add_reader(session, clock.now())
    library.queue(clock.now(), channels=["letter"])
    library.send(clock.now())
    return library


@pytest.fixture
def window(page: Page, server: Server, library: Library) -> Page:
    """Nilufar's window."""
    sign_in(page, server, "nilufar")
    return page


def test_a_text_is_seen_with_its_price_while_it_is_typed(window: Page, server: Server) -> None:
    window.goto(f"{server.url}/outbox/texts/overdue_7?language=uz&form=short")
    preview = window.locator("#preview")
    window.locator("#body").focus()
    window.keyboard.press("Control+A")
    window.keyboard.type("Keltiring: {first}")
    expect(preview).to_contain_text("Keltiring: O'tkan kunlar")
    expect(preview).to_contain_text("SMS: 1")
    window.keyboard.type(" {x")
    expect(preview.locator(".notice")).to_contain_text("{x")
    for _each in " {x":
        window.keyboard.press("Backspace")
    expect(preview).to_contain_text("Keltiring: O'tkan kunlar")
    with window.expect_navigation():
        window.keyboard.press("F9")
    expect(window.locator("#body")).to_have_value("Keltiring: {first}")


def test_a_channel_is_tried_by_keyboard(window: Page, server: Server, library: Library) -> None:
    telegram = FakeTelegram()
    with serving(telegram) as provider:
        library.with_telegram(provider)
        window.goto(f"{server.url}/outbox/channels/telegram")
        window.locator("#test-address").focus()
        window.keyboard.type("777")
        with window.expect_navigation():
            window.keyboard.press("Enter")
        expect(window.locator(".flashes .notice-success")).to_be_visible()
    assert [chat for chat, _text in telegram.sent] == [777]
    assert "12:abc" not in window.content()


def test_letters_are_printed_with_one_key_and_leave_the_tray(
    window: Page, server: Server, library: Library
) -> None:
    window.goto(f"{server.url}/outbox/letters")
    with window.context.expect_page() as printed:
        window.keyboard.press("F9")
    assert printed.value.url.endswith("/outbox/letters.pdf")
    window.locator("button[formaction$='/printed']").focus()
    with window.expect_navigation():
        window.keyboard.press("Enter")
    expect(window.locator("tbody tr")).to_have_count(0)
    assert library.seen(1).state is MessageState.SENT


PAGES = (
    "", "?state=failed", "1", "letters", "channels", "channels/telegram", "channels/sms", "channels/sms?driver=http",
    "channels/email", "channels/letter", "channels/call", "texts", "texts/overdue_7?form=short",
    "texts/session?language=ru",
    "texts/hold_ready?language=uz_Cyrl&form=letter",
)  # fmt: skip


def test_every_page_of_messages_fits_a_phone_and_axe_finds_nothing(window: Page, server: Server) -> None:
    watched = Watched(window, server, [])
    for address in PAGES:
        watched.look(f"/outbox/{address}")
    assert not watched.problems, "\n".join(watched.problems)
