"""Coded fields of MARC 21 from those of UNIMARC: 100, 101, 102, 105, 106, 110 → 008, 041, 044."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pymarc import Field, Record

from catalog.marc.converting.coded_unimarc import FILL, LANGUAGES
from catalog.marc.converting.leaders import mapped
from catalog.marc.converting.model import Lost, Parts, made
from catalog.marc.converting.tables import Table
from catalog.marc.facts.codes import country_of_iso, languages
from catalog.marc.fields import control_field
from catalog.marc.tables import code_list
from catalog.marc.tables.codelists import country_codes

_LANGUAGES_BACK = {unimarc: marc for marc, unimarc in LANGUAGES.items()}
_PREFERRED_PLACES = {"US": "xxu", "GB": "xxk", "CA": "xxc", "SU": "ur ", "FR": "fr ", "XX": "xx "}
_NO_ENTRY = "000000"

CODED_TAGS = frozenset(("100", "101", "102", "105", "106", "110"))


def coded_to_marc21(record: Record, leader: str, table: Table) -> tuple[list[Field], list[Lost]]:
    """Return 008 and, where 008 cannot say it, 041 and 044; positions that have no place are lost."""
    general = _first(record, "100").ljust(36)[:36]
    spoken = list(record.get_fields("101"))
    texts = [code for field in spoken for code in field.get_subfields("a")]
    places = [value for field in record.get_fields("102") for value in field.get_subfields("a")]
    parts_of_places = [value for field in record.get_fields("102") for value in field.get_subfields("b")]
    fixed = list(" " * 40)
    fixed[:6] = general[2:8] if general[:8].isdigit() else _NO_ENTRY
    fixed[6] = mapped(table, "date_type", general[8], "|" if general[8] in FILL else " ")
    fixed[7:11], fixed[11:15] = _back(general[9:13]), _back(general[13:17])
    fixed[15:18] = _place(places, parts_of_places)
    fixed[18:35] = _middle(record, leader, general, table)
    fixed[35:38] = (languages(texts) or ("   ",))[0]
    fixed[38] = " " if general[21] in "0" + FILL else "o"
    fixed[39] = "d"
    return [control_field("008", "".join(fixed)), *_languages_back(spoken, texts), *_places_back(places)], [
        *_lost_coded(record, places)
    ]


def _first(record: Record, tag: str) -> str:
    return next((field.get("a") or "" for field in record.get_fields(tag)), "")


def _back(year: str) -> str:
    """`19  ` → 19uu; no year stays blank."""
    return year if not year.strip(FILL) else "".join(sign if sign.isdigit() else "u" for sign in year)


@cache
def _marc_places() -> dict[str, str]:
    found: dict[str, str] = {}
    for marc, iso in country_codes().items():
        found.setdefault(iso, marc.ljust(3))
    return found | _PREFERRED_PLACES


def _place(places: list[str], parts: list[str]) -> str:
    for part in parts:
        if part in code_list("marc_country") or not places:
            return part.ljust(3)[:3]
    iso = country_of_iso(places[0]) if places else ""
    return _marc_places().get(iso, "xx " if not iso else iso.lower().ljust(3)[:3])


def _middle(record: Record, leader: str, general: str, table: Table) -> str:
    """008/18-34 from 100, 105 or 110; blank where nothing is said."""
    middle = list(" " * 17)
    if leader[6] in "ab" and leader[7] not in "si":
        _book_back(_first(record, "105"), middle, table)
        middle[5] = mapped(table, "form", _first(record, "106")[:1])
    elif leader[7] in "si":
        _serial_back(_first(record, "110"), middle, table)
    middle[4] = mapped(table, "audience", general[17])
    middle[10] = mapped(table, "government", general[20])
    return "".join(middle)


def _book_back(codes: str, middle: list[str], table: Table) -> None:
    if len(codes) < 13:
        return
    middle[0:4] = "".join(table.codes["illustrations"].get(code, "") for code in codes[:4]).ljust(4)
    middle[6:10] = "".join(table.codes["contents"].get(code, "") for code in codes[4:8]).ljust(4)
    for at, code in zip((11, 12, 13), codes[8:11], strict=True):
        middle[at] = code if code in "01" else "|"
    middle[15] = mapped(table, "literary", codes[11], "|")
    middle[16] = mapped(table, "biography", codes[12], "|")


def _serial_back(codes: str, middle: list[str], table: Table) -> None:
    if len(codes) < 8:
        return
    middle[0] = mapped(table, "frequency", codes[1], "|")
    middle[1] = mapped(table, "regularity", codes[2], "|")
    middle[3] = mapped(table, "serial_type", codes[0], "|")
    middle[7:10] = "".join(table.codes["contents"].get(code, "") for code in codes[3:7]).ljust(3)[:3]
    middle[11] = codes[7] if codes[7] in "01" else "|"


def _languages_back(spoken: list[Field], texts: list[str]) -> list[Field]:
    parts: Parts = []
    for field in spoken:
        parts += [("h", code) for code in field.get_subfields("c")]
        parts += [
            (_LANGUAGES_BACK[code], value) for code, value in field.subfields if code in _LANGUAGES_BACK
        ]
    known = languages(texts)
    if len(known) < 2 and not parts:
        return []
    translated = any(code == "h" for code, _ in parts)
    return [made("041", [*[("a", code) for code in known], *parts], "1" if translated else "0")]


def _places_back(places: list[str]) -> list[Field]:
    known = [_marc_places().get(country_of_iso(place), "").strip() for place in places]
    return [made("044", [("a", place) for place in known if place])] if len(places) > 1 else []


def _lost_coded(record: Record, places: list[str]) -> Iterator[Lost]:
    for tag, kept in (("100", "a"), ("101", "ac" + "".join(_LANGUAGES_BACK)), ("102", "ab"), ("105", "a"), ("106", "a"),
                      ("110", "a")):  # fmt: skip
        for field in record.get_fields(tag):
            for code, value in field.subfields:
                if value.strip() and code not in kept:
                    yield Lost(tag, f"${code} {value}")
    for field in record.get_fields("101"):
        for value in field.get_subfields("a"):
            if value.strip() and not languages([value]):
                yield Lost("101", f"$a {value}")
    unknown = [place for place in places if country_of_iso(place) not in _marc_places()]
    yield from (Lost("102", f"$a {place}") for place in unknown)
