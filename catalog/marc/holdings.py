"""Copies described inside a record: a proposal for the item table, which alone knows the real ones.

Which subfield says what differs from sender to sender, so a `HoldingsMap` is chosen by source; the usual ones have
names. 4XX fields of IRBIS are never read for copies: 461 and 463 there describe the set or the journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from pymarc import Field, Record

from catalog.marc.facts.text import trim
from catalog.marc.model import Profile


class ItemRow(NamedTuple):
    """One copy as a record states it, each fact as written; empty where nothing is said."""

    barcode: str = ""
    inventory_number: str = ""
    call_number: str = ""
    location: str = ""
    price: str = ""
    acquired_on: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class HoldingsMap:
    """Subfield codes for each fact, the first that has a value wins; codes of `call_number` are joined.

    Codes are compared without case. `parallel` is for senders that put several copies into one field: subfields
    of the barcode (else the inventory number) then begin a copy each. `gone` are values of the subfield `state`
    (written off, lost) that make no copy; `count` tells how many copies without numbers of their own one field
    stands for, and goes to the note.
    """

    tag: str
    barcode: str = ""
    inventory_number: str = ""
    call_number: str = ""
    location: str = ""
    price: str = ""
    acquired_on: str = ""
    note: str = ""
    parallel: bool = False
    state: str = ""
    gone: str = ""
    count: str = ""


DEFAULT_HOLDINGS: Final[Mapping[str, HoldingsMap]] = {
    "952": HoldingsMap("952", "p", "i", "o", "cab", "gv", "d", "zx"),  # Koha
    "852": HoldingsMap(
        "852", "p", "", "khijm", "cba", "9y", "", "zx", parallel=True
    ),  # MARC 21, and IRBIS' exports
    "949": HoldingsMap("949", "i", "", "a", "lm", "p", "d", "xz"),  # Symphony and its kin
    "995": HoldingsMap(
        "995", "f", "j", "k", "ecb", "p", "5d", "u"
    ),  # the French recommendation, Koha UNIMARC
    "899": HoldingsMap("899", "p", "x", "khijm", "cba", "", "", "z", parallel=True),  # RUSMARC
    # IRBIS: 4 lost and 6 written off are copies no more; a field of textbooks stands for ^1 copies.
    "910": HoldingsMap("910", "h", "b", "r", "d", "e", "c", "", state="a", gone="46", count="1"),
}
"""The usual maps by name, which is their tag."""

_NO_NUMBER: Final = frozenset(("б/н", "бн", "б.н.", "b/n", "-"))
"""What is written where a copy has no inventory number."""

_BY_PROFILE: Final[Mapping[Profile, tuple[str, ...]]] = {
    Profile.MARC21: ("952", "852", "949"),
    Profile.UNIMARC: ("995", "899", "910", "952"),
    Profile.IRBIS: ("910",),
}


_USUAL: Final = frozenset(DEFAULT_HOLDINGS)


def item_rows(record: Record, profile: Profile, mapping: HoldingsMap | None = None) -> tuple[ItemRow, ...]:
    """Return the copies that the mapping finds; without one, of the first usual map of the profile that finds any.

    A copy is what has a barcode, an inventory number or, where a single field says no more, a call number.
    """
    if mapping is not None:
        return tuple(_rows(record.fields, mapping))
    usual = _BY_PROFILE[profile]
    held = [field for field in record.fields if field.tag in _USUAL]  # most records of a file have none
    for name in usual if held else ():
        rows = tuple(_rows(held, DEFAULT_HOLDINGS[name]))
        if rows:
            return rows
    return ()


def _rows(fields: Iterable[Field], mapping: HoldingsMap) -> Iterator[ItemRow]:
    for field in fields:
        if field.tag == mapping.tag and not field.control_field:
            for values in _copies(field, mapping):
                row = _row(values, mapping)
                if row.barcode or row.inventory_number or row.call_number:
                    yield row


Values = dict[str, list[str]]


def _copies(field: Field, mapping: HoldingsMap) -> Iterator[Values]:
    """Values by code, of each copy of a field; what stands once in a field of several copies is theirs all."""
    values: Values = {}
    for code, value in field.subfields:
        values.setdefault(code.lower(), []).append(value.strip())
    state = _first(values, mapping.state)
    if state and state[0] in mapping.gone:
        return
    count = _count(values, mapping) if mapping.parallel else 1
    for at in range(count):
        yield {code: [found[at]] if len(found) == count else found for code, found in values.items()}


def _count(values: Values, mapping: HoldingsMap) -> int:
    """How many copies a field tells of: as many as it has barcodes, else inventory numbers."""
    codes = (*mapping.barcode, *mapping.inventory_number)
    return next((len(values[code]) for code in codes if any(values.get(code, ()))), 1)


def _row(values: Values, mapping: HoldingsMap) -> ItemRow:
    shelf = [values[code][0] for code in mapping.call_number if _said(values, code)]
    return ItemRow(
        barcode=_first(values, mapping.barcode),
        inventory_number=_number(_first(values, mapping.inventory_number)),
        call_number=" ".join(shelf),
        location=trim(_first(values, mapping.location)),
        price=_first(values, mapping.price),
        acquired_on=_first(values, mapping.acquired_on),
        note=_first(values, mapping.note) or _several(_first(values, mapping.count)),
    )


def _number(written: str) -> str:
    return "" if written.lower() in _NO_NUMBER else written


def _several(count: str) -> str:
    return f"× {count}" if count.isdigit() and int(count) > 1 else ""


def _said(values: Values, code: str) -> bool:
    return bool(values.get(code) and values[code][0])


def _first(values: Values, codes: str) -> str:
    return next((text for code in codes for text in values.get(code, ()) if text), "")
