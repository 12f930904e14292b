"""What a record describes: a document, a heading (authority) or the holdings of a library."""

from __future__ import annotations

from enum import StrEnum

from pymarc import Record

from catalog.marc.model import Profile


class Nature(StrEnum):
    """Only bibliographic records belong in a catalogue of documents."""

    BIBLIOGRAPHIC = "bibliographic"
    AUTHORITY = "authority"
    HOLDINGS = "holdings"


_BY_LEADER = {
    Profile.MARC21: {"z": Nature.AUTHORITY, **dict.fromkeys("uvxy", Nature.HOLDINGS)},
    Profile.UNIMARC: dict.fromkeys("xyz", Nature.AUTHORITY),
    Profile.IRBIS: {},
}


def nature_of(record: Record, profile: Profile) -> Nature:
    """Return the nature that leader/06 states: `z` in MARC 21 is an authority, in UNIMARC `x`, `y`, `z` are."""
    return _BY_LEADER[profile].get(str(record.leader)[6:7], Nature.BIBLIOGRAPHIC)
