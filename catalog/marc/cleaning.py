"""Text of fields on its way from XML, JSON, MarcEdit or IRBIS text into a record.

ISO 2709 has the same steps in `decoding`, on bytes, because there every microsecond counts.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from pymarc import Field, Subfield

from catalog.marc.charset import FEW, UTF8_ODDS, utf8_characters
from catalog.marc.charset_names import ASCII, ISO5426, MARC8, UTF8
from catalog.marc.doubled import Doubled, doubled, undone
from catalog.marc.marc8 import decode_5426, decode_marc8
from catalog.marc.model import SHOWN, FindingCode, Notes
from catalog.marc.options import Options

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
ALL_CONTROLS = re.compile("[\x00-\x1f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BYTE_TABLES = {MARC8: decode_marc8, ISO5426: decode_5426}


class Cleaner:
    """Composes text (NFC), and counts what is odd in one record; `report` tells it at the end."""

    def __init__(self, notes: Notes, *, undo_double: bool, controls: re.Pattern[str] = _CONTROLS) -> None:
        self._notes = notes
        self._odd = controls
        self._undo_double = undo_double
        self._controls = 0
        self._replaced = 0
        self._surrogates = 0

    def text(self, value: str) -> str:
        """Return one value as a record holds it."""
        if not value.isprintable():
            self._controls += len(self._odd.findall(value))
        if value.isascii():
            return value
        if _SURROGATES.search(value):
            value, count = _SURROGATES.subn("\ufffd", value)
            self._surrogates += count
        self._replaced += value.count("\ufffd")
        return normalize("NFC", value)

    def report(self, fields: list[Field], *, counted: int = 0) -> None:
        """Note what was found; `counted` replacement characters were made by decoding and told before.

        Text encoded twice in the fields is offered, or set right in place if that was agreed (D11).
        """
        if self._controls:
            self._notes.problem(FindingCode.CONTROL_CHARACTERS, count=self._controls)
        if self._surrogates:
            self._notes.problem(FindingCode.INVALID_BYTES, count=self._surrogates, charset=UTF8)
        lost_before = self._replaced - self._surrogates - counted
        if lost_before > 0:
            self._notes.problem(FindingCode.REPLACEMENT_CHARACTERS, count=lost_before)
        self._take_back(fields)

    def _take_back(self, fields: list[Field]) -> None:
        found = doubled(
            "\n".join(value for field in fields for value in _values(field) if not value.isascii())
        )
        if found is None:
            return
        places = 0
        for field in fields:
            single = [value if value.isascii() else undone(value, found.sets) for value in _values(field)]
            places += single != _values(field)
            if self._undo_double:
                _put(field, [normalize("NFC", value) for value in single])
        note_doubled(self._notes, found, places, undo=self._undo_double)


def _values(field: Field) -> list[str]:
    return [field.data or ""] if field.control_field else [value for _, value in field.subfields]


def _put(field: Field, values: list[str]) -> None:
    if field.control_field:
        field.data = values[0]
    else:
        field.subfields = [
            Subfield(code, value) for (code, _), value in zip(field.subfields, values, strict=True)
        ]


def note_doubled(notes: Notes, found: Doubled, places: int, *, undo: bool) -> None:
    """Offer the repair of text encoded twice, or tell that it was made."""
    before, after = found.before[:SHOWN], found.after[:SHOWN]
    if undo:
        notes.repaired(FindingCode.DOUBLE_UNDONE, before=before, after=after, count=places)
    else:
        notes.problem(FindingCode.DOUBLE_ENCODED, sample=after, before=before, after=after)


def decoded(raw: bytes, options: Options, notes: Notes) -> tuple[str, str, int]:
    """Return a text record as characters, its character set, and how many bytes were lost.

    The caller's choice wins; then UTF-8, also where it is damaged in a file that was UTF-8 so far; then a guess.
    """
    charset = options.charset or _charset(raw, options, notes)
    if charset in _BYTE_TABLES:
        text, lost = _by_line(raw, charset)
    else:
        text = raw.decode(charset, "replace")
        lost = text.count("\ufffd") - (raw.count(b"\xef\xbf\xbd") if charset == UTF8 else 0)
    if lost > 0:
        notes.problem(FindingCode.INVALID_BYTES, count=lost, charset=charset)
    return text, charset, max(lost, 0)


def _charset(raw: bytes, options: Options, notes: Notes) -> str:
    if raw.isascii():
        return ASCII
    whole, broken = utf8_characters(raw)
    if whole >= UTF8_ODDS * broken:
        options.utf8_seen = options.utf8_seen or whole >= UTF8_ODDS
        return UTF8
    if options.utf8_seen and (whole >= broken or broken < FEW):
        return UTF8
    guess = options.guess
    found = guess.cyrillic(raw) if options.cyrillic else guess.guess(raw, unimarc=False)
    notes.repaired(FindingCode.CHARSET_GUESSED, charset=found, before="", after=found)
    return found


def _by_line(raw: bytes, charset: str) -> tuple[str, int]:
    """Sets and marks of MARC-8 never reach over the end of a subfield, nor of a line."""
    texts, lost = [], 0
    for part in re.split(rb"([\n$^])", raw):
        text, missing = _BYTE_TABLES[charset](part)
        texts.append(text)
        lost += missing
    return "".join(texts), lost
