"""Refusals of the table of policies."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class PolicyCode(StrEnum):
    """Why a change of the table was refused."""

    UNKNOWN = "policy_unknown"
    TAKEN = "policy_taken"
    GENERAL_STAYS = "general_policy_stays"
    DAYS_INVALID = "policy_days_invalid"
    LIMIT_INVALID = "policy_limit_invalid"
    RENEWALS_INVALID = "policy_renewals_invalid"
    CATEGORY_UNKNOWN = "policy_category_unknown"
    DOCUMENT_TYPE_UNKNOWN = "policy_document_type_unknown"


class PolicyError(LibraryError):
    """A refusal of the table of policies."""


class PolicyInputError(PolicyError, InputError):
    """A row that cannot be."""


class PolicyNotFound(PolicyError, NotFoundError):
    """No such row."""
