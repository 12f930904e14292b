"""What a run would do now, to whom and why; nothing changes (OV-08)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from ils.outbox.errors import CancelReason
from ils.outbox.queries import MessageView, message, waiting
from ils.outbox.rules import LETTER
from ils.outbox.sending.choosing import House, choose, read_house, write
from ils.outbox.sources import Source


@dataclass(frozen=True, slots=True)
class Planned:
    """What a run would do with one message now."""

    message_id: int
    kind: str
    recipient_type: str
    recipient_id: int
    name: str
    channel: str
    address: str
    subject: str
    body: str
    reason: str = ""
    wait_until: datetime | None = None


def plan_waiting(
    session: Session,
    sources: Mapping[str, Source],
    *,
    now: datetime,
    keep_hours: bool = True,
    limit: int = 5000,
) -> tuple[Planned, ...]:
    """Return what a run would do now; nothing changes (OV-08)."""
    house = read_house(session, keep_hours=keep_hours)
    ids = waiting(session, now=now, limit=limit)
    return tuple(_planned(session, house, sources, message(session, each), now) for each in ids)


def _planned(
    session: Session, house: House, sources: Mapping[str, Source], view: MessageView, now: datetime
) -> Planned:
    about = (view.id, view.kind, view.recipient_type, view.recipient_id)
    source = sources.get(view.kind)
    fresh = source.refresh(session, view, now) if source else None
    if fresh is None:
        reason = CancelReason.NOT_TRUE_ANY_MORE if source else CancelReason.SOURCE_UNKNOWN
        return Planned(*about, "", "", "", view.subject, view.body, reason.value)
    choice = choose(session, house, view, fresh, now)
    written = write(house, view, fresh, choice.channel or LETTER)
    return Planned(
        *about, fresh.recipient.name, choice.channel or "", choice.address, written.subject or view.subject,
        written.body, choice.reason.value if choice.reason else "", choice.wait_until,
    )  # fmt: skip
