"""One record while it is looked at: its fields by tag, and what has been found so far."""

from __future__ import annotations

from collections.abc import Iterator

from pymarc import Field, Record

from catalog.marc.model import Profile
from catalog.marc.validating.model import CheckCode, RecordFinding
from catalog.marc.validating.plan import Plan

_SHOWN = 80
"""Characters of a value that a finding repeats."""


class Seen:
    """Fields by tag, the leader, and the list of findings."""

    __slots__ = ("by_tag", "found", "leader", "plan", "profile", "record")

    def __init__(self, record: Record, plan: Plan, profile: Profile) -> None:
        self.record = record
        self.plan = plan
        self.profile = profile
        self.leader = str(record.leader)
        self.found: list[RecordFinding] = []
        self.by_tag: dict[str, list[Field]] = {}
        for field in record.fields:
            self.by_tag.setdefault(field.tag, []).append(field)

    def tell(self, code: CheckCode, tag: str = "", **detail: str | int) -> None:
        """Add a finding; long values are cut."""
        cut = {name: value[:_SHOWN] if isinstance(value, str) else value for name, value in detail.items()}
        self.found.append(RecordFinding(code, tag, cut))

    def values(self, tag: str, codes: str) -> Iterator[str]:
        """Every subfield of these codes; in IRBIS of either case, and bare text for the code `a`."""
        fold = self.plan.fold_codes
        for field in self.by_tag.get(tag, ()):
            for code, value in field.subfields:
                plain = (code.lower() or "a") if fold else code
                if plain in codes and value:
                    yield value

    def control(self, tag: str) -> str:
        """Text of the first control field of that tag, empty if it is none."""
        for field in self.by_tag.get(tag, ()):
            return (field.data or "") if field.control_field else ""
        return ""
