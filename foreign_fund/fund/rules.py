"""Reading a definition of the fund as people type it."""

from __future__ import annotations

import re

from foreign_fund.fund.errors import FundCode, FundError

LONGEST_CODE = 20
MOST_LANGUAGES = 200
_PARTING = re.compile(r"[\s,;]+")


def read_languages(text: str) -> tuple[str, ...]:
    """Return the codes of “eng, GER fre” in alphabetical order, each once; whether they are codes is asked later."""
    codes = {code.casefold()[:LONGEST_CODE] for code in _PARTING.split(text) if code}
    if len(codes) > MOST_LANGUAGES:
        raise FundError(FundCode.TOO_MANY_LANGUAGES, count=len(codes), most=MOST_LANGUAGES)
    return tuple(sorted(codes))


def require_something(
    departments: frozenset[str], languages: frozenset[str], series: frozenset[str] = frozenset()
) -> None:
    """Refuse a fund to which no copy could ever belong."""
    if not (departments or languages or series):
        raise FundError(FundCode.NOTHING_CHOSEN)
