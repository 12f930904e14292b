"""Which character set is this record in? What the flag says, or the bytes where it says nothing true.

Order: leader/09 `a` → UTF-8 (unless, as `broken_utf8` finds, not one character of many is); nothing but
ASCII; a true UNIMARC 100 $a/26-29; an escape → MARC-8; UTF-8, also with some damage; else a guess among
cp1251, cp866, KOI8-R, MARC-8 or ISO 5426, ISO 8859-1 (corpus D4, D9, D10, D11, D12).
"""

from __future__ import annotations

import re

from catalog.marc.charset_names import ASCII, ISO5426, MARC8, UTF8, unimarc_charset
from catalog.marc.guessing import CharsetGuess
from catalog.marc.marc8 import ESCAPE
from catalog.marc.model import FindingCode, Notes, Profile, RawField
from catalog.marc.profiles import processing_data

_MARC8_ESCAPE = re.compile(rb"\x1b(?:[gbps]|[(),$\-])")
UTF8_ODDS = 4
"""So many whole characters of UTF-8 against one broken one make a text UTF-8 with damage."""
FEW = 6
"""With fewer high bytes a leader that says UTF-8 is believed, whatever they are (D4)."""


def choose_charset(
    raw: bytes,
    leader: str,
    fields: list[RawField],
    *,
    profile: Profile,
    guess: CharsetGuess,
    notes: Notes,
) -> str:
    """Return the character set to decode a record with; anything but a true flag is noted as a repair."""
    if leader[9] == "a":
        return UTF8
    if raw.isascii() and ESCAPE not in raw:
        return ASCII
    unimarc = profile is Profile.UNIMARC
    stated = unimarc_charset(processing_data(fields)[26:30]) if unimarc else None
    found = _found(raw, stated, guess, unimarc=unimarc)
    if stated and stated != found:
        notes.repaired(
            FindingCode.CHARSET_FIELD_WRONG, stated=stated, found=found, before=stated, after=found
        )
    elif found == UTF8 and not stated:
        notes.repaired(FindingCode.UTF8_UNFLAGGED, before=leader[9], after=UTF8)
    elif found not in (stated, MARC8):
        notes.repaired(FindingCode.CHARSET_GUESSED, charset=found, before=leader[9], after=found)
    return found


def speaks_for_itself(raw: bytes) -> bool:
    """Whether no other record is judged by this one: it is UTF-8 as its leader says, or plain ASCII."""
    return (raw[9:10] == b"a" and is_utf8(raw)) or (raw.isascii() and ESCAPE not in raw)


def broken_utf8(raw: bytes, leader: str, guess: CharsetGuess, profile: Profile, notes: Notes) -> str:
    """UTF-8 by its flag but not by its bytes: with damage (D4), or something else altogether (D11)."""
    whole, broken = utf8_characters(raw)
    if leader[9] != "a" or whole or broken < FEW:
        return UTF8
    found = guess.guess(raw, unimarc=profile is not Profile.MARC21)
    notes.repaired(FindingCode.CHARSET_FIELD_WRONG, stated=UTF8, found=found, before=UTF8, after=found)
    return found


def _found(raw: bytes, stated: str | None, guess: CharsetGuess, *, unimarc: bool) -> str:
    if stated not in (None, UTF8, ISO5426):
        return _trial(raw, str(stated), guess)
    if _MARC8_ESCAPE.search(raw):
        return MARC8
    return UTF8 if is_utf8(raw) or mostly_utf8(raw) else guess.guess(raw, unimarc=unimarc)


def _trial(raw: bytes, stated: str, guess: CharsetGuess) -> str:
    """The Cyrillic set that 100 $a names, unless the text is plainly written in another."""
    if is_utf8(raw) and utf8_characters(raw)[0] >= UTF8_ODDS:
        return UTF8
    return guess.contradiction(raw, stated) or stated


def mostly_utf8(raw: bytes) -> bool:
    """Whether the text is UTF-8 with a little damage; text in 8-bit sets all but never looks so."""
    whole, broken = utf8_characters(raw)
    return whole >= UTF8_ODDS * broken


def utf8_characters(raw: bytes) -> tuple[int, int]:
    """Return how many characters beyond ASCII are whole UTF-8, and how many places are not."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd") - raw.count(b"\xef\xbf\xbd")
    return sum(char > "\x7f" for char in text) - text.count("\ufffd"), broken


def is_utf8(raw: bytes) -> bool:
    """Whether the bytes are UTF-8 without fault."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
