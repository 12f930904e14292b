"""Edition, imprint, extent and series: 250, 260/264, 300, 490 and 205, 210/214, 215, 225."""

from __future__ import annotations

from dataclasses import dataclass

from pymarc import Field

from catalog.marc.converting.model import Parts, Source, made
from catalog.marc.converting.punctuation import bare, joined, stripped


@dataclass(frozen=True, slots=True)
class Area:
    """Codes of MARC 21 and UNIMARC for an ISBD area, the sign before each MARC code, and what ends the field."""

    to_unimarc: dict[str, str]
    to_marc: dict[str, str]
    signs: dict[str, str]
    stop: bool


def _area(pairs: str, signs: dict[str, str], *, stop: bool = False, extra: str = "") -> Area:
    both = [pair.split("=") for pair in pairs.split()]
    more = dict(pair.split("=") for pair in extra.split())
    return Area(dict(both), {unimarc: marc for marc, unimarc in both} | more, signs, stop)


_IMPRINT = _area(
    "a=a b=c c=d e=e f=g g=h", {"a": " ;", "b": " :", "c": ",", "e": "", "f": " :", "g": ","}, stop=True
)
AREAS = {
    "edition": _area("a=a b=f", {"b": " /"}, stop=True, extra="g=b"),
    "imprint": _IMPRINT,
    "extent": _area("a=a b=c c=d e=e", {"b": " :", "c": " ;", "e": " +"}),
    "series": _area("a=a v=v x=x n=h p=i", {"x": ",", "v": " ;", "h": ".", "i": "."}),
}
_FUNCTIONS = {"1": "0", "0": "1", "2": "2", "3": "3", "4": "4"}
"""Second indicator of 264 and of 214; each is its own reverse."""
_SERIES_TRACED = {"0": "1", "1": "0"}


def to_unimarc(source: Source, area: Area, tag: str) -> list[Field]:
    """Signs between subfields go, codes change."""
    parts: Parts = []
    for code, value in source.take("".join(area.to_unimarc)):
        parts.append((area.to_unimarc[code], _plain(tag, code, value)))
    if not parts:
        return []
    if source.tag == "264":
        if source.ind2 in "1 ":
            return [made("210", parts)]
        return [made("214", parts, " ", _FUNCTIONS.get(source.ind2, "0"))]
    return [made(tag, parts, _SERIES_TRACED.get(source.ind1, " ") if tag == "225" else " ")]


def _plain(tag: str, code: str, value: str) -> str:
    """In the extent a full stop belongs to an abbreviation (400 p.); elsewhere it may close the field."""
    if tag == "215" or code in "vx":
        return bare(value)
    return stripped(value)


def to_marc21(source: Source, area: Area, tag: str) -> list[Field]:
    """Codes change, signs between subfields are set."""
    parts = [(area.to_marc[code], bare(value)) for code, value in source.take("".join(area.to_marc))]
    if not parts:
        return []
    if source.tag == "214":
        return [made("264", joined(parts, area.signs), " ", _FUNCTIONS.get(source.ind2, "1"))]
    if tag == "490":
        return [made(tag, joined(_series(source, parts), area.signs), "0" if source.ind1 == "1" else "1")]
    stop = area.stop and not parts[-1][1].endswith(("]", ")"))
    return [made(tag, joined(parts, area.signs, stop=stop))]


def _series(source: Source, parts: Parts) -> Parts:
    """Other title information and parts of a series stand in 490 $a."""
    for code, value in source.take("ehi"):
        sign = " : " if code == "e" else ". "
        parts = [
            (given, text + sign + stripped(value)) if given == "a" else (given, text) for given, text in parts
        ]
    return parts
