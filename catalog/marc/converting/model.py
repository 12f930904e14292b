"""What a conversion gives, and the account of what was carried."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pymarc import Field, Indicators, Record, Subfield

from catalog.marc.fields import BLANKS, data_field

Parts = list[tuple[str, str]]
"""Code and value of subfields, in order."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Something that has no place in the other format: the tag it stood in, and the text with its code."""

    tag: str
    text: str


@dataclass(frozen=True, slots=True)
class Converted:
    """The record in the other format, and all that could not be carried, in the order of the source."""

    record: Record
    lost: tuple[Lost, ...]


class Source:
    """A field being converted; what no one takes is lost."""

    __slots__ = ("field", "ind1", "ind2", "taken")

    def __init__(self, field: Field) -> None:
        self.field = field
        self.ind1, self.ind2 = (field.indicators or BLANKS)[:2]
        self.taken: set[int] = set()

    @property
    def tag(self) -> str:
        return self.field.tag

    def take(self, codes: str) -> Parts:
        """Return the subfields of these codes that nobody took yet, in the order of the field."""
        found: Parts = []
        for at, (code, value) in enumerate(self.field.subfields):
            if code and code in codes and at not in self.taken:
                self.taken.add(at)
                if value.strip():
                    found.append((code, value.strip()))
        return found

    def first(self, code: str) -> str:
        """Take the first subfield of a code; empty if there is none."""
        for at, (given, value) in enumerate(self.field.subfields):
            if given == code and at not in self.taken:
                self.taken.add(at)
                return value.strip()
        return ""

    def peek(self, code: str) -> str:
        """Return the first subfield of a code without taking it."""
        return next((value.strip() for given, value in self.field.subfields if given == code), "")

    def give_back(self, codes: str) -> None:
        """Undo the taking of these codes: they could not be carried after all."""
        self.taken -= {at for at, (code, _) in enumerate(self.field.subfields) if code in codes}

    def lost(self) -> list[Lost]:
        """Return what nobody took; blank subfields are nothing."""
        return [
            Lost(self.tag, f"${code} {value}" if code else value)
            for at, (code, value) in enumerate(self.field.subfields)
            if at not in self.taken and value.strip()
        ]


def made(tag: str, parts: Iterable[tuple[str, str]], ind1: str = " ", ind2: str = " ") -> Field:
    """Return a data field of these parts; empty values are left out."""
    subfields = [Subfield(code, value) for code, value in parts if value]
    return data_field(tag, Indicators(ind1, ind2), subfields)
