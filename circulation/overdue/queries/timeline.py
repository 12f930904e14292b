"""A loan's whole overdue history in one line of time (OV-09)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.charges.queries import charges_of_loan
from circulation.loans.models import Loan, LoanAct
from circulation.overdue.models import OverdueLevel, OverdueNotice
from circulation.overdue.queries.calls import calls_of_loan
from circulation.overdue.queries.promises import PromiseRow, promises_of
from circulation.overdue.rules import PromiseOutcome
from circulation.patrons.models import Restriction
from ils.outbox.models import ChannelName, MessageState
from ils.outbox.queries import DeliveryView, MessageView, deliveries_of, messages_about


class EventKind(StrEnum):
    """What happened."""

    LEVEL = "overdue_event_level"
    PASSED = "overdue_event_passed"
    QUEUED = "overdue_event_queued"
    SENT = "overdue_event_sent"
    TRAY = "overdue_event_tray"
    PRINTED = "overdue_event_printed"
    TO_CALL = "overdue_event_to_call"
    ATTEMPT_FAILED = "overdue_event_attempt_failed"
    CANCELLED = "overdue_event_cancelled"
    FAILED = "overdue_event_failed"
    CALL = "overdue_event_call"
    PROMISED = "overdue_event_promised"
    PROMISE_KEPT = "overdue_event_promise_kept"
    PROMISE_BROKEN = "overdue_event_promise_broken"
    PROMISE_ENDED = "overdue_event_promise_ended"
    RESTRICTED = "overdue_event_restricted"
    LIFTED = "overdue_event_lifted"
    CHARGED = "overdue_event_charged"
    CHARGE_REVERSED = "overdue_event_charge_reversed"
    CLAIMED = "overdue_event_claimed"
    LOST = "overdue_event_lost"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; `facts` fill its words; `message_id` leads to the message."""

    at: datetime
    kind: EventKind
    facts: Mapping[str, Any] = field(default_factory=dict)
    staff_id: int | None = None
    note: str = ""
    message_id: int | None = None


def timeline(session: Session, loan_id: int) -> tuple[Event, ...]:
    """Return levels, messages with every attempt, calls, promises, restrictions and charges, the first one first."""
    events = [
        *_calls(session, loan_id),
        *_promises(promises_of(session, loan_id, day=date.max)),
        *_levels(session, loan_id),
        *_restrictions(session, loan_id),
        *_charges(session, loan_id),
        *_acts(session, loan_id),
        *_messages(session, loan_id),
    ]
    # What happened in one act has one instant; it then stands in the order above, which is that of the act.
    return tuple(sorted(events, key=lambda event: event.at))


def _levels(session: Session, loan_id: int) -> Iterator[Event]:
    columns: tuple[Any, ...] = (
        OverdueNotice.at, OverdueNotice.message_id, OverdueNotice.due_on, OverdueNotice.days_late,
        OverdueLevel.name_uz, OverdueLevel.name_ru, OverdueLevel.name_en, Loan.patron_id,
    )  # fmt: skip
    query = select(*columns).join(OverdueLevel, OverdueLevel.id == OverdueNotice.level_id)
    query = query.join(Loan, Loan.id == OverdueNotice.loan_id)
    for row in session.execute(query.where(OverdueNotice.loan_id == loan_id).order_by(OverdueNotice.id)):
        names = {"uz": row.name_uz, "ru": row.name_ru, "en": row.name_en}
        facts = {"level": names, "days": row.days_late, "due": row.due_on}
        forgotten = row.patron_id is None  # which message it was is known no more: it would name the reader
        kind = EventKind.LEVEL if row.message_id or forgotten else EventKind.PASSED
        yield Event(row.at, kind, facts, message_id=row.message_id)


def _messages(session: Session, loan_id: int) -> Iterator[Event]:
    views = [view for view in messages_about(session, "loan", [loan_id]) if view.recipient_type == "patron"]
    attempts = deliveries_of(session, [view.id for view in views])
    for view in views:
        if view.kind != "session":  # a receipt of the desk is no part of the control
            yield from _message(view, attempts.get(view.id, ()))


_ENDS = {MessageState.CANCELLED: EventKind.CANCELLED, MessageState.FAILED: EventKind.FAILED}


def _message(view: MessageView, attempts: Iterable[DeliveryView]) -> Iterator[Event]:
    last = view.created_at
    yield Event(view.created_at, EventKind.QUEUED, {"kind": view.kind}, view.created_by, message_id=view.id)
    for attempt in attempts:
        last = max(last, attempt.at)
        yield from _attempt(view, attempt)
    end = _ENDS.get(view.state)
    if end is not None:
        at = view.handled_at or last
        yield Event(at, end, {"code": view.cancel_reason}, view.handled_by, message_id=view.id)


_SUCCESS = {ChannelName.LETTER: EventKind.TRAY, ChannelName.CALL: EventKind.TO_CALL}


def _attempt(view: MessageView, attempt: DeliveryView) -> Iterator[Event]:
    facts = {"channel": attempt.channel.value, "address": attempt.address, "code": attempt.code}
    if not attempt.ok:
        yield Event(attempt.at, EventKind.ATTEMPT_FAILED, facts, note=attempt.detail, message_id=view.id)
        return
    yield Event(attempt.at, _SUCCESS.get(attempt.channel, EventKind.SENT), facts, message_id=view.id)
    if attempt.channel is ChannelName.LETTER and view.handled_at and view.state is MessageState.SENT:
        yield Event(view.handled_at, EventKind.PRINTED, facts, view.handled_by, message_id=view.id)


def _calls(session: Session, loan_id: int) -> Iterator[Event]:
    for call in calls_of_loan(session, loan_id):
        yield Event(call.at, EventKind.CALL, {"outcome": call.outcome.value}, call.staff_id, call.note)


_PROMISE_ENDS = {
    PromiseOutcome.KEPT: EventKind.PROMISE_KEPT,
    PromiseOutcome.BROKEN: EventKind.PROMISE_BROKEN,
}


def _promises(rows: Iterable[PromiseRow]) -> Iterator[Event]:
    for row in rows:
        facts = {"until": row.until}
        yield Event(row.at, EventKind.PROMISED, facts, row.staff_id, row.note)
        if row.ended_at is not None:
            yield Event(row.ended_at, _PROMISE_ENDS.get(row.outcome, EventKind.PROMISE_ENDED), facts)


def _restrictions(session: Session, loan_id: int) -> Iterator[Event]:
    columns = (
        Restriction.kind, Restriction.set_at, Restriction.set_by, Restriction.lifted_at, Restriction.lifted_by,
        Restriction.lift_reason,
    )  # fmt: skip
    query = select(*columns).where(Restriction.loan_id == loan_id).order_by(Restriction.id)
    for row in session.execute(query):
        facts = {"kind": row.kind.value}
        yield Event(row.set_at, EventKind.RESTRICTED, facts, row.set_by)
        if row.lifted_at is not None:
            yield Event(row.lifted_at, EventKind.LIFTED, facts, row.lifted_by, row.lift_reason)


def _charges(session: Session, loan_id: int) -> Iterator[Event]:
    for row in charges_of_loan(session, loan_id):
        kind = EventKind.CHARGED if row.amount > 0 else EventKind.CHARGE_REVERSED
        yield Event(row.at, kind, {"amount": abs(row.amount)}, row.staff_id, row.note)


_OWN_ACTS = {"claim": EventKind.CLAIMED, "lose": EventKind.LOST}


def _acts(session: Session, loan_id: int) -> Iterator[Event]:
    ours = (LoanAct.loan_id == loan_id, LoanAct.kind.in_(list(_OWN_ACTS)), LoanAct.undone_at.is_(None))
    query = select(LoanAct.kind, LoanAct.at, LoanAct.staff_id).where(*ours)
    for row in session.execute(query.order_by(LoanAct.id)):
        yield Event(row.at, _OWN_ACTS[row.kind], {}, row.staff_id)
