"""Proof that the tables of loans are what the log says was done, and that copies and loans agree."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from circulation.loans.models import Loan, Renewal
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem, equals_log


def opened_loans(session: Session) -> Iterator[Problem]:
    """Every loan was opened once."""
    rows = session.scalars(select(func.count()).select_from(Loan)).one()
    yield from equals_log(session, what="loan", rows=rows, kinds=(Kind.LOAN_OPEN,))


def closed_loans(session: Session) -> Iterator[Problem]:
    """Every closed loan was closed once."""
    closed = select(func.count()).select_from(Loan).where(Loan.closed_at.is_not(None))
    rows = session.scalars(closed).one()
    yield from equals_log(session, what="loan_closed", rows=rows, kinds=(Kind.LOAN_CLOSE,))


def renewed_loans(session: Session) -> Iterator[Problem]:
    """Every renewal is a row, is in the log, and is counted on its loan."""
    rows = session.scalars(select(func.count()).select_from(Renewal)).one()
    yield from equals_log(session, what="renewal", rows=rows, kinds=(Kind.LOAN_RENEW,))
    kept = func.count(Renewal.id)
    differing = (
        select(Loan.id, Loan.renewals, kept)
        .outerjoin(Renewal, Renewal.loan_id == Loan.id)
        .group_by(Loan.id, Loan.renewals)
        .having(kept != Loan.renewals)
    )
    for loan_id, counted, found in session.execute(differing):
        yield Problem("loan_renewals_differ", {"loan": loan_id, "counted": counted, "rows": found})


def one_open_loan_per_item(session: Session) -> Iterator[Problem]:
    """No copy is with two readers."""
    count = func.count()
    twice = (
        select(Loan.item_id, count).where(Loan.closed_at.is_(None)).group_by(Loan.item_id).having(count > 1)
    )
    for item_id, loans in session.execute(twice):
        yield Problem("item_lent_twice", {"item": item_id, "loans": loans})


def states_agree(session: Session) -> Iterator[Problem]:
    """A copy is on loan by its state exactly where it has an open loan."""
    of_item = and_(Loan.item_id == Item.id, Loan.closed_at.is_(None))
    without_loan = (
        select(Item.id).outerjoin(Loan, of_item).where(Item.state == ItemState.ON_LOAN, Loan.id.is_(None))
    )
    for item_id in session.scalars(without_loan):
        yield Problem("state_without_loan", {"item": item_id})
    without_state = select(Item.id, Loan.id).join(Loan, of_item).where(Item.state != ItemState.ON_LOAN)
    for item_id, loan_id in session.execute(without_state):
        yield Problem("loan_without_state", {"item": item_id, "loan": loan_id})


CHECKS: tuple[Check, ...] = (
    opened_loans,
    closed_loans,
    renewed_loans,
    one_open_loan_per_item,
    states_agree,
)
