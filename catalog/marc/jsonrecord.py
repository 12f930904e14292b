"""One object of MARC-in-JSON to a `ReadRecord`; the shapes of other programs are understood too.

Fields may be `{"245": {"ind1": …, "subfields": [{"a": …}]}}`, `{"tag": "245", "subfields": [{"code", "data"}]}`,
`["245", "1", "0", [["a", …]]]`, or stand in `controlfield` and `datafield` as in MARCXML.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pymarc import Field, Indicators, Leader, Record, Subfield

from catalog.marc.charset import is_utf8
from catalog.marc.charset_names import ASCII, UTF8
from catalog.marc.cleaning import ALL_CONTROLS, Cleaner, decoded
from catalog.marc.fields import control_field, data_field, is_control_tag
from catalog.marc.framing import overfull
from catalog.marc.jsonframing import JsonChunk, parsed_again
from catalog.marc.leaders import mended_leader
from catalog.marc.model import FindingCode, Notes, Profile, ReadRecord
from catalog.marc.nativeform import LOST_CODE, in_form_of, record_of, tag_of
from catalog.marc.options import Options

_VALUE_KEYS = ("data", "content", "value", "text")

Pairs = tuple[tuple[str, Any], ...]


def decode_json(chunk: JsonChunk, position: int, options: Options) -> ReadRecord:
    """Decode one object; whatever is wrong with it, the answer is a ReadRecord and never an exception."""
    notes = Notes()
    record, profile = None, options.profile or Profile.MARC21
    charset = ASCII if chunk.raw.isascii() else UTF8
    if chunk.size > len(chunk.raw) or overfull(chunk.raw, b"{"):
        notes.problem(FindingCode.TOO_LONG, bytes=chunk.size, kept=len(chunk.raw))
    elif chunk.parsed is not None:
        parsed, charset, lost = _in_charset(chunk, charset, options, notes)
        record, profile = _record(parsed, chunk, lost, options, notes)
    else:
        notes.problem(FindingCode.BROKEN_JSON, message=chunk.message[:100])
    return ReadRecord(
        position=position,
        offset=chunk.offset,
        raw=chunk.raw,
        record=record,
        profile=profile,
        charset=charset,
        repairs=tuple(notes.repairs),
        problems=tuple(notes.problems),
    )


def _in_charset(chunk: JsonChunk, charset: str, options: Options, notes: Notes) -> tuple[Any, str, int]:
    """JSON is UTF-8 by its standard; what is not, or what the caller says is not, is parsed again."""
    if options.charset in (None, UTF8) and is_utf8(chunk.raw):
        return chunk.parsed, charset, 0
    text, charset, lost = decoded(chunk.raw, options, notes)
    again = parsed_again(text)
    return (chunk.parsed, UTF8, 0) if again is None else (again, charset, lost)


def _record(
    parsed: Any, chunk: JsonChunk, lost: int, options: Options, notes: Notes
) -> tuple[Record | None, Profile]:
    cleaner = Cleaner(notes, undo_double=options.undo_double)
    if chunk.message:  # it was parsed by taking line ends and the like inside values
        cleaner = Cleaner(notes, undo_double=options.undo_double, controls=ALL_CONTROLS)
    told = dict(_pairs(parsed))
    fields = list(_Maker(cleaner, notes).fields(parsed))
    cleaner.report(fields, counted=lost)
    if not fields:
        notes.problem(FindingCode.NO_FIELDS)
        return None, options.profile or Profile.MARC21
    leader = Leader(mended_leader(_text(told.get("leader", "")), notes))
    return in_form_of(record_of(leader, fields), options.profile, notes)


def _pairs(value: Any) -> Pairs:
    """The pairs of an object; nothing of what is none (an array is a list)."""
    return value if isinstance(value, tuple) else ()


def _items(value: Any) -> list[Any]:
    """The items of an array; an object that stands where an array should is one item."""
    return value if isinstance(value, list) else [value] if isinstance(value, tuple) else []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value).lower()


def _first(told: dict[str, Any], keys: tuple[str, ...]) -> Any:
    return next((told[key] for key in keys if key in told), None)


class _Maker:
    """Makes the fields of one object."""

    def __init__(self, cleaner: Cleaner, notes: Notes) -> None:
        self._clean = cleaner.text
        self._notes = notes

    def fields(self, parsed: Any) -> Iterator[Field]:
        for key, value in _pairs(parsed):
            if key == "fields":
                for item in _items(value):
                    yield from self._item(item)
            elif key in ("controlfield", "datafield"):
                for item in _items(value):
                    yield self._told_by_tag(dict(_pairs(item)))

    def _item(self, item: Any) -> Iterator[Field]:
        if isinstance(item, list):
            yield self._listed(item)
            return
        told = dict(_pairs(item))
        if "tag" in told:
            yield self._told_by_tag(told)
            return
        for tag, value in _pairs(item):
            yield self._field(tag, value)

    def _field(self, tag: str, value: Any) -> Field:
        tag = tag_of(tag, self._notes)
        if not isinstance(value, tuple):
            return control_field(tag, self._clean(_text(value)))
        return self._data(tag, dict(value))

    def _told_by_tag(self, told: dict[str, Any]) -> Field:
        tag = tag_of(_text(told.get("tag")), self._notes)
        if "subfields" in told or "subfield" in told:
            return self._data(tag, told)
        return control_field(tag, self._clean(_text(_first(told, _VALUE_KEYS))))

    def _data(self, tag: str, told: dict[str, Any]) -> Field:
        subfields = [
            self._subfield(tag, code, value)
            for item in _items(told.get("subfields", told.get("subfield")))
            for code, value in _coded(item)
        ]
        return self._made(tag, _text(told.get("ind1")), _text(told.get("ind2")), subfields)

    def _listed(self, item: list[Any]) -> Field:
        tag = tag_of(_text(item[0]) if item else "", self._notes)
        if len(item) < 4 or not isinstance(item[3], list):
            return control_field(tag, self._clean(_text(item[1]) if len(item) > 1 else ""))
        pairs = [part for part in item[3] if isinstance(part, list) and len(part) > 1]
        subfields = [self._subfield(tag, _text(code), value) for code, value, *_ in pairs]
        return self._made(tag, _text(item[1]), _text(item[2]), subfields)

    def _made(self, tag: str, first: str, second: str, subfields: list[Subfield]) -> Field:
        first, second = first[:1] or " ", second[:1] or " "
        if is_control_tag(tag) and not any(not part.code for part in subfields):
            # danMARC and NORMARC: 001 with subfields is kept as it would stand in ISO 2709 (D18)
            return control_field(
                tag, first + second + "".join(f"\x1f{code}{text}" for code, text in subfields)
            )
        return data_field(tag, Indicators(first, second), subfields)

    def _subfield(self, tag: str, code: str, value: Any) -> Subfield:
        if len(code) > 1:
            self._notes.problem(FindingCode.SUBFIELD_WITHOUT_CODE, tag=tag, found=code[:20])
            return Subfield(LOST_CODE, self._clean(f"{code} {_text(value)}"))
        return Subfield(code, self._clean(_text(value)))


def _coded(item: Any) -> Iterator[tuple[str, Any]]:
    told = dict(_pairs(item))
    if "code" in told and len(told) > 1:
        yield _text(told["code"]), _first(told, _VALUE_KEYS)
        return
    yield from _pairs(item)
