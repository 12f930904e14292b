"""The writing itself: lost and controlling characters, letters of two scripts in one word, font tricks, capitals."""

from __future__ import annotations

import re

from pymarc import Field

from catalog.marc.facts.codes import languages
from catalog.marc.model import Profile
from catalog.marc.validating.model import CheckCode
from catalog.marc.validating.seen import Seen

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\u0080-\u0087\u008a-\u0097\u0099-\u009b\u009d-\u009f]")
"""C0 and C1 but tab and line feed, and the marks around what is not sorted (corpus D16)."""
_REPLACED = "\ufffd"
_DOUBLE = re.compile("[\u00c2-\u00df][\u0080-\u00bf]")
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN_ALIKE = frozenset("aceopxyiABCEHKMOPTXI")
_CYRILLIC_ALIKE = frozenset("асеорхуіАВСЕНКМОРТХІ")
_ROMAN = re.compile("^(?:[IVXLCDMХІСМ]+$|[IVXLCDM]{2,}|[IVXLCDM][^\\W\\d_]$)")
"""A Roman number, or one with an ending (XXв, Iй)."""
_ABBREVIATION = re.compile("^[A-Z]{2,}[а-яёўқғҳ]+$")
"""IBMнинг, CDда: capitals of one script, an ending of the other."""
_TRICKS = re.compile("[ыщЫЩ]")
_SHORTEST_CAPITALS = 12
_ROMANIZED = "ʻʼʿʾʹ"
"""Signs of ayn, hamza and the like, which count as letters and begin a word (al-ʻIqd)."""

_TITLE = {Profile.MARC21: "245", Profile.UNIMARC: "200", Profile.IRBIS: "200"}
_SERIES = {Profile.MARC21: "490", Profile.UNIMARC: "225", Profile.IRBIS: "225"}
_FIRST_TEXT = {Profile.MARC21: "100", Profile.UNIMARC: "200", Profile.IRBIS: "200"}
_LAST_TEXT = {Profile.MARC21: "851", Profile.UNIMARC: "799", Profile.IRBIS: "799"}
_CODES = {Profile.MARC21: "0123456789uwxz", Profile.UNIMARC: "0123456789ux", Profile.IRBIS: "0123456789IWT"}
"""Subfields of numbers and addresses, where letters of two scripts may well meet."""


def check_letters(seen: Seen) -> None:
    """Look at the text of every field, and closer at the title."""
    first, last, codes = _FIRST_TEXT[seen.profile], _LAST_TEXT[seen.profile], _CODES[seen.profile]
    for field in seen.record.fields:
        if field.control_field:
            if field.data and _CONTROLS.search(field.data.replace("\x1f", "")):
                seen.tell(CheckCode.CONTROL_CHARACTERS, field.tag, value=field.data)
            continue
        is_text = first <= field.tag <= last
        for code, value in field.subfields:
            if not (value.isascii() and value.isprintable()):
                _check_value(seen, field.tag, code, value, is_text=is_text and code not in codes)
    for field in seen.by_tag.get(_TITLE[seen.profile], ()):
        _check_title(seen, field)
    if "uzb" in _languages(seen):
        _check_uzbek(seen)


def _check_value(seen: Seen, tag: str, code: str, value: str, *, is_text: bool) -> None:
    if not value.isprintable() and (match := _CONTROLS.search(value)):
        seen.tell(CheckCode.CONTROL_CHARACTERS, tag, subfield=code, character=f"U+{ord(match[0]):04X}")
    if _REPLACED in value:
        seen.tell(CheckCode.REPLACEMENT_CHARACTERS, tag, subfield=code, count=value.count(_REPLACED))
    if len(_DOUBLE.findall(value)) > 1:
        seen.tell(CheckCode.DOUBLE_ENCODED, tag, subfield=code, value=value)
    if is_text and _CYRILLIC.search(value):
        word = mixed_word(value)
        if word:
            seen.tell(CheckCode.MIXED_SCRIPTS, tag, subfield=code, word=word)


def mixed_word(text: str) -> str:
    """Return the first word with letters of both scripts that one of them could be an oversight in; else empty.

    `Wordда` is a Latin name with a Cyrillic ending and stays; in `Oлтин` (Latin O) the one letter looks the same
    in both scripts and belongs to the other. Roman numbers are not words.
    """
    for word in _WORD.findall(text):
        latin = {letter for letter in word if letter < "Ͱ"}
        cyrillic = {letter for letter in word if "Ѐ" <= letter <= "ӿ"}
        if not latin or not cyrillic or _ROMAN.match(word) or _ABBREVIATION.match(word):
            continue
        if latin <= _LATIN_ALIKE or cyrillic <= _CYRILLIC_ALIKE:
            return str(word)
    return ""


def _check_title(seen: Seen, field: Field) -> None:
    title = next((value for code, value in field.subfields if code in "aA" and code), "")
    letters = [letter for letter in title if letter.isalpha()]
    if len(letters) >= _SHORTEST_CAPITALS and " " in title.strip() and title.isupper():
        seen.tell(CheckCode.CAPITAL_TITLE, field.tag, value=title)
    if seen.profile is Profile.MARC21:
        _check_skip(seen, field, title)


def _check_skip(seen: Seen, field: Field, title: str) -> None:
    """245 second indicator: what is passed over must end where a word begins."""
    second = (field.indicators or "  ")[1]
    skip = int(second) if second.isascii() and second.isdigit() else 0
    if not skip or not title:
        return
    last = title[skip - 1 : skip]
    inside = last.isalnum() and last not in _ROMANIZED and title[skip : skip + 1].isalnum()
    if skip >= len(title) or title[skip] == " " or inside:
        seen.tell(CheckCode.SKIP_TOO_LONG, field.tag, skip=skip, value=title)


def _languages(seen: Seen) -> tuple[str, ...]:
    if seen.profile is Profile.MARC21:
        return languages([seen.control("008")[35:38], *seen.values("041", "a")])
    return languages(seen.values("101", "a"))


def _check_uzbek(seen: Seen) -> None:
    """ы and щ are no letters of Uzbek: old fonts put them in the place of ў and ҳ (practice.md §5.1)."""
    for tag in (_TITLE[seen.profile], _SERIES[seen.profile]):
        for value in seen.values(tag, "abcefgnp"):
            words = [word for word in _WORD.findall(value) if _TRICKS.search(word)]
            if words:
                seen.tell(CheckCode.FONT_TRICK, tag, word=words[0], count=len(words))
