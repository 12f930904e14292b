"""Numbers and codes: ISBN, ISSN, languages, countries, roles, class marks."""

from __future__ import annotations

import re
from functools import cache

from pymarc import Field

from catalog.marc.facts.numbers import isbns
from catalog.marc.model import Profile
from catalog.marc.tables import code_list
from catalog.marc.validating.classmarks import is_bbk, is_udc
from catalog.marc.validating.issn import bad_issns
from catalog.marc.validating.model import CheckCode
from catalog.marc.validating.seen import Seen

_ISBN = {Profile.MARC21: ("020", "a"), Profile.UNIMARC: ("010", "a"), Profile.IRBIS: ("010", "a")}
_ISSN = {
    Profile.MARC21: (("022", "a"), ("490", "x"), ("773", "x")),
    Profile.UNIMARC: (("011", "a"), ("225", "x")),
    Profile.IRBIS: (("011", "a"),),
}
_UDC = {Profile.MARC21: "080", Profile.UNIMARC: "675", Profile.IRBIS: "675"}
_BBK = {Profile.MARC21: "084", Profile.UNIMARC: "686", Profile.IRBIS: "621"}
_SCHEME_WORD = re.compile(r"^rubbk|^bbk|^lbc|^ббк", re.IGNORECASE)
_GIVEN_UP = frozenset(
    ("cam", "esk", "esp", "eth", "far", "fri", "gae", "gag", "gal", "gua", "int", "iri", "kus", "lan", "lap", "max",
     "mol", "sao", "scc", "scr", "sho", "snh", "sso", "swz", "tag", "taj", "tar", "tru", "tsw")
)  # fmt: skip
"""Codes that MARC once had; old records are full of them, and they are understood."""
_SEVERAL = 3
_BLANKS = " |#^"
_COUNTRY_OF_008 = slice(15, 18)
_LANGUAGE_OF_008 = slice(35, 38)


def check_codes(seen: Seen) -> None:
    """Look at every number and code that can be checked without another record."""
    tag, code = _ISBN[seen.profile]
    for value in isbns(seen.values(tag, code))[1]:
        seen.tell(CheckCode.BAD_ISBN, tag, value=value)
    for tag, code in _ISSN[seen.profile]:
        for value in bad_issns(seen.values(tag, code)):
            seen.tell(CheckCode.BAD_ISSN, tag, value=value)
    _check_class_marks(seen)
    for tag, fields in seen.by_tag.items():
        rule = seen.plan.fields.get(tag)
        if rule is not None and rule.lists:
            for field in fields:
                _check_listed(seen, field, rule.lists)
    if seen.profile is Profile.MARC21:
        _check_008(seen)


def _check_class_marks(seen: Seen) -> None:
    tag = _UDC[seen.profile]
    for mark in seen.values(tag, "a"):
        if not is_udc(mark):
            seen.tell(CheckCode.BAD_UDC, tag, value=mark)
    tag = _BBK[seen.profile]
    for field in seen.by_tag.get(tag, ()):
        if seen.profile is Profile.IRBIS or _SCHEME_WORD.match(field.get("2") or ""):
            for code, mark in field.subfields:
                if code in ("", "a", "A") and not is_bbk(mark):
                    seen.tell(CheckCode.BAD_BBK, tag, value=mark)


def _check_listed(seen: Seen, field: Field, lists: dict[str, str]) -> None:
    if field.tag == "041" and (field.indicators or "  ")[1] == "7":
        return  # codes of another list, named in $2
    for code, value in field.subfields:
        name = lists.get(code)
        if name and value.strip() and not _listed(name, value.strip()):
            seen.tell(CheckCode.UNKNOWN_CODE, field.tag, subfield=code, value=value, list=name)


def _listed(name: str, value: str) -> bool:
    """True if each code in the value is known; language codes may be packed side by side (`engrus`)."""
    known = _known(name)
    if value.lower() in known:
        return True
    if "relator" in name:
        return "/" in value or value[:3].strip() in known  # an address, or `070 автор`
    if name == "language" and len(value) > _SEVERAL and len(value) % _SEVERAL == 0:
        return all(value[at : at + _SEVERAL].lower() in known for at in range(0, len(value), _SEVERAL))
    return False


@cache
def _known(name: str) -> frozenset[str]:
    codes = {code.strip().lower() for code in code_list(name)}
    return frozenset(codes | _GIVEN_UP if name == "language" else codes)


def _check_008(seen: Seen) -> None:
    data = seen.control("008")
    if len(data) < _LANGUAGE_OF_008.stop:
        return
    for where, name in ((_COUNTRY_OF_008, "marc_country"), (_LANGUAGE_OF_008, "language")):
        value = data[where].strip(_BLANKS).lower()
        if value and value not in _known(name):
            seen.tell(CheckCode.UNKNOWN_CODE, "008", position=where.start, value=data[where], list=name)
