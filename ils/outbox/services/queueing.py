"""Put a message down in the transaction of the act that it tells of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.activity.work import Work
from ils.db import is_postgresql, upsert
from ils.library.places import institution_name
from ils.outbox.models import KEYED, Message, MessageState, MessageSubject, Template
from ils.outbox.rules import CHANNELS, LANGUAGES, Recipient
from ils.outbox.texts import Text, Writer, text_keys

LONGEST_SUBJECT = 300


def queue_message(
    session: Session,
    work: Work,
    *,
    kind: str,
    recipient: Recipient,
    facts: Mapping[str, Any],
    subjects: Iterable[tuple[str, int]] = (),
    dedupe: str = "",
    not_before: datetime | None = None,
    channels: Iterable[str] | None = None,
) -> int | None:
    """Queue a message and return its id, or None where one with the same `dedupe` key was queued before.

    `facts` are JSON values, days may stand in them as days; `channels` is this message's own order (none: the person's,
    else the library's), `not_before` an aware instant. The text is made now, and once more when it is sent (OV-03).
    """
    plain = plain_facts(facts)
    language = language_of(recipient)
    written = writer(session, kind).write(kind, plain, name=recipient.name, language=language, form="long")
    values = {
        "kind": kind, "recipient_type": recipient.type, "recipient_id": recipient.id, "language": language,
        "facts": plain, "subject": written.subject[:LONGEST_SUBJECT], "body": written.body,
        "channels": [each for each in dict.fromkeys(channels or ()) if each in CHANNELS],
        "state": MessageState.QUEUED, "dedupe": dedupe, "created_at": work.now, "created_by": work.actor_id,
        "day": work.day, "not_before": max(not_before or work.now, work.now), "attempts": 0, "sent_by": "",
        "cancel_reason": "",
    }  # fmt: skip
    insert = upsert(Message, postgresql=is_postgresql(session)).values(**values)
    if dedupe:  # two processes may queue it at the same time; the database lets one of them in
        insert = insert.on_conflict_do_nothing(index_elements=[Message.dedupe], index_where=KEYED)
    message_id: int | None = session.scalars(insert.returning(Message.id)).one_or_none()
    if message_id is not None:
        about = dict.fromkeys(subjects)
        session.add_all(
            MessageSubject(message_id=message_id, subject_type=name, subject_id=number)
            for name, number in about
        )
        session.flush()
    return message_id


def language_of(recipient: Recipient) -> str:
    """Return the language a person is written to in."""
    return recipient.language if recipient.language in LANGUAGES else LANGUAGES[0]


def writer(session: Session, kind: str | None = None) -> Writer:
    """Return who writes the messages of a kind, or of all kinds: with the library's own texts and its name."""
    query = select(Template.kind, Template.language, Template.form, Template.subject, Template.body)
    if kind is not None:
        query = query.where(Template.kind.in_(text_keys(kind) or (kind,)))
    rows = session.execute(query)
    own = {(key, language, form): Text(subject, body) for key, language, form, subject, body in rows}
    return Writer(institution_name(session), own)


def plain_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts as JSON can hold them: days become text."""
    return {str(name): _plain(value) for name, value in facts.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return plain_facts(value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):  # an instant is a day too
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
