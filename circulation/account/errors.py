"""Why the reader's own page refused something itself; all other refusals come from the floors below."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class OwnCode(StrEnum):
    """Refusals of this subject."""

    SIGN_IN_FAILED = "reader_sign_in_failed"
    PIN_WRONG = "own_pin_wrong"
    PINS_DIFFER = "own_pins_differ"
    NO_BOT = "own_no_bot"


class OwnError(LibraryError):
    """A refusal of this subject."""


class OwnInputError(InputError):
    """What was typed cannot be right."""


class ClearCode(StrEnum):
    """Why a clearance sheet was not given, found or withdrawn."""

    OWES = "clearance_owes"
    NOTHING_STANDS = "clearance_nothing_stands"
    GIVEN = "clearance_given"
    NOBODY = "clearance_nobody"
    TOO_MANY = "clearance_too_many"
    FORMS_TOO_MANY = "formulyar_too_many"
    UNKNOWN = "clearance_unknown"
    WITHDRAWN = "clearance_withdrawn"


class ClearError(LibraryError):
    """A refusal of clearance sheets."""


class ClearInputError(ClearError, InputError):
    """What was asked of clearance sheets cannot be."""


class ClearNotFound(ClearError, NotFoundError):
    """No such clearance sheet."""


class CareCode(StrEnum):
    """Refusals of the care of readers' data."""

    MONTHS_INVALID = "history_months_invalid"
    STILL_STANDS = "reader_still_stands"
    CARD_DIFFERS = "reader_card_differs"
    NAME_IN_REASON = "reader_named_in_reason"
