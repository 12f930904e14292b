"""When two records are the same one: what one seeks, the other offers.

A sign is a rule and a text that only descriptions of the same thing have in common. Titles are compared folded and
whole, volume designations included; a differing year or kind of document never meets. What says nothing makes no sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from catalog.records.rules import LIMITS, Key, KeyKind, fingerprint
from ils.text import fold


class Rule(StrEnum):
    """Why a record was recognised; the first that applies is told."""

    CONTROL = "control"  # control number and source; title, author and year or year and extent agree
    ISBN = "isbn"  # ISBN, title, year, extent, kind of document
    FINGERPRINT = "fingerprint"  # title, author, year, extent, kind, none missing; no ISBN speaks against it
    IDENTICAL = "identical"  # the very bytes, read in the same way, were imported before


Sign = tuple[Rule, str]

_MEASURED = re.compile(r"(?<!\d)(\d{1,6})(?!\d)(?!\s*(?:cm|mm|sm|см|мм)\b)", re.IGNORECASE)
_ONE = 1  # "1 v.", "1 score": as good as nothing said
_FEW = 24  # so many pages tell an edition from another; "4 volumes" or "16 p." do not


@dataclass(frozen=True, slots=True)
class Described:
    """What signs are made of, as wide as the columns of a record."""

    title: str
    author: str
    year: int | None
    extent: str
    control_source: str
    control_number: str
    document_type: str
    has_isbn: bool
    isbns: tuple[str, ...] = ()


class Signs(NamedTuple):
    """What a record is recognised by. Of two with an ISBN of their own neither finds the other by its title.

    `source` is who numbered it: a source that gave two numbers to one title knew them apart.
    """

    sought: tuple[Sign, ...] = ()
    offered: tuple[Sign, ...] = ()
    source: str = ""


class Home(NamedTuple):
    """Where a sign was met: a record's id or a position in the file, and the record's source."""

    at: int
    source: str


@dataclass(frozen=True, slots=True)
class Match:
    """Which record it is: one in the catalogue, or one further up in the same file."""

    rule: Rule
    record_id: int | None = None
    position: int | None = None


def largest_number(extent: str) -> int | None:
    """Return the number of pages or volumes; sizes in centimetres and a mere “1” say nothing."""
    most = max((int(found) for found in _MEASURED.findall(extent)), default=0)
    return most if most > _ONE else None


def signs_of(said: Described) -> Signs:
    """Return the signs of a record, the surest first."""
    title = fold(said.title[: LIMITS["title"]])
    extent = said.extent[: LIMITS["extent"]]
    surname = fold(said.author[: LIMITS["author"]].partition(",")[0])
    amount = largest_number(extent)
    sure = (*_by_number(said, title, surname, amount), *_by_isbn(said, title, amount))
    source = said.control_source if said.control_number else ""
    if not (title and surname and said.year and amount and amount >= _FEW):
        return Signs(sure, sure, source)
    # The key by which the catalogue is asked cuts long titles; the whole title stands beside it.
    mark = f"{fingerprint(said.title, said.author, said.year, extent)}|{title}|{amount}|{said.document_type}"
    bare, numbered = (Rule.FINGERPRINT, f"{mark}|bare"), (Rule.FINGERPRINT, f"{mark}|numbered")
    if said.has_isbn:
        return Signs((*sure, bare), (*sure, numbered), source)
    return Signs((*sure, bare, numbered), (*sure, bare), source)


def _by_number(said: Described, title: str, surname: str, amount: int | None) -> Iterator[Sign]:
    """A control number alone is not enough: exports that number their records anew use each for many books."""
    if said.control_source and said.control_number:
        number = f"{said.control_source}|{said.control_number}"
        yield Rule.CONTROL, f"{number}|title|{title}"
        if surname:
            yield Rule.CONTROL, f"{number}|author|{surname}|{said.year}"
        if said.year and amount:
            yield Rule.CONTROL, f"{number}|extent|{said.year}|{amount}"


def _by_isbn(said: Described, title: str, amount: int | None) -> Iterator[Sign]:
    """Volumes of a set may share an ISBN and a title: year and extent must agree too."""
    if title:
        for isbn in said.isbns:
            yield Rule.ISBN, f"{isbn}|{title}|{said.year}|{amount}|{said.document_type}"


def telling_keys(keys: Iterable[Key]) -> Iterator[Key]:
    """Return the keys worth asking the catalogue for: no ISSN, no control number of an unnamed source."""
    for kind, value in keys:
        if kind in (KeyKind.ISBN, KeyKind.FINGERPRINT) or (kind == KeyKind.CONTROL and value[0] != "|"):
            yield kind, value


def recognise(signs: Signs, known: Mapping[Sign, Home], seen: Mapping[int, Home]) -> Match | None:
    """Return the record that offers the surest sign: `known` in the catalogue, `seen` (by hash) in the file."""
    for sign in signs.sought:
        if sign in known and _may_be(sign, signs, known[sign]):
            return Match(sign[0], record_id=known[sign].at)
        mark = hash(sign)
        if mark in seen and _may_be(sign, signs, seen[mark]):
            return Match(sign[0], position=seen[mark].at)
    return None


def _may_be(sign: Sign, signs: Signs, home: Home) -> bool:
    return sign[0] is not Rule.FINGERPRINT or not signs.source or signs.source != home.source


_DAYS = (
    re.compile(r"(?P<y>\d{4})-?(?P<m>\d{2})-?(?P<d>\d{2})(?:\D.*)?"),
    re.compile(r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})"),
)


def parse_day(text: str) -> date | None:
    """Return the day of `2024-05-31`, `20240531` or `31.05.2024`; None for anything else."""
    for form in _DAYS:
        found = form.fullmatch(text.strip())
        if found:
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


def summed_name(known: str, met: Iterable[str]) -> str:
    """Return one name for what the records of a file have used so far; ASCII agrees with everything."""
    names = {name for name in (known, *met) if name and name != "ascii"}
    if not names:
        return "ascii" if known or any(met) else ""
    return names.pop() if len(names) == 1 else "mixed"


# Signs that every font has: ‡ subfield, ¶ end of field, ■ end of record.
_SIGNS = {code: f"<{code:02X}>" for code in (*range(0x20), 0x7F)} | {0x1F: "‡", 0x1E: "¶\n", 0x1D: "■\n"}


def hex_lines(raw: bytes, width: int = 16) -> tuple[tuple[str, str, str], ...]:
    """Return offset, bytes and plain characters, a line each: what is really in the file."""
    lines = []
    for at in range(0, len(raw), width):
        part = raw[at : at + width]
        shown = "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in part)
        lines.append((f"{at:06x}", part.hex(" "), shown))
    return tuple(lines)


def visible_text(raw: bytes, charset: str) -> str:
    """Return the bytes as text with separators made visible, a field a line; MARC-8 shows as Latin-1."""
    try:
        text = raw.decode(charset, "replace")
    except LookupError:
        text = raw.decode("latin-1")
    return text.translate(_SIGNS)
