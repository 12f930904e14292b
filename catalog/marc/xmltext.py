"""The text of one MARCXML element: its character set, and what is mended so that a parser takes it."""

from __future__ import annotations

import re
from html.entities import html5

from catalog.marc.cleaning import decoded
from catalog.marc.model import SHOWN, FindingCode, Notes
from catalog.marc.options import Options

_CONTROLS = dict.fromkeys(code for code in range(0x20) if code not in (9, 10, 13))
_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_REFERENCE = re.compile(r"&(?:#(x[0-9A-Fa-f]{1,6}|[0-9]{1,7});|([A-Za-z][A-Za-z0-9]{1,31});|)")
_AROUND = 30


def text_of(raw: bytes, encoding: str, options: Options, notes: Notes) -> tuple[str, str]:
    """Return the element as characters without control characters, and the set it is written in.

    A file that is not in the set it declares is read by trial, like any other text.
    """
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text, encoding, _ = decoded(raw, options, notes)
    cleaned = text.translate(_CONTROLS)
    if len(cleaned) != len(text):
        notes.problem(FindingCode.CONTROL_CHARACTERS, count=len(text) - len(cleaned))
    return cleaned, encoding


def mended(text: str, notes: Notes) -> str:
    """Return text in which every `&` is one that XML knows; `&eacute;` and AT&T become what they mean.

    An entity that HTML does not know either stays, and with it the fault: none is ever looked up elsewhere.
    """
    made = _REFERENCE.sub(_meant, text)
    if made != text:
        at = next(at for at, (old, new) in enumerate(zip(text, made, strict=False)) if old != new)
        start = max(at - 1, 0)
        before, after = text[start : start + _AROUND], made[start : start + _AROUND]
        count = sum(_meant(match) != match[0] for match in _REFERENCE.finditer(text))
        notes.repaired(
            FindingCode.REFERENCES_DECODED, fields=count, before=before[:SHOWN], after=after[:SHOWN]
        )
    return made


def _meant(match: re.Match[str]) -> str:
    number, name = match[1], match[2]
    if number:
        point = int(number[1:], 16) if number[0] == "x" else int(number)
        return "" if point in _CONTROLS or 0xD800 <= point <= 0xDFFF or point > 0x10FFFF else match[0]
    if name:
        return match[0] if name in _OWN else html5.get(f"{name};", match[0])
    return "&amp;"
