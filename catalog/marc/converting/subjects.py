"""Subjects: 6XX of either format with subdivisions, and the list they come from."""

from __future__ import annotations

from pymarc import Field, Indicators, Subfield

from catalog.marc.converting.embedded import embedded
from catalog.marc.converting.model import Parts, Source, made
from catalog.marc.converting.names import subdivisions, subject_name_to_marc, subject_name_to_unimarc
from catalog.marc.converting.punctuation import stripped
from catalog.marc.fields import BLANKS

_TO_UNIMARC = {
    "600": "600",
    "610": "601",
    "611": "601",
    "630": "605",
    "650": "606",
    "651": "607",
    "655": "608",
}
_TO_MARC = {"600": "600", "601": "610", "602": "600", "605": "630", "606": "650", "607": "651", "608": "655"}
_NAMES = frozenset(("600", "610", "611", "601", "602"))
_LISTS = {"0": "lc", "1": "lcch", "2": "mesh", "3": "nal", "5": "cae", "6": "caf"}
_INDICATORS = {name: indicator for indicator, name in _LISTS.items()}
_TITLE = {"a": "a", "n": "h", "p": "i", "l": "m", "k": "l", "s": "q", "r": "u", "m": "r", "o": "w", "f": "k"}
_TITLE_BACK = {unimarc: marc for marc, unimarc in _TITLE.items()}


def to_unimarc(source: Source) -> list[Field]:
    """600–655 → 600–608; the list named by the second indicator stands in $2."""
    tag = _TO_UNIMARC[source.tag]
    if source.tag in _NAMES:
        field = subject_name_to_unimarc(source, tag)
    elif source.tag == "630":
        parts = [(_TITLE[code], stripped(value)) for code, value in source.take("".join(_TITLE))]
        field = made(tag, [*parts, *subdivisions(source, back=False)])
    else:
        field = made(tag, _in_order(source, back=False))
    named = source.first("2") if source.ind2 == "7" else _LISTS.get(source.ind2, "")
    return _finished(field, [("2", named), *[("3", value) for _, value in source.take("0")]])


def to_marc21(source: Source) -> list[Field]:
    """600–608 → 600–655; the list in $2 becomes the second indicator where there is one for it."""
    if source.tag in _NAMES:
        field = subject_name_to_marc(source)
    elif source.tag == "605":
        parts = [(_TITLE_BACK[code], stripped(value)) for code, value in source.take("".join(_TITLE_BACK))]
        field = made("630", [*parts, *subdivisions(source, back=True)], "0")
    else:
        field = made(_TO_MARC[source.tag], _in_order(source, back=True))
    named = source.first("2").strip()
    indicator = _INDICATORS.get(named, "7" if named else "4")
    field.indicators = Indicators((field.indicators or BLANKS)[0], indicator)
    return _finished(
        field, [("2", named if indicator == "7" else ""), *[("0", value) for _, value in source.take("3")]]
    )


def _in_order(source: Source, *, back: bool) -> Parts:
    """Heading and subdivisions in the order of the field."""
    codes = (
        {"a": "a", "j": "v", "x": "x", "z": "y", "y": "z"}
        if back
        else {"a": "a", "v": "j", "x": "x", "y": "z", "z": "y"}
    )
    return [(codes[code], stripped(value)) for code, value in source.take("".join(codes))]


def _finished(field: Field, rest: Parts) -> list[Field]:
    if not field.subfields:
        return []
    field.subfields += [Subfield(code, value) for code, value in rest if value]
    return [field]


def work_to_marc(source: Source) -> list[Field]:
    """604, a name and a title as subject: 600 or 610 with $t, from fields in the field or from plain subfields."""
    inner = embedded(source, {"700": "600", "701": "600", "710": "601", "711": "601"})
    if not inner:
        parts: Parts = [("a", stripped(source.first("a"))), ("t", source.first("t"))]
        return _finished(made("600", [*parts, *subdivisions(source, back=True)], "0", "4"), [])
    parts, tag, ind1 = [], "630", "0"
    rest: Parts = []
    for one in inner:
        if one.tag in ("600", "601"):
            name = subject_name_to_marc(one)
            tag, ind1 = name.tag, (name.indicators or BLANKS)[0]
            parts += [(code, value) for code, value in name.subfields]
        else:
            parts += [("t" if parts else "a", stripped(value)) for _, value in one.take("a")]
            parts += subdivisions(one, back=True)
            rest = rest or [("0", value) for _, value in one.take("3")[:1]]
            rest += [("2", value) for _, value in one.take("2")]
        one.settle()
    indicator = "7" if any(code == "2" for code, _ in rest) else "4"
    return _finished(made(tag, parts, ind1, indicator), rest)
