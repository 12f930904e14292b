"""Readers tie their Telegram to their card by the bot's Start button; a number alone opens nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from circulation.patrons.queries import patron_facts
from circulation.patrons.services import new_telegram_link
from ils.app.outgoing import tie_to_card
from ils.db import transaction
from ils.outbox.channels.telegram import Start
from ils.outbox.linking import bot_is_on, bot_link, take_starts
from ils.outbox.rules import Recipient
from tests.conftest import NOON
from tests.ils.outbox.conftest import Library
from tests.ils.outbox.servers import FakeTelegram, Provider
from tests.ils.outbox.test_telegram import update
from tests.world import add_reader, work_at


def anvar(_session: Session, start: Start, _now: datetime) -> Recipient | None:
    """Know the token “right” only."""
    if start.token != "right":
        return None
    return Recipient("patron", 1, "Karimov Anvar", "ru", {"telegram": str(start.chat)})


def take(session: Session, on_start: Any = anvar) -> int:
    return take_starts(session, on_start, now=lambda: NOON)


def test_a_start_ties_a_chat_and_is_answered_in_the_readers_language(
    library: Library, session: Session, telegram: FakeTelegram, telegram_server: Provider
) -> None:
    library.with_telegram(telegram_server)
    telegram.updates = [update(7, "/start right")]
    assert take(session) == 1
    [(chat, text)] = telegram.sent
    assert chat == 777
    assert text.startswith("Karimov Anvar, теперь сообщения библиотеки приходят сюда.")
    assert take(session) == 0, "each is read once"
    assert telegram_server.asked[-1].json()["offset"] == 8


def test_a_token_that_is_worth_nothing_is_told_in_both_languages(
    library: Library, session: Session, telegram: FakeTelegram, telegram_server: Provider
) -> None:
    library.with_telegram(telegram_server)
    telegram.updates = [update(7, "/start wrong"), update(8, "salom")]
    assert take(session) == 0
    [(_chat, text)] = telegram.sent
    assert "eskirgan" in text
    assert "устарела" in text


def test_without_a_bot_or_a_line_nothing_happens(
    library: Library, session: Session, telegram_server: Provider
) -> None:
    assert not bot_is_on(session, NOON)
    assert bot_link(session, "abc") is None
    assert take(session) == 0
    library.with_telegram(telegram_server)
    assert bot_is_on(session, NOON)
    assert bot_link(session, "abc") == "https://t.me/kutubxona_bot?start=abc"
    library.set_up("telegram", "bot", {"base": "http://127.0.0.1:1", "bot_name": "x"}, {})
    assert take(session) == 0


def test_a_real_token_ties_the_card_once(
    library: Library, session: Session, telegram: FakeTelegram, telegram_server: Provider
) -> None:
    reader = add_reader(session, NOON)
    library.with_telegram(telegram_server)
    with transaction(session):
        token = new_telegram_link(session, work_at(NOON), patron_id=reader.id)
    telegram.updates = [update(1, f"/start {token}", chat=42), update(2, f"/start {token}", chat=43)]
    assert take(session, tie_to_card) == 1
    session.rollback()
    assert patron_facts(session, reader.id).telegram_id == 42
    assert [chat for chat, _text in telegram.sent] == [42, 43]
    assert "eskirgan" in telegram.sent[1][1]
