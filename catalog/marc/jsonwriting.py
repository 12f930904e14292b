"""Writing MARC-in-JSON: an array with each record on a line of its own."""

from __future__ import annotations

import json
from typing import Any

from pymarc import Field, Record


class JsonWriter:
    """UTF-8, an array; one record a line, so that line tools can work on it."""

    def __init__(self) -> None:
        self._started = False

    def begin(self) -> bytes:
        """Return the opening bracket."""
        return b"[\n"

    def record(self, record: Record) -> bytes:
        """Return one record; it can always be written."""
        comma = b",\n" if self._started else b""
        self._started = True
        return comma + to_json(record)

    def end(self) -> bytes:
        """Return the closing bracket."""
        return b"\n]\n"


def to_json(record: Record) -> bytes:
    """Return one record as MARC-in-JSON without line ends."""
    told = {"leader": str(record.leader), "fields": [{field.tag: _field(field)} for field in record.fields]}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _field(field: Field) -> Any:
    if field.control_field:
        return field.data or ""
    first, second = field._indicators or "  "
    return {"ind1": first, "ind2": second, "subfields": [{code: value} for code, value in field.subfields]}
