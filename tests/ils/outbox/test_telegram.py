"""Telegram's bot against a server that answers as Telegram does."""

from __future__ import annotations

from typing import Any

import pytest

from ils.outbox.channels.base import Outgoing, Result
from ils.outbox.channels.telegram import LONGEST, Bot, cut, open_bot, read_starts
from ils.outbox.errors import DeliveryCode
from tests.conftest import NOON
from tests.ils.outbox.servers import TOO_MANY, FakeTelegram, Provider, Reply, closed_port, serving, silent

pytestmark = pytest.mark.engine_free


def outgoing(address: str = "777", text: str = "Salom") -> Outgoing:
    return Outgoing("1-1-0", address, "Anvar", "", text, "uz", NOON)


def bot_at(url: str, **values: str) -> Bot:
    return open_bot({"base": url, "timeout": "1", **values}, {"token": "12:abc"})


def test_a_message_is_sent_as_plain_text(telegram: FakeTelegram, telegram_server: Provider) -> None:
    text = "Oʻtkan kunlar <b>*_[x](y)\n• «Маленький принц»"
    result = bot_at(telegram_server.url).send(outgoing(text=text))
    assert (result.ok, result.provider_id) == (True, "1")
    assert telegram.sent == [(777, text)]
    assert telegram_server.asked[0].path == "/bot12:abc/sendMessage"
    assert set(telegram_server.asked[0].json()) == {"chat_id", "text"}, "no markup that a title could break"


def answered(reply: Reply) -> Result:
    with serving(lambda _asked: reply) as provider:
        return bot_at(provider.url).send(outgoing())


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ((403, {"ok": False, "description": "Forbidden: bot was blocked by the user"}), DeliveryCode.BLOCKED),
        ((403, {"ok": False, "description": "Forbidden: user is deactivated"}), DeliveryCode.BLOCKED),
        ((400, {"ok": False, "description": "Bad Request: chat not found"}), DeliveryCode.ADDRESS_REFUSED),
        ((400, {"ok": False, "description": "Bad Request: message text is empty"}), DeliveryCode.REFUSED),
        ((401, {"ok": False, "description": "Unauthorized"}), DeliveryCode.LOGIN_REFUSED),
        ((404, {"ok": False, "description": "Not Found"}), DeliveryCode.LOGIN_REFUSED),
        ((500, {"ok": False, "description": "Internal Server Error"}), DeliveryCode.PROVIDER_FAILED),
        ((502, "<html>Bad Gateway</html>"), DeliveryCode.PROVIDER_FAILED),
        ((200, "<html>This page is blocked</html>"), DeliveryCode.GARBLED),
        ((200, "[1, 2]"), DeliveryCode.GARBLED),
        ((200, "\x00\xff"), DeliveryCode.GARBLED),
        ((403, "<html>Forbidden by the line's owner</html>"), DeliveryCode.GARBLED),
        ((302, "moved"), DeliveryCode.GARBLED),
    ],
)  # fmt: skip
def test_refusals_are_understood(reply: Reply, code: DeliveryCode) -> None:
    result = answered(reply)
    assert (result.ok, result.code) == (False, code)


def test_too_many_requests_tell_how_long_to_wait() -> None:
    result = answered(TOO_MANY)
    assert (result.code, result.wait) == (DeliveryCode.BUSY, 900)
    assert (
        answered((429, {"ok": False, "description": "x", "parameters": {"retry_after": "soon"}})).wait is None
    )


def test_a_200_that_says_not_ok_is_no_success() -> None:
    assert not answered((200, {"ok": False, "description": "odd"})).ok


def test_nobody_there_and_nobody_answering_are_both_no_connection() -> None:
    refused = bot_at(f"http://127.0.0.1:{closed_port()}").send(outgoing())
    with silent() as port:
        slow = bot_at(f"http://127.0.0.1:{port}").send(outgoing())
    nowhere = bot_at("http://no.such.host.invalid").send(outgoing())
    odd = bot_at("file:///etc/passwd").send(outgoing())
    assert {each.code for each in (refused, slow, nowhere, odd)} == {DeliveryCode.NO_CONNECTION}
    assert slow.detail == "timed out"


def test_what_went_wrong_never_tells_the_token() -> None:
    results = [
        bot_at(f"http://127.0.0.1:{closed_port()}").send(outgoing()),
        bot_at("http://no.such.host.invalid").send(outgoing()),
        bot_at("not an address").send(outgoing()),
        bot_at("http://[").send(outgoing()),
    ]
    assert [each.detail for each in results if "abc" in each.detail] == []


@pytest.mark.parametrize("address", ["", "anvar", "@anvar", "7 7", "7" * 30])
def test_a_chat_is_a_number(address: str) -> None:
    assert bot_at("http://127.0.0.1:1").send(outgoing(address)).code is DeliveryCode.ADDRESS_WRONG


def test_a_very_long_message_ends_at_a_line() -> None:
    text = "\n".join(f"• Kitob {number}" for number in range(1000))
    short = cut(text)
    assert len(short) <= LONGEST
    assert short.endswith("\n…")
    assert short.splitlines()[-2] in text.splitlines()
    assert cut("x") == "x"


def update(number: int, text: str, *, chat: int = 777, kind: str = "private") -> dict[str, Any]:
    return {"update_id": number, "message": {"text": text, "chat": {"id": chat, "type": kind}}}


def test_who_pressed_start_is_read_and_nothing_else() -> None:
    updates = [
        update(10, "/start abc_DEF-1"),
        update(11, "/start"),
        update(12, "salom"),
        update(13, "/start abc", kind="group"),
        update(14, "/start@kutubxona_bot token2", chat=9),
        {"update_id": 15, "edited_message": {}},
        {"update_id": 16, "message": {"photo": []}},
        update(17, "/start " + "x" * 65),
        update(18, "/start a b"),
    ]
    starts, offset = read_starts(updates, 0)
    assert [(each.token, each.chat) for each in starts] == [("abc_DEF-1", 777), ("token2", 9)]
    assert offset == 19
    assert read_starts([], 19) == ([], 19)


def test_updates_are_asked_for_from_an_offset(telegram: FakeTelegram, telegram_server: Provider) -> None:
    telegram.updates = [update(5, "a"), update(6, "b")]
    found = bot_at(telegram_server.url).updates(6)
    assert isinstance(found, list)
    assert [each["update_id"] for each in found] == [6]
    telegram.troubles = [(200, {"ok": True, "result": "none"})]
    assert isinstance(bot_at(telegram_server.url).updates(0), Result)
