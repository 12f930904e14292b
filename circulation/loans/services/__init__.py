"""The acts of lending, renewing and taking back."""

from circulation.loans.services.lending import assess_loan, check_out
from circulation.loans.services.renewing import renew
from circulation.loans.services.results import LENT, NOT_ON_LOAN, RENEWED, RETURNED, Lent, Renewed, Returned
from circulation.loans.services.returning import check_in
from circulation.loans.services.seen import hold_reader

__all__ = [
    "LENT", "NOT_ON_LOAN", "RENEWED", "RETURNED", "Lent", "Renewed", "Returned", "assess_loan", "check_in",
    "check_out", "hold_reader", "renew",
]  # fmt: skip
