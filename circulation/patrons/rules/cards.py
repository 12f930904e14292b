"""Card numbers: how they are kept, scanned and made."""

from __future__ import annotations

import re

from circulation.patrons.errors import PatronCode, PatronInputError
from ils.text import repair_layout

CARD = re.compile(r"[A-Z0-9](?:[A-Z0-9./-]{0,38}[A-Z0-9])?")  # prints as Code 128, typed alike on any layout
CARD_BEGINNING = re.compile(r"[A-Z0-9][A-Z0-9./-]{0,39}")


def clean_card(text: str) -> str:
    """Return a card number as it is kept: upper case, at most 40 signs of Code 128."""
    card = text.strip().upper()
    if not CARD.fullmatch(card):
        raise PatronInputError(PatronCode.CARD_INVALID, card=text.strip()[:60])
    return card


def scanned_card(code: str) -> str:
    """Return the card number that a scan may mean; a Cyrillic keyboard layout is repaired (SB-04)."""
    return (repair_layout(code.strip()) or code.strip()).upper()


def generated_card(number: int) -> str:
    """Return the card number of our own making; barcodes of copies are never written this way."""
    return f"K-{number:06d}"
