"""From the text of one field of ISO 2709 to a field: indicators, subfields, composed characters."""

from __future__ import annotations

import re
from unicodedata import normalize

from pymarc import Field, Indicators, Subfield

from catalog.marc.fields import (
    BLANKS,
    SELDOM_ASKED,
    control_field,
    data_field,
    indicators_of,
    is_control_tag,
    later_field,
    subfields_of,
)
from catalog.marc.model import SHOWN, FindingCode, Notes

_ODD_CODE = re.compile("\x1f[^\x00-\x7f]")


def marc_field(tag: str, text: str, notes: Notes) -> Field:
    """Make a field of MARC 21 or UNIMARC; what is odd in it is noted."""
    if tag < "010" and is_control_tag(tag):
        return control_field(tag, _composed(text))
    if tag in SELDOM_ASKED and (later := later_field(tag, text)) is not None:
        return later
    head, *parts = text.split("\x1f") if text.isascii() else _composed_parts(tag, text, notes)
    if not parts:
        return _without_mark(tag, text, notes)
    if "" in parts:
        notes.repaired(FindingCode.EMPTY_SUBFIELD, tag=tag, before="␟" * parts.count(""), after="")
        parts = [part for part in parts if part]
    indicators = indicators_of(head) if head.isascii() else None
    return data_field(tag, indicators or _mended_indicators(tag, head, notes), subfields_of(parts))


def irbis_field(tag: str, text: str, notes: Notes) -> Field:
    """IRBIS knows neither control fields nor indicators: what stands before the first mark is text."""
    head, *parts = _composed(text).split("\x1f")
    if head.startswith("  ") or (parts and indicators_of(head)):
        head = head[2:]
    subfields = [Subfield(part[:1], part[1:]) for part in parts]
    if head:
        subfields.insert(0, Subfield("", head))
    return data_field(tag, BLANKS, subfields)


def _composed_parts(tag: str, text: str, notes: Notes) -> list[str]:
    """Split at subfield marks and compose (NFC, D14), but never a code with a mark its value begins with."""
    composed = normalize("NFC", text)
    if _ODD_CODE.search(composed) is None:
        return composed.split("\x1f")
    head, *parts = text.split("\x1f")
    return [head, *(_composed_part(tag, part, notes) for part in parts)]


def _composed_part(tag: str, part: str, notes: Notes) -> str:
    """A letter outside ASCII is no code: it begins the text of a subfield that lost its code."""
    if part[:1].isascii():
        return part[:1] + normalize("NFC", part[1:])
    notes.problem(FindingCode.SUBFIELD_WITHOUT_CODE, tag=tag, found=part[:1])
    return "?" + normalize("NFC", part)


def _composed(text: str) -> str:
    return text if text.isascii() else normalize("NFC", text)


def _mended_indicators(tag: str, head: str, notes: Notes) -> Indicators:
    if head[2:].strip() or len(head) < 2 or not head.isascii():
        notes.problem(FindingCode.BAD_INDICATORS, tag=tag, found=head[:40])
    else:
        notes.repaired(FindingCode.INDICATORS_CUT, tag=tag, before=head[:SHOWN], after=head[:2])
    padded = (head + "  ")[:2]
    return Indicators(padded[0], padded[1])


def _without_mark(tag: str, text: str, notes: Notes) -> Field:
    """A field without 0x1F: Aleph's FMT and the like stay control fields, text elsewhere becomes $a."""
    if not tag.isdigit():
        return control_field(tag, _composed(text))
    if len(text) <= 2:
        return data_field(tag, indicators_of(text) or BLANKS, [])
    notes.repaired(FindingCode.NO_SUBFIELD_MARK, tag=tag, before=text[:SHOWN], after="␟a" + text[:SHOWN])
    indicators = BLANKS
    if all(char.isdigit() or char == " " for char in text[:2]):
        indicators, text = Indicators(text[0], text[1]), text[2:]
    return data_field(tag, indicators, [Subfield("a", _composed(text))])
