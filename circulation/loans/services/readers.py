"""Whose a loan is: one that has let go of its reader belongs to nobody any more."""

from __future__ import annotations

from circulation.loans.errors import LoanCode, LoanError
from circulation.loans.models import Loan


def borrower_of(loan: Loan) -> int:
    """Return whose loan it is; refuse an act on a closed one whose reader was forgotten."""
    if loan.patron_id is None:
        raise LoanError(LoanCode.READER_FORGOTTEN, loan=loan.id)
    return loan.patron_id
