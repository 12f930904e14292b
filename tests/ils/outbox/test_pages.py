"""Pages of messages: the list, one message, the tray of letters."""

from __future__ import annotations

import pypdfium2
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from ils.accounts.permissions import Role
from ils.outbox.models import MessageState
from tests.conftest import NOON, SignIn
from tests.ils.outbox.conftest import Library
from tests.ils.outbox.servers import FakeTelegram, Provider
from tests.world import add_reader


@pytest.fixture
def desk(app: Flask, library: Library, signed_in: SignIn, at_noon: time_machine.Traveller) -> FlaskClient:
    """A browser at the desk of a library whose messages are read anew by the test."""
    app.extensions["ils_outbox"] = library.sources()
    add_reader(library.session, NOON)
    return signed_in(Role.DESK)


def test_an_empty_outbox_says_what_will_be_there(desk: FlaskClient) -> None:
    page = desk.get("/outbox/").text
    assert "No messages yet" in page


def test_messages_are_listed_with_reader_state_and_channel(
    desk: FlaskClient, library: Library, telegram_server: Provider
) -> None:
    library.with_telegram(telegram_server)
    library.facts = {"template": "overdue_1"}
    number = library.queue()
    library.send()
    page = desk.get("/outbox/").text
    assert "Kitoblarni qaytarish muddati oʻtdi" in page
    assert 'href="/patrons/1"' in page
    assert "Telegram" in page
    assert f'href="/outbox/{number}"' in page


def test_the_list_is_narrowed_and_paged(desk: FlaskClient, library: Library) -> None:
    for _each in range(52):
        library.queue()
    call = library.queue(channels=["call"])
    library.send()
    page = desk.get("/outbox/").text
    assert "Older messages" in page
    older = desk.get(f"/outbox/?before={call - 49}").text
    assert "Older messages" not in older
    assert 'href="/outbox/1"' in older
    only = desk.get(
        "/outbox/?state=to_call&kind=overdue&channel=call&reader=1&since=2026-04-15&until=2026-04-15"
    ).text
    assert only.count("data-href") == 1
    assert "No such message" in desk.get("/outbox/?state=failed").text
    assert desk.get("/outbox/?reader=99").text.count("data-href") == 0


@pytest.mark.parametrize("wrong", ["state=odd", "channel=pigeon", "since=yesterday"])
def test_a_wrong_address_is_told(desk: FlaskClient, wrong: str) -> None:
    assert desk.get(f"/outbox/?{wrong}").status_code == 400


def test_one_message_shows_every_attempt_and_what_it_is_about(
    desk: FlaskClient, library: Library, telegram: FakeTelegram, telegram_server: Provider
) -> None:
    telegram.blocked.add(777)
    library.with_telegram(telegram_server)
    number = library.queue(subjects=[("patron", 1), ("loan", 999)])
    library.send()
    page = desk.get(f"/outbox/{number}").text
    assert "The reader has blocked the bot." in page
    assert "Forbidden: bot was blocked by the user" in page
    assert "laid into the tray" in page
    assert "loan 999" in page, "what is not there any more is named all the same"
    assert desk.get("/outbox/999").status_code == 404


def test_a_message_is_sent_again_and_cancelled(
    desk: FlaskClient, library: Library, telegram_server: Provider
) -> None:
    library.with_telegram(telegram_server)
    number = library.queue(channels=["letter"])
    library.send()
    assert desk.post(f"/outbox/{number}/resend", data={"channel": "telegram"}).location == f"/outbox/{number}"
    library.send()
    assert library.seen(number).sent_by == "telegram"
    assert desk.post(f"/outbox/{number}/cancel").status_code == 422
    other = library.queue()
    assert (
        desk.post(f"/outbox/{other}/cancel", data={"next": "/outbox/?state=queued"}).location
        == "/outbox/?state=queued"
    )
    assert library.seen(other).state is MessageState.CANCELLED
    assert "cancelled by hand" in desk.get(f"/outbox/{other}").text
    assert desk.post(f"/outbox/{other}/resend", data={"channel": "pigeon"}).status_code == 400


def pages(made: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made)]


def test_letters_are_printed_in_their_readers_language_and_marked(
    desk: FlaskClient, library: Library
) -> None:
    uzbek = library.queue(channels=["letter"])
    library.send()
    library.language = "ru"
    russian = library.queue(channels=["letter"])
    library.send()
    tray = desk.get("/outbox/letters").text
    assert tray.count('name="ids"') == 2
    assert "Arnasoy, Bogʻ 5" in tray
    answer = desk.post("/outbox/letters.pdf", data={"ids": [uzbek, russian]})
    assert answer.mimetype == "application/pdf"
    made = pages(answer.data)
    assert len(made) == 2
    assert "Здравствуйте" in made[0], "as the reader would be written to now"
    assert len(pages(desk.get(f"/outbox/letters.pdf?ids={russian}").data)) == 1
    assert len(pages(desk.get("/outbox/letters.pdf").data)) == 2, "no ids: the whole tray"
    assert library.seen(uzbek).state is MessageState.TO_PRINT, "printing itself changes nothing"
    desk.post("/outbox/letters/printed", data={"ids": [uzbek]})
    assert library.seen(uzbek).state is MessageState.SENT
    assert library.reached, "whoever counts letters is told"
    assert library.seen(russian).state is MessageState.TO_PRINT


def test_a_letter_about_a_copy_that_is_back_is_not_printed(desk: FlaskClient, library: Library) -> None:
    number = library.queue(channels=["letter"])
    library.send()
    library.copies = []
    tray = desk.get("/outbox/letters").text
    assert "no longer true" in tray
    assert 'name="ids"' not in tray
    assert desk.get("/outbox/letters.pdf").location == "/outbox/letters"
    desk.post("/outbox/letters/tidy")
    view = library.seen(number)
    assert (view.state, view.cancel_reason) == (MessageState.CANCELLED, "cancelled_not_true_any_more")
    assert "The tray is empty" in desk.get("/outbox/letters").text


@pytest.mark.parametrize("ids", ["x", "1,²", "99999999999", ",".join("1" * 301)])
def test_ids_are_numbers(desk: FlaskClient, ids: str) -> None:
    assert desk.get(f"/outbox/letters.pdf?ids={ids}").status_code == 400


def test_who_may_see_what(signed_in: SignIn, client: FlaskClient) -> None:
    assert client.get("/outbox/").status_code == 302
    cataloguer = signed_in(Role.CATALOGUER)
    assert cataloguer.get("/outbox/").status_code == 403
    desk = signed_in(Role.DESK)
    assert desk.get("/outbox/").status_code == 200
    assert [
        desk.get(f"/outbox/{page}").status_code
        for page in ("channels", "texts", "channels/sms", "texts/overdue")
    ] == [403] * 4


def test_a_providers_report_needs_no_sign_in_and_tells_nothing(
    client: FlaskClient, library: Library, eskiz_server: Provider, at_noon: time_machine.Traveller
) -> None:
    library.with_eskiz(eskiz_server)
    number = library.queue()
    library.send()
    for body in ({"message_id": "sms-9", "status": "UNDELIV"}, {"message_id": "sms-1"}, {}):
        assert client.post("/outbox/report", json=body).status_code == 204
    assert client.post("/outbox/report", data="garbage", content_type="application/json").status_code == 204
    assert client.post("/outbox/report", json=[1]).status_code == 204
    assert library.seen(number).state is MessageState.SENT
    answer = client.post("/outbox/report", data={"request_id": "sms-1", "status": "UNDELIV"})
    assert (answer.status_code, answer.data) == (204, b"")
    assert library.seen(number).state is MessageState.QUEUED
