"""Reads of messages, their attempts, and what they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.outbox.errors import MessageNotFoundError, OutboxCode
from ils.outbox.models import ChannelName, Delivery, Message, MessageState, MessageSubject
from ils.outbox.rules import Tried

LARGEST_ID = 2**31 - 1
MANY = 500  # ids asked for at once


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message as sources and screens see it; `subjects` are (type, id) of what it is about."""

    id: int
    kind: str
    recipient_type: str
    recipient_id: int
    language: str
    facts: dict[str, Any]
    subject: str
    body: str
    channels: tuple[str, ...]
    state: MessageState
    dedupe: str
    created_at: datetime
    created_by: int | None
    day: date
    not_before: datetime
    attempts: int
    sent_at: datetime | None
    sent_by: str
    handled_at: datetime | None
    handled_by: int | None
    cancel_reason: str
    subjects: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """One attempt."""

    id: int
    message_id: int
    channel: ChannelName
    at: datetime
    ok: bool
    address: str
    code: str
    detail: str
    provider_id: str
    status: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages a list shows; empty values do not narrow it."""

    state: MessageState | None = None
    kind: str = ""
    channel: str = ""
    recipient: tuple[str, int] | None = None
    since: date | None = None
    until: date | None = None


_MESSAGE = tuple(getattr(Message, name) for name in MessageView.__slots__ if name != "subjects")
_DELIVERY = tuple(getattr(Delivery, name) for name in DeliveryView.__slots__)


def message(session: Session, message_id: int) -> MessageView:
    """Return one message with what it is about; refuse an unknown id."""
    found = messages_by_id(session, [message_id]) if 0 < message_id <= LARGEST_ID else ()
    if not found:
        raise MessageNotFoundError(OutboxCode.UNKNOWN, message=message_id)
    return found[0]


def messages_by_id(session: Session, ids: Iterable[int]) -> tuple[MessageView, ...]:
    """Return the given messages, the oldest first."""
    wanted = sorted(set(ids))
    found: list[MessageView] = []
    for at in range(0, len(wanted), MANY):
        found += _views(session, select(*_MESSAGE).where(Message.id.in_(wanted[at : at + MANY])))
    return tuple(found)


def _views(session: Session, query: Any) -> list[MessageView]:
    rows = [MessageView(*row) for row in session.execute(query.order_by(Message.id))]
    about = _subjects(session, [row.id for row in rows])
    return [_with(row, about.get(row.id, ())) for row in rows]


def _with(row: MessageView, about: tuple[tuple[str, int], ...]) -> MessageView:
    values = {name: getattr(row, name) for name in MessageView.__slots__}
    return MessageView(**values | {"subjects": about, "channels": tuple(row.channels)})


def _subjects(session: Session, ids: Iterable[int]) -> dict[int, tuple[tuple[str, int], ...]]:
    columns = (MessageSubject.message_id, MessageSubject.subject_type, MessageSubject.subject_id)
    rows = session.execute(
        select(*columns).where(MessageSubject.message_id.in_(list(ids))).order_by(*columns)
    )
    found: dict[int, tuple[tuple[str, int], ...]] = {}
    for message_id, kind, number in rows:
        found[message_id] = (*found.get(message_id, ()), (kind, number))
    return found


def messages_about(session: Session, subject_type: str, ids: Iterable[int]) -> tuple[MessageView, ...]:
    """Return the messages about these things, the oldest first: a loan's part of its history (OV-09)."""
    about = select(MessageSubject.message_id).where(
        MessageSubject.subject_type == subject_type, MessageSubject.subject_id.in_(list(ids))
    )
    return tuple(_views(session, select(*_MESSAGE).where(Message.id.in_(about))))


def messages_to(
    session: Session, recipient_type: str, recipient_id: int, *, limit: int = 50
) -> tuple[MessageView, ...]:
    """Return the newest messages to one person, the newest first."""
    return messages(session, Wanted(recipient=(recipient_type, recipient_id)), limit=limit)


def messages(
    session: Session, wanted: Wanted, *, before: int | None = None, limit: int = 50
) -> tuple[MessageView, ...]:
    """Return messages, the newest first, older than message `before`."""
    query = select(*_MESSAGE).where(*_conditions(wanted))
    if before is not None:
        query = query.where(Message.id < before)
    rows = session.execute(query.order_by(Message.id.desc()).limit(limit))
    return tuple(_with(MessageView(*row), ()) for row in rows)


def count_by_state(session: Session) -> dict[MessageState, int]:
    """Count the messages in each state."""
    rows = session.execute(select(Message.state, func.count()).group_by(Message.state)).all()
    found = {state: number for state, number in rows}  # noqa: C416 - a Row is no pair to dict()
    return {state: found.get(state, 0) for state in MessageState}


def count_letters(session: Session) -> int:
    """Count the letters in the tray."""
    waits = select(func.count()).select_from(Message).where(Message.state == MessageState.TO_PRINT)
    return session.scalars(waits).one()


def _conditions(wanted: Wanted) -> list[Any]:
    found: list[Any] = []
    if wanted.state is not None:
        found.append(Message.state == wanted.state)
    if wanted.kind:
        found.append(Message.kind == wanted.kind)
    if wanted.channel:
        tried = select(Delivery.message_id).where(Delivery.channel == ChannelName(wanted.channel))
        found.append(Message.id.in_(tried))
    if wanted.recipient is not None:
        found += [Message.recipient_type == wanted.recipient[0], Message.recipient_id == wanted.recipient[1]]
    if wanted.since is not None:
        found.append(Message.day >= wanted.since)
    if wanted.until is not None:
        found.append(Message.day <= wanted.until)
    return found


def kinds_there(session: Session) -> tuple[str, ...]:
    """Return the kinds of messages that there are."""
    return tuple(session.scalars(select(Message.kind).distinct().order_by(Message.kind)))


def deliveries_of(session: Session, message_ids: Iterable[int]) -> dict[int, tuple[DeliveryView, ...]]:
    """Return every attempt of these messages, the first one first (OV-05)."""
    rows = session.execute(
        select(*_DELIVERY).where(Delivery.message_id.in_(list(message_ids))).order_by(Delivery.id)
    )
    found: dict[int, tuple[DeliveryView, ...]] = {}
    for row in rows:
        view = DeliveryView(*row)
        found[view.message_id] = (*found.get(view.message_id, ()), view)
    return found


def this_round(session: Session, message_id: int, attempts: int) -> tuple[tuple[Tried, ...], int]:
    """Return the attempts since the message was last queued, and how many there were before."""
    rows = session.execute(
        select(Delivery.channel, Delivery.code).where(Delivery.message_id == message_id).order_by(Delivery.id)
    ).all()
    tried = tuple(Tried(channel.value, code) for channel, code in rows)
    before = max(len(tried) - attempts, 0)
    return tried[before:], before


def waiting(session: Session, *, now: datetime, limit: int = 200) -> tuple[int, ...]:
    """Return the ids of messages whose time has come, the oldest first."""
    due = select(Message.id).where(Message.state == MessageState.QUEUED, Message.not_before <= now)
    return tuple(session.scalars(due.order_by(Message.not_before, Message.id).limit(limit)))


def anything_waits(session: Session, now: datetime) -> bool:
    """Tell whether there is a message to send."""
    return bool(waiting(session, now=now, limit=1))


def to_call(session: Session, *, kind: str = "") -> tuple[MessageView, ...]:
    """Return the entries of the call list, the oldest first."""
    query = select(*_MESSAGE).where(Message.state == MessageState.TO_CALL)
    return tuple(_views(session, query.where(Message.kind == kind) if kind else query))


def to_print(session: Session) -> tuple[MessageView, ...]:
    """Return the letters in the tray, the oldest first."""
    return tuple(_views(session, select(*_MESSAGE).where(Message.state == MessageState.TO_PRINT)))
