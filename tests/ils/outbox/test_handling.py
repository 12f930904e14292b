"""What people do with messages: send again, cancel, print, call, forget."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from ils.db import transaction
from ils.outbox.errors import CancelReason, MessageNotFoundError, OutboxCode, OutboxInputError, OutboxRefused
from ils.outbox.models import ChannelName, MessageState
from ils.outbox.queries import to_call, to_print
from ils.outbox.services import cancel, forget_recipient, mark_called, mark_printed, resend
from tests.conftest import NOON
from tests.ils.outbox.conftest import Library
from tests.ils.outbox.servers import FakeTelegram, Provider
from tests.world import add_nilufar, work_at


def refused(code: OutboxCode, act: object, session: Session, **given: object) -> None:
    with pytest.raises(OutboxRefused) as told, transaction(session):
        act(session, work_at(NOON), **given)  # type: ignore[operator]
    assert told.value.code is code


def test_letters_leave_the_tray_when_they_are_printed(library: Library, session: Session) -> None:
    nilufar = add_nilufar(session, NOON)
    first, second, third = (library.queue(channels=["letter"]) for _each in range(3))
    library.send()
    assert [view.id for view in to_print(session)] == [first, second, third]
    with transaction(session):
        work = work_at(NOON, actor_id=nilufar.id)
        assert mark_printed(session, work, message_ids=[third, first, first], sources=library.sources()) == 2
        assert mark_printed(session, work, message_ids=[first]) == 0, "printed before"
    view = library.seen(first)
    assert (view.state, view.sent_by, view.sent_at) == (MessageState.SENT, "letter", NOON)
    assert (view.handled_at, view.handled_by) == (NOON, nilufar.id)
    [attempt] = library.attempts(first)
    assert (attempt.ok, attempt.status) == (True, "printed")
    assert [each[:2] for each in library.reached] == [
        (first, ChannelName.LETTER),
        (third, ChannelName.LETTER),
    ]
    assert library.reached[0][2] == attempt.id
    assert [each.id for each in to_print(session)] == [second]


def test_a_call_leaves_the_list_when_it_was_made(library: Library, session: Session) -> None:
    number = library.queue(channels=["call"])
    refused(OutboxCode.NOT_TO_CALL, mark_called, session, message_id=number)
    library.send()
    assert [view.id for view in to_call(session, kind="overdue")] == [number]
    assert to_call(session, kind="hold_ready") == ()
    with transaction(session):
        mark_called(session, work_at(NOON), message_id=number)
    assert library.seen(number).sent_by == "call"
    assert library.attempts(number)[0].status == "called"
    assert library.reached == [], "what came of a call its own subject counts"
    refused(OutboxCode.NOT_TO_CALL, mark_called, session, message_id=number)


def test_a_message_is_cancelled_until_it_has_reached_somebody(
    library: Library, session: Session, telegram_server: Provider
) -> None:
    library.with_telegram(telegram_server)
    waiting, letter, sent = library.queue(), library.queue(channels=["letter"]), library.queue()
    with transaction(session):
        cancel(session, work_at(NOON), message_id=waiting)
    library.send()
    with transaction(session):
        cancel(session, work_at(NOON), message_id=letter)
    refused(OutboxCode.NOT_WAITING, cancel, session, message_id=sent)
    refused(OutboxCode.NOT_WAITING, cancel, session, message_id=waiting)
    for number in (waiting, letter):
        view = library.seen(number)
        assert (view.state, view.cancel_reason) == (MessageState.CANCELLED, CancelReason.BY_HAND)
    assert library.attempts(letter)[0].status == "taken_back"
    assert to_print(session) == ()


def test_a_message_is_sent_again_on_the_channel_that_was_asked_for(
    library: Library, session: Session, telegram: FakeTelegram, telegram_server: Provider
) -> None:
    library.with_telegram(telegram_server)
    number = library.queue(channels=["letter"])
    library.send()
    with transaction(session):
        resend(session, work_at(NOON), message_id=number, channel="telegram")
    assert to_print(session) == ()
    library.send()
    view = library.seen(number)
    assert (view.state, view.sent_by, view.channels) == (
        MessageState.SENT,
        "telegram",
        ("telegram", "letter"),
    )
    assert [each.status for each in library.attempts(number)] == ["taken_back", ""]
    with transaction(session):
        resend(session, work_at(NOON), message_id=number)
    library.send()
    assert len(telegram.sent) == 2


def test_a_message_that_waits_is_sent_at_once_and_keeps_what_was_tried(
    library: Library, session: Session, telegram: FakeTelegram, telegram_server: Provider
) -> None:
    telegram.troubles = [(500, {"ok": False, "description": "x"})]
    library.with_telegram(telegram_server)
    number = library.queue()
    library.send()
    assert library.send().messages == 0
    with transaction(session):
        resend(session, work_at(NOON), message_id=number)
    library.send()
    assert library.seen(number).attempts == 2
    assert library.seen(number).state is MessageState.SENT


def test_what_is_just_being_sent_is_not_sent_again(
    library: Library, elsewhere: Library, telegram_server: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ils.outbox.channels.telegram import Bot

    library.with_telegram(telegram_server)
    number = library.queue()
    send = Bot.send

    def meanwhile(bot: Bot, outgoing: object) -> object:
        refused(OutboxCode.BEING_SENT, resend, elsewhere.session, message_id=number)
        return send(bot, outgoing)  # type: ignore[arg-type]

    monkeypatch.setattr(Bot, "send", meanwhile)
    library.send()
    assert library.seen(number).state is MessageState.SENT


def test_unknown_messages_and_channels_are_refused(library: Library, session: Session) -> None:
    number = library.queue()
    for unknown in (number + 1, 0, -1, 2**40):
        with pytest.raises(MessageNotFoundError), transaction(session):
            cancel(session, work_at(NOON), message_id=unknown)
    with pytest.raises(OutboxInputError), transaction(session):
        resend(session, work_at(NOON), message_id=number, channel="pigeon")
    assert library.seen(number).state is MessageState.QUEUED


def test_a_reader_is_forgotten_and_the_figures_stay(
    library: Library, session: Session, telegram_server: Provider
) -> None:
    library.with_telegram(telegram_server)
    sent = library.queue(subjects=[("loan", 5)])
    library.send()
    waiting = library.queue()
    with transaction(session):
        assert forget_recipient(session, work_at(NOON), recipient_type="patron", recipient_id=1) == 2
        assert forget_recipient(session, work_at(NOON), recipient_type="patron", recipient_id=2) == 0
    view = library.seen(sent)
    assert (view.subject, view.body, view.facts, view.subjects) == ("", "", {}, ())
    assert (view.state, view.sent_by) == (MessageState.SENT, "telegram")
    assert [(each.address, each.ok) for each in library.attempts(sent)] == [("", True)]
    assert library.seen(waiting).state is MessageState.CANCELLED
    assert library.send().messages == 0
