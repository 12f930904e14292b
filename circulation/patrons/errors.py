"""Refusals of readers and registrations."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class PatronCode(StrEnum):
    """Why an act on a reader was refused."""

    UNKNOWN = "patron_unknown"
    CARD_INVALID = "card_invalid"
    CARD_TAKEN = "card_taken"
    CARD_NOT_LOST = "card_not_lost"
    CARD_ALREADY_LOST = "card_already_lost"
    ALREADY_REGISTERED = "already_registered"
    PHONE_INVALID = "phone_invalid"
    BIRTH_DATE_ODD = "birth_date_odd"
    CATEGORY_UNKNOWN = "patron_category_unknown"
    LANGUAGE_UNKNOWN = "patron_language_unknown"
    CITIZENSHIP_INVALID = "citizenship_invalid"
    SEX_INVALID = "sex_invalid"


class PatronError(LibraryError):
    """A refusal of readers and registrations."""


class PatronInputError(PatronError, InputError):
    """What was typed about a reader cannot be right."""


class PatronNotFound(PatronError, NotFoundError):
    """No such reader."""
