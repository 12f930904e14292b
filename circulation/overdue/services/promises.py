"""Promises (OV-06): made, taken back, and judged when their day is over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from circulation.loans.models import Loan
from circulation.overdue.errors import OverdueCode, OverdueError, OverdueInputError
from circulation.overdue.models import Promise
from circulation.overdue.queries import open_promises
from circulation.overdue.queries import promise as read_promise
from circulation.overdue.rules import LONGEST_PROMISE, PromiseOutcome, may_promise
from circulation.patrons.queries import patron_facts
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text
from ils.library.calendar import load_calendar


def promise(session: Session, work: Work, *, loan_ids: Sequence[int], until: date, note: str = "") -> date:
    """Note that the reader of these loans will bring them by a day; return the day that holds.

    A closed day becomes the next open one, for nothing can be brought on it. An earlier promise about the same loan is
    replaced, or broken if its day is over.
    """
    text = clean_text(note, field="note", limit=500)
    if not may_promise(until, day=work.day):
        raise OverdueInputError(OverdueCode.PROMISE_DAY, first=work.day, last=work.day + LONGEST_PROMISE)
    loans = _open_loans(session, loan_ids)
    patron_facts(session, loans[0].patron_id, lock=True)
    held = load_calendar(session).next_open(until)
    _end_earlier(session, work, loans)
    for loan in loans:
        _promise_one(session, work, loan, held, text)
    return held


def _open_loans(session: Session, loan_ids: Sequence[int]) -> Sequence[Any]:
    """Return open loans of one reader; refuse an empty choice, a closed loan, and loans of two readers."""
    columns = (Loan.id, Loan.patron_id, Loan.due_on, Loan.closed_at)
    rows = session.execute(select(*columns).where(Loan.id.in_(loan_ids)).order_by(Loan.id)).all()
    if not rows:
        raise OverdueInputError(OverdueCode.NOTHING_CHOSEN)
    if len({row.patron_id for row in rows}) > 1:
        raise OverdueInputError(OverdueCode.LOAN_OF_OTHER)
    for row in rows:
        if row.closed_at is not None:
            raise OverdueError(OverdueCode.LOAN_CLOSED, loan=row.id)
    return rows


def _promise_one(session: Session, work: Work, loan: Any, until: date, note: str) -> None:
    if loan.due_on > until:
        raise OverdueError(OverdueCode.PROMISE_NEEDLESS, due=loan.due_on)
    row = Promise(
        loan_id=loan.id, patron_id=loan.patron_id, until=until, at=work.now, staff_id=work.actor_id, note=note,
        ended_at=None, outcome="",
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit(
        session, work, "promise_made",
        subject_type="loan", subject_id=loan.id, promise=row.id, until=until.isoformat(),
    )  # fmt: skip


def _end_earlier(session: Session, work: Work, loans: Iterable[Any]) -> None:
    """End what was promised about the loans before: a promise whose day is over counts as broken, not as replaced."""
    ids = {loan.id for loan in loans}
    for row in open_promises(session, day=work.day):
        if row.loan_id in ids:
            ended = PromiseOutcome.REPLACED if row.outcome is PromiseOutcome.OPEN else row.outcome
            _end(session, work, row.id, ended)


def _end(session: Session, work: Work, promise_id: int, outcome: PromiseOutcome) -> bool:
    """End an open promise by compare-and-set; False where somebody has ended it meanwhile."""
    still_open = update(Promise).where(Promise.id == promise_id, Promise.ended_at.is_(None))
    ended = still_open.values(ended_at=work.now, outcome=outcome.value)
    result = session.execute(ended, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", result).rowcount == 1


def withdraw_promise(session: Session, work: Work, *, promise_id: int, reason: str = "") -> None:
    """Take a promise back that was noted by mistake; the ladder goes on."""
    text = clean_text(reason, field="reason", limit=300)
    row = read_promise(session, promise_id, day=work.day)
    if row.ended_at is not None or not _end(session, work, promise_id, PromiseOutcome.WITHDRAWN):
        raise OverdueError(OverdueCode.PROMISE_ENDED)
    audit(
        session, work, "promise_withdrawn",
        subject_type="loan", subject_id=row.loan_id, promise=promise_id, reason=text,
    )  # fmt: skip


def settle_promises(session: Session, work: Work) -> dict[PromiseOutcome, int]:
    """End every promise that today judges: kept, broken, or needless; return how many of each."""
    counts: dict[PromiseOutcome, int] = {}
    for row in open_promises(session, day=work.day):
        if row.outcome is not PromiseOutcome.OPEN and _end(session, work, row.id, row.outcome):
            counts[row.outcome] = counts.get(row.outcome, 0) + 1
    return counts
