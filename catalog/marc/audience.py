"""The age mark of a record: from what age on a document is meant for readers (12+, «для детей старше 12 лет»)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from pymarc import Record

from catalog.marc.model import Profile
from catalog.marc.stored import from_bytes

# MARC 21: target audience note · UNIMARC and RUSMARC: users, intended audience.
FIELDS: Final[Mapping[Profile, str]] = {Profile.MARC21: "521", Profile.UNIMARC: "333"}
OLDEST = 21  # no mark asks for more; a larger number is a school, a year or a page

# The number stands before a plus sign, or after or before words that say "from … on" in the languages of our records.
_MARKS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<!\d)(\d{1,2})\s*\+",
        r"\b(?:over|above|older\s+than|from(?:\s+age)?|aged?)\s+(\d{1,2})\b(?!\s*[-–]\s*\d)",
        r"\b(\d{1,2})\s+(?:years?\s+)?(?:and|or)\s+(?:older|over|up)\b",
        r"\b(?:старше|от|с)\s+(\d{1,2})\s*(?:-?ти)?\s*(?:лет|года)\b(?!\s*до)",
        r"\b(\d{1,2})\s*(?:yoshdan|ёшдан)\b",
        r"\b(\d{1,2})\s*(?:yoshga|ёшга)\s+(?:to[ʻʼ'‘’`]?lgan|тўлган)",
    )
)


def age_mark(record: Record, profile: Profile) -> int | None:
    """Return the highest age that the record asks of a reader, in years; None where it asks none (CO-20)."""
    marks = [mark for text in _told(record, profile) for mark in marks_in(text)]
    return max(marks, default=None)


def stored_age_mark(kept: bytes, profile: Profile) -> int | None:
    """Return the age mark of a record as it is kept; records without the field are not read at all."""
    return age_mark(from_bytes(kept), profile) if FIELDS[profile].encode() in kept else None


def marks_in(text: str) -> tuple[int, ...]:
    """Return the ages that a note names as the youngest it is meant for."""
    found = (int(match[1]) for pattern in _MARKS for match in pattern.finditer(text))
    return tuple(age for age in found if 0 < age <= OLDEST)


def _told(record: Record, profile: Profile) -> Iterator[str]:
    for field in record.get_fields(FIELDS[profile]):
        yield from field.get_subfields("a")
