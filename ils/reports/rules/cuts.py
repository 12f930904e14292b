"""Narrowing a figure's terms, and terms in an address: every figure of a page can say what it counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ils.activity.cut import CUT_FIELDS, Cut, cut_data
from ils.reports.errors import ReportCode, ReportInputError

Terms = tuple[Cut, ...]

# What a figure can be distributed by → the condition of a cut that names its values.
CONDITIONS = {
    "sector": "sectors", "department": "departments", "source": "sources", "channel": "channels",
    "category": "categories", "age": "ages", "sex": "sexes", "citizenship": "citizenships",
    "language": "languages", "branch": "branches", "type": "types", "fund": "funds", "kind": "kinds",
}  # fmt: skip
MOST_TERMS = 20
LONGEST_TERM = 2000


def narrow(terms: Iterable[Cut], by: str, codes: Sequence[str]) -> Terms:
    """Return the terms with only these values of a distribution; a term that has none of them falls out."""
    name = CONDITIONS[by]
    found: list[Cut] = []
    for term in terms:
        present = getattr(term, name)
        kept = tuple(code for code in codes if not present or code in present)
        if kept:
            found.append(replace(term, **{name: kept}))
    return tuple(found)


def to_address(term: Cut) -> str:
    """Return a term as one value of an address: kinds=a,b|sources=c."""
    return "|".join(f"{name}={','.join(values)}" for name, values in cut_data(term).items())


def from_address(text: str) -> Cut:
    """Read a term of an address; refuse what is none."""
    found: dict[str, tuple[str, ...]] = {}
    for part in text[: LONGEST_TERM + 1].split("|"):
        name, equals, values = part.partition("=")
        if not equals or name not in CUT_FIELDS or name in found or len(text) > LONGEST_TERM:
            raise ReportInputError(ReportCode.CHOICE_UNKNOWN, value=text[:60])
        found[name] = tuple(values.split(","))
    if "kinds" not in found:
        raise ReportInputError(ReportCode.CHOICE_UNKNOWN, value=text[:60])
    return Cut(**found)
