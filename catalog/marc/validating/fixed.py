"""Codes at the positions of fixed fields."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.marc.facts.model import DocumentType
from catalog.marc.model import Profile
from catalog.marc.tables import Element
from catalog.marc.validating.model import CheckCode
from catalog.marc.validating.seen import Seen

_UNSAID = " |#^"
"""Not coded; `#` and `^` are how some systems write a blank, and old rules left blank what new ones code."""
_TYPES = {
    "a": DocumentType.BOOK, "t": DocumentType.MANUSCRIPT, "c": DocumentType.MUSIC_SCORE, "d": DocumentType.MUSIC_SCORE,
    "e": DocumentType.MAP, "f": DocumentType.MAP, "g": DocumentType.VIDEO, "i": DocumentType.SOUND,
    "j": DocumentType.SOUND, "k": DocumentType.PICTURE, "m": DocumentType.ELECTRONIC,
    "o": DocumentType.VIDEO, "p": DocumentType.MIXED, "r": DocumentType.OBJECT,
}  # fmt: skip
_SERIAL_LEVELS = "bis"
_FIXED = {Profile.MARC21: ("008",), Profile.UNIMARC: ("100", "105", "106", "110"), Profile.IRBIS: ()}


def check_fixed(seen: Seen) -> None:
    """Compare each position of 008 (100, 105, 106, 110) with its codes, as far as the field has its right length."""
    kind = _kind(seen)
    for tag in _FIXED[seen.profile]:
        rule = seen.plan.fields.get(tag)
        if rule is None:
            continue
        for data in _values(seen, tag):
            if len(data) == rule.rule.lengths.get("", 0):
                for element in rule.rule.elements:
                    if (
                        element.values
                        and not element.code_list
                        and (not element.only or kind in element.only)
                    ):
                        _check(seen, tag, data, element)


def _kind(seen: Seen) -> DocumentType:
    """The type that decides what the positions of 008 mean: leader/06 and, of text, leader/07."""
    found = _TYPES.get(seen.leader[6:7], DocumentType.OTHER)
    if found is DocumentType.BOOK and seen.leader[7:8] in _SERIAL_LEVELS and seen.leader[7:8] != "b":
        return DocumentType.SERIAL
    return found


def _values(seen: Seen, tag: str) -> Iterator[str]:
    if seen.profile is Profile.MARC21:
        yield seen.control(tag)
    else:
        yield from seen.values(tag, "a")


def _check(seen: Seen, tag: str, data: str, element: Element) -> None:
    size = element.length // element.repeats
    for at in range(element.start, element.start + element.length, size):
        code = data[at : at + size]
        if code not in element.values and code.strip(_UNSAID):
            seen.tell(CheckCode.FIXED_VALUE, tag, position=at, value=code)
