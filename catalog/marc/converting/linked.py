"""Works that a record hangs together with: 76X–78X, 830 of MARC 21 and 4XX of UNIMARC."""

from __future__ import annotations

import re

from pymarc import Field

from catalog.marc.converting.embedded import MARK, Inner, embedded
from catalog.marc.converting.model import Parts, Source, made
from catalog.marc.converting.punctuation import bare, stripped
from catalog.marc.facts.text import without_nonsort

TO_UNIMARC = {
    "762": "411", "765": "454", "767": "453", "770": "421", "772": "422", "774": "464", "775": "451",
    "776": "452", "777": "423", "787": "488", "830": "410", "800": "410", "810": "410", "811": "410",
}  # fmt: skip
_PRECEDING = dict(zip("01234567", ("430", "431", "432", "433", "436", "434", "435", "437"), strict=True))
_SUCCEEDING = dict(
    zip("012345678", ("440", "441", "442", "443", "444", "445", "446", "447", "448"), strict=True)
)
TO_MARC = (
    {unimarc: marc for marc, unimarc in TO_UNIMARC.items() if marc not in ("800", "810", "811")}
    | dict.fromkeys(_PRECEDING.values(), "780")
    | dict.fromkeys(_SUCCEEDING.values(), "785")
    | {"461": "773", "462": "773", "463": "773", "470": "787", "455": "534", "456": "776", "424": "787", "425": "787",
       "481": "777", "482": "777"}
)  # fmt: skip
_ORDER = "abcdghikmnorstuxyzw"
_RELATION = {tag: at for table in (_PRECEDING, _SUCCEEDING) for at, tag in table.items()}
_NAMED_SERIES = {"800": "700", "810": "710", "811": "710"}
_IMPRINT = re.compile(r"^(?P<place>[^:]*?)(?: ?: (?P<publisher>.*?))?(?:, ?(?P<date>[^,]*\d{4}[^,]*))?$")
_IN_200 = {"t": "a", "a": "a", "s": "e", "n": "h", "p": "i", "g": "v", "v": "v"}


def to_unimarc(source: Source, *, host: str = "463") -> list[Field]:
    """Return a 4XX with fields in the field, as RUSMARC writes them; `host` is what 773 becomes."""
    tag = _tag_of(source, host)
    parts: Parts = []
    number = source.first("w")
    if number:
        parts.append((MARK, f"001{number}"))
    if source.tag == "830":
        parts += _inner(
            "200", "1 ", [(_IN_200[code], stripped(value)) for code, value in source.take("anpv")]
        )
    elif source.tag in _NAMED_SERIES:
        parts += _inner(
            "200", "1 ", [(_IN_200[code], stripped(value)) for code, value in source.take("tnpv")]
        )
        parts += _person(source, _NAMED_SERIES[source.tag])
    else:
        title = stripped(source.first("t"))
        place = [("v", value) for _, value in source.take("g")]
        # The title before the author: many systems take the first $a for it.
        parts += _inner("200", "1 ", [("a", title), *place] if title else place)
        parts += _person(source)
        parts += _inner("205", "  ", [("a", bare(value)) for _, value in source.take("b")])
        parts += _imprint(source)
        parts += _inner("215", "  ", [("a", bare(value)) for _, value in source.take("h")])
        parts += _inner("225", "  ", [("a", stripped(value).strip("()")) for _, value in source.take("k")])
        parts += _inner("010", "  ", [("a", bare(value)) for _, value in source.take("z")])
    parts += _inner("011", "  ", [("a", bare(value)) for _, value in source.take("x")])
    return [made(tag, parts, " ", "0" if source.ind1 == "1" else "1")] if parts else []


def _tag_of(source: Source, host: str) -> str:
    if source.tag == "773":
        return host
    if source.tag == "780":
        return _PRECEDING.get(source.ind2, "430")
    if source.tag == "785":
        return _SUCCEEDING.get(source.ind2, "440")
    return TO_UNIMARC[source.tag]


def _inner(tag: str, marks: str, parts: Parts) -> Parts:
    return [(MARK, tag + marks), *parts] if parts else []


def _person(source: Source, tag: str = "700") -> Parts:
    name = stripped(source.first("a"))
    if tag != "700":
        return _inner(tag, "02", [("a", name)] if name else [])
    surname, comma, forenames = name.partition(",")
    given = [("b", forenames.strip())] if comma else []
    return _inner(tag, " 1", [("a", surname.strip()), *given] if name else [])


def _imprint(source: Source) -> Parts:
    """`Toshkent : Fan, 2020` as place, publisher and date."""
    said = source.first("d")
    match = _IMPRINT.match(stripped(said)) if said else None
    if match is None:
        return _inner("210", "  ", [("a", stripped(said))] if said else [])
    named = (("a", match["place"]), ("c", match["publisher"]), ("d", match["date"]))
    return _inner("210", "  ", [(code, text.strip()) for code, text in named if text and text.strip()])


def to_marc21(source: Source) -> list[Field]:
    """Return a 76X–78X, 830 or, of a series, its like; both ways of UNIMARC to write a 4XX are understood."""
    tag = TO_MARC[source.tag]
    ind2 = _RELATION.get(source.tag, " ")
    parts = (
        _from_inner(source)
        if any(code == MARK for code, _ in source.field.subfields)
        else _from_plain(source)
    )
    if tag == "830":
        return _series(source, parts)
    parts = sorted(parts, key=lambda part: _ORDER.find(part[0]) % len(_ORDER))
    return [made(tag, parts, "1" if source.ind2 == "0" else "0", ind2)] if parts else []


def _series(source: Source, parts: Parts) -> list[Field]:
    """830, or 800 and 810 where the series stands under a name."""
    named = any(code == "a" for code, _ in parts)
    codes = {"g": "v"} if named else {"g": "v", "t": "a"}
    order = "atnpxvw"
    found = sorted(
        ((codes.get(code, code), value) for code, value in parts),
        key=lambda part: order.find(part[0]) % len(order),
    )
    if not named:
        return [made("830", found, " ", "0")] if found else []
    body = any(code == MARK and value.startswith("71") for code, value in source.field.subfields)
    return [made("810", found, "2") if body else made("800", found, "1")]


_PLAIN = {"t": "t", "a": "a", "v": "g", "x": "x", "y": "z", "e": "b", "p": "h", "s": "k", "0": "w", "z": "y"}
_PLAIN_TITLES = {"o": " : ", "h": ". ", "i": ". ", "l": " = ", "f": " / "}


def _from_plain(source: Source) -> Parts:
    parts: Parts = [(_PLAIN[code], stripped(value)) for code, value in source.take("".join(_PLAIN))]
    for code, value in source.take("".join(_PLAIN_TITLES)):
        parts = _continued(parts, _PLAIN_TITLES[code] + stripped(value))
    return parts + _imprint_of(source.take("cnd"), {"c": "a", "n": "c", "d": "d"})


def _from_inner(source: Source) -> Parts:
    parts: Parts = []
    for one in embedded(source):
        parts += _of_inner(one, parts)
        one.settle()
    return parts


def _of_inner(one: Inner, before: Parts) -> Parts:
    """What one field in the field says, in the codes of 76X–78X."""
    if one.tag == "001":
        one.settle(whole=True)
        return [("w", one.data)]
    if one.tag == "200":
        return _title_of(one)
    if one.tag in ("700", "710"):
        return [] if any(code == "a" for code, _ in before) else _name_of(one)
    if one.tag == "210":
        return _imprint_of(one.take("acd"), {"a": "a", "c": "c", "d": "d"})
    simple = {"205": "b", "215": "h", "225": "k", "010": "z", "011": "x"}.get(one.tag)
    return [(simple, bare(value)) for _, value in one.take("a")] if simple else []


def _name_of(one: Inner) -> Parts:
    """`Surname, A. B.`; forenames in full only where there are no initials."""
    name = ", ".join(part for part in (stripped(one.first("a")), one.first("b") or one.first("g")) if part)
    return [("a", name)] if name else []


def _title_of(one: Inner) -> Parts:
    title = without_nonsort(stripped(one.first("a")))[0]
    parts: Parts = [("t", title)] if title else []
    for code, value in one.take("ehif"):
        parts = _continued(parts, {"e": " : ", "f": " / "}.get(code, ". ") + stripped(value))
    return parts + [("g", value) for _, value in one.take("v")]


def _continued(parts: Parts, text: str) -> Parts:
    if not any(code == "t" for code, _ in parts):
        return [*parts, ("t", text.lstrip(" .:=/"))]
    return [(code, value + text) if code == "t" else (code, value) for code, value in parts]


def _imprint_of(parts: Parts, meaning: dict[str, str]) -> Parts:
    text = ""
    for code, value in parts:
        sign = {"a": " ; ", "c": " : ", "d": ", "}[meaning[code]]
        text += (sign if text else "") + stripped(value)
    return [("d", text)] if text else []
