"""When two records are the same one: they share a sign.

A sign is a rule and a text that only descriptions of the same thing have in common. Titles are compared folded and
whole, volume designations included; a differing year never meets. What says nothing makes no sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalog.records.rules import LIMITS, Key, KeyKind, fingerprint
from ils.text import fold


class Rule(StrEnum):
    """Why a record was recognised; the first that applies is told."""

    CONTROL = "control"  # control number and source; title, author and year or year and extent agree
    ISBN = "isbn"  # ISBN, title, year, extent
    FINGERPRINT = "fingerprint"  # title, author, year and extent, none of them missing
    IDENTICAL = "identical"  # the very bytes, read in the same way, were imported before


Sign = tuple[Rule, str]

_MEASURED = re.compile(r"(\d{1,6})(?!\d)(?!\s*(?:cm|mm|sm|см|мм)\b)", re.IGNORECASE)
_ONE = 1  # "1 v.", "1 score": as good as nothing said


@dataclass(frozen=True, slots=True)
class Described:
    """What signs are made of, as wide as the columns of a record."""

    title: str
    author: str
    year: int | None
    extent: str
    control_source: str
    control_number: str
    isbns: tuple[str, ...] = ()


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


def signs_of(said: Described) -> tuple[Sign, ...]:
    """Return the signs of a record, the surest first."""
    title = fold(said.title[: LIMITS["title"]])
    extent = said.extent[: LIMITS["extent"]]
    author = said.author[: LIMITS["author"]]
    return tuple(_signs(said, title, fold(author.partition(",")[0]), largest_number(extent), extent))


def _signs(said: Described, title: str, surname: str, amount: int | None, extent: str) -> Iterator[Sign]:
    if said.control_source and said.control_number:
        number = f"{said.control_source}|{said.control_number}"
        yield Rule.CONTROL, f"{number}|title|{title}"
        if surname:
            yield Rule.CONTROL, f"{number}|author|{surname}|{said.year}"
        if said.year and amount:
            yield Rule.CONTROL, f"{number}|extent|{said.year}|{amount}"
    if title:
        for isbn in said.isbns:
            yield Rule.ISBN, f"{isbn}|{title}|{said.year}|{amount}"
    if title and surname and said.year and amount:
        # The key by which the catalogue is asked cuts long titles; the whole title stands beside it.
        yield Rule.FINGERPRINT, f"{fingerprint(said.title, said.author, said.year, extent)}|{title}|{amount}"


def telling_keys(keys: Iterable[Key]) -> Iterator[Key]:
    """Return the keys worth asking the catalogue for: no ISSN, no control number of an unnamed source."""
    for kind, value in keys:
        if kind in (KeyKind.ISBN, KeyKind.FINGERPRINT) or (kind == KeyKind.CONTROL and value[0] != "|"):
            yield kind, value


def recognise(signs: Iterable[Sign], known: Mapping[Sign, int], seen: Mapping[int, int]) -> Match | None:
    """Return the record that shares the surest sign: `known` in the catalogue, `seen` (by hash) in the file."""
    for sign in signs:
        if sign in known:
            return Match(sign[0], record_id=known[sign])
        if hash(sign) in seen:
            return Match(sign[0], position=seen[hash(sign)])
    return None


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


_SIGNS = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "␡", 0x1E: "␞\n", 0x1D: "␝\n"}


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
