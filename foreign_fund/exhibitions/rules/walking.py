"""A walk along the cases with a scanner: what is in its place, in another, gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Walk(StrEnum):
    """Why somebody walks: to mount, to check in the evening, to bring the copies back to their shelves."""

    MOUNTING = "mounting"
    EVENING = "evening"
    RETURN = "return"


class Result(StrEnum):
    """What a walk found of a copy."""

    RIGHT = "right"
    MISPLACED = "misplaced"
    MISSING = "missing"
    ON_LOAN = "on_loan"


# Mounting and the return are done without readers about: before the opening or on the first day, after the close.
STATES: Mapping[Walk, frozenset[str]] = {
    Walk.MOUNTING: frozenset({"preparing", "open"}),
    Walk.EVENING: frozenset({"open"}),
    Walk.RETURN: frozenset({"closed"}),
}


@dataclass(frozen=True, slots=True)
class Expected:
    """A copy of the exhibition: the case it belongs to, if it has one, and whether a reader has it."""

    entry_id: int
    case_id: int | None
    on_loan: bool


def fits(walk: Walk, state: str) -> bool:
    """Tell whether an exhibition in this state is walked along for this."""
    return state in STATES[walk]


def seen_as(walk: Walk, *, belongs: int | None, seen_in: int | None) -> Result:
    """Return what seeing a copy in a case says of it; back on the shelf any place is right."""
    if walk is Walk.RETURN or belongs is None or belongs == seen_in:
        return Result.RIGHT
    return Result.MISPLACED


def unseen_as(copy: Expected) -> Result:
    """Return what it says of a copy that nobody has seen: one with a reader is not missing."""
    return Result.ON_LOAN if copy.on_loan else Result.MISSING


def judge(copies: Iterable[Expected], seen: Mapping[int, Result]) -> dict[int, Result]:
    """Return the result for every copy; what was seen goes before what the desk says of it."""
    return {copy.entry_id: seen.get(copy.entry_id) or unseen_as(copy) for copy in copies}


def summed(results: Iterable[Result]) -> dict[Result, int]:
    """Return how many copies there are of each result."""
    counted = Counter(results)
    return {result: counted[result] for result in Result}
