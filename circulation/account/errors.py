"""Why the reader's own page refused something itself; all other refusals come from the floors below."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError


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
