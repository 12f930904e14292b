"""Refusals of lending, renewing and taking back."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from ils.errors import InputError, LibraryError, Refusal

if TYPE_CHECKING:
    from circulation.loans.rules import Assessment


class LoanCode(StrEnum):
    """What can be said to a scan; desk.md gives each code its rule."""

    COPY_UNKNOWN = "copy_unknown"
    READER_UNKNOWN = "reader_unknown"
    CARD_LOST = "card_lost"
    REGISTRATION_DUE = "registration_due"
    READER_SUSPENDED = "reader_suspended"
    READER_EXPIRED = "reader_expired"
    READER_RESTRICTED = "reader_restricted"
    DEBT_LIMIT = "debt_limit"
    HAS_OVERDUE = "has_overdue"
    COPY_WITHDRAWN = "copy_withdrawn"
    COPY_MISSING = "copy_missing"
    ROOM_ONLY = "room_only"
    ON_EXHIBITION = "on_exhibition"
    COPY_NOT_READY = "copy_not_ready"
    ALREADY_YOURS = "already_yours"
    LENT_TO_OTHER = "lent_to_other"
    LIMIT_TOTAL = "limit_total"
    LIMIT_TYPE = "limit_type"
    HELD_FOR_OTHER = "held_for_other"
    QUEUE_WAITING = "queue_waiting"
    AGE_MARK = "age_mark"
    SAME_TITLE = "same_title"
    HAD_BEFORE = "had_before"
    COUNT_PARTS = "count_parts"
    NOTE = "note"
    DUE_DATE_ODD = "due_date_odd"
    NO_POLICY = "no_policy"

    NOT_ON_LOAN = "not_on_loan"
    NOT_THIS_READERS = "not_this_readers"
    GIVEN_UP = "loan_given_up"
    OTHERS_WAIT = "others_wait"
    RENEWAL_LIMIT = "renewal_limit"
    RENEWAL_EARLY = "renewal_early"
    COPY_OVERDUE = "copy_overdue"
    RENEWAL_NOT_LATER = "renewal_not_later"

    ON_SHELF = "already_on_shelf"
    RETURNED_LATE = "returned_late"
    BELONGS_ELSEWHERE = "belongs_elsewhere"
    BACK_TO_EXHIBITION = "back_to_exhibition"
    COPY_WAS_LOST = "copy_was_lost"
    COPY_WAS_WITHDRAWN = "copy_was_withdrawn"

    DUE_IMPOSSIBLE = "due_date_impossible"
    REFUSED = "loan_refused"
    CHANGED_MEANWHILE = "loan_changed_meanwhile"
    LOAN_UNKNOWN = "loan_unknown"

    # Returns (§2)
    SCANNED_TWICE = "scanned_twice"
    ARRIVED = "copy_arrived"
    FINED = "fine_charged"
    SUSPENDED = "suspended_until"
    RESTRICTION_LIFTED = "restrictions_lifted"
    CAUGHT = "set_aside_for_reader"
    LOSS_REVERSED = "loss_reversed"
    FOUND_AGAIN = "copy_found_again"
    CLAIM_RESOLVED = "claim_resolved"
    PARTS_BACK = "parts_back"
    COPY_INCOMPLETE = "copy_incomplete"
    BACK_DATED = "return_back_dated"
    USED_IN_ROOM = "used_in_room"
    RETURN_AHEAD = "return_ahead"
    LOAN_CLOSED = "loan_closed"
    READER_FORGOTTEN = "loan_reader_forgotten"
    # Undoing (SB-08)
    ACT_UNKNOWN = "loan_act_unknown"
    ACT_UNDONE = "loan_act_undone"
    ACT_NOT_UNDOABLE = "loan_act_not_undoable"
    CHANGED_SINCE = "loan_changed_since"
    FINE_PAID = "loan_fine_paid"
    # Claims and losses (practice.md §4.4)
    ALREADY_CLAIMED = "loan_already_claimed"
    ALREADY_LOST = "loan_already_lost"
    ENDED_ALREADY = "loan_ended_already"
    LOSS_UNKNOWN = "loss_unknown"
    LOSS_SETTLED = "loss_settled"
    LOSS_UNPRICED = "loss_unpriced"
    LOSS_UNPAID = "loss_unpaid"
    LOSS_NOT_REPLACED = "loss_not_replaced"
    NEW_COPY_UNKNOWN = "loss_new_copy_unknown"
    NEW_COPY_TAKEN = "loss_new_copy_taken"
    MULTIPLE_INVALID = "loss_multiple_invalid"
    # Later closures (DD-10)
    CLOSURE_INVALID = "closure_invalid"
    REDATING_UNKNOWN = "redating_unknown"
    REDATING_UNDONE = "redating_undone"


class LoanError(LibraryError):
    """A refusal of lending, renewing or taking back."""


class LoanRefused(LoanError):
    """Refused, or asked and not yet answered: `assessment` has every reason with its facts."""

    def __init__(self, assessment: Assessment) -> None:
        super().__init__(LoanCode.REFUSED, reasons=[str(each.code) for each in assessment.reasons])
        self.assessment = assessment


class LoanInputError(LoanError, InputError):
    """What was typed about a loan cannot be right."""


class LoanNotFound(LoanError):
    """No such loan."""

    kind = Refusal.NOT_FOUND
