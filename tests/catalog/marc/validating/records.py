"""Whole and right records to be spoiled by one thing at a time."""

from __future__ import annotations

from pymarc import Field, Leader, Record, Subfield

from catalog.marc import Profile
from catalog.marc.fields import control_field, data_field, indicators_of, is_control_tag
from catalog.marc.validating import RecordFinding, findings

Given = tuple[str, str]

MARC21: tuple[Given, ...] = (
    ("001", "42"),
    ("008", "200101s2019    uz a     b    000 1 uzb d"),
    ("020", "  $a9789943260009$c45000 soʻm"),
    ("040", "  $aUzToMB$buzb"),
    ("080", "  $a821.512.133-31"),
    ("084", "  $a84(5Oʻ)6$2rubbk"),
    ("100", "1 $aQodiriy, Abdulla,$d1894-1938."),
    ("245", "10$aOʻtkan kunlar :$broman /$cA. Qodiriy."),
    ("260", "  $aToshkent :$bSharq,$c2019."),
    ("300", "  $a400 b. ;$c21 sm"),
)
UNIMARC: tuple[Given, ...] = (
    ("001", "RU-1"),
    ("100", "  $a20200101d2019    k  y0rusy50      ca"),
    ("101", "0 $arus"),
    ("102", "  $aRU"),
    ("200", "1 $aМинувшие дни$eроман$fА. Кадыри"),
    ("210", "  $aТашкент$cШарк$d2019"),
    ("215", "  $a400 с.$d21 см"),
    ("675", "  $a821.512.133-31"),
    ("686", "  $aШ5(5Узб)6$2rubbk"),
    ("700", " 1$aКадыри$bА.$gАбдулла$4070"),
)
IRBIS: tuple[Given, ...] = (
    ("920", "  $^PAZK"),
    ("101", "  $^rus"),
    ("102", "  $^RU"),
    ("200", "  $AМинувшие дни$Eроман$FА. Кадыри"),
    ("210", "  $AТашкент$CШарк$D2019"),
    ("215", "  $A400$Cил.$^"),
    ("621", "  $^84(5Узб)6"),
    ("675", "  $^821.512.133-31"),
    ("910", "  $A0$B123$C20200101$DАБ$H0001"),
)
WHOLE = {Profile.MARC21: MARC21, Profile.UNIMARC: UNIMARC, Profile.IRBIS: IRBIS}
LEADER = {
    Profile.MARC21: "00000nam a2200000 i 4500",
    Profile.UNIMARC: "00000nam0 2200000   450 ",
    Profile.IRBIS: "00000nam a2200000   4500",
}


def field(tag: str, text: str) -> Field:
    """A field of `ind1 ind2 $a…$b…`; `$^` begins text without a code."""
    if is_control_tag(tag):
        return control_field(tag, text)
    marks = indicators_of(text[:2])
    assert marks is not None
    parts = [part for part in text[2:].split("$") if part]
    subfields = [Subfield("" if part[0] == "^" else part[0], part[1:]) for part in parts]
    return data_field(tag, marks, [one for one in subfields if one.code or one.value])


def record(profile: Profile, *more: Given, without: str = "", leader: str = "") -> Record:
    """The whole record without some tags (`245 100`) and with more fields, which replace those of their tag."""
    replaced = {tag for tag, _ in more} | set(without.split())
    made = Record()
    made.leader = Leader(leader or LEADER[profile])
    made.fields = [field(tag, text) for tag, text in WHOLE[profile] if tag not in replaced]
    made.fields += [field(tag, text) for tag, text in more]
    return made


def found(
    profile: Profile, *more: Given, without: str = "", leader: str = "", level: str = "brief"
) -> set[str]:
    """Codes found in the whole record with these changes."""
    return codes(findings(record(profile, *more, without=without, leader=leader), profile, level=level))


def codes(told: tuple[RecordFinding, ...]) -> set[str]:
    return {str(one.code) for one in told}
