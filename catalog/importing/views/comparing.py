"""Two descriptions side by side: which fields agree, and inside a changed field which subfields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.marc import DisplayField
from catalog.records.rules.differences import FieldChange, differences


@dataclass(frozen=True, slots=True)
class Part:
    """A subfield; `marked` where the other side does not have it."""

    code: str
    value: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Side:
    """A field of one side."""

    indicators: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A field on both sides, or on one; `kind`: same, changed, gone (only ours) or new (only theirs)."""

    tag: str
    kind: str
    ours: Side | None
    theirs: Side | None


def compared(ours: Sequence[DisplayField], theirs: Sequence[DisplayField]) -> tuple[Line, ...]:
    """Return all fields of both in the order of their tags, what belongs together on one line."""
    changes = list(differences(ours, theirs))
    lines = [_line(field.tag, field, _other(field, changes)) for field in ours]
    lines += [_line(each.tag, None, each.after) for each in changes if each.before is None]
    return tuple(sorted(lines, key=lambda line: (line.tag != "LDR", line.tag)))


def _other(field: DisplayField, changes: list[FieldChange]) -> DisplayField | None:
    """Return what a field of ours is on the other side; each change is used up once."""
    for number, change in enumerate(changes):
        if change.before == field:
            return changes.pop(number).after
    return field


def _line(tag: str, ours: DisplayField | None, theirs: DisplayField | None) -> Line:
    if ours is None or theirs is None:
        kind = "new" if ours is None else "gone"
    else:
        kind = "same" if ours == theirs else "changed"
    return Line(tag, kind, _side(ours, theirs), _side(theirs, ours))


def _side(field: DisplayField | None, other: DisplayField | None) -> Side | None:
    if field is None:
        return None
    there = set(other.subfields) if other else set(field.subfields)
    parts = tuple(Part(code, value, (code, value) not in there) for code, value in field.subfields)
    return Side(field.indicators, parts)
