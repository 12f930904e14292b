"""The one base of every refusal: a code, its facts, and what kind of refusal it is."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import ClassVar


class Refusal(Enum):
    """What kind of no it is; the edges turn it into an HTTP status or an exit status."""

    INVALID = "invalid"
    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    REFUSED = "refused"
    TOO_LARGE = "too_large"


class LibraryError(Exception):
    """A refusal in terms of the domain; words for the code live at the edge (`messages.py`)."""

    kind: ClassVar[Refusal] = Refusal.REFUSED

    def __init__(self, code: StrEnum, /, **facts: object) -> None:
        super().__init__(str(code), facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({told})"


class InputError(LibraryError):
    """What was given cannot be what was asked for."""

    kind = Refusal.INVALID


class NotFoundError(LibraryError):
    """No such thing here."""

    kind = Refusal.NOT_FOUND


class ForbiddenError(LibraryError):
    """The person may not do this."""

    kind = Refusal.FORBIDDEN


class InputCode(StrEnum):
    """What can be wrong with a value before any rule of the domain is asked."""

    EMPTY = "empty_value"
    TOO_LONG = "value_too_long"
    NOT_A_DATE = "not_a_date"
    NOT_A_NUMBER = "not_a_number"
    UNKNOWN_CHOICE = "unknown_choice"
    CONTROL_CHARACTERS = "control_characters"
    NOT_FOUND = "page_not_found"


def clean_text(value: str | None, *, field: str, limit: int, required: bool = False) -> str:
    """Return `value` trimmed; refuse what is empty though required, too long, or has control characters."""
    text = (value or "").strip()
    if required and not text:
        raise InputError(InputCode.EMPTY, field=field)
    if len(text) > limit:
        raise InputError(InputCode.TOO_LONG, field=field, limit=limit, length=len(text))
    if any(_cannot_be_written(ord(character)) for character in text):
        raise InputError(InputCode.CONTROL_CHARACTERS, field=field)
    return text


def _cannot_be_written(point: int) -> bool:
    # Half a surrogate pair is what a command's argument that is no UTF-8 becomes.
    return point < 32 or point == 127 or 0xD800 <= point <= 0xDFFF
