"""Nothing is sent twice more often than cannot be helped: deaths, two processes, people in between, mistakes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ils.db import transaction
from ils.outbox.channels.telegram import Bot
from ils.outbox.errors import CancelReason, DeliveryCode
from ils.outbox.models import MessageState
from ils.outbox.rules import CLAIM, PAUSES
from ils.outbox.sending.running import Sender
from ils.outbox.services import cancel, resend
from tests.conftest import NOON
from tests.ils.outbox.conftest import Library
from tests.ils.outbox.servers import FakeTelegram, Provider, serving
from tests.world import work_at


def test_a_death_between_answer_and_note_is_tried_again_and_once_only(
    library: Library, telegram: FakeTelegram, telegram_server: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.with_telegram(telegram_server)
    number = library.queue()

    def die(*_given: Any) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Sender, "_note", die)
        with pytest.raises(KeyboardInterrupt):
            library.send()
    assert library.tried(number) == [("telegram", DeliveryCode.UNANSWERED)], "the attempt that began is kept"
    assert library.send(NOON + CLAIM / 2).messages == 0, "whoever took it up may still be alive"
    library.send(NOON + CLAIM)
    assert library.tried(number) == [("telegram", DeliveryCode.UNANSWERED), ("telegram", "")]
    assert len(telegram.sent) == 2, "twice for one death, for nobody knows; and never more"
    assert library.send(NOON + CLAIM * 3).messages == 0


def test_a_death_before_the_line_is_asked_loses_nothing(
    library: Library, telegram: FakeTelegram, telegram_server: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.with_telegram(telegram_server)
    number = library.queue()

    def die(*_given: Any) -> Any:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Sender, "_try", die)
        with pytest.raises(KeyboardInterrupt):
            library.send()
    library.send(NOON + CLAIM)
    assert library.seen(number).state is MessageState.SENT
    assert len(telegram.sent) == 1


def test_two_processes_send_one_message_once(
    library: Library, elsewhere: Library, telegram: FakeTelegram, telegram_server: Provider
) -> None:
    library.with_telegram(telegram_server)
    number = library.queue()
    send, seen = Bot.send, []

    def while_the_other_looks(bot: Bot, outgoing: Any) -> Any:
        seen.append(elsewhere.send().messages)
        return send(bot, outgoing)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Bot, "send", while_the_other_looks)
        library.send()
    assert seen == [0], "the other one finds it taken, and no lock in its way"
    assert len(telegram.sent) == len(library.attempts(number)) == 1


def test_a_message_cancelled_while_it_is_sent_is_sent_if_it_got_through_and_cancelled_if_not(
    library: Library, elsewhere: Library, telegram: FakeTelegram, telegram_server: Provider
) -> None:
    library.with_telegram(telegram_server)
    send = Bot.send

    def while_somebody_cancels(bot: Bot, outgoing: Any) -> Any:
        with transaction(elsewhere.session) as session:
            cancel(session, work_at(NOON), message_id=number)
        return send(bot, outgoing)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Bot, "send", while_somebody_cancels)
        number = through = library.queue()
        library.send()
        telegram.blocked.add(777)
        number = refused = library.queue()
        library.send()
    assert library.seen(through).state is MessageState.SENT
    assert library.seen(refused).state is MessageState.CANCELLED
    assert library.tried(refused) == [("telegram", DeliveryCode.BLOCKED)]


def test_a_mistake_of_one_source_or_channel_does_not_stop_the_others(
    library: Library,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    telegram_server: Provider,
) -> None:
    library.refresh_breaks = True
    broken = library.queue()
    library.send()
    assert library.seen(broken).state is MessageState.FAILED
    assert library.seen(broken).cancel_reason == CancelReason.SOURCE_BROKE
    library.refresh_breaks = False
    library.with_telegram(telegram_server)

    def break_down(*_given: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(Bot, "send", break_down)
    number = library.queue()
    library.send()
    assert library.tried(number) == [("telegram", DeliveryCode.CHANNEL_BROKE), ("letter", "")]
    assert "cannot be made" in caplog.text
    assert "channel telegram broke" in caplog.text


def test_whoever_cannot_note_what_has_gone_out_does_not_make_it_go_out_again(
    library: Library, telegram: FakeTelegram, telegram_server: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    library.with_telegram(telegram_server)
    library.reached_breaks = True
    number = library.queue()
    library.send()
    library.send(NOON + timedelta(days=1))
    assert library.seen(number).state is MessageState.SENT
    assert len(telegram.sent) == 1
    assert "could not note it" in caplog.text


def test_a_provider_that_refuses_a_resent_message_twice_is_asked_with_another_number(
    library: Library,
) -> None:
    keys = []

    def gateway(asked: Any) -> tuple[int, Any]:
        keys.append(asked.json()["id"])
        return (500, "busy") if len(keys) == 1 else (200, {"id": "x"})

    with serving(gateway) as provider:
        library.set_up("sms", "http", {"url": provider.url, "body": '{"id": "{id}"}'})
        number = library.queue(channels=["sms"])
        library.send()
        library.send(NOON + PAUSES[0])
        with transaction(library.session) as session:
            resend(session, work_at(NOON), message_id=number)
        library.send(NOON + PAUSES[0])
    assert keys[0] == keys[1], "the same try, so that the gateway can tell a repetition"
    assert keys[2] != keys[0], "sent again by hand it is another message"
