"""Which character set is this record in? What the flag says, or the bytes where it says nothing true.

Order: leader/09 `a` → UTF-8; nothing but ASCII; a true UNIMARC 100 $a/26-29; an escape → MARC-8; valid
multi-byte UTF-8; else a guess among cp1251, cp866, KOI8-R, MARC-8 or ISO 5426, ISO 8859-1 (corpus D4, D9,
D10, D11, D12).
"""

from __future__ import annotations

import re

from catalog.marc.charset_names import ASCII, ISO5426, MARC8, UTF8, unimarc_charset
from catalog.marc.guessing import CharsetGuess
from catalog.marc.marc8 import ESCAPE
from catalog.marc.model import FindingCode, Notes, Profile, RawField
from catalog.marc.profiles import processing_data

_MARC8_ESCAPE = re.compile(rb"\x1b(?:[gbps]|[(),$\-])")
# Lead bytes of two-byte letters (C3-C5, D0, D1, D8, D9) that were each written as UTF-8 again.
_DOUBLE_SIGNS = (b"\xc3\x83", b"\xc3\x84", b"\xc3\x85", b"\xc3\x90", b"\xc3\x91", b"\xc3\x98", b"\xc3\x99")
_DOUBLE_RUN = re.compile(
    rb"(?:[\xc2-\xc3][\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe])+"
)


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
        notes.repaired(FindingCode.CHARSET_FIELD_WRONG, stated=stated, found=found)
    elif found == UTF8 and not stated:
        notes.repaired(FindingCode.UTF8_UNFLAGGED)
    elif found not in (stated, MARC8):
        notes.repaired(FindingCode.CHARSET_GUESSED, charset=found)
    return found


def _found(raw: bytes, stated: str | None, guess: CharsetGuess, *, unimarc: bool) -> str:
    if stated not in (None, UTF8, ISO5426):
        return str(stated)
    if _MARC8_ESCAPE.search(raw):
        return MARC8
    if _is_utf8(raw):
        return UTF8
    return guess.guess(raw, unimarc=unimarc)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def double_encoded(raw: bytes) -> str:
    """Return the first run that was encoded as UTF-8 twice, as it should read; empty if none (D11)."""
    if b"\xc3" not in raw or not any(sign in raw for sign in _DOUBLE_SIGNS):
        return ""
    for match in _DOUBLE_RUN.finditer(raw):
        once = _undone(match[0])
        if once:
            return once
    return ""


def _undone(run: bytes) -> str:
    """Take back one encoding after the other; empty if not even one can be."""
    text = run.decode("utf-8", "ignore")
    undone = ""
    while len(text) > 1 and (text := _once_less(text)):
        undone = text
    return undone


def _once_less(text: str) -> str:
    for codec in ("latin-1", "cp1252"):
        try:
            return text.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
    return ""
