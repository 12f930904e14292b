"""The form a record is kept in: MARC-in-JSON, compact, UTF-8, of any size, read back as it was."""

from __future__ import annotations

import json
from json.encoder import encode_basestring as _quoted
from typing import Any

from pymarc import Field, Indicators, Leader, Record, Subfield

from catalog.marc.errors import MarcCode, MarcError
from catalog.marc.fields import control_field, data_field


def to_bytes(record: Record) -> bytes:
    """Return the stored form of a record."""
    # Written straight as text: the dictionaries json.dumps would want cost twice the time of all the rest.
    fields = ",".join([_field_to_json(field) for field in record.fields])
    text = f'{{"leader":{_quoted(str(record.leader))},"fields":[{fields}]}}'
    return text.encode("utf-8", "surrogatepass")


def _field_to_json(field: Field) -> str:
    if field.control_field:
        return f"{{{_quoted(field.tag)}:{_quoted(field.data or '')}}}"
    first, second = field._indicators or "  "
    subfields = ",".join([f"{{{_quoted(code)}:{_quoted(value)}}}" for code, value in field.subfields])
    body = f'"ind1":{_quoted(first)},"ind2":{_quoted(second)},"subfields":[{subfields}]'
    return f"{{{_quoted(field.tag)}:{{{body}}}}}"


def from_bytes(data: bytes) -> Record:
    """Return the record of a stored form; BAD_STORED_RECORD if it is not one."""
    try:
        stored = json.loads(data.decode("utf-8", "surrogatepass"))
        record = Record()
        record.leader = Leader(stored["leader"])
        record.fields = [_field_from_json(*pair) for field in stored["fields"] for pair in field.items()]
    except Exception as error:
        raise MarcError(MarcCode.BAD_STORED_RECORD, reason=type(error).__name__) from error
    return record


def _field_from_json(tag: str, value: Any) -> Field:
    if isinstance(value, str):
        return control_field(tag, value)
    subfields = [Subfield(*pair) for part in value["subfields"] for pair in part.items()]
    return data_field(tag, Indicators(value["ind1"], value["ind2"]), subfields)
