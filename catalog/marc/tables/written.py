"""The written form of names, keys and ranges in a table (docs/profiles.md)."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from catalog.marc.tables.errors import TableCode, TableError
from catalog.marc.tables.model import LEVELS, Names

LANGUAGES = ("uz", "ru", "en")
NO_NAMES: Names = MappingProxyType({"uz": "", "ru": "", "en": ""})
TEXT_BEFORE = "text"
"""Key of the subfield without a code: what stands before the first ^ of an IRBIS field."""

_BRIEF, _FULL = frozenset(LEVELS), frozenset(("full",))
_MARKS = {"+": "repeatable", "!": "brief", "^": "full", "-": "plain"}


@dataclass(frozen=True, slots=True)
class Key:
    """A tag or a code with its marks; None where the key says nothing and a base decides."""

    code: str
    repeatable: bool | None
    mandatory: frozenset[str] | None
    values: str = ""


def names(text: object) -> Names:
    """Return the names in `uz | ru | en`; a single text stands for all three languages."""
    if not isinstance(text, str):
        raise TableError(TableCode.BAD_TABLE, reason="names", found=str(text)[:60])
    parts = [part.strip() for part in text.split(" | ")]
    if len(parts) == 1:
        parts *= len(LANGUAGES)
    if len(parts) != len(LANGUAGES) or not all(parts):
        raise TableError(TableCode.BAD_TABLE, reason="names", found=text[:60])
    return dict(zip(LANGUAGES, parts, strict=True))


def tag_key(text: str) -> Key:
    """Take apart a key of a field: `245!`, `500+`, `300^`."""
    tag = text.rstrip("".join(_MARKS))
    if not (tag.isalnum() and len(tag) in (3, 4)):
        raise TableError(TableCode.BAD_TABLE, reason="marks", found=text[:60])
    return _key(tag, text[len(tag) :], "")


def code_keys(text: str) -> list[Key]:
    """Take apart a key of subfields: `a`, `a+!`, `a+=language`, `a-f+`; the first character is always a code."""
    if text.startswith(TEXT_BEFORE):
        marks, _, values = text[len(TEXT_BEFORE) :].partition("=")
        return [_key("", marks, values)]
    head, _, values = text[1:].partition("=")
    if head[:1] == "-" and head[1:2].isalnum():
        return [_key(code, head[2:], values) for code in expand(text[:3])]
    return [_key(text[:1], head, values)]


def _key(code: str, marks: str, values: str) -> Key:
    if set(marks) - set(_MARKS):
        raise TableError(TableCode.BAD_TABLE, reason="marks", found=code + marks)
    if not marks:
        return Key(code, None, None, values)
    mandatory = _BRIEF if "!" in marks else _FULL if "^" in marks else frozenset()
    return Key(code, "+" in marks, mandatory, values)


def expand(key: str) -> str:
    """Return the characters a key of values stands for: `#` is a blank, `0-9` a range, `_` inside a code a blank."""
    if len(key) == 3 and key[1] == "-":
        return "".join(chr(point) for point in range(ord(key[0]), ord(key[2]) + 1))
    return key.replace("#", " ")


def span(text: str) -> tuple[int, int]:
    """Return start and length of `18-21` or `22`."""
    first, _, last = text.partition("-")
    if not first.isdigit() or (last and not last.isdigit()):
        raise TableError(TableCode.BAD_TABLE, reason="positions", found=text[:60])
    return int(first), int(last or first) - int(first) + 1
