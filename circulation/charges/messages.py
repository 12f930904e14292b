"""Words of debts and payments."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from circulation.charges.errors import ChargeCode
from circulation.charges.models import ChargeKind, Method

CHARGE_WORDS: dict[ChargeCode, Any] = {
    ChargeCode.UNKNOWN: _l("There is no such debt."),
    ChargeCode.RECEIPT_UNKNOWN: _l("There is no such receipt."),
    ChargeCode.AMOUNT_INVALID: _l("The amount is a whole number of soʻm from 1 to %(most)s."),
    ChargeCode.MORE_THAN_OWED: _l("%(amount)s soʻm is more than the reader owes: %(owed)s."),
    ChargeCode.NOTHING_OWED: _l("Nothing is owed."),
    ChargeCode.REVERSED: _l("This debt was taken back before."),
    ChargeCode.RECEIPT_REVERSED: _l("The receipt № %(number)s was taken back before."),
    ChargeCode.IS_REVERSAL: _l("This row takes another debt back; it is not a debt itself."),
    ChargeCode.RECEIPT_IS_REVERSAL: _l("This receipt takes another one back; it is not taken back itself."),
}

AUDIT_WORDS: dict[str, Any] = {
    "debt_charged": _l("Debt charged"),
    "debt_reversed": _l("Debt taken back"),
    "receipt_made": _l("Payment taken"),
    "receipt_reversed": _l("Payment taken back"),
}

CHECK_WORDS: dict[str, Any] = {
    "receipt_gap": _l("Receipts of %(year)s: %(receipts)s; the last number is %(last)s."),
    "receipt_parts_differ": _l("The receipt %(receipt)s is of %(amount)s; its parts come to %(parts)s."),
    "charge_paid_wrongly": _l("The debt %(charge)s is of %(amount)s; paid for it: %(paid)s."),
    "twin_differs": _l("What takes back %(what)s %(id)s is not its opposite."),
}

KINDS: dict[ChargeKind, Any] = {
    ChargeKind.OVERDUE: _l("Returned late"),
    ChargeKind.LOSS: _l("Lost copy"),
    ChargeKind.DAMAGE: _l("Damaged copy"),
    ChargeKind.CARD: _l("New card"),
    ChargeKind.SERVICE: _l("Paid service"),
    ChargeKind.OTHER: _l("Other"),
}

METHODS: dict[Method, Any] = {
    Method.CASH: _l("Cash"),
    Method.CARD: _l("Bank card"),
    Method.TRANSFER: _l("Bank transfer"),
    Method.FORGIVEN: _l("Struck off"),
}
