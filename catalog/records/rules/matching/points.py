"""What speaks for one and the same thing and against it, and how much."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

DEFAULT_THRESHOLD = 80
"""From this score on two descriptions are of the same thing, unless the library has decided otherwise."""
MENTIONED = 40
"""From this score on a description is worth showing as similar."""
UNSURE = 75
"""What a shared ISBN or ISSN is worth at most while title, year or extent stand in one description only."""


class Rule(StrEnum):
    """Why points are given or taken; also the code of the sentence that says so."""

    CONTROL = "match_control"  # number and source, and enough of the description agrees
    NUMBER = "match_number"  # number and source, but nothing else agrees
    ISBN = "match_isbn"
    ISSN = "match_issn"
    TITLE = "match_title"
    AUTHOR = "match_author"
    YEAR = "match_year"
    EXTENT = "match_extent"
    EXTENT_SMALL = "match_extent_small"  # “4 volumes”, “16 p.” tell few editions apart
    FINGERPRINT = "match_fingerprint"  # title, author, year and extent all agree
    IDENTICAL = "match_identical"  # the very bytes, read in the same way, were imported before
    TITLE_DIFFERS = "differ_title"
    AUTHOR_DIFFERS = "differ_author"
    YEAR_DIFFERS = "differ_year"
    EXTENT_DIFFERS = "differ_extent"
    KIND_DIFFERS = "differ_kind"
    OTHER_ISBN = "differ_isbn"  # each has an ISBN, none is shared
    OTHER_NUMBER = "differ_number"  # the same source gave two numbers: it knew them apart
    UNSAID = "match_unsaid"  # brought down to UNSURE


POINTS: Mapping[Rule, int] = {
    Rule.CONTROL: 100, Rule.NUMBER: 40, Rule.ISBN: 60, Rule.ISSN: 60, Rule.TITLE: 20, Rule.AUTHOR: 10,
    Rule.YEAR: 15, Rule.EXTENT: 15, Rule.EXTENT_SMALL: 5, Rule.FINGERPRINT: 30, Rule.IDENTICAL: 100,
    Rule.TITLE_DIFFERS: -35, Rule.AUTHOR_DIFFERS: -10, Rule.YEAR_DIFFERS: -35, Rule.EXTENT_DIFFERS: -35,
    Rule.KIND_DIFFERS: -50, Rule.OTHER_ISBN: -45, Rule.OTHER_NUMBER: -40,
}  # fmt: skip
"""`UNSAID` has none of its own: it takes what is above `UNSURE`."""


class Reason(NamedTuple):
    """Points and why; `value` is the number, title, year … that agrees, or both sides with “ / ” between."""

    rule: Rule
    points: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class ScoredMatch:
    """A record of the catalogue, or one further up in the same file, and how much speaks for it."""

    score: int
    reasons: tuple[Reason, ...]
    record_id: int | None = None
    position: int | None = None


def score_of(reasons: Iterable[Reason]) -> int:
    """Return the sum of the points."""
    return sum(reason.points for reason in reasons)
