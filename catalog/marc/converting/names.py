"""Persons, bodies, meetings and families: 1XX and 7XX of MARC 21, 7XX of UNIMARC, and the same as subjects."""

from __future__ import annotations

from functools import cache

from pymarc import Field

from catalog.marc.converting.model import Parts, Source, made
from catalog.marc.converting.punctuation import bare, stripped
from catalog.marc.facts.text import without_nonsort
from catalog.marc.tables import code_list
from catalog.marc.tables.codelists import relator_codes

_AUTHOR, _UNKNOWN_ROLE = "070", "570"
_AUTHORLIKE = frozenset((_AUTHOR, "230", "305", "480", "520", "690", "010", "220"))
"""Roles that make the bearer an author like the first: 701, not 702."""
_SUBDIVISIONS_TO_UNIMARC = {"v": "j", "x": "x", "y": "z", "z": "y"}
_SUBDIVISIONS_TO_MARC = {unimarc: marc for marc, unimarc in _SUBDIVISIONS_TO_UNIMARC.items()}
_BODY = {"a": "a", "b": "b", "n": "d", "d": "f", "c": "e", "g": "c", "t": "t"}
_MEETING = {"a": "a", "e": "b", "n": "d", "d": "f", "c": "e", "g": "c", "q": "b", "t": "t"}
_BODY_BACK = {"a": "a", "b": "b", "d": "n", "f": "d", "e": "c", "c": "g", "h": "b", "g": "g", "t": "t"}
_MEETING_BACK = {"a": "a", "b": "e", "d": "n", "f": "d", "e": "c", "c": "g", "h": "e", "g": "g", "t": "t"}


@cache
def _unimarc_roles() -> dict[str, str]:
    """UNIMARC code by MARC 21 code, and by the English word that $e has."""
    codes = relator_codes()
    words = {text["en"].lower(): codes[code] for code, text in code_list("marc_relator").items()}
    return words | codes


@cache
def _marc_roles() -> dict[str, str]:
    return {unimarc: marc for marc, unimarc in relator_codes(own=True).items()}


def _roles_to_unimarc(source: Source) -> Parts:
    """$4 and $e as UNIMARC codes, each once; what is no known role stays untaken."""
    found: dict[str, None] = {}
    for at, (code, value) in enumerate(source.field.subfields):
        word = value.strip().strip(" .,()[]").lower()
        role = _unimarc_roles().get(word) if code in "4ej" else None
        if role and (code != "j" or source.tag.endswith("11")):
            source.taken.add(at)
            found[role] = None
    return [("4", role) for role in found]


def _roles_to_marc(source: Source) -> Parts:
    found: dict[str, None] = {}
    for at, (code, value) in enumerate(source.field.subfields):
        role = _marc_roles().get(value.strip()[:3]) if code == "4" else None
        if role:
            source.taken.add(at)
            found[role] = None
    return [("4", role) for role in found]


def person_parts_to_unimarc(source: Source) -> tuple[Parts, str]:
    """Name in UNIMARC subfields, and the second indicator: 1 where the surname comes first."""
    name = bare(source.first("a"))
    surname, comma, forenames = name.partition(",") if source.ind1 != "0" else (name, "", "")
    parts: Parts = [("a", surname.strip())]
    if comma:
        parts.append(("b", forenames.strip()))
    for code, value in source.take("bcdqt"):
        if code == "q":
            parts.append(("g", value.strip().rstrip(",.").strip("()")))
        else:
            parts.append(({"b": "d", "c": "c", "d": "f", "t": "t"}[code], stripped(value)))
    return _with_title(source, parts), "0" if source.ind1 == "0" else "1"


def _with_title(source: Source, parts: Parts) -> Parts:
    """Number, key, form and the like of a named work stand with its title: UNIMARC has no codes for them here."""
    if not any(code == "t" for code, _ in parts):
        return parts
    more = [stripped(value) for _, value in source.take("fklmnoprs")]
    return [(code, ". ".join([value, *more])) if code == "t" else (code, value) for code, value in parts]


def person_parts_to_marc(source: Source) -> tuple[Parts, str]:
    """Name in MARC 21 subfields, and the first indicator."""
    surname = without_nonsort(stripped(source.first("a")))[0]
    initials, full = source.first("b").rstrip(","), source.first("g").rstrip(",")
    forenames = initials or full
    parts: Parts = [("a", ", ".join(part for part in (surname, forenames) if part))]
    if initials and full:
        parts.append(("q", f"({full.strip('()')})"))
    for code, value in source.take("dcft"):
        parts.append(({"d": "b", "c": "c", "f": "d", "t": "t"}[code], stripped(value)))
    ind1 = "1" if forenames or source.ind2 == "1" else "0"
    return _separated(parts), ind1


def _separated(parts: Parts) -> Parts:
    """A comma before dates and additions, a full stop before a title."""
    out: Parts = []
    for code, value in parts:
        sign = {"c": ",", "d": ",", "t": "."}.get(code, "")
        if out and sign and not out[-1][1].endswith((",", ".", "-")):
            out[-1] = (out[-1][0], out[-1][1] + sign)
        out.append((code, value))
    return out


def _body_parts(source: Source, codes: dict[str, str]) -> Parts:
    return [(codes[code], stripped(value).strip("()")) for code, value in source.take("".join(codes))]


def name_to_unimarc(source: Source) -> list[Field]:
    """1XX, 7XX → 70X, 71X, 72X."""
    roles = _roles_to_unimarc(source)
    if source.tag.endswith("00"):
        family = source.ind1 == "3"
        parts, ind2 = person_parts_to_unimarc(source)
        tag = _responsibility(source.tag, roles, "72" if family else "70")
        ind1 = " "
    else:
        tag = _responsibility(source.tag, roles, "71")
        meeting = source.tag.endswith("11")
        parts = _body_parts(source, _MEETING if meeting else _BODY)
        ind1, ind2 = ("1" if meeting else "0"), (source.ind1 if source.ind1 in "012" else "2")
    parts = [part for part in parts if part[0] != "t"] if _title_in(source, parts) else parts
    rest = [("p", value) for _, value in source.take("u")] + roles + _number(source, "0", "3")
    return [made(tag, [*parts, *rest], ind1, ind2)] if parts and parts[0][1] else []


def _title_in(source: Source, parts: Parts) -> bool:
    """An added entry for a work: UNIMARC's 70X has no place for its title, which is given back as lost."""
    if any(code == "t" for code, _ in parts):
        source.give_back("tfklmnoprs" if source.tag.endswith("00") else "t")
        return True
    return False


def _responsibility(tag: str, roles: Parts, block: str) -> str:
    """Last digit of the UNIMARC tag: 0 main, 1 equal (no role, or an author's), 2 any other."""
    if tag < "200":
        return block + "0"
    return block + ("1" if not roles or roles[0][1] in _AUTHORLIKE else "2")


def name_to_marc(source: Source) -> list[Field]:
    """70X, 71X, 72X → 1XX for the first of all, 7XX else."""
    roles = _roles_to_marc(source)
    main = source.tag.endswith("0")
    kind = source.tag[1]
    if kind in "02":
        parts, ind1 = person_parts_to_marc(source)
        tag, ind1 = "00", "3" if kind == "2" else ind1
    else:
        meeting = source.ind1 == "1"
        parts = _body_to_marc(source, meeting=meeting)
        tag, ind1 = ("11" if meeting else "10"), (source.ind2 if source.ind2 in "012" else "2")
    rest = [("u", value) for _, value in source.take("p")] + roles + _number(source, "3", "0")
    return [made(("1" if main else "7") + tag, [*parts, *rest], ind1)] if parts and parts[0][1] else []


def _body_to_marc(source: Source, *, meeting: bool) -> Parts:
    parts = _body_parts(source, _MEETING_BACK if meeting else _BODY_BACK)
    out: Parts = []
    for code, value in parts:
        if code in "be" and out:
            out[-1] = (out[-1][0], out[-1][1].rstrip(".") + ".")
        out.append((code, f"({value})" if code == "g" else value))
    return out


def _number(source: Source, given: str, wanted: str) -> Parts:
    """Numbers of authority records, in brackets the source before them."""
    return [(wanted, value) for _, value in source.take(given)]


def subject_name_to_unimarc(source: Source, tag: str) -> Field:
    """600, 610, 611 → 600, 601 with subdivisions."""
    if tag == "600":
        parts, ind2 = person_parts_to_unimarc(source)
        ind1 = " "
    else:
        meeting = source.tag.endswith("11")
        parts = _body_parts(source, _MEETING if meeting else _BODY)
        ind1, ind2 = ("1" if meeting else "0"), (source.ind1 if source.ind1 in "012" else "2")
    return made(tag, [*parts, *subdivisions(source, back=False)], ind1, ind2)


def subject_name_to_marc(source: Source) -> Field:
    """600, 601, 602 → 600, 610, 611 with subdivisions."""
    if source.tag == "601":
        meeting = source.ind1 == "1"
        parts = _body_to_marc(source, meeting=meeting)
        ind1 = source.ind2 if source.ind2 in "012" else "2"
        return made("611" if meeting else "610", [*parts, *subdivisions(source, back=True)], ind1)
    parts, ind1 = person_parts_to_marc(source)
    return made("600", [*parts, *subdivisions(source, back=True)], "3" if source.tag == "602" else ind1)


def subdivisions(source: Source, *, back: bool) -> Parts:
    """Form, topic, time and place after a heading, in their order."""
    codes = _SUBDIVISIONS_TO_MARC if back else _SUBDIVISIONS_TO_UNIMARC
    return [(codes[code], stripped(value)) for code, value in source.take("".join(codes))]
