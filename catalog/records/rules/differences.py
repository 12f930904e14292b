"""What changed between two descriptions, field by field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.marc import DisplayField

LIKE = 0.4
"""Two fields of one tag that share less than this are not one field changed, but one gone and one new."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that was changed; None before: it is new, None after: it is gone."""

    tag: str
    before: DisplayField | None
    after: DisplayField | None


def differences(old: Sequence[DisplayField], new: Sequence[DisplayField]) -> tuple[FieldChange, ...]:
    """Return the changes by tag, the leader first; fields that only moved within a record are no change."""
    gone, come = _without(old, new), _without(new, old)
    tags = dict.fromkeys(field.tag for field in (*gone, *come))
    return tuple(
        change
        for tag in sorted(tags, key=lambda tag: (tag != "LDR", tag))
        for change in _of_tag(
            tag, [field for field in gone if field.tag == tag], [field for field in come if field.tag == tag]
        )
    )


def _without(fields: Sequence[DisplayField], others: Sequence[DisplayField]) -> list[DisplayField]:
    left = Counter(others)
    kept = []
    for field in fields:
        if left[field]:
            left[field] -= 1
        else:
            kept.append(field)
    return kept


def _of_tag(tag: str, gone: list[DisplayField], come: list[DisplayField]) -> list[FieldChange]:
    """Pair each field that is gone with the likest that has come; a single one with a single one always."""
    single = len(gone) == len(come) == 1
    found: list[FieldChange] = []
    for field in gone:
        likest = max(come, key=lambda other: _likeness(field, other), default=None)
        if likest is None or not (single or _likeness(field, likest) >= LIKE):
            found.append(FieldChange(tag, field, None))
        else:
            come.remove(likest)
            found.append(FieldChange(tag, field, likest))
    return [*found, *(FieldChange(tag, None, field) for field in come)]


def _likeness(one: DisplayField, other: DisplayField) -> float:
    return SequenceMatcher(None, _text(one), _text(other), autojunk=False).ratio()


def _text(field: DisplayField) -> str:
    return "".join(f"${code}{value}" for code, value in field.subfields)[:500]
