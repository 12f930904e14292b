"""MARC 21 ↔ UNIMARC, and IRBIS to both, with what could not be carried."""

from __future__ import annotations

from pymarc import Record

from catalog.marc.converting.engine import marc21_to_unimarc, unimarc_to_marc21
from catalog.marc.converting.irbis import irbis_to_unimarc
from catalog.marc.converting.model import Converted, Lost
from catalog.marc.model import Profile

__all__ = ["Converted", "Lost", "convert"]


def convert(record: Record, source: Profile, target: Profile) -> Converted:
    """Return the record in the target format, and in order all that has no place there; never raises for data.

    The record given stays as it is. Into IRBIS nothing is converted: ValueError.
    """
    if source is target:
        return Converted(record, ())
    if target is Profile.IRBIS:
        raise ValueError("no conversion into IRBIS")
    if source is Profile.MARC21:
        return marc21_to_unimarc(record)
    if source is Profile.UNIMARC:
        return unimarc_to_marc21(record)
    halfway = irbis_to_unimarc(record)
    if target is Profile.UNIMARC:
        return halfway
    whole = unimarc_to_marc21(halfway.record)
    return Converted(whole.record, halfway.lost + whole.lost)
