"""Fields of a record by tag, in whatever profile: codes in lower case, values ready to be printed."""

from __future__ import annotations

import re

from pymarc import Field, Record

from catalog.marc.citing.model import Pieces
from catalog.marc.facts.text import without_nonsort
from catalog.marc.model import Profile

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_SPACES = re.compile(r"\s+")
_IRBIS_NONSORT = re.compile(r"<([^<>]{0,12})>")
_ENDS = frozenset(":;=/,")


class Fields:
    """Fields by tag as lists of pieces.

    MARC 21 keeps the original script in 880. A description is written in the script of the item, so Cyrillic takes
    the place of its romanisation; other scripts stay romanised, as most printers want them.
    """

    def __init__(self, record: Record, profile: Profile) -> None:
        self.by_tag: dict[str, list[Pieces]] = {}
        originals = _cyrillic_originals(record) if profile is Profile.MARC21 else {}
        for field in record.fields:
            if not field.control_field:
                source = originals.get(_link(field, field.tag), field)
                self.by_tag.setdefault(field.tag, []).append(_pieces(source, irbis=profile is Profile.IRBIS))

    def all(self, *tags: str) -> list[Pieces]:
        """Return all fields of these tags, tag after tag."""
        return [pieces for tag in tags for pieces in self.by_tag.get(tag, ())]

    def first(self, *tags: str) -> Pieces:
        """Return the first field of the first of the tags that the record has."""
        return next(iter(self.all(*tags)), [])

    def value(self, code: str, *tags: str) -> str:
        """Return the first subfield of that code in any of the fields."""
        return next((text for pieces in self.all(*tags) for text in values(pieces, code)), "")


def values(pieces: Pieces, codes: str) -> list[str]:
    """Return the values of these codes that are not empty."""
    return [text for code, text in pieces if code and code in codes and text]


def is_cyrillic(text: str) -> bool:
    """Tell whether a text has Cyrillic letters."""
    return _CYRILLIC.search(text) is not None


def printed(text: str) -> str:
    """Return a value in one line, without the marks of non-sorting."""
    return _SPACES.sub(" ", without_nonsort(text)[0]).strip()


def connect(pieces: Pieces, connectors: dict[str, str]) -> str:
    """Join the pieces named in `connectors`, each by its own unless punctuation stands there already."""
    line = ""
    for code, text in pieces:
        connector = connectors.get(code)
        if connector is None or not text:
            continue
        if not line:
            line = text
        elif _punctuated(line, text) or (line[-1] == "." and connector[:1] == "."):
            line = f"{line} {text}"
        else:
            line += connector + text
    return line


def _punctuated(line: str, text: str) -> bool:
    """Tell whether ISBD's mark stands between two pieces already; the + of a name is none."""
    return line[-1] in _ENDS or text[0] in _ENDS or line.endswith(" +") or text.startswith("+ ")


def _pieces(field: Field, *, irbis: bool) -> Pieces:
    pieces = [(code.lower(), printed(value)) for code, value in field.subfields]
    if not irbis:
        return pieces
    return [(code, printed(_IRBIS_NONSORT.sub(r"\1", text))) for code, text in pieces]


def _link(field: Field, tag: str) -> tuple[str, str]:
    """Return (tag, number) by which a field and its 880 know each other; `00` links nothing."""
    linked = field.get("6") or ""
    number = linked[4:6]
    return (tag, number) if number.isdigit() and number != "00" else ("", "")


def _cyrillic_originals(record: Record) -> dict[tuple[str, str], Field]:
    found = {}
    for field in record.get_fields("880"):
        key = _link(field, (field.get("6") or "")[:3])
        if key[0] and is_cyrillic("".join(value for _code, value in field.subfields)):
            found[key] = field
    found.pop(("", ""), None)
    return found
