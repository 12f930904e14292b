"""Small roads of their own: cataloguing agencies, uniform and variant titles, BBK in field 621."""

from __future__ import annotations

from pymarc import Field

from catalog.marc.converting.model import Parts, Source, made
from catalog.marc.converting.punctuation import stripped
from catalog.marc.facts.text import NONSORT_BEGIN, NONSORT_END, without_nonsort

_AGENCIES = (("a", "0"), ("c", "1"), ("d", "2"))
_VARIANTS = {"1": "510", "4": "512", "5": "513", "6": "514", "7": "515", "8": "516"}
_KINDS = {tag: kind for kind, tag in _VARIANTS.items()}
_VARIANT = {"a": "a", "b": "e", "n": "h", "p": "i", "h": "b", "f": "j"}
_VARIANT_BACK = {unimarc: marc for marc, unimarc in _VARIANT.items()}
_UNIFORM = {
    "a": "a", "n": "h", "p": "i", "l": "m", "f": "k", "k": "l", "m": "r", "o": "w", "r": "u", "s": "q", "h": "b",
    "g": "n", "v": "v",
}  # fmt: skip
_UNIFORM_BACK = {unimarc: marc for marc, unimarc in _UNIFORM.items()}


def agencies_to_unimarc(source: Source) -> list[Field]:
    """040 → an 801 for each agency; the language of cataloguing goes to 100 $a."""
    rules: Parts = [("g", value) for _, value in source.take("e")]
    source.first("b")
    return [
        made("801", [("b", value), *rules], " ", indicator)
        for code, indicator in _AGENCIES
        for _, value in source.take(code)
    ]


def agencies_to_marc21(sources: list[Source], language: str) -> list[Field]:
    """All 801 → one 040."""
    parts: Parts = []
    for source in sources:
        code = {indicator: code for code, indicator in _AGENCIES}.get(source.ind2, "d")
        if code != "d" and any(given == code for given, _ in parts):
            code = "d"
        found = [(code, value) for _, value in source.take("b")]
        parts += [part for part in found if part not in parts]
        rules = [("e", value) for _, value in source.take("g")]
        parts += [rule for rule in rules if rule not in parts]
    order = {"a": 0, "b": 1, "e": 2, "c": 3, "d": 4}
    if language.isalpha():
        parts.append(("b", language))
    return [made("040", sorted(parts, key=lambda part: order[part[0]]))] if parts else []


def uniform_to_unimarc(source: Source) -> list[Field]:
    """130, 240, 730 → 500; what is passed over in sorting gets its marks."""
    parts = [(_UNIFORM[code], stripped(value)) for code, value in source.take("".join(_UNIFORM))]
    skip = source.ind2 if source.tag == "240" else source.ind1
    return [made("500", _marked(parts, skip), "1", "1" if source.tag == "130" else "0")] if parts else []


def _marked(parts: Parts, indicator: str) -> Parts:
    skip = int(indicator) if indicator.isascii() and indicator.isdigit() else 0
    code, title = parts[0]
    if not 0 < skip < len(title):
        return parts
    return [(code, f"{NONSORT_BEGIN[0]}{title[:skip]}{NONSORT_END[0]}{title[skip:]}"), *parts[1:]]


def uniform_to_marc21(source: Source) -> list[Field]:
    """500 → 130 where it is the main entry, else 240."""
    given = source.take("".join(_UNIFORM_BACK))
    if not given:
        return []
    skip = str(min(without_nonsort(given[0][1])[1], 9))
    parts = [(_UNIFORM_BACK[code], without_nonsort(stripped(value))[0]) for code, value in given]
    return [made("130", parts, skip) if source.ind2 == "1" else made("240", parts, "1", skip)]


def variant_to_unimarc(source: Source) -> list[Field]:
    """246 → 510 to 517 by the second indicator."""
    parts = [(_VARIANT[code], stripped(value)) for code, value in source.take("".join(_VARIANT))]
    tag = _VARIANTS.get(source.ind2, "517")
    return [made(tag, parts, "1" if source.ind1 in "13" else "0")] if parts else []


def variant_to_marc21(source: Source) -> list[Field]:
    """510 to 517 → 246."""
    given = source.take("".join(_VARIANT_BACK))
    parts = [(_VARIANT_BACK[code], without_nonsort(stripped(value))[0]) for code, value in given]
    return (
        [made("246", parts, "0" if source.ind1 == "0" else "3", _KINDS.get(source.tag, " "))] if parts else []
    )


def provenance_to_marc21(source: Source) -> list[Field]:
    """621 is BBK in exports of IRBIS, and then begins with a digit; a place of provenance is left as lost."""
    mark = source.peek("a")
    if not mark[:1].isdigit():
        return []
    return [made("084", [("a", source.first("a")), ("2", "rubbk")])]
