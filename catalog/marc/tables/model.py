"""What a profile says about fields, as plain frozen objects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.marc.facts.model import DocumentType
from catalog.marc.model import Profile

Names = Mapping[str, str]
"""Text by language: `uz` (in Latin letters), `ru`, `en`; always all three."""

LEVELS = ("brief", "full")
"""Levels of description; what is mandatory for a brief record is so for a full one too."""


@dataclass(frozen=True, slots=True)
class Element:
    """Some characters of a fixed field. `start` counts from 0; `only` is empty where it holds for every type.

    `values` is empty where the characters are free (a date); where `repeats` is greater than 1, the
    `length` characters are so many codes of equal length side by side (008/18-21: four of one character).
    `when` names the first characters of 006 and 007 that the element belongs to.
    """

    start: int
    length: int
    names: Names
    values: Mapping[str, Names]
    only: frozenset[DocumentType] = frozenset()
    code_list: str = ""
    repeats: int = 1
    when: str = ""


@dataclass(frozen=True, slots=True)
class SubfieldRule:
    """A subfield; `values` names the code list its text must come from, or is empty."""

    code: str
    names: Names
    help: Names
    repeatable: bool = False
    mandatory: frozenset[str] = frozenset()
    values: str = ""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """A field. A control field has `elements` and no subfields; in a data field elements describe $a.

    `ind1` and `ind2` map each allowed character to what it means; a blank is written as a space.
    `lengths` gives the right number of characters of a fixed field by its first character, `""` for any.
    """

    tag: str
    names: Names
    help: Names
    repeatable: bool = False
    ind1: Mapping[str, Names] = field(default_factory=dict)
    ind2: Mapping[str, Names] = field(default_factory=dict)
    subfields: Mapping[str, SubfieldRule] = field(default_factory=dict)
    elements: tuple[Element, ...] = ()
    mandatory: frozenset[str] = frozenset()
    lengths: Mapping[str, int] = field(default_factory=dict)
    control: bool = False


@dataclass(frozen=True, slots=True)
class ProfileTable:
    """All fields of a profile or of a variant of one; `name` is the file's, `profile` the native form.

    `either` tells by level which groups of tags must have at least one; `local` are patterns such as 9XX.
    """

    profile: Profile
    fields: Mapping[str, FieldRule]
    leader: tuple[Element, ...]
    name: str = ""
    names: Names = field(default_factory=dict)
    local: tuple[str, ...] = ()
    either: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)

    def is_local(self, tag: str) -> bool:
        """True for a tag that the profile leaves to libraries, and so says nothing about."""
        return not tag.isdigit() or any(
            len(pattern) == len(tag)
            and all(wanted in ("X", given) for wanted, given in zip(pattern, tag, strict=True))
            for pattern in self.local
        )
