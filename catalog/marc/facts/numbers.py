"""ISBN, ISSN and years as catalogues write them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stdnum import isbn as isbn_number
from stdnum import issn as issn_number
from stdnum.exceptions import ValidationError

_ISBN = re.compile(r"[0-9][0-9\-‐‑–— ]{8,18}[0-9Xx]|[0-9]{9}[0-9Xx]")
_ISSN = re.compile(r"[0-9]{4}[-‐‑– ]?[0-9]{3}[0-9Xx]")
_NO_DIGITS = re.compile(r"[^0-9Xx]")
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
_DIGIT_RUNS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_FIRST_YEAR, _LAST_YEAR = 1000, 2100
_LAST_HIJRI = 1500
_GREGORIAN_BESIDE_HIJRI = 1780


def isbns(values: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return valid numbers as 13 digits and, as written, those that do not check; qualifiers are dropped."""
    good: dict[str, None] = {}
    bad: dict[str, None] = {}
    for value in values:
        match = _ISBN.search(value.partition("(")[0])
        written = _NO_DIGITS.sub("", match[0]).upper() if match else ""
        try:
            good[isbn_number.validate(written, convert=True)] = None
        except ValidationError:
            bad[written or value.strip()[:40]] = None
    bad.pop("", None)
    return tuple(good), tuple(bad)


def issns(values: Iterable[str]) -> tuple[str, ...]:
    """Return valid ISSNs in the form 1234-567X."""
    found: dict[str, None] = {}
    for value in values:
        match = _ISSN.search(value)
        if match is None:
            continue
        try:
            found[issn_number.format(issn_number.validate(_NO_DIGITS.sub("", match[0])))] = None
        except ValidationError:
            continue
    return tuple(found)


def year_of_code(code: str) -> int | None:
    """Return the year of four digits in a fixed field; None for 19uu, blanks, 9999 and the like."""
    return _sensible(int(code)) if len(code) == 4 and code.isascii() and code.isdigit() else None


def year_of_text(text: str) -> int | None:
    """Return the first year in a date statement; of a Hijri and a Gregorian year the Gregorian one."""
    plain = text if text.isascii() else text.translate(_DIGIT_RUNS)
    years = [year for found in _YEAR.findall(plain) if (year := _sensible(int(found)))]
    if not years:
        return None
    if years[0] < _LAST_HIJRI:
        return next((year for year in years if year > _GREGORIAN_BESIDE_HIJRI), years[0])
    return years[0]


def _sensible(year: int) -> int | None:
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else None
