"""Dates: of the record, of publication in codes and in words, and whether the two agree."""

from __future__ import annotations

import re
from datetime import date

from catalog.marc.facts.codes import languages
from catalog.marc.model import Profile
from catalog.marc.validating.model import CheckCode
from catalog.marc.validating.seen import Seen

_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_FIRST_YEAR, _FOREVER = 868, 9999
"""The oldest dated printed book; 9999 stands for «still appearing»."""
_CENTURY_TURN = 68
_NO_YEAR_YET = 2100
"""Where this year is not told; the day of entry is no bound, as records are made from older ones."""
_SINGLE_DATES = "str"


def check_dates(seen: Seen, this_year: int | None) -> None:
    """Compare 008 (100 in UNIMARC) with the imprint and with the languages of 041."""
    if seen.profile is Profile.MARC21:
        _check_marc21(seen, this_year)
    elif seen.profile is Profile.UNIMARC:
        _check_unimarc(seen, this_year)
    else:
        _check_imprint(seen, "210", "d", this_year)


def _check_marc21(seen: Seen, this_year: int | None) -> None:
    data = seen.control("008")
    if len(data) >= 18:
        _check_entered(seen, "008", data[:6])
        _check_code(seen, "008", data[7:11], this_year)
        if data[6] in _SINGLE_DATES:
            _compare(seen, "008", {data[7:11], data[11:15]}, _imprint_years(seen))
        _compare_languages(seen, data[35:38])
    for tag in ("260", "264"):
        _check_imprint(seen, tag, "c", this_year)


def _check_unimarc(seen: Seen, this_year: int | None) -> None:
    general = next(seen.values("100", "a"), "")
    if len(general) >= 17:
        _check_day(seen, "100", general[:8])
        _check_code(seen, "100", general[9:13], this_year)
        if general[8] == "d":
            _compare(seen, "100", {general[9:13], general[13:17]}, _years(seen, ("210", "214"), "d"))
    _check_imprint(seen, "210", "d", this_year)


def _check_entered(seen: Seen, tag: str, text: str) -> None:
    """The day a record was made (yymmdd), the century guessed; a blank one is no finding."""
    century = "20" if text[:2].isdigit() and int(text[:2]) < _CENTURY_TURN else "19"
    if text.strip(" |#0"):
        _check_day(seen, tag, century + text)


def _check_day(seen: Seen, tag: str, text: str) -> None:
    try:
        date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        if text.strip(" |#0"):
            seen.tell(CheckCode.BAD_DATE, tag, value=text)


def _check_code(seen: Seen, tag: str, year: str, this_year: int | None) -> None:
    if not (year.isascii() and year.isdigit()) or int(year) in (0, _FOREVER):
        return
    if int(year) < _FIRST_YEAR or int(year) > (this_year + 1 if this_year else _NO_YEAR_YET):
        seen.tell(CheckCode.IMPOSSIBLE_YEAR, tag, value=year)


def _check_imprint(seen: Seen, tag: str, code: str, this_year: int | None) -> None:
    if this_year is None:
        return
    for value in seen.values(tag, code):
        for year in _YEAR.findall(value.translate(_DIGITS)):
            if int(year) > this_year + 1:
                seen.tell(CheckCode.IMPOSSIBLE_YEAR, tag, value=value)


def _imprint_years(seen: Seen) -> set[str]:
    return _years(seen, ("260", "264"), "cg") | _years(seen, ("362", "502", "533", "046"), "acdk")


def _years(seen: Seen, tags: tuple[str, ...], codes: str) -> set[str]:
    return {
        year
        for tag in tags
        for value in seen.values(tag, codes)
        for year in _YEAR.findall(value.translate(_DIGITS))
    }


def _compare(seen: Seen, tag: str, coded: set[str], stated: set[str]) -> None:
    known = {year for year in coded if year.isascii() and year.isdigit()}
    if known and stated and not known & stated:
        seen.tell(
            CheckCode.YEARS_DIFFER, tag, coded=", ".join(sorted(known)), stated=", ".join(sorted(stated))
        )


def _compare_languages(seen: Seen, coded: str) -> None:
    """008/35-37 against 041: the language of the whole must be among those of text or sound."""
    whole = languages([coded])
    stated = languages([*seen.values("041", "adj")])
    if whole and stated and "mul" not in whole and not set(whole) & set(stated):
        seen.tell(CheckCode.LANGUAGES_DIFFER, "008", coded=whole[0], stated=", ".join(stated))
