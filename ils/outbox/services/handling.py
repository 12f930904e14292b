"""What people do with messages: send again, cancel, say that a letter was printed or a call made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import CursorResult, Select, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.outbox.errors import CancelReason, DeliveryCode, MessageNotFoundError, OutboxCode, OutboxRefused
from ils.outbox.models import ChannelName, Delivery, Message, MessageState, MessageSubject
from ils.outbox.queries import LARGEST_ID, message
from ils.outbox.rules import CALL, CHANNELS, CLAIM, LETTER
from ils.outbox.services.settings import channel_of
from ils.outbox.sources import Source, tell_reached

CAN_BE_CANCELLED = frozenset(
    {MessageState.QUEUED, MessageState.TO_PRINT, MessageState.TO_CALL, MessageState.FAILED}
)
PRINTED, CALLED, TAKEN_BACK = "printed", "called", "taken_back"


def resend(session: Session, work: Work, *, message_id: int, channel: str | None = None) -> None:
    """Send a message again from the start, or at once where it only waits; on this channel first, where one is given.

    Its facts are read anew as always: what is no longer true is not sent.
    """
    row = _message(session, message_id)
    if row.state is MessageState.QUEUED and _is_on_its_way(session, work, message_id):
        raise OutboxRefused(OutboxCode.BEING_SENT, message=message_id)
    first = [channel_of(channel).value] if channel else []
    if first:
        row.channels = list(dict.fromkeys([*first, *(row.channels or CHANNELS)]))
    if row.state is not MessageState.QUEUED or first:
        row.attempts = 0  # a new round: what failed before counts no more
    _take_back(session, row)
    row.state, row.not_before = MessageState.QUEUED, work.now
    row.sent_at, row.sent_by, row.cancel_reason = None, "", ""
    row.handled_at = row.handled_by = None
    audit(
        session, work, "message_resent", subject_type="message", subject_id=message_id, channel=channel or ""
    )


def cancel(
    session: Session, work: Work, *, message_id: int, reason: CancelReason = CancelReason.BY_HAND
) -> None:
    """Cancel a message that has not reached anybody yet."""
    row = _message(session, message_id)
    if row.state not in CAN_BE_CANCELLED:
        raise OutboxRefused(OutboxCode.NOT_WAITING, message=message_id)
    _take_back(session, row)
    row.state, row.cancel_reason = MessageState.CANCELLED, reason.value
    row.handled_at, row.handled_by = work.now, work.actor_id
    audit(session, work, "message_cancelled", subject_type="message", subject_id=message_id)


def mark_printed(
    session: Session,
    work: Work,
    *,
    message_ids: Iterable[int],
    sources: Mapping[str, Source] | None = None,
) -> int:
    """Note that letters were printed and go out; those that have left the tray meanwhile are passed over."""
    printed: list[tuple[int, int]] = []
    for message_id in sorted(set(message_ids)):
        row = _message(session, message_id)
        if row.state is MessageState.TO_PRINT:
            printed.append((row.id, _handled(session, work, row, LETTER, PRINTED)))
    audit(session, work, "letters_printed", subject_type="message", subject_id=None, count=len(printed))
    session.flush()
    for message_id, delivery_id in printed:  # the log is last in an act
        view = message(session, message_id)
        source = (sources or {}).get(view.kind)
        tell_reached(session, source, work, view, ChannelName.LETTER, delivery_id)
    return len(printed)


def mark_called(session: Session, work: Work, *, message_id: int) -> None:
    """Note that the person was called about it; what came of the call its own subject keeps."""
    row = _message(session, message_id)
    if row.state is not MessageState.TO_CALL:
        raise OutboxRefused(OutboxCode.NOT_TO_CALL, message=message_id)
    _handled(session, work, row, CALL, CALLED)
    audit(session, work, "message_called", subject_type="message", subject_id=message_id)


def _handled(session: Session, work: Work, row: Message, channel: str, status: str) -> int:
    """Note that a letter or a call is done; returns the id of its attempt."""
    row.state, row.sent_at, row.sent_by = MessageState.SENT, work.now, channel
    row.handled_at, row.handled_by = work.now, work.actor_id
    last = _last(session, row.id, ChannelName(channel))
    if last is None:
        return 0
    last.status = status
    return last.id


def _take_back(session: Session, row: Message) -> None:
    """A letter that leaves the tray, an entry that leaves the call list, was no success after all."""
    channel = {MessageState.TO_PRINT: ChannelName.LETTER, MessageState.TO_CALL: ChannelName.CALL}.get(
        row.state
    )
    if channel and (last := _last(session, row.id, channel)):
        last.status = TAKEN_BACK


def _is_on_its_way(session: Session, work: Work, message_id: int) -> bool:
    """Tell whether somebody is sending it at this very moment: an attempt has begun and has no answer yet."""
    begun = select(Delivery.id).where(
        Delivery.message_id == message_id,
        Delivery.code == DeliveryCode.UNANSWERED,
        Delivery.at > work.now - CLAIM,
    )
    return session.scalars(begun.limit(1)).first() is not None


def _last(session: Session, message_id: int, channel: ChannelName) -> Delivery | None:
    rows = select(Delivery).where(
        Delivery.message_id == message_id, Delivery.channel == channel, Delivery.ok.is_(True)
    )
    return session.scalars(rows.order_by(Delivery.id.desc()).limit(1)).first()


def forget_recipient(session: Session, work: Work, *, recipient_type: str, recipient_id: int) -> int:
    """Take everything personal out of a person's messages and their attempts, on request; how many stays countable.

    What still waits is cancelled. Kinds, days, channels and outcomes stay for the statistics.
    """
    theirs = select(Message.id).where(
        Message.recipient_type == recipient_type, Message.recipient_id == recipient_id
    )
    waiting = update(Message).where(Message.id.in_(theirs), Message.state.in_(CAN_BE_CANCELLED))
    _run(
        session,
        waiting.values(state=MessageState.CANCELLED, cancel_reason=CancelReason.BY_HAND.value),
    )
    _run(session, delete(MessageSubject).where(MessageSubject.message_id.in_(theirs)))
    _run(session, update(Delivery).where(Delivery.message_id.in_(theirs)).values(address="", detail=""))
    return _empty(session, theirs)


def forget_old(session: Session, *, recipient_type: str, before: date, limit: int) -> int:
    """Take what was told to whom out of messages older than a day, at most `limit`; returns how many it was.

    What still waits stays. Kinds, days, channels and outcomes stay for the statistics; a second run finds nothing.
    """
    ids = list(session.scalars(old_messages(recipient_type, before).order_by(Message.id).limit(limit)))
    _run(session, update(Delivery).where(Delivery.message_id.in_(ids)).values(address="", detail=""))
    _empty(session, ids)
    return len(ids)


def old_messages(recipient_type: str, before: date) -> Select[int]:
    """Return the ids of the messages older than a day that still say what was told to whom."""
    told = exists().where(
        Delivery.message_id == Message.id, or_(Delivery.address != "", Delivery.detail != "")
    )
    full = or_(Message.body != "", Message.subject != "", Message.dedupe != "", told)
    ended = Message.state.in_((MessageState.SENT, MessageState.FAILED, MessageState.CANCELLED))
    return select(Message.id).where(
        Message.recipient_type == recipient_type, Message.day < before, ended, full
    )


def forget_subjects(session: Session, *, subject_type: str, ids: Collection[int]) -> None:
    """Let messages no longer tell that they were about these things: whom they went to would say whose they were."""
    about = (MessageSubject.subject_type == subject_type, MessageSubject.subject_id.in_(ids))
    _run(session, delete(MessageSubject).where(*about))


def _empty(session: Session, ids: Any) -> int:
    bare = {"facts": {}, "subject": "", "body": "", "dedupe": ""}  # the key names what it was about
    return _run(session, update(Message).where(Message.id.in_(ids)).values(bare))


def _run(session: Session, statement: Any) -> int:
    done: CursorResult[Any] = session.execute(statement, execution_options={"synchronize_session": False})  # type: ignore[assignment]
    return done.rowcount


def _message(session: Session, message_id: int) -> Message:
    """Return the row, held until the act ends."""
    row = None
    if 0 < message_id <= LARGEST_ID:
        row = session.scalars(select(Message).where(Message.id == message_id).with_for_update()).one_or_none()
    if row is None:
        raise MessageNotFoundError(OutboxCode.UNKNOWN, message=message_id)
    return row
