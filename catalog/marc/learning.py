"""What a department of foreign literature asks of a record: level, kind, original and other titles, script, who gave it.

All of it stands in the record's own fields: MARC 21 041 $h, 130, 240, 242, 246, 300 $e, 521, 541, 655, 880;
UNIMARC 101 $c, 215 $e, 333, 345, 454, 500, 510, 541, 608. Where a record says nothing, nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from pymarc import Record

from catalog.marc.facts import DocumentType, facts
from catalog.marc.model import Profile


class LearningKind(StrEnum):
    """What a book of a foreign-language fund is for."""

    READER = "reader"
    DICTIONARY = "dictionary"
    TEXTBOOK = "textbook"
    TEST = "test"
    PERIODICAL = "periodical"
    AUDIO = "audio"


LEVELS: Final = ("A1", "A2", "B1", "B2", "C1", "C2")


class ForeignFacts(NamedTuple):
    """`level` to `level_to` as in the common European scale, both empty where none is told; languages are ISO 639-2/B."""

    level: str = ""
    level_to: str = ""
    kind: str = ""
    script: str = ""
    original_language: str = ""
    original_title: str = ""
    translated_title: str = ""
    romanised_title: str = ""
    accompanying: str = ""
    donor: str = ""


_LEVEL = re.compile(r"(?<![A-Za-z0-9])([ABC][12])(?:\s*[-–—/]\s*([ABC][12]))?(?![A-Za-z0-9])")
_WORDS: Final[tuple[tuple[LearningKind, str], ...]] = (
    (LearningKind.TEST, r"\b(ielts|toefl|delf|dalf|testdaf|topik|test preparation|goethe-zertifikat)\b|"
                        r"\bexam(ination)?s? practice\b|"
                        r"imtihonga tayyor|testlar toʻplami|подготовка к экзамен|подготовка к тест"),
    (LearningKind.READER, r"graded reader|adapted (reader|text)|easy reader|lektüre|moslashtirilgan|адаптированн"),
    (LearningKind.DICTIONARY, r"\b(dictionar(y|ies)|wörterbuch|dictionnaire)\b|lugʻat|словар|луғат"),
    (LearningKind.TEXTBOOK, r"\b(textbooks?|course ?books?|student'?s book|workbook|lehrbuch|kursbuch|manuel)\b|darslik|"
                            r"oʻquv qoʻllanma|учебник|учебное пособие|дарслик"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _WORDS)


class _Where(NamedTuple):
    """Where a profile keeps each thing: (tag, subfield) in the order of trust."""

    level: tuple[tuple[str, str], ...]
    kind: tuple[tuple[str, str], ...]
    original: tuple[tuple[str, str], ...]
    translated: tuple[tuple[str, str], ...]
    donor: tuple[tuple[str, str], ...]
    accompanying: tuple[tuple[str, str], ...]


_MARC21 = _Where(
    level=(("521", "a"), ("655", "a"), ("490", "a"), ("245", "b")),
    kind=(("655", "a"), ("650", "v"), ("521", "a"), ("490", "a"), ("245", "b"), ("650", "a")),
    original=(("240", "a"), ("130", "a"), ("765", "t")),
    translated=(("242", "a"), ("767", "t")),
    donor=(("541", "a"),),
    accompanying=(("300", "e"),),
)
_UNIMARC = _Where(
    level=(("333", "a"), ("608", "a"), ("225", "a"), ("200", "e")),
    kind=(("608", "a"), ("606", "j"), ("333", "a"), ("225", "a"), ("200", "e"), ("606", "a")),
    original=(("454", "t"), ("500", "a"), ("304", "a")),
    translated=(("541", "a"), ("510", "a")),
    donor=(("345", "a"), ("317", "a")),
    accompanying=(("215", "e"),),
)
_IRBIS = _Where((), (), (), (("541", "a"),), (), ())
_PLACES: Final[Mapping[Profile, _Where]] = {
    Profile.MARC21: _MARC21,
    Profile.UNIMARC: _UNIMARC,
    Profile.IRBIS: _IRBIS,
}
_PUNCTUATION = " /:;,="


def foreign_facts(record: Record, profile: Profile) -> ForeignFacts:
    """Return what a record says to a department of foreign literature."""
    places, told = _PLACES[profile], facts(record, profile)
    native, romanised = _titles(record, profile, told.title)
    level, level_to = _level(record, places)
    original = _first(record, places.original)
    return ForeignFacts(
        level=level,
        level_to=level_to,
        kind=_kind(record, places, told.document_type),
        script=script_of(native),
        original_language=next(iter(told.original_languages), ""),
        original_title=original if original != told.title else "",
        translated_title=_first(record, places.translated),
        romanised_title=romanised if romanised != native else "",
        accompanying=_first(record, places.accompanying),
        donor=_first(record, places.donor),
    )


def _values(record: Record, places: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for tag, code in places:
        for field in record.get_fields(tag):
            if not field.control_field:
                yield from field.get_subfields(code)


def _first(record: Record, places: tuple[tuple[str, str], ...]) -> str:
    return next((text for value in _values(record, places) if (text := value.strip(_PUNCTUATION))), "")


def _level(record: Record, places: _Where) -> tuple[str, str]:
    for text in _values(record, places.level):
        if match := _LEVEL.search(text):
            return match[1], match[2] or match[1]
    return "", ""


def _kind(record: Record, places: _Where, document: DocumentType) -> str:
    for text in _values(record, places.kind):
        for kind, pattern in _PATTERNS:
            if pattern.search(text):
                return kind.value
    if document is DocumentType.SERIAL:
        return LearningKind.PERIODICAL.value
    return LearningKind.AUDIO.value if document is DocumentType.SOUND else ""


def _titles(record: Record, profile: Profile, title: str) -> tuple[str, str]:
    """Return the title in its own script, and in Latin letters where the record has that beside it (245 and 880, 246)."""
    if profile is not Profile.MARC21:
        return title, ""
    for field in record.get_fields("880"):
        if any(link.startswith("245") for link in field.get_subfields("6")):
            native = next((text.strip(_PUNCTUATION) for text in field.get_subfields("a")), "")
            return (native, title) if script_of(native) != "latin" else (title, "")
    other = next((text.strip(_PUNCTUATION) for text in _values(record, (("246", "a"),))), "")
    return title, other if script_of(title) != "latin" and script_of(other) == "latin" else ""


_SCRIPTS: Final = {
    "LATIN": "latin", "CYRILLIC": "cyrillic", "ARABIC": "arabic", "HANGUL": "hangul", "CJK": "han", "HIRAGANA": "kana",
    "KATAKANA": "kana", "HEBREW": "hebrew", "GREEK": "greek", "DEVANAGARI": "devanagari", "GEORGIAN": "georgian",
    "ARMENIAN": "armenian",
}  # fmt: skip
SCRIPTS: Final = tuple(dict.fromkeys(_SCRIPTS.values()))


def script_of(text: str) -> str:
    """Return the script of the first letter, empty for a text without letters or in a script that is not in the table."""
    letter = next((sign for sign in text if sign.isalpha()), "")
    return _SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0], "") if letter else ""
