"""Coded fields of UNIMARC from those of MARC 21: 008, 041, 044 → 100, 101, 102, 105, 106, 110."""

from __future__ import annotations

from collections.abc import Iterator

from pymarc import Field, Record

from catalog.marc.converting.leaders import mapped
from catalog.marc.converting.model import Lost, Parts, made
from catalog.marc.converting.tables import Table
from catalog.marc.facts.codes import country_of_marc, languages
from catalog.marc.tables.codelists import country_codes

FILL = " |#^"
"""Signs that say nothing in a coded field."""
LANGUAGES = {"b": "d", "f": "e", "k": "b", "e": "h", "g": "i", "j": "j"}
"""041 and 101 where it is neither text nor original."""
_NO_ENTRY = "000000"
_CENTURY_TURN = "68"


def coded_to_unimarc(record: Record, leader: str, table: Table) -> tuple[list[Field], list[Lost]]:
    """Return 100, 101, 102 and what of 105, 106, 110 the record has codes for; the rest of 008 is lost."""
    fixed = next((field.data or "" for field in record.get_fields("008") if field.control_field), "")
    padded = fixed.ljust(40)[:40]
    lost = _Remainder(fixed)
    serial = leader[7] in "bis" and leader[6] in "at"
    fields = [
        made("100", [("a", _general(record, padded, table, lost))]),
        *_languages(record, padded),
        *_countries(record, padded),
    ]
    if serial:
        fields += _serial(padded, table, lost)
    elif leader[6] in "at":
        fields += _book(padded, table, lost)
    return fields, [*lost.told(), *_lost_of(record)]


class _Remainder:
    """Positions of 008 that have a code and no place in UNIMARC."""

    def __init__(self, fixed: str) -> None:
        self._fixed = fixed
        self._left = {at for at, sign in enumerate(fixed) if sign not in FILL}
        self.done(*range(18), 35, 36, 37, 38, 39)

    def done(self, *positions: int) -> None:
        self._left -= set(positions)

    def told(self) -> list[Lost]:
        return [
            Lost("008", f"/{at:02d} {self._fixed[at]}") for at in sorted(self._left) if self._fixed[at] != "0"
        ]


def _general(record: Record, fixed: str, table: Table, lost: _Remainder) -> str:
    """100 $a: 36 characters."""
    entered = fixed[:6]
    known = entered.isdigit() and entered != _NO_ENTRY
    day = ("20" if entered[:2] < _CENTURY_TURN else "19") + entered if known else " " * 8
    kind = mapped(table, "date_type", fixed[6])
    dates = "".join(_year(fixed[at : at + 4]) for at in (7, 11))
    audience = government = " "
    if fixed.strip():
        audience = mapped(table, "audience", fixed[22])
        government = mapped(table, "government", fixed[28], "u")
        lost.done(*(at for at, code in ((22, audience), (28, government)) if code.strip()))
    changed = "0" if fixed[38] in FILL else "1"
    source = next(iter(record.get_fields("040")), None)
    language = ((source.get("b") if source else "") or "   ")[:3].ljust(3)
    script = _script(record)
    return f"{day}{kind}{dates}{audience}  {government}{changed}{language}y50      {script}"


def _year(text: str) -> str:
    return "".join(sign if sign.isdigit() else " " for sign in text)


def _script(record: Record) -> str:
    title = next((field.get("a") or "" for field in record.get_fields("245")), "")
    if any("Ѐ" <= letter <= "ӿ" for letter in title):
        return "ca"
    return "fa" if any("\u0600" <= letter <= "\u06ff" for letter in title) else "ba"


def _languages(record: Record, fixed: str) -> list[Field]:
    stated = record.get_fields("041")
    texts = list(languages([fixed[35:38]])) or ([fixed[35:38]] if fixed[35:38].isalpha() else [])
    parts: Parts = []
    for field in stated:
        texts += languages(field.get_subfields("a", "d"))
        parts += [("c", code) for code in languages(field.get_subfields("h"))]
        for code, value in field.subfields:
            if code in LANGUAGES:
                parts += [(LANGUAGES[code], found) for found in languages([value])]
    translated = any(code == "c" for code, _ in parts)
    ind1 = "1" if translated else "0"
    whole = [("a", code) for code in dict.fromkeys(texts)]
    return [made("101", [*whole, *parts], ind1)] if whole or parts else []


def _countries(record: Record, fixed: str) -> list[Field]:
    """102: ISO code; the MARC 21 code of a part of a country stays beside it in $b."""
    places = [
        fixed[15:18],
        *(value for field in record.get_fields("044") for value in field.get_subfields("a")),
    ]
    parts: Parts = []
    for place in dict.fromkeys(place.strip(FILL).lower() for place in places):
        iso = country_of_marc(place)
        if len(iso) == 2 and ("a", iso) not in parts:
            parts.append(("a", iso))
        if place and place not in country_codes():
            parts.append(("b", place))
    return [made("102", parts)] if parts else []


def _book(fixed: str, table: Table, lost: _Remainder) -> Iterator[Field]:
    if not fixed.strip():
        return
    illustrations = _several(fixed[18:22], table, "illustrations", lost, 18)
    contents = _several(fixed[24:28], table, "contents", lost, 24)
    flags = "".join(sign if sign in "01" else "|" for sign in (fixed[29], fixed[30], fixed[31]))
    literary = _one(fixed, 33, table, "literary", lost)
    biography = _one(fixed, 34, table, "biography", lost)
    lost.done(29, 30, 31)
    first = illustrations if illustrations.strip() else "y   "
    yield made("105", [("a", f"{first}{contents}{flags}{literary}{biography}")])
    form = table.codes["form"].get(fixed[23], "")
    if form:
        lost.done(23)
        yield made("106", [("a", form)])


def _several(codes: str, table: Table, name: str, lost: _Remainder, start: int) -> str:
    """Four codes side by side; one without its like is lost, the others move together."""
    found = ""
    for at, code in enumerate(codes):
        meant = table.codes[name].get(code, "")
        if meant and code not in FILL:
            lost.done(start + at)
            found += meant if meant not in found else ""
    return found.ljust(4)[:4]


def _one(fixed: str, at: int, table: Table, name: str, lost: _Remainder) -> str:
    meant = table.codes[name].get(fixed[at], "")
    if meant:
        lost.done(at)
    return meant or "|"


def _serial(fixed: str, table: Table, lost: _Remainder) -> Iterator[Field]:
    if not fixed.strip():
        return
    kind = _one(fixed, 21, table, "serial_type", lost)
    frequency = _one(fixed, 18, table, "frequency", lost)
    regularity = _one(fixed, 19, table, "regularity", lost)
    contents = _several(fixed[24:28], table, "contents", lost, 24)
    conference = fixed[29] if fixed[29] in "01" else "|"
    lost.done(29)
    yield made("110", [("a", f"{kind}{frequency}{regularity}{contents}{conference}||0")])


def _lost_of(record: Record) -> Iterator[Lost]:
    """Subfields of 041 and 044 that 101 and 102 cannot hold."""
    for field in record.get_fields("041"):
        kept = {"a", "d", "h", *LANGUAGES}
        for code, value in field.subfields:
            if value.strip() and (code not in kept or not languages([value])):
                yield Lost("041", f"${code} {value}")
    for field in record.get_fields("044"):
        for code, value in field.subfields:
            if code != "a" and value.strip():
                yield Lost("044", f"${code} {value}")
