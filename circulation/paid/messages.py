"""Words of paid services."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from circulation.paid.errors import PaidCode
from circulation.paid.rules import Method

PAID_WORDS: dict[PaidCode, Any] = {
    PaidCode.RECEIPT_UNKNOWN: _l("There is no such receipt."),
    PaidCode.SERVICE_UNKNOWN: _l("The price list of that day has no service “%(service)s”."),
    PaidCode.NOTHING_CHOSEN: _l("Say how much of which service is paid for."),
    PaidCode.QUANTITY_INVALID: _l("A quantity is a whole number from 1 to %(most)s."),
    PaidCode.TOO_MUCH: _l("A receipt comes to %(most)s soʻm at most."),
    PaidCode.METHOD_UNKNOWN: _l("There is no way of paying “%(method)s”."),
    PaidCode.READER_UNKNOWN: _l("No reader has the card %(card)s. Leave the card empty for a stranger."),
    PaidCode.DAY_AHEAD: _l("%(day)s has not come yet: money is written down when it has been taken."),
    PaidCode.DAY_TOO_OLD: _l("%(day)s is too long ago: receipts begin with the year 2000."),
    PaidCode.IS_REFUND: _l("This receipt gives money back; it is not refunded itself."),
    PaidCode.REFUNDED: _l("This money was given back before, by the receipt № %(number)s."),
    PaidCode.REFUND_TOO_EARLY: _l("Money taken on %(paid)s cannot be given back on %(day)s."),
    PaidCode.CODE_INVALID: _l(
        "The code “%(code)s” cannot be used: lower-case Latin letters, digits and _, 2 to 40; a letter first."
    ),
    PaidCode.NAME_MISSING: _l("Name the service in one language at least."),
    PaidCode.PRICE_INVALID: _l("A price is a whole number of soʻm from 1 to %(most)s."),
    PaidCode.PRICE_DAY_ODD: _l("%(day)s cannot be a day of the price list. Check the year."),
    PaidCode.PRICE_NOT_LATER: _l("The service has a price from %(day)s; a new one begins later."),
    PaidCode.PRICE_USED: _l(
        "The price of %(day)s stands on receipts already; set a new one from a later day."
    ),
    PaidCode.PRICE_ENDED: _l("The service ended on %(day)s already."),
    PaidCode.END_TOO_EARLY: _l("The price begins on %(since)s and cannot end on %(day)s."),
}

METHODS: dict[Method, Any] = {
    Method.CASH: _l("Cash"),
    Method.CARD: _l("Bank card"),
    Method.TRANSFER: _l("Bank transfer"),
}

AUDIT_WORDS: dict[str, Any] = {
    "paid_taken": _l("Money taken for services"),
    "paid_refunded": _l("Money for services given back"),
    "price_set": _l("Price of a service set"),
    "price_ended": _l("Service taken off the price list"),
}

CHECK_WORDS: dict[str, Any] = {
    "paid_log_differs": _l(
        "Receipt %(receipt)s has soʻm of the service %(service)s: %(rows)s; the activity log says: %(logged)s."
    ),
    "paid_gap": _l("Receipts for services of %(year)s: %(receipts)s; the last number is %(last)s."),
    "paid_parts_differ": _l("The receipt for services %(receipt)s is of %(amount)s; its lines come to %(parts)s."),
    "paid_refund_differs": _l("The refund %(receipt)s is not the opposite of its receipt."),
}  # fmt: skip
