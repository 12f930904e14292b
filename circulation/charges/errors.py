"""Refusals of debts and payments."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class ChargeCode(StrEnum):
    """Why money was not taken, charged or struck off."""

    UNKNOWN = "charge_unknown"
    RECEIPT_UNKNOWN = "receipt_unknown"
    AMOUNT_INVALID = "charge_amount_invalid"
    MORE_THAN_OWED = "charge_more_than_owed"
    NOTHING_OWED = "charge_nothing_owed"
    REVERSED = "charge_reversed"
    RECEIPT_REVERSED = "receipt_reversed"
    IS_REVERSAL = "charge_is_reversal"
    RECEIPT_IS_REVERSAL = "receipt_is_reversal"


class ChargeError(LibraryError):
    """A refusal of debts and payments."""


class ChargeInputError(ChargeError, InputError):
    """What was typed about money cannot be right."""


class ChargeNotFound(ChargeError, NotFoundError):
    """No such debt or receipt."""
