"""A record in RIS, as EndNote, Zotero and Mendeley read it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pymarc import Record

from catalog.marc.citing.cited import cited
from catalog.marc.citing.model import Cited, Role
from catalog.marc.facts import DocumentType, facts
from catalog.marc.model import Profile

_TYPES = {
    DocumentType.BOOK: "BOOK", DocumentType.SERIAL: "SER", DocumentType.MAP: "MAP", DocumentType.MUSIC_SCORE: "MUSIC",
    DocumentType.SOUND: "SOUND", DocumentType.VIDEO: "VIDEO", DocumentType.PICTURE: "ART",
    DocumentType.ELECTRONIC: "ELEC", DocumentType.MANUSCRIPT: "UNPB",
}  # fmt: skip
_ROLES = {Role.AUTHOR: "AU", Role.EDITOR: "A2", Role.TRANSLATOR: "A4"}
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f]+")


def ris(record: Record, profile: Profile) -> str:
    """Return one record from `TY` to `ER`, lines ended by CR LF; a value never breaks its line."""
    told = cited(record, profile)
    said = facts(record, profile)
    lines = [("TY", ris_type(told)), *_values(told)]
    lines += [("KW", subject) for subject in said.subjects] + [("AB", said.summary)]
    written = [f"{tag}  - {clean}" for tag, value in lines if (clean := _line(value))]
    return "\r\n".join([*written, "ER  - ", ""])


def ris_type(told: Cited) -> str:
    """Return the reference type."""
    if told.host:
        return "JOUR" if told.host.is_serial else "CHAP"
    return "THES" if told.thesis else _TYPES.get(told.kind, "GEN")


def _line(value: str) -> str:
    return _BREAKS.sub(" ", value).strip()


def _values(told: Cited) -> Iterator[tuple[str, str]]:
    for name in told.names:
        if name.role in _ROLES or name.main:
            yield _ROLES.get(name.role, "AU"), name.text
    yield "TI", told.title + told.title_rest
    yield from _host(told)
    yield "ET", told.edition
    if told.host is None:
        yield "T2", told.series[0] if told.series else ""
        yield "CY", told.place.strip("[]")
        yield "PB", told.publisher
        yield "SP", told.extent
    yield "PY", str(told.year or (told.host.year if told.host else "") or "")
    for number in (*told.isbns, *told.issns):
        yield "SN", number
    yield "LA", told.language
    yield "UR", told.url


def _host(told: Cited) -> Iterator[tuple[str, str]]:
    if told.host:
        first, _dash, last = told.host.pages.replace("-", "–").partition("–")
        yield from (("T2", told.host.title), ("PB", told.host.imprint), ("VL", told.host.volume))
        yield from (("IS", told.host.number), ("SP", first.strip()), ("EP", last.strip()))
        yield "SN", told.host.issn
