"""The form a record is kept in: compact, UTF-8, of any size, read back as it was.

A sound MARC 21 record in UTF-8 is kept as the very bytes that came (`kept_bytes`). Any other is its leader and its
fields, 0x1E between them. A field without subfields is tag, 0x1D, data; one with them is tag, 0x1C, indicators, and for
each subfield 0x1F, code, 0x1C, value. The rare record whose own text has such signs is written as MARC-in-JSON; so
were all in the library's first months.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pymarc import Field, Indicators, Leader, Record, Subfield

from catalog.marc.charset_names import UTF8
from catalog.marc.decoding import decode_sound
from catalog.marc.directory import LEADER_LENGTH as _LEADER_LENGTH
from catalog.marc.errors import MarcCode, MarcError
from catalog.marc.fields import control_field, data_field, indicators_of
from catalog.marc.model import Profile, ReadRecord

_FIELD, _CONTROL, _SUBFIELD, _HEAD = "\x1e", "\x1d", "\x1f", "\x1c"
_END = b"\x1d"
_SIGNS = (_FIELD, _CONTROL, _SUBFIELD, _HEAD)
_new_tuple: Callable[[type[Subfield], tuple[str, str]], Subfield] = tuple.__new__


def to_bytes(record: Record) -> bytes:
    """Return the stored form of a record."""
    parts = [str(record.leader)]
    controls = marks = 0
    for field in record.fields:
        if field.control_field:
            controls += 1
            parts.append(f"{field.tag}{_CONTROL}{field.data or ''}")
        else:
            subfields = field.subfields
            marks += len(subfields)
            values = "".join([f"{_SUBFIELD}{code}{_HEAD}{value}" for code, value in subfields])
            parts.append(f"{field.tag}{_HEAD}{''.join(field._indicators or '  ')}{values}")
    text = _FIELD.join(parts)
    if text[-1:] == _CONTROL:  # it must not end like ISO 2709
        return _as_json(record).encode("utf-8", "surrogatepass")
    fields = len(parts) - 1
    wanted = (fields, controls, marks, marks + fields - controls)
    if text[:1] == "{" or tuple(map(text.count, _SIGNS)) != wanted:
        text = _as_json(record)
    return text.encode("utf-8", "surrogatepass")


def _as_json(record: Record) -> str:
    fields: list[dict[str, Any]] = [{field.tag: _field_as_json(field)} for field in record.fields]
    stored = {"leader": str(record.leader), "fields": fields}
    return json.dumps(stored, ensure_ascii=False, separators=(",", ":"))


def _field_as_json(field: Field) -> Any:
    if field.control_field:
        return field.data or ""
    first, second = field._indicators or "  "
    subfields = [{code: value} for code, value in field.subfields]
    return {"ind1": first, "ind2": second, "subfields": subfields}


def kept_bytes(read: ReadRecord) -> bytes:
    """Return the stored form of a record just read; its own bytes where nothing in them wanted mending."""
    sound = not read.repairs and not read.problems and read.charset == UTF8 and read.profile is Profile.MARC21
    if sound and read.raw[9:10] == b"a" and read.raw[-1:] == _END:
        return read.raw
    if read.record is None:
        raise MarcError(MarcCode.BAD_STORED_RECORD, reason="unread")
    return to_bytes(read.record)


def from_bytes(data: bytes) -> Record:
    """Return the record of a stored form; BAD_STORED_RECORD if it is not one."""
    try:
        if data[-1:] == _END and data[_LEADER_LENGTH : _LEADER_LENGTH + 3].isalnum():
            return decode_sound(data)
        text = data.decode("utf-8", "surrogatepass")
        return _from_json(text) if text[:1] == "{" else _from_text(text)
    except Exception as error:
        raise MarcError(MarcCode.BAD_STORED_RECORD, reason=type(error).__name__) from error


def _from_text(text: str) -> Record:
    leader, *fields = text.split(_FIELD)
    record = Record()
    record.leader = Leader(leader)
    record.fields = [_field_from_text(each) for each in fields]
    return record


def _field_from_text(text: str) -> Field:
    tag, control, data = text.partition(_CONTROL)
    if control and _HEAD not in tag:
        return control_field(tag, data)
    head, *parts = text.split(_SUBFIELD)
    tag, _sign, indicators = head.partition(_HEAD)
    subfields = [
        _new_tuple(Subfield, (code, value)) for code, _, value in [each.partition(_HEAD) for each in parts]
    ]
    return data_field(tag, indicators_of(indicators) or Indicators(*indicators), subfields)


def _from_json(text: str) -> Record:
    stored = json.loads(text)
    record = Record()
    record.leader = Leader(stored["leader"])
    record.fields = [_field_from_json(*pair) for field in stored["fields"] for pair in field.items()]
    return record


def _field_from_json(tag: str, value: Any) -> Field:
    if isinstance(value, str):
        return control_field(tag, value)
    subfields = [Subfield(*pair) for part in value["subfields"] for pair in part.items()]
    return data_field(tag, Indicators(value["ind1"], value["ind2"]), subfields)
