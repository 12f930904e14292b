"""Refusals of paid services."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class PaidCode(StrEnum):
    """Why a price was not set, money not taken or not given back."""

    RECEIPT_UNKNOWN = "paid_receipt_unknown"
    SERVICE_UNKNOWN = "paid_service_unknown"
    NOTHING_CHOSEN = "paid_nothing_chosen"
    QUANTITY_INVALID = "paid_quantity_invalid"
    TOO_MUCH = "paid_too_much"
    METHOD_UNKNOWN = "paid_method_unknown"
    READER_UNKNOWN = "paid_reader_unknown"
    DAY_AHEAD = "paid_day_ahead"
    DAY_TOO_OLD = "paid_day_too_old"
    IS_REFUND = "paid_is_refund"
    REFUNDED = "paid_refunded"
    REFUND_TOO_EARLY = "paid_refund_too_early"
    CODE_INVALID = "paid_code_invalid"
    NAME_MISSING = "paid_name_missing"
    PRICE_INVALID = "paid_price_invalid"
    PRICE_DAY_ODD = "paid_price_day_odd"
    PRICE_NOT_LATER = "paid_price_not_later"
    PRICE_USED = "paid_price_used"
    PRICE_ENDED = "paid_price_ended"
    END_TOO_EARLY = "paid_end_too_early"


class PaidError(LibraryError):
    """A refusal of paid services."""


class PaidInputError(PaidError, InputError):
    """What was typed about a price or a receipt cannot be."""


class PaidNotFound(PaidError, NotFoundError):
    """No such receipt or service."""
