"""What may be a PIN."""

from __future__ import annotations

import re

from circulation.patrons.errors import PatronCode, PatronInputError

PIN = re.compile(r"[0-9]{4,8}")
PIN_DIGITS = 6  # of one that is drawn by lot
_RUNS = "01234567890", "09876543210"


def is_simple(pin: str) -> bool:
    """Tell whether a PIN is the first that anybody tries: one digit again and again, or digits in a row."""
    return len(set(pin)) == 1 or any(pin in run for run in _RUNS)


def clean_pin(text: str) -> str:
    """Return a PIN; refuse what is not 4 to 8 digits, and what is guessed at once."""
    pin = text.strip()
    if not PIN.fullmatch(pin):
        raise PatronInputError(PatronCode.PIN_INVALID)
    if is_simple(pin):
        raise PatronInputError(PatronCode.PIN_SIMPLE)
    return pin
