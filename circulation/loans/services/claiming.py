"""The reader says that the copy was brought back long ago (CI-09)."""

from __future__ import annotations

from sqlalchemy.orm import Session

from circulation.loans.errors import LoanCode, LoanError, LoanNotFound
from circulation.loans.models import Loan
from circulation.loans.services.acts import note_act
from circulation.loans.services.readers import borrower_of
from circulation.patrons.queries import patron_facts
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text


def claim_returned(session: Session, work: Work, *, loan_id: int, note: str = "") -> int:
    """Write down the reader's claim and return the act's id; the loan goes on until the copy is found."""
    text = clean_text(note, field="note", limit=500)
    loan = open_loan(session, loan_id)
    if loan.claimed_on is not None:
        raise LoanError(LoanCode.ALREADY_CLAIMED, day=loan.claimed_on)
    if loan.lost_on is not None:
        raise LoanError(LoanCode.ALREADY_LOST, day=loan.lost_on)
    loan.claimed_on = work.day
    audit(session, work, "loan_claimed", subject_type="loan", subject_id=loan.id)
    return note_act(session, work, kind="claim", loan_id=loan.id, before={"note": text})


def open_loan(session: Session, loan_id: int) -> Loan:
    """Return an open loan with its reader held until the commit; refuse an unknown or closed one."""
    seen = session.get(Loan, loan_id) if 0 < loan_id < 2**31 else None
    if seen is None:
        raise LoanNotFound(LoanCode.LOAN_UNKNOWN, loan=loan_id)
    patron_facts(session, borrower_of(seen), lock=True)
    loan = session.get_one(Loan, loan_id, populate_existing=True, with_for_update=True)
    if loan.closed_on is not None:
        raise LoanError(LoanCode.LOAN_CLOSED, day=loan.closed_on)
    return loan
