"""From a record to plain rows and back: every field, indicator, subfield and character as it was."""

from __future__ import annotations

from collections.abc import Iterable

from pymarc import Field, Indicators, Leader, Record, Subfield

from catalog.marc.fields import control_field, data_field
from catalog.marc.rows import LEADER, Row, Rows, control

_LENGTH = 24


def rows_of(record: Record) -> Rows:
    """Return leader and fields in order, unlike the display rows with every character as it is."""
    return (control(LEADER, str(record.leader)), *(_row(field) for field in record.fields))


def _row(field: Field) -> Row:
    if field.control_field:
        return control(field.tag, field.data or "")
    pairs = tuple((code, value) for code, value in field.subfields)
    return Row(field.tag, "".join(field.indicators or "  "), pairs)


def record_of(rows: Iterable[Row]) -> Record:
    """Return the record of rows; a leader that is missing, short or long is brought to 24 characters."""
    record, leader = Record(), ""
    fields = []
    for row in rows:
        if row.tag == LEADER:
            leader = row.text
        else:
            fields.append(_field(row))
    record.leader = Leader(leader[:_LENGTH].ljust(_LENGTH))
    record.fields = fields
    return record


def _field(row: Row) -> Field:
    if row.is_control:
        return control_field(row.tag, row.text)
    first, second = row.indicators[:1] or " ", row.indicators[1:2] or " "
    return data_field(row.tag, Indicators(first, second), [Subfield(*pair) for pair in row.subfields])
