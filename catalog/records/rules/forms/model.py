"""What an entry form is made of: groups of lines, a line for a field, an input for a subfield or some characters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.marc.rows import Row

ANY = "?"
"""In `Line.only_with`: whatever this indicator is."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a fixed field, counted from 0."""

    start: int
    length: int

    def of(self, text: str) -> str:
        """Return these characters; what is only blanks or fill characters says nothing."""
        found = text[self.start : self.start + self.length]
        return found.rstrip() if found.strip(" |#") else ""

    def put(self, text: str, value: str) -> str:
        """Return the text with these characters changed; a shorter text is filled with blanks first."""
        whole = text.ljust(self.start + self.length)
        written = value[: self.length].ljust(self.length)
        return whole[: self.start] + written + whole[self.start + self.length :]


@dataclass(frozen=True, slots=True)
class Input:
    """One box of a line: a subfield (`code`), characters of a fixed field (`span`), or characters of a subfield.

    `many` is the sign between values where one box holds every subfield of the code. `columns` of twelve;
    `first` are the codes offered before the rest of a list; `kind` is text, long, isbn, year, mark or class.
    """

    name: str
    code: str = ""
    span: Span | None = None
    many: str = ""
    columns: int = 12
    kind: str = "text"
    first: tuple[str, ...] = ()
    label: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A field of the form. A field of the record belongs here by tag, by the indicators and the subfields asked for."""

    name: str
    tag: str
    inputs: tuple[Input, ...]
    repeatable: bool = False
    indicators: str = "  "
    only_with: str = ANY + ANY
    also: str = ""  # an older tag with the same subfields: records that have it keep it
    fixed: tuple[tuple[str, str], ...] = ()
    follows: tuple[tuple[str, str, Span, str], ...] = ()

    @property
    def is_fixed(self) -> bool:
        """True for characters of a fixed field, which several lines may share."""
        return all(each.span is not None for each in self.inputs)

    def takes(self, row: Row) -> bool:
        """Tell whether a field of a record belongs to this line."""
        if row.tag == self.also:
            return True
        if row.tag != self.tag or row.is_control != (self.inputs[0].code == ""):
            return False
        asked = zip(self.only_with, row.indicators or "  ", strict=False)
        return all(want in (ANY, have) for want, have in asked) and set(self.fixed) <= set(row.subfields)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading; `more` are shown when they are filled or asked for."""

    name: str
    lines: tuple[Line, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form for one kind of document in one profile; `begins` are the rows of a new record, leader first."""

    name: str
    profile: str
    groups: tuple[Group, ...]
    begins: tuple[Row, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, in the order of the screen."""
        return tuple(line for group in self.groups for line in group.lines)

    def line(self, name: str) -> Line | None:
        """Return the line of that name."""
        return next((line for line in self.lines if line.name == name), None)


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in one line: `at` is the row of the record it was read from, None for what is typed anew."""

    line: str
    values: Mapping[str, str]
    at: int | None = None
    removed: bool = False
