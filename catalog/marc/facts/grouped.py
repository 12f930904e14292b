"""Fields of a record by tag, and the few ways their subfields are put together."""

from __future__ import annotations

from pymarc import Field, Record

from catalog.marc.facts.text import trim, without_nonsort

Parts = list[tuple[str, str]]

_ENDS = frozenset(":;=/,")


class Grouped:
    """Fields by tag. `linked` holds the 880 fields (original script) under the tag they belong to."""

    __slots__ = ("by_tag", "linked")

    def __init__(self, record: Record) -> None:
        self.by_tag: dict[str, list[Field]] = {}
        self.linked: dict[str, list[Field]] = {}
        for field in record.fields:
            self.by_tag.setdefault(field.tag, []).append(field)
        for field in self.by_tag.get("880", ()):
            self.linked.setdefault((field.get("6") or "")[:3], []).append(field)

    def fields(self, *tags: str) -> list[Field]:
        """All fields of these tags, tag after tag."""
        found: list[Field] = []
        for tag in tags:
            found += self.by_tag.get(tag, ())
        return found

    def control(self, tag: str) -> str:
        """Text of the first control field; $a where it has subfields against the rules (D18)."""
        for field in self.by_tag.get(tag, ()):
            data = field.data if field.control_field else field.get("a")
            return _first_subfield(data or "")
        return ""

    def first(self, tag: str, code: str) -> str:
        """The first subfield of that code in any field of that tag, stripped."""
        for field in self.by_tag.get(tag, ()):
            value = field.get(code)
            if value and value.strip():
                return value.strip()
        return ""

    def values(self, tag: str, codes: str) -> list[str]:
        """Every subfield of these codes in every field of that tag."""
        return [
            value for field in self.by_tag.get(tag, ()) for code, value in field.subfields if code in codes
        ]


def _first_subfield(data: str) -> str:
    if "\x1f" not in data:
        return data
    for part in data.split("\x1f")[1:]:
        if part[:1] == "a":
            return part[1:]
    return ""


def joined(field: Field, codes: str, separator: str = " ") -> str:
    """The field's subfields of these codes, in the record's order, in one line."""
    return separator.join([value.strip() for code, value in field.subfields if code in codes and value])


def connected(field: Field, connectors: dict[str, str]) -> str:
    """Join the subfields named in `connectors`, each by its own unless punctuation stands there already."""
    text = ""
    for code, value in field.subfields:
        connector = connectors.get(code)
        piece = value.strip()
        if connector is None or not piece:
            continue
        if not text:
            text = piece
        elif text[-1] in _ENDS or piece[0] in _ENDS or (text[-1] == "." and connector[0] == "."):
            text = f"{text} {piece}"
        else:
            text += connector + piece
    return text


def clean(field: Field, codes: str, separator: str = " ") -> str:
    """`joined` without the non-sorting marks and the punctuation at the end."""
    return trim(without_nonsort(joined(field, codes, separator))[0])
