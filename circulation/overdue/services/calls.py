"""Calls (OV-07): what came of one is noted, and what the reader said is done at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.loans.models import Loan
from circulation.loans.services import hold_reader
from circulation.loans.services.claiming import claim_returned
from circulation.loans.services.losing import declare_lost
from circulation.overdue.errors import OverdueCode, OverdueError, OverdueInputError
from circulation.overdue.models import Call, CallLoan, CallOutcome
from circulation.overdue.queries import waiting_calls
from circulation.overdue.services.promises import promise
from circulation.patrons.queries import patron_facts, patron_snapshot
from ils.accounts.audit import audit
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done, Work
from ils.errors import clean_text
from ils.outbox.services import mark_called

# Nobody was spoken to: the entry stays on the call list for another day.
NOT_REACHED = frozenset({CallOutcome.NO_ANSWER, CallOutcome.WRONG_NUMBER})


def note_call(
    session: Session,
    work: Work,
    *,
    patron_id: int,
    loan_ids: Sequence[int],
    outcome: CallOutcome,
    until: date | None = None,
    note: str = "",
) -> int:
    """Note a call about some loans of a reader and do what it came to: a promise, a claim (CI-09), a loss.

    Returns the call's id. A reader who was reached is taken off the outbox's call list.
    """
    text = clean_text(note, field="note", limit=500)
    hold_reader(session, patron_id)
    chosen = _open_loans_of(session, patron_id, loan_ids)
    call = Call(
        patron_id=patron_id, message_id=_entry(session, patron_id), at=work.now, day=work.day,
        staff_id=work.actor_id, outcome=outcome, note=text,
    )  # fmt: skip
    session.add(call)
    session.flush()
    session.add_all(CallLoan(call_id=call.id, loan_id=loan_id) for loan_id in chosen)
    session.flush()
    audit(
        session, work, "overdue_called",
        subject_type="patron", subject_id=patron_id, call=call.id, outcome=outcome.value, loans=chosen,
    )  # fmt: skip
    if outcome not in NOT_REACHED:
        _take_off_list(session, work, patron_id)
    _do(session, work, chosen, outcome, until, text)
    record(session, work, _counted(session, work, patron_id, outcome))
    return call.id


def _open_loans_of(session: Session, patron_id: int, loan_ids: Sequence[int]) -> list[int]:
    """Return the ids of the chosen open loans; refuse none, and loans of somebody else."""
    columns: tuple[Any, ...] = (Loan.id, Loan.patron_id, Loan.closed_at)
    rows = session.execute(select(*columns).where(Loan.id.in_(loan_ids)).order_by(Loan.id)).all()
    if not rows:
        raise OverdueInputError(OverdueCode.NOTHING_CHOSEN)
    for row in rows:
        if row.patron_id != patron_id:
            raise OverdueInputError(OverdueCode.LOAN_OF_OTHER)
        if row.closed_at is not None:
            raise OverdueError(OverdueCode.LOAN_CLOSED, loan=row.id)
    return [row.id for row in rows]


def _entry(session: Session, patron_id: int) -> int | None:
    """Return the message that put the reader on the call list, the oldest one; None for a call of one's own accord."""
    waiting = waiting_calls(session, [patron_id]).get(patron_id, ())
    return next(iter(waiting), None)


def _take_off_list(session: Session, work: Work, patron_id: int) -> None:
    for message_id in waiting_calls(session, [patron_id]).get(patron_id, ()):
        mark_called(session, work, message_id=message_id)


def _do(
    session: Session, work: Work, loan_ids: Sequence[int], outcome: CallOutcome, until: date | None, note: str
) -> None:
    if outcome is CallOutcome.PROMISED:
        if until is None:
            raise OverdueInputError(OverdueCode.PROMISE_DAY, first=work.day, last=work.day)
        promise(session, work, loan_ids=loan_ids, until=until, note=note)
    elif outcome is CallOutcome.SAYS_RETURNED:
        for loan_id in loan_ids:
            claim_returned(session, work, loan_id=loan_id, note=note)
    elif outcome is CallOutcome.LOST:
        for loan_id in loan_ids:
            declare_lost(session, work, loan_id=loan_id, note=note)


def _counted(session: Session, work: Work, patron_id: int, outcome: CallOutcome) -> Done:
    reader = patron_facts(session, patron_id)
    return Done(
        kind=Kind.OVERDUE_CALL, subject_type="patron", subject_id=patron_id,
        patron=patron_snapshot(reader, work.day), source=outcome.value,
    )  # fmt: skip
