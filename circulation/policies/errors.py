"""Refusals of the rules of lending."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class PolicyCode(StrEnum):
    """Why a change of the rules was refused."""

    UNKNOWN = "policy_unknown"
    TAKEN = "policy_taken"
    GENERAL_STAYS = "general_policy_stays"
    DAYS_INVALID = "policy_days_invalid"
    LIMIT_INVALID = "policy_limit_invalid"
    RENEWALS_INVALID = "policy_renewals_invalid"
    EARLIEST_INVALID = "policy_earliest_invalid"
    QUEUE_INVALID = "policy_queue_invalid"
    QUEUE_HALF = "policy_queue_half"
    DEBT_INVALID = "policy_debt_invalid"
    OVERDUE_INVALID = "policy_overdue_invalid"
    FINE_INVALID = "policy_fine_invalid"
    SUSPEND_INVALID = "policy_suspend_invalid"
    FROM_UNKNOWN = "policy_renewal_from_unknown"
    FIXED_INVALID = "policy_fixed_due_invalid"
    CATEGORY_UNKNOWN = "policy_category_unknown"
    ITEM_TYPE_UNKNOWN = "policy_item_type_unknown"
    USE_UNKNOWN = "policy_use_unknown"
    FUND_UNKNOWN = "policy_fund_unknown"
    LIMIT_UNKNOWN = "loan_limit_unknown"
    LIMIT_TAKEN = "loan_limit_taken"
    LIMIT_OF_ONE = "loan_limit_of_one"
    DECISION_UNKNOWN = "decision_unknown"
    DECISION_FIXED = "decision_fixed"
    SEVERITY_UNKNOWN = "severity_unknown"
    TYPE_CODE = "item_type_code_invalid"
    TYPE_TAKEN = "item_type_taken"
    TYPE_IN_USE = "item_type_in_use"


class PolicyError(LibraryError):
    """A refusal of the rules of lending."""


class PolicyInputError(PolicyError, InputError):
    """A row that cannot be."""


class PolicyNotFound(PolicyError, NotFoundError):
    """No such row."""
