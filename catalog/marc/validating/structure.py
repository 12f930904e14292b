"""The leader, and what must be there at all."""

from __future__ import annotations

from catalog.marc.model import Profile
from catalog.marc.validating.model import CheckCode
from catalog.marc.validating.seen import Seen

_LEADER = "LDR"
_LEADER_LENGTH = 24
_CHECKED_POSITIONS = range(5, 8)
"""Status, type, level: what decides how a record is used. The rest is noise in real files (corpus D17)."""
_TITLES = {Profile.MARC21: ("245",), Profile.UNIMARC: ("200",), Profile.IRBIS: ("200", "461", "933")}


def check_structure(seen: Seen) -> None:
    """Length and codes of the leader; an IRBIS record has none."""
    if seen.profile is not Profile.IRBIS:
        _check_leader(seen)
    if not seen.record.fields:
        seen.tell(CheckCode.NO_FIELDS)


def _check_leader(seen: Seen) -> None:
    leader = seen.leader
    if len(leader) != _LEADER_LENGTH:
        seen.tell(CheckCode.LEADER_LENGTH, _LEADER, length=len(leader), expected=_LEADER_LENGTH)
        return
    for element in seen.plan.leader:
        value = leader[element.start]
        if element.start in _CHECKED_POSITIONS and value not in element.values:
            seen.tell(CheckCode.LEADER_VALUE, _LEADER, position=element.start, value=value)


def check_presence(seen: Seen, level: str) -> None:
    """What the table makes mandatory at that level. A missing title is told as such, once."""
    titles = _TITLES[seen.profile]
    if not any(tag in seen.by_tag for tag in titles):
        seen.tell(CheckCode.MISSING_TITLE, titles[0])
    for tag in seen.plan.mandatory.get(level, ()):
        if tag not in seen.by_tag and tag not in titles:
            seen.tell(CheckCode.MISSING_FIELD, tag)
    for choice in seen.plan.table.either.get(level, ()):
        if not any(tag in seen.by_tag for tag in choice):
            seen.tell(CheckCode.MISSING_ONE_OF, choice[0], tags=", ".join(choice))
