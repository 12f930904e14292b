"""Words of readers: refusals, audit actions, problems found by the checks."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from circulation.patrons.errors import PatronCode

PATRON_WORDS: dict[PatronCode, Any] = {
    PatronCode.UNKNOWN: _l("There is no such reader."),
    PatronCode.CARD_INVALID: _l(
        "“%(card)s” cannot be a card number: Latin letters, digits, dash, dot and slash, at most 40."
    ),
    PatronCode.CARD_TAKEN: _l("The card number %(card)s already belongs to a reader."),
    PatronCode.CARD_NOT_LOST: _l(
        "The card %(card)s is not reported lost. Report it first, or scan a card with another number."
    ),
    PatronCode.CARD_ALREADY_LOST: _l("The card %(card)s was reported lost on %(day)s."),
    PatronCode.ALREADY_REGISTERED: _l("The reader of card %(card)s is already registered in %(year)s."),
    PatronCode.PHONE_INVALID: _l(
        "“%(phone)s” is not a telephone number like 90 123 45 67 or +998 90 123 45 67."
    ),
    PatronCode.BIRTH_DATE_ODD: _l("Nobody of today was born on %(birth_date)s."),
    PatronCode.CATEGORY_UNKNOWN: _l("There is no category of readers “%(value)s”."),
    PatronCode.LANGUAGE_UNKNOWN: _l("The library does not write to readers in “%(value)s”."),
    PatronCode.CITIZENSHIP_INVALID: _l("“%(value)s” is not a country code of two letters such as UZ."),
    PatronCode.SEX_INVALID: _l("“%(value)s” cannot be chosen here."),
}

AUDIT_WORDS: dict[str, Any] = {
    "patron_added": _l("Reader added"),
    "patron_changed": _l("Reader's details changed"),
    "patron_registered": _l("Reader registered for the year"),
    "patron_card_lost": _l("Card reported lost"),
    "patron_card_replaced": _l("Card replaced"),
}

CHECK_WORDS: dict[str, Any] = {
    "running_number_gap": _l(
        "The running numbers of %(year)s have a gap: numbers %(first)s–%(last)s for %(rows)s registrations."
    ),
}

REGISTRATION_KINDS: dict[str, Any] = {
    "new": _l("new reader"),
    "returning": _l("re-registered"),
}

SEXES_SHOWN: dict[str, Any] = {"": _l("not given"), "m": _l("male"), "f": _l("female")}
