"""One loan with all that happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.charges.queries import ChargeRow, charges_of_loan
from circulation.loans.errors import LoanCode, LoanNotFound
from circulation.loans.models import Loan, Renewal
from circulation.loans.queries.acts import ActView, acts_of
from circulation.loans.queries.listing import LoanRow, loan_row, loans
from circulation.loans.rules import Step, steps_from_data
from circulation.policies.rules import Policy, policy_from_data


@dataclass(frozen=True, slots=True)
class RenewalRow:
    """One renewal; `undone_at` once it was taken back."""

    id: int
    at: datetime
    old_due_on: date
    new_due_on: date
    channel: str
    renewed_by: int | None
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class LoanStory:
    """One loan with all that happened to it, the policy row that held and how its date came about."""

    loan: LoanRow
    lent_at: datetime
    lent_by: int | None
    lent_in: str
    closed_at: datetime | None
    closed_by: int | None
    undone_at: datetime | None
    first_due_on: date
    renewals: tuple[RenewalRow, ...]
    acts: tuple[ActView, ...]
    charges: tuple[ChargeRow, ...]
    policy: Policy | None
    due_steps: tuple[Step, ...]
    placement_id: int | None


def loan_page(session: Session, loan_id: int, *, day: date) -> LoanStory:
    """Return one loan with its whole story; refuse an unknown one."""
    row = session.execute(loans().where(Loan.id == loan_id)).one_or_none()
    loan = session.get(Loan, loan_id, populate_existing=True)
    if row is None or loan is None:
        raise LoanNotFound(LoanCode.LOAN_UNKNOWN, loan=loan_id)
    renewals = _renewals(session, loan_id)
    return LoanStory(
        loan=loan_row(row, day),
        lent_at=loan.lent_at,
        lent_by=loan.lent_by,
        lent_in=loan.department,
        closed_at=loan.closed_at,
        closed_by=loan.closed_by,
        undone_at=loan.undone_at,
        first_due_on=renewals[0].old_due_on if renewals else loan.due_on,
        renewals=renewals,
        acts=acts_of(session, loan_id),
        charges=charges_of_loan(session, loan_id),
        policy=policy_from_data(loan.policy) if loan.policy else None,
        due_steps=steps_from_data(loan.due_steps),
        placement_id=loan.placement_id,
    )


def _renewals(session: Session, loan_id: int) -> tuple[RenewalRow, ...]:
    columns = (getattr(Renewal, name) for name in RenewalRow.__slots__)
    rows = session.execute(select(*columns).where(Renewal.loan_id == loan_id).order_by(Renewal.id))
    return tuple(RenewalRow(*row) for row in rows)
