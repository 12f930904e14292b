"""Promises: those that hold, and how often a reader broke one (OV-06)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from circulation.loans.models import Loan
from circulation.overdue.errors import OverdueCode, OverdueNotFound
from circulation.overdue.models import Promise
from circulation.overdue.rules import PromiseOutcome, outcome_of


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise and what `day` says of it: an open one whose day is over is broken though no night has noted it."""

    id: int
    loan_id: int
    patron_id: int | None  # None: ended and forgotten
    until: date
    at: datetime
    staff_id: int | None
    note: str
    ended_at: datetime | None
    outcome: PromiseOutcome


_COLUMNS = (
    Promise.id, Promise.loan_id, Promise.patron_id, Promise.until, Promise.at, Promise.staff_id, Promise.note,
    Promise.ended_at, Promise.outcome,
)  # fmt: skip
_LOAN = (Loan.due_on, Loan.closed_on, Loan.claimed_on, Loan.lost_on)


def promises_of(session: Session, loan_id: int, *, day: date) -> tuple[PromiseRow, ...]:
    """Return every promise about a loan, the first one first."""
    query = select(*_COLUMNS, *_LOAN).join(Loan, Loan.id == Promise.loan_id).where(Promise.loan_id == loan_id)
    return tuple(_row(row, day) for row in session.execute(query.order_by(Promise.id)))


def open_promises(session: Session, *, day: date) -> tuple[PromiseRow, ...]:
    """Return the promises that nobody has ended yet, with what `day` says of each."""
    query = select(*_COLUMNS, *_LOAN).join(Loan, Loan.id == Promise.loan_id).where(Promise.ended_at.is_(None))
    return tuple(_row(row, day) for row in session.execute(query.order_by(Promise.id)))


def promise(session: Session, promise_id: int, *, day: date) -> PromiseRow:
    """Return one promise; refuse an unknown one."""
    query = select(*_COLUMNS, *_LOAN).join(Loan, Loan.id == Promise.loan_id).where(Promise.id == promise_id)
    row = session.execute(query).one_or_none()
    if row is None:
        raise OverdueNotFound(OverdueCode.PROMISE_UNKNOWN, promise=promise_id)
    return _row(row, day)


def _row(row: Any, day: date) -> PromiseRow:
    values = row._mapping
    known = {name: values[name] for name in PromiseRow.__slots__ if name != "outcome"}
    outcome = PromiseOutcome(values["outcome"])
    if outcome is PromiseOutcome.OPEN:
        outcome = outcome_of(
            values["until"], day=day, due_on=values["due_on"], closed_on=values["closed_on"],
            needless=values["claimed_on"] is not None or values["lost_on"] is not None,
        )  # fmt: skip
    return PromiseRow(**known, outcome=outcome)


def broken_by(session: Session, patron_ids: Iterable[int], *, day: date) -> dict[int, int]:
    """Return how many promises each reader broke; one whose day is over counts before any night has noted it."""
    broken = case((_is_broken(day), 1), else_=0)
    query = (
        select(Promise.patron_id, func.sum(broken))
        .join(Loan, Loan.id == Promise.loan_id)
        .where(Promise.patron_id.in_(tuple(patron_ids)))
        .group_by(Promise.patron_id)
    )
    return {patron_id: int(count) for patron_id, count in session.execute(query) if count}


def _is_broken(day: date) -> ColumnElement[bool]:
    late_return = and_(Loan.closed_on.is_not(None), Loan.closed_on > Promise.until)
    never_came = and_(Loan.closed_on.is_(None), Promise.until < day, Loan.due_on <= Promise.until)
    needed = and_(Promise.ended_at.is_(None), Loan.claimed_on.is_(None), Loan.lost_on.is_(None))
    unnoted = and_(needed, or_(late_return, never_came))
    return or_(Promise.outcome == PromiseOutcome.BROKEN.value, unnoted)
