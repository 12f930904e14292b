"""Fields in a field: UNIMARC's $1 begins one, with its tag and indicators, and subfields follow."""

from __future__ import annotations

from pymarc import Field

from catalog.marc.converting.model import Source, made
from catalog.marc.fields import is_control_tag

MARK = "1"


class Inner(Source):
    """A field in a field; what is taken from it is taken from the field around it."""

    __slots__ = ("data", "outer", "positions")

    def __init__(self, outer: Source, field: Field, data: str, positions: list[int]) -> None:
        super().__init__(field)
        self.outer = outer
        self.data = data
        self.positions = positions

    def settle(self, *, whole: bool = False) -> None:
        """Tell the outer field what was taken (`whole`: all of it); the mark says nothing by itself."""
        inside = range(len(self.positions)) if whole else self.taken
        self.outer.taken |= {self.positions[at] for at in inside}


def embedded(source: Source, rename: dict[str, str] | None = None) -> list[Inner]:
    """Return the fields in a field, under other tags where `rename` has some; marks are taken."""
    found: list[Inner] = []
    for at, (code, value) in enumerate(source.field.subfields):
        if code == MARK:
            tag = value[:3]
            control = is_control_tag(tag)
            if not control:  # the number after 001 must be taken by itself
                source.taken.add(at)
            marks = (value[3:5] + "  ")[:2]
            field = made((rename or {}).get(tag, tag), (), marks[0], marks[1])
            found.append(Inner(source, field, value[3:].strip() if control else "", [at] if control else []))
        elif found and not is_control_tag(found[-1].tag):
            found[-1].field.subfields.append(source.field.subfields[at])
            found[-1].positions.append(at)
    return found
