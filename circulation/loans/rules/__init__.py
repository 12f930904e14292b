"""Decisions of lending, renewing and taking back, as plain functions over plain values."""

from circulation.loans.rules.answers import (
    Acknowledgement,
    acknowledge,
    fingerprint,
    from_text,
    to_text,
    unanswered,
)
from circulation.loans.rules.case import (
    Assessment,
    Copy,
    Fact,
    Hanging,
    Held,
    LoanCase,
    OpenLoan,
    Outcome,
    Reader,
    Reason,
    Severity,
    conclude,
    plain,
)
from circulation.loans.rules.due import (
    Due,
    Step,
    StepCode,
    days_late,
    due_date,
    open_days_late,
    steps_as_data,
    steps_from_data,
)
from circulation.loans.rules.lending import assess
from circulation.loans.rules.renewing import assess_renewal
from circulation.loans.rules.returning import return_reasons
from circulation.loans.rules.scans import copy_unknown, readable, reader_unknown, shown

__all__ = [
    "Acknowledgement", "Assessment", "Copy", "Due", "Fact", "Hanging", "Held", "LoanCase", "OpenLoan", "Outcome",
    "Reader", "Reason", "Severity", "Step", "StepCode", "acknowledge", "assess", "assess_renewal", "conclude",
    "copy_unknown", "days_late", "due_date", "fingerprint", "from_text", "open_days_late", "plain", "readable",
    "reader_unknown", "return_reasons", "shown", "steps_as_data", "steps_from_data", "to_text", "unanswered",
]  # fmt: skip
