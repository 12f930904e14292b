"""Copies described inside a record: a proposal for the item table, which alone knows the real ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pymarc import Field, Record

from catalog.marc.facts.text import trim
from catalog.marc.model import Profile


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One copy as a record states it, each fact as written; empty where nothing is said."""

    barcode: str = ""
    inventory_number: str = ""
    call_number: str = ""
    location: str = ""
    price: str = ""
    acquired_on: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Map:
    """Subfield codes for each fact, the first that has a value wins; `call_number` codes are joined."""

    tag: str
    barcode: str
    inventory_number: str
    call_number: str
    location: str
    price: str
    acquired_on: str
    note: str


_MARC21 = (
    _Map("952", "p", "i", "o", "cab", "gv", "d", "zx"),  # Koha
    _Map("852", "p", "", "khijm", "cba", "9", "", "zx"),
)
_UNIMARC = (
    _Map("995", "f", "j", "k", "ecb", "p", "5d", "u"),  # Koha UNIMARC, French recommendation
    _Map("899", "p", "x", "khijm", "cba", "", "", "z"),  # RUSMARC
    _Map("910", "h", "b", "r", "d", "e", "c", ""),  # IRBIS64
    _Map("952", "p", "i", "o", "cab", "gv", "d", "zx"),
)


def item_rows(record: Record, profile: Profile) -> tuple[ItemRow, ...]:
    """Return the copies of the first holdings tag that names any by barcode, inventory or call number."""
    for mapping in _UNIMARC if profile is Profile.UNIMARC else _MARC21:
        rows = tuple(_rows(record, mapping))
        if rows:
            return rows
    return ()


def _rows(record: Record, mapping: _Map) -> Iterator[ItemRow]:
    for field in record.fields:
        if field.tag == mapping.tag and not field.control_field:
            row = _row(field, mapping)
            if row.barcode or row.inventory_number or row.call_number:
                yield row


def _row(field: Field, mapping: _Map) -> ItemRow:
    values: dict[str, str] = {}
    for code, value in field.subfields:
        values.setdefault(code.lower(), value.strip())
    return ItemRow(
        barcode=_first(values, mapping.barcode),
        inventory_number=_first(values, mapping.inventory_number),
        call_number=" ".join(values[code] for code in mapping.call_number if values.get(code)),
        location=trim(_first(values, mapping.location)),
        price=_first(values, mapping.price),
        acquired_on=_first(values, mapping.acquired_on),
        note=_first(values, mapping.note),
    )


def _first(values: dict[str, str], codes: str) -> str:
    return next((values[code] for code in codes if values.get(code)), "")
