"""A whole number that somebody typed."""

from __future__ import annotations


def whole_number(text: str | None, *, digits: int = 9) -> int | None:
    """Return a whole number of at most so many digits 0–9, blanks at its ends left out; None for anything else.

    Other scripts' digits, signs and points make no number, and nothing is too long for a column of the database.
    """
    plain = (text or "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= digits else None
