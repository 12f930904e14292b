"""The last look before a message goes out (OV-03), and the log once it has reached the reader."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from catalog.items.queries import items_by_id, snapshot
from circulation.charges.queries import owed
from circulation.loans.queries import item_of_loan
from circulation.overdue.queries import copies_now
from circulation.overdue.rules import KIND, batch_of, message_facts, told_again, what_is_left
from circulation.patrons.queries import patron_facts, patron_snapshot, recipient_of
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done, Work
from ils.outbox.errors import CancelReason
from ils.outbox.models import ChannelName
from ils.outbox.queries import MessageView, to_call, to_print
from ils.outbox.rules import Fresh
from ils.outbox.services import cancel
from ils.outbox.sources import Source

SAMPLE: dict[str, Any] = {
    "template": "overdue_7",
    "copies": [
        {"title": "Oʻtkan kunlar", "author": "Abdulla Qodiriy", "code": "INV-00045", "due": "2026-04-08", "days": 7},
        {"title": "Focus 5", "author": "", "code": "INV-02310", "due": "2026-04-13", "days": 2},
    ],
    "owed": 25000,
}  # fmt: skip


def refresh(session: Session, view: MessageView, now: datetime) -> Fresh | None:
    """Read a message's loans again at the moment of sending; None where every copy is back, renewed or promised."""
    day = Work(now=now).day
    copies = [told_again(data) for data in view.facts.get("copies", ())]
    left = what_is_left(copies, copies_now(session, [copy.loan_id for copy in copies], day))
    if not left:
        return None
    reader = patron_facts(session, view.recipient_id)
    facts = message_facts(left, day, owed=owed(session, view.recipient_id))
    return Fresh(facts, recipient_of(reader, day))


def reached(session: Session, work: Work, view: MessageView, channel: ChannelName, delivery_id: int) -> None:
    """Count every loan that the reader has now been written to about; a call is counted by its outcome instead."""
    if channel is not ChannelName.CALL:
        record(session, work, *written_about(session, view, channel, delivery_id, work.day))


def written_about(
    session: Session, view: MessageView, channel: ChannelName, delivery_id: int, day: date
) -> tuple[Done, ...]:
    """Return the rows of the log for a message that has reached its reader: one a loan, tied to the attempt."""
    reader = patron_snapshot(patron_facts(session, view.recipient_id), day)
    loan_ids = [int(copy["loan_id"]) for copy in view.facts.get("copies", ())]
    items = {loan_id: item_of_loan(session, loan_id) for loan_id in loan_ids}
    copies = items_by_id(session, {item_id for item_id in items.values() if item_id is not None})
    return tuple(
        Done(
            kind=Kind.OVERDUE_NOTICE, subject_type="loan", subject_id=loan_id, patron=reader,
            item=snapshot(session, copies[item_id]), source=channel.value, batch=batch_of(delivery_id), day=day,
        )
        for loan_id, item_id in items.items()
        if item_id is not None
    )  # fmt: skip


def withdraw_untrue(session: Session, work: Work) -> int:
    """Take letters out of the tray, and entries off the call list, whose copies have all come back; return how many."""
    lies = [*to_print(session), *to_call(session, kind=KIND)]
    untrue = [view for view in lies if view.kind == KIND and refresh(session, view, work.now) is None]
    for view in untrue:
        cancel(session, work, message_id=view.id, reason=CancelReason.NOT_TRUE_ANY_MORE)
    return len(untrue)


SOURCE = Source(KIND, refresh, sample=SAMPLE, reached=reached)
