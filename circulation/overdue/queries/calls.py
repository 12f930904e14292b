"""Calls that were made (OV-07), and the entries of the call list that wait for one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.overdue.models import Call, CallLoan, CallOutcome
from circulation.overdue.rules import KIND
from ils.outbox.models import Message, MessageState


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call and what came of it."""

    id: int
    patron_id: int
    at: datetime
    day: date
    staff_id: int | None
    outcome: CallOutcome
    note: str


_COLUMNS = (Call.id, Call.patron_id, Call.at, Call.day, Call.staff_id, Call.outcome, Call.note)


def calls_of_loan(session: Session, loan_id: int) -> tuple[CallRow, ...]:
    """Return the calls about a loan, the first one first."""
    query = select(*_COLUMNS).join(CallLoan, CallLoan.call_id == Call.id).where(CallLoan.loan_id == loan_id)
    return tuple(CallRow(*row) for row in session.execute(query.order_by(Call.id)))


def calls_of_patron(session: Session, patron_id: int, *, limit: int = 10) -> tuple[CallRow, ...]:
    """Return the last calls to a reader, the latest first."""
    query = select(*_COLUMNS).where(Call.patron_id == patron_id).order_by(Call.id.desc()).limit(limit)
    return tuple(CallRow(*row) for row in session.execute(query))


def last_calls(session: Session, patron_ids: Iterable[int]) -> dict[int, CallRow]:
    """Return the last call to each of the readers."""
    ids = tuple(patron_ids)
    last = select(func.max(Call.id)).where(Call.patron_id.in_(ids)).group_by(Call.patron_id)
    rows = session.execute(select(*_COLUMNS).where(Call.id.in_(last)))
    return {row.patron_id: CallRow(*row) for row in rows}


def called_on(session: Session, day: date) -> frozenset[int]:
    """Return the readers who were called that day already."""
    return frozenset(session.scalars(select(Call.patron_id).where(Call.day == day).distinct()))


def waiting_calls(session: Session, patron_ids: Iterable[int] | None = None) -> dict[int, tuple[int, ...]]:
    """Return the messages about late copies that could only be told by telephone: reader → messages, oldest first."""
    waits = (Message.kind == KIND, Message.state == MessageState.TO_CALL, Message.recipient_type == "patron")
    query = select(Message.recipient_id, Message.id).where(*waits)
    if patron_ids is not None:
        query = query.where(Message.recipient_id.in_(tuple(patron_ids)))
    found: dict[int, tuple[int, ...]] = {}
    for patron_id, message_id in session.execute(query.order_by(Message.id)):
        found[patron_id] = (*found.get(patron_id, ()), message_id)
    return found
