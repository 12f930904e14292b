"""Proof that the tables of loans are what the log says was done, and that copies and loans agree.

Loans and renewals taken back as mistakes count in neither: their rows of the log have negative twins (SB-08).
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from circulation.loans.models import Loan, Loss, LossState, Renewal
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem, equals_log

# Where the copy of an open loan may be by its state: with the reader, or given up for lost.
GIVEN_UP = (ItemState.LOST, ItemState.MISSING, ItemState.WITHDRAWN)


def opened_loans(session: Session) -> Iterator[Problem]:
    """Every loan was opened once."""
    rows = session.scalars(select(func.count()).where(Loan.undone_at.is_(None))).one()
    yield from equals_log(session, what="loan", rows=rows, kinds=(Kind.LOAN_OPEN,))


def closed_loans(session: Session) -> Iterator[Problem]:
    """Every closed loan was closed once."""
    closed = select(func.count()).where(Loan.closed_at.is_not(None), Loan.undone_at.is_(None))
    rows = session.scalars(closed).one()
    yield from equals_log(session, what="loan_closed", rows=rows, kinds=(Kind.LOAN_CLOSE,))


def renewed_loans(session: Session) -> Iterator[Problem]:
    """Every renewal is a row, is in the log, and is counted on its loan."""
    rows = session.scalars(select(func.count()).where(Renewal.undone_at.is_(None))).one()
    yield from equals_log(session, what="renewal", rows=rows, kinds=(Kind.LOAN_RENEW,))
    kept = func.count(Renewal.id)
    standing = and_(Renewal.loan_id == Loan.id, Renewal.undone_at.is_(None))
    differing = (
        select(Loan.id, Loan.renewals, kept)
        .outerjoin(Renewal, standing)
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
    """A copy is on loan by its state exactly where it has an open loan; one given up for lost is lost."""
    of_item = and_(Loan.item_id == Item.id, Loan.closed_at.is_(None))
    without_loan = (
        select(Item.id).outerjoin(Loan, of_item).where(Item.state == ItemState.ON_LOAN, Loan.id.is_(None))
    )
    for item_id in session.scalars(without_loan):
        yield Problem("state_without_loan", {"item": item_id})
    # A written-off copy that somebody lent all the same (CO-09 overridden) stays written off.
    lent = and_(Item.state.in_((ItemState.ON_LOAN, ItemState.WITHDRAWN)), Loan.lost_on.is_(None))
    lost = and_(Item.state.in_(GIVEN_UP), Loan.lost_on.is_not(None))
    without_state = select(Item.id, Loan.id).join(Loan, of_item).where(~or_(lent, lost))
    for item_id, loan_id in session.execute(without_state):
        yield Problem("loan_without_state", {"item": item_id, "loan": loan_id})


def losses_are_logged(session: Session) -> Iterator[Problem]:
    """Every loss was reported once, and every settled one settled once."""
    rows = session.scalars(select(func.count()).select_from(Loss)).one()
    yield from equals_log(session, what="loss", rows=rows, kinds=(Kind.LOSS_REPORT,))
    ended = session.scalars(select(func.count()).where(Loss.state != LossState.OPEN)).one()
    yield from equals_log(session, what="loss_settled", rows=ended, kinds=(Kind.LOSS_SETTLE,))


def register_has_no_gap(session: Session) -> Iterator[Problem]:
    """The numbers of a year's register run from 1 without a gap."""
    counts = select(Loss.year, func.count(), func.min(Loss.number), func.max(Loss.number))
    for year, count, first, last in session.execute(counts.group_by(Loss.year)):
        if (first, last) != (1, count):
            yield Problem("loss_gap", {"year": year, "rows": count, "last": last})


def losses_agree(session: Session) -> Iterator[Problem]:
    """An open loss has an open loan that is given up for lost; a settled one has none."""
    given_up = and_(Loan.closed_at.is_(None), Loan.lost_on.is_not(None))
    is_open = Loss.state == LossState.OPEN
    wrong = (
        select(Loss.id, Loss.loan_id)
        .join(Loan, Loan.id == Loss.loan_id)
        .where(or_(and_(is_open, ~given_up), and_(~is_open, given_up)))
    )
    for loss_id, loan_id in session.execute(wrong):
        yield Problem("loss_loan_differs", {"loss": loss_id, "loan": loan_id})


CHECKS: tuple[Check, ...] = (
    opened_loans,
    closed_loans,
    renewed_loans,
    one_open_loan_per_item,
    states_agree,
    losses_are_logged,
    register_has_no_gap,
    losses_agree,
)
