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
    Barrier,
    Copy,
    Hanging,
    Held,
    LateCopy,
    LoanCase,
    OpenLoan,
    Queue,
    Reader,
    SameTitle,
)
from circulation.loans.rules.due import (
    Due,
    Step,
    StepCode,
    by_hand,
    days_late,
    due_date,
    open_days_late,
    steps_as_data,
    steps_from_data,
)
from circulation.loans.rules.lending import assess
from circulation.loans.rules.outcome import (
    DEFAULTS,
    NEVER_PASSED,
    Assessment,
    Fact,
    Outcome,
    Reason,
    Severity,
    as_the_library_decides,
    conclude,
    plain,
)
from circulation.loans.rules.renewing import assess_renewal, renewal_due
from circulation.loans.rules.returning import return_reasons
from circulation.loans.rules.scans import copy_unknown, readable, reader_unknown, shown

__all__ = [
    "DEFAULTS", "NEVER_PASSED", "Acknowledgement", "Assessment", "Barrier", "Copy", "Due", "Fact", "Hanging",
    "Held", "LateCopy", "LoanCase", "OpenLoan", "Outcome", "Queue", "Reader", "Reason", "SameTitle", "Severity",
    "Step", "StepCode", "acknowledge", "as_the_library_decides", "assess", "assess_renewal", "by_hand", "conclude",
    "copy_unknown", "days_late", "due_date", "fingerprint", "from_text", "open_days_late", "plain", "readable",
    "reader_unknown", "renewal_due", "return_reasons", "shown", "steps_as_data", "steps_from_data", "to_text",
    "unanswered",
]  # fmt: skip
