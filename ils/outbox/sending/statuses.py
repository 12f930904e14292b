"""What providers say later of messages that they took: an SMS that did not arrive goes on to the next channel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol, cast

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from ils.db import transaction
from ils.outbox.channels.sms_eskiz import WAITING, is_lost
from ils.outbox.errors import DeliveryCode
from ils.outbox.models import ChannelName, Delivery, Message, MessageState
from ils.outbox.rules import SMS
from ils.outbox.services.settings import channels, keep_learned

ASKED_FOR = timedelta(days=2)  # what has not arrived by then is not heard of again
NOT_BEFORE = timedelta(minutes=1)
MINUTES = 10  # between two rounds of questions
AT_ONCE = 200
MOST_UNANSWERED = 3


class Tells(Protocol):
    """A line that can be asked what has become of a message."""

    learned: dict[str, str]

    def status(self, provider_id: str) -> str | None:
        """Return the provider's word, None where it cannot be known now."""

    def close(self) -> None:
        """Hang up."""


def _open(now: datetime) -> Any:
    """Return the query of SMS that were taken and of which nothing final is known."""
    return select(Delivery.provider_id).where(
        Delivery.channel == ChannelName.SMS,
        Delivery.ok.is_(True),
        Delivery.provider_id != "",
        Delivery.at.between(now - ASKED_FOR, now - NOT_BEFORE),
        func.lower(Delivery.status).in_(WAITING),
    )


def _can_be_asked(session: Session) -> bool:
    facts = channels(session)[SMS]
    return facts.active and facts.driver.name == "eskiz"


def statuses_wait(session: Session, now: datetime) -> bool:
    """Tell whether this is a minute to ask in, and there is something to ask."""
    if now.minute % MINUTES or not _can_be_asked(session):
        return False
    return session.scalars(_open(now).limit(1)).first() is not None


def ask_statuses(session: Session, *, now: Callable[[], datetime]) -> int:
    """Ask what has become of the SMS of the last days; returns how many answers were new. Opens its own transactions."""
    facts, asked = channels(session)[SMS], _can_be_asked(session)
    ids = session.scalars(_open(now()).order_by(Delivery.id).limit(AT_ONCE)).all()
    session.rollback()
    if not asked or not ids:
        return 0
    line = cast("Tells", facts.open())
    count = unanswered = 0
    for provider_id in ids:
        status = line.status(provider_id)
        if status is None:
            unanswered += 1
            if unanswered == MOST_UNANSWERED:  # the line is down: the others are asked in the next round
                break
            continue
        with transaction(session):
            count += note_status(session, provider_id=provider_id, status=status, now=now())
    line.close()
    if line.learned:
        with transaction(session):
            keep_learned(session, SMS, line.learned)
    return count


def is_known(session: Session, provider_id: str) -> bool:
    """Tell whether a message of ours has this number: a question that takes no lock."""
    known = select(Delivery.id).where(
        Delivery.provider_id == provider_id, Delivery.channel == ChannelName.SMS
    )
    return session.scalars(known.limit(1)).first() is not None


def note_status(session: Session, *, provider_id: str, status: str, now: datetime) -> bool:
    """Note what a provider says of a message; False where it is not known, or was said before.

    One that did not arrive was no success after all: the message waits again, for its next channel.
    """
    rows = select(Delivery).where(
        Delivery.provider_id == provider_id[:100],
        Delivery.channel == ChannelName.SMS,
        Delivery.at > now - ASKED_FOR * 2,
        or_(Delivery.ok.is_(True), and_(Delivery.ok.is_(False), Delivery.code == DeliveryCode.UNDELIVERED)),
    )
    row = session.scalars(rows.with_for_update()).first()
    if row is None or not provider_id or row.status == status[:40]:
        return False
    row.status = status[:40]
    if is_lost(status) and row.ok:
        row.ok, row.code = False, DeliveryCode.UNDELIVERED.value
        _wait_again(session, row, now)
    return True


def _wait_again(session: Session, row: Delivery, now: datetime) -> None:
    sent = session.scalars(select(Message).where(Message.id == row.message_id).with_for_update()).one()
    if sent.state is MessageState.SENT and sent.sent_by == SMS:
        sent.state, sent.not_before, sent.sent_at, sent.sent_by = MessageState.QUEUED, now, None, ""
