"""Refusals of accounts."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import LibraryError


class AccountCode(StrEnum):
    """Why an act on accounts was refused."""

    SIGN_IN_FAILED = "sign_in_failed"
    SIGN_IN_LOCKED = "sign_in_locked"
    LOGIN_TAKEN = "login_taken"
    LOGIN_INVALID = "login_invalid"
    PASSWORD_SHORT = "password_short"  # noqa: S105 - the code of a refusal
    STAFF_UNKNOWN = "staff_unknown"
    LAST_ADMINISTRATOR = "last_administrator"
    NOT_ALLOWED = "not_allowed"


class AccountError(LibraryError):
    """A refusal of accounts."""
