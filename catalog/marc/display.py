"""A record as the rows of its MARC view."""

from __future__ import annotations

from dataclasses import dataclass

from pymarc import Field, Record

_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x98: "⟪", 0x9C: "⟫", 0x88: "⟪", 0x89: "⟫"}


@dataclass(frozen=True, slots=True)
class DisplayField:
    """One row; leader (tag LDR) and control fields have no indicators and one subfield without code."""

    tag: str
    indicators: str
    subfields: tuple[tuple[str, str], ...]


def display_fields(record: Record) -> tuple[DisplayField, ...]:
    """Return leader and fields in order; control characters show as signs (␟), non-sorting marks as ⟪ ⟫."""
    leader = DisplayField("LDR", "", (("", str(record.leader)),))
    return (leader, *(_row(field) for field in record.fields))


def _row(field: Field) -> DisplayField:
    if field.control_field:
        return DisplayField(field.tag, "", (("", (field.data or "").translate(_PICTURES)),))
    subfields = tuple((code, value.translate(_PICTURES)) for code, value in field.subfields)
    return DisplayField(field.tag, "".join(field.indicators or "  "), subfields)
