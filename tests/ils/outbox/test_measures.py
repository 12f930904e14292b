"""`ils check` finds messages that do not agree with their attempts."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from ils.db import transaction
from ils.outbox.measures import CHECKS
from ils.outbox.models import Delivery, Message, MessageState
from tests.ils.outbox.conftest import Library
from tests.ils.outbox.servers import FakeTelegram, Provider


def found(session: Session) -> list[str]:
    session.rollback()
    return [problem.code for check in CHECKS for problem in check(session)]


@pytest.fixture
def sent(library: Library, telegram: FakeTelegram, telegram_server: Provider) -> int:
    """A message sent at the second attempt; beside it one of every other state."""
    library.with_telegram(telegram_server)
    telegram.troubles = [(400, {"ok": False, "description": "x"})]
    for channels in (["letter"], ["call"]):
        library.queue(channels=channels)
    number = library.queue(channels=["telegram", "sms", "letter"])
    library.queue(kind="something_else")
    library.send()
    library.queue()
    return number


def test_what_the_program_does_agrees(session: Session, sent: int) -> None:
    assert sent
    assert found(session) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (delete(Delivery).where(Delivery.ok.is_(True)), "message_sent_without_delivery"),
        (delete(Delivery).where(Delivery.ok.is_(False)), "message_attempts_missing"),
        (update(Message).where(Message.state == MessageState.TO_CALL).values(state=MessageState.QUEUED),
         "message_waits_though_sent"),
        (update(Message).where(Message.state == MessageState.FAILED).values(cancel_reason=""), "message_without_reason"),
    ],
)  # fmt: skip
def test_what_does_not_agree_is_found(session: Session, sent: int, change: Any, code: str) -> None:
    assert sent
    with transaction(session):
        session.execute(change, execution_options={"synchronize_session": False})
    assert code in found(session)
