"""Copies written into a record as holdings fields, for other systems: in the catalogue they are rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import TYPE_CHECKING

from pymarc import Record, Subfield

from catalog.marc.fields import BLANKS, data_field
from catalog.marc.holdings import HoldingsMap, ItemRow
from catalog.marc.model import Profile

if TYPE_CHECKING:
    from collections.abc import Iterator

_PREFERRED = {"852": {"call_number": "h"}, "899": {"call_number": "h"}}
"""Where the first code of a map is for a part only: 852 $k is a prefix, $h the call number itself."""

_AVAILABLE = "0"
"""IRBIS' state of a copy that can be lent (910 ^A)."""


def with_copies(record: Record, rows: Sequence[ItemRow], mapping: HoldingsMap, profile: Profile) -> Record:
    """Return the record with one field a copy, in the place of those of that tag; the record given stays as it is.

    Each fact stands in the first code that the map names for it; one without a code is left out.
    """
    written = copy(record)
    written.fields = [field for field in record.fields if field.tag != mapping.tag]
    for row in rows:
        subfields = list(_subfields(row, mapping, profile))
        if subfields:
            written.fields.append(data_field(mapping.tag, BLANKS, subfields))
    return written


def _subfields(row: ItemRow, mapping: HoldingsMap, profile: Profile) -> Iterator[Subfield]:
    preferred = _PREFERRED.get(mapping.tag, {})
    upper = profile is Profile.IRBIS  # as IRBIS writes its codes
    if mapping.state:
        yield Subfield(mapping.state.upper() if upper else mapping.state, _AVAILABLE)
    for name in ItemRow._fields:
        codes, value = getattr(mapping, name), getattr(row, name)
        if codes and value:
            code = preferred.get(name, codes[0])
            yield Subfield(code.upper() if upper else code, value)
