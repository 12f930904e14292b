"""Refusals of lending, renewing and taking back."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from ils.errors import LibraryError, Refusal

if TYPE_CHECKING:
    from circulation.loans.rules import Assessment


class LoanCode(StrEnum):
    """What can be said to a scan; desk.md gives each code its rule."""

    COPY_UNKNOWN = "copy_unknown"
    READER_UNKNOWN = "reader_unknown"
    CARD_LOST = "card_lost"
    REGISTRATION_DUE = "registration_due"
    HAS_OVERDUE = "has_overdue"
    COPY_WITHDRAWN = "copy_withdrawn"
    COPY_MISSING = "copy_missing"
    ON_EXHIBITION = "on_exhibition"
    COPY_NOT_READY = "copy_not_ready"
    ALREADY_YOURS = "already_yours"
    LENT_TO_OTHER = "lent_to_other"
    LIMIT_TOTAL = "limit_total"
    NO_POLICY = "no_policy"

    NOT_ON_LOAN = "not_on_loan"
    NOT_THIS_READERS = "not_this_readers"
    RENEWAL_LIMIT = "renewal_limit"
    COPY_OVERDUE = "copy_overdue"
    RENEWAL_NOT_LATER = "renewal_not_later"

    ON_SHELF = "already_on_shelf"
    RETURNED_LATE = "returned_late"
    BELONGS_ELSEWHERE = "belongs_elsewhere"
    BACK_TO_EXHIBITION = "back_to_exhibition"
    COPY_WAS_LOST = "copy_was_lost"
    COPY_WAS_WITHDRAWN = "copy_was_withdrawn"

    REFUSED = "loan_refused"
    CHANGED_MEANWHILE = "loan_changed_meanwhile"
    LOAN_UNKNOWN = "loan_unknown"


class LoanError(LibraryError):
    """A refusal of lending, renewing or taking back."""


class LoanRefused(LoanError):
    """Refused, or asked and not yet answered: `assessment` has every reason with its facts."""

    def __init__(self, assessment: Assessment) -> None:
        super().__init__(LoanCode.REFUSED, reasons=[str(each.code) for each in assessment.reasons])
        self.assessment = assessment


class LoanNotFound(LoanError):
    """No such loan."""

    kind = Refusal.NOT_FOUND
