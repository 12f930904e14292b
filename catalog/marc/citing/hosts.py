"""The journal or book that an article stands in, and the set that a volume belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalog.marc.citing.fields import Fields, connect, values
from catalog.marc.citing.model import Host, Pieces
from catalog.marc.facts.text import trim
from catalog.marc.model import Profile

_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_VOLUME = re.compile(
    r"(?:\bvol(?:ume)?\.?|\bv\.|\bт\.|\bтом\b|\bjild\b|\bжилд\b|\bbd\.?)\s*(\d+)", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?:№|\bno?\.|\bnr\.?|\bn(?=\d)|\bвып\.|\bissue\b|-son\b)\s*([\w/–-]*\d[\w/–-]*)", re.IGNORECASE
)
_NUMBER_SON = re.compile(r"\b(\d+)\s*-\s*(?:son|сон)\b", re.IGNORECASE)
_PAGES = re.compile(
    r"(?:\b[pсbбs]{1,2}\.|\bpages?\b|\bbet(?:lar)?\b)\s*(\d+(?:\s*[-–—]\s*\d+)?)|\b(\d+\s*[-–—]\s*\d+)\s*(?:[bбсp]\.|bet)",
    re.IGNORECASE,
)
_BARE_PAGES = re.compile(r"\d+(?:\s*[-–—]\s*\d+)?(?:\s*,\s*\d+(?:\s*[-–—]\s*\d+)?)*")
_DASH = re.compile(r"(?<=\d)\s*[-—–]\s*(?=\d)")


@dataclass(frozen=True, slots=True)
class Whole:
    """The set that a volume belongs to: its title with other title information, who answers for it, the volume's mark."""

    title: str = ""
    responsibility: str = ""
    volume: str = ""


def host_of(fields: Fields, profile: Profile, pages_label: str) -> Host | None:
    """Return where an article stands; None where the record does not say."""
    if profile is Profile.MARC21:
        return _of_marc21(fields, pages_label)
    if profile is Profile.IRBIS:
        return _of_irbis(fields, pages_label)
    return _of_unimarc(fields, pages_label)


def _of_marc21(fields: Fields, label: str) -> Host | None:
    for pieces in fields.all("773"):
        title = trim(connect(pieces, {"t": " ", "b": ". – "}))
        author = trim(" ".join(values(pieces, "a")))
        if title:
            parts = tuple(_labelled(trim(part), label) for part in values(pieces, "g"))
            imprint = trim(" ".join(values(pieces, "d")))
            issn = next(iter(values(pieces, "x")), "")
            return _read(f"{title} / {author}" if author else title, imprint, parts, issn)
    return None


def _of_irbis(fields: Fields, label: str) -> Host | None:
    for pieces in fields.all("463"):
        title = trim(connect(pieces, {"c": " ", "a": " "}))
        if title:
            pages = _labelled(next(iter(values(pieces, "s")), ""), label)
            stated = (*values(pieces, "j"), *values(pieces, "v"), *values(pieces, "h"), pages)
            places, publishers = values(pieces, "d"), values(pieces, "g")
            imprint = trim(" : ".join([*places, *publishers]))
            return _read(title, imprint, tuple(part for part in stated if part), "")
    return None


def _of_unimarc(fields: Fields, label: str) -> Host | None:
    """463 is the piece, 461 above it the journal; both as linked subfields or as whole fields embedded by $1."""
    piece = _unimarc_link(fields.first("463"))
    above = _unimarc_link(fields.first("461"))
    title = above.title or piece.title
    if not title:
        return None
    parts = [piece.title] if above.title and piece.title else []
    parts += [piece.date, *piece.volumes, *above.volumes, *(_labelled(text, label) for text in piece.pages)]
    return _read(title, piece.imprint or above.imprint, tuple(dict.fromkeys(filter(None, parts))),
                 piece.issn or above.issn)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Link:
    title: str = ""
    imprint: str = ""
    date: str = ""
    volumes: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    issn: str = ""


def _unimarc_link(pieces: Pieces) -> _Link:
    embedded = _embedded(pieces)
    if embedded:
        title, imprint = embedded.get("200", []), embedded.get("210", [])
        return _Link(
            title=trim(connect(title, {"a": " ", "e": " : ", "f": " / "})),
            imprint=trim(connect(imprint, {"a": " ; ", "c": " : "})),
            date=next(iter(values(imprint, "d")), ""),
            volumes=tuple(trim(text) for text in values(title, "v")),
            pages=tuple(values(embedded.get("215", []), "a")),
            issn=next(iter(values(embedded.get("011", []), "a")), ""),
        )
    return _Link(
        title=trim(connect(pieces, {"t": " ", "a": " ", "o": " : "})),
        imprint=trim(connect(pieces, {"c": " ; ", "n": " : "})),
        date=next(iter(values(pieces, "d")), ""),
        volumes=tuple(trim(text) for text in values(pieces, "vhi")),
        pages=tuple(values(pieces, "p")),
        issn=next(iter(values(pieces, "x")), ""),
    )


def _embedded(pieces: Pieces) -> dict[str, Pieces]:
    """Cut `$1 2001  $a …` into the fields that it carries (UNIMARC, embedded fields technique)."""
    found: dict[str, Pieces] = {}
    tag = ""
    for code, text in pieces:
        if code == "1":
            tag = text[:3]
            found.setdefault(tag, [])
        elif tag:
            found[tag].append((code, text))
    return found


def whole_of(fields: Fields, profile: Profile) -> Whole:
    """Return the set of a volume by 461; empty where there is none."""
    pieces = fields.first("461") if profile is not Profile.MARC21 else []
    if profile is Profile.IRBIS:
        own = fields.first("200")
        return Whole(
            trim(connect(pieces, {"c": " ", "e": " : "})),
            trim(connect(pieces, {"f": " / "})),
            trim(" ".join(values(own, "v"))),
        )
    title = _embedded(pieces).get("200", pieces)
    return Whole(
        trim(connect(title, {"a": " ", "t": " ", "e": " : "})),
        trim(connect(title, {"f": " / ", "g": " ; "})),
        trim(" ".join(values(title, "v")[:1])),
    )


def _labelled(text: str, label: str) -> str:
    """Return bare page numbers with the word for pages before them: 12-15 → B. 12–15."""
    text = _DASH.sub("–", trim(text))
    return f"{label} {text}" if _BARE_PAGES.fullmatch(text) else text


def _read(title: str, imprint: str, parts: tuple[str, ...], issn: str) -> Host:
    parts = tuple(_DASH.sub("–", part) for part in parts if part)
    line = ". ".join([*parts, imprint])
    pages = _PAGES.search(line)
    return Host(
        title=title,
        imprint=imprint,
        parts=parts,
        year=_group(_YEAR.search(line)),
        volume=_group(_VOLUME.search(line)),
        number=_group(_NUMBER.search(line)) or _group(_NUMBER_SON.search(line)),
        pages=next((group for group in pages.groups() if group), "") if pages else "",
        issn=issn,
    )


def _group(match: re.Match[str] | None) -> str:
    return match[1].strip("-–/") if match else ""
