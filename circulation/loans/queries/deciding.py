"""What the acts of lending, renewing and taking back decide by: statements made once a process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, bindparam, case, func, select
from sqlalchemy.orm import Session

from circulation.loans.models import Loan
from circulation.loans.rules import Held


@dataclass(frozen=True, slots=True)
class OpenLoanRow:
    """An open loan as the acts need it; `policy` and `due_steps` are as they were kept."""

    id: int
    patron_id: int
    lent_on: date
    due_on: date
    renewals: int
    policy: dict[str, Any]
    due_steps: list[dict[str, Any]]
    due_minute: int | None
    use: str
    claimed_on: date | None
    lost_on: date | None


# On the check-out path: made once, so that an act pays for running them only.
_OPEN_OF_ITEM = select(*(getattr(Loan, name) for name in OpenLoanRow.__slots__)).where(
    Loan.item_id == bindparam("item"), Loan.closed_at.is_(None)
)
_HELD = select(
    func.count(),
    func.coalesce(func.sum(case((Loan.due_on < bindparam("day", type_=Date), 1), else_=0)), 0),
    func.min(Loan.due_on),
).where(Loan.patron_id == bindparam("patron"), Loan.closed_at.is_(None))


def open_loan_of(session: Session, item_id: int) -> OpenLoanRow | None:
    """Return the loan that a copy is on, None for a copy that is here."""
    row = session.execute(_OPEN_OF_ITEM, {"item": item_id}).one_or_none()
    return OpenLoanRow(*row) if row else None


def item_of_loan(session: Session, loan_id: int) -> int | None:
    """Return the copy of a loan, None for an unknown loan."""
    return session.scalars(select(Loan.item_id).where(Loan.id == loan_id)).one_or_none()


def held_by(session: Session, patron_id: int, day: date) -> Held:
    """Return how many open loans a reader has, how many are late on that day, and the oldest due date."""
    return Held(*session.execute(_HELD, {"patron": patron_id, "day": day}).one())
