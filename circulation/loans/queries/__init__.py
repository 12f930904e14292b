"""Reads of loans."""

from circulation.loans.queries.acts import ActView, act_view, acts_of, last_act
from circulation.loans.queries.deciding import OpenLoanRow, held_by, item_of_loan, open_loan_of
from circulation.loans.queries.listing import (
    DayCounts,
    LoanPage,
    LoanRow,
    counts_of_day,
    history,
    loans_of_item,
    open_loans,
)
from circulation.loans.queries.story import LoanStory, RenewalRow, loan_page
from circulation.loans.queries.using import UseView, last_use

__all__ = [
    "ActView",
    "DayCounts",
    "LoanPage",
    "LoanRow",
    "LoanStory",
    "OpenLoanRow",
    "RenewalRow",
    "UseView",
    "act_view",
    "acts_of",
    "counts_of_day",
    "held_by",
    "history",
    "item_of_loan",
    "last_act",
    "last_use",
    "loan_page",
    "loans_of_item",
    "open_loan_of",
    "open_loans",
]  # fmt: skip
