"""MARC 21 or UNIMARC: decided from the tags of each record, so that a record always gets the same answer.

1. 245 → MARC 21.
2. 200 without 245 → UNIMARC.
3. 100 $a of at least 20 characters, the first eight a date (general processing data) → UNIMARC.
4. Leader/20-23 `450 ` without 008 → UNIMARC.
5. Anything else → MARC 21.
"""

from __future__ import annotations

from collections.abc import Collection

from pymarc import Record

from catalog.marc.model import Profile, RawField

_PROCESSING_DATA = 20


def decide_profile(tags: Collection[str], first_100a: str, leader: str) -> Profile:
    """Return the profile of a record with these tags; `first_100a` is $a of its first field 100, or empty."""
    if "245" in tags:
        return Profile.MARC21
    if "200" in tags:
        return Profile.UNIMARC
    if len(first_100a) >= _PROCESSING_DATA and first_100a[:8].isdigit():
        return Profile.UNIMARC
    if leader[20:24] == "450 " and "008" not in tags:
        return Profile.UNIMARC
    return Profile.MARC21


def processing_data(fields: list[RawField]) -> str:
    """Return $a of the first field 100 as it stands in the bytes: in UNIMARC the general processing data."""
    for tag, data in fields:
        if tag == "100":
            before, _, rest = data.partition(b"\x1fa")
            return rest.split(b"\x1f", 1)[0].decode("latin-1") if len(before) <= 2 else ""
    return ""


def profile_of(record: Record) -> Profile:
    """Return the profile of a decoded record."""
    general = record.get("100")
    tags = {field.tag for field in record.fields}
    return decide_profile(tags, (general.get("a") or "") if general else "", str(record.leader))
