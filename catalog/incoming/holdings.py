"""How a source's files describe copies: one field, a subfield for each fact, and whose shelf a location means.

Kept by a source as JSON: `{}` leaves it to the record's profile, `{"use": "952"}` takes a map that the program knows,
else `{"tag": "952", "barcode": "p", …}`; `{"places": {"LOC": "department"}}` stands beside any of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FACTS = ("barcode", "inventory_number", "call_number", "location", "price", "acquired_on", "note")
"""Facts of a copy that a field may hold, each in the first of some subfields; those of the call number are joined."""

_TAG = re.compile(r"[0-9A-Z]{3,4}")
_CODES = re.compile(r"[0-9A-Za-z]{0,10}")


@dataclass(frozen=True, slots=True)
class Holdings:
    """Where copies stand in a record; without `use` and `tag` as the record's profile has it."""

    use: str = ""
    tag: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)  # by fact
    places: Mapping[str, str] = field(default_factory=dict)  # location in small letters → department

    def as_json(self) -> dict[str, Any]:
        """Return it as a source keeps it."""
        told: dict[str, Any] = {"use": self.use} if self.use else {}
        if self.tag:
            told = {"tag": self.tag} | {name: code for name, code in self.codes.items() if code}
        return told | ({"places": dict(self.places)} if self.places else {})


def holdings(told: Mapping[str, Any]) -> Holdings:
    """Return what a source keeps as JSON."""
    return Holdings(
        use=str(told.get("use", "")),
        tag=str(told.get("tag", "")),
        codes={name: str(told[name]) for name in FACTS if told.get(name)},
        places={str(name).strip().casefold(): str(code) for name, code in told.get("places", {}).items()},
    )


def wrong_holdings(given: Holdings) -> tuple[str, ...]:
    """Return what of a map no field could be read by."""
    wrong = [given.tag] if given.tag and not _TAG.fullmatch(given.tag) else []
    wrong += [code for code in given.codes.values() if not _CODES.fullmatch(code)]
    if given.tag and not (given.codes.get("barcode") or given.codes.get("inventory_number")):
        wrong.append("barcode")
    return tuple(wrong)
