"""What a scan in a check of the fund means, and what became of each copy that the papers expect."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a scan means."""

    FOUND = "found"
    MISPLACED = "misplaced"
    ON_LOAN = "on_loan"  # the papers say that a reader has it
    STRANGER = "stranger"  # not of what is checked
    WITHDRAWN = "withdrawn"  # written off, and yet here
    UNKNOWN = "unknown"
    TWICE = "twice"


class Outcome(StrEnum):
    """What became of a copy that the papers expect."""

    FOUND = "found"
    MISPLACED = "misplaced"
    SEEN_AT_DESK = "seen_at_desk"
    ON_LOAN = "on_loan"
    EXHIBITED = "exhibited"
    ELSEWHERE = "elsewhere"  # hold shelf, on its way, in repair, in processing
    LOST_BY_READER = "lost_by_reader"
    WITHDRAWN = "withdrawn"  # while the check went on
    MISSING = "missing"


HERE = frozenset({Outcome.FOUND, Outcome.MISPLACED, Outcome.SEEN_AT_DESK})
AWAY = frozenset({"held", "in_transit", "in_repair", "processing"})


@dataclass(frozen=True, slots=True)
class ShelfFacts:
    """A shelf that was scanned; one only typed by name has no department and says nothing of what belongs on it."""

    name: str
    department: str = ""
    begins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scanned:
    """A copy that was scanned; None of `state`: no copy has the code."""

    state: str | None
    expected: bool
    seen_before: bool
    department: str
    call_number: str


def verdict(copy: Scanned, shelf: ShelfFacts) -> Verdict:
    """Return what a scan means: the first of these that holds."""
    if copy.state is None:
        return Verdict.UNKNOWN
    if copy.seen_before:
        return Verdict.TWICE
    if copy.state == "withdrawn":
        return Verdict.WITHDRAWN
    if not copy.expected:
        return Verdict.STRANGER
    if copy.state == "on_loan":
        return Verdict.ON_LOAN
    return Verdict.FOUND if belongs_on(copy, shelf) else Verdict.MISPLACED


def belongs_on(copy: Scanned, shelf: ShelfFacts) -> bool:
    """Tell whether a copy stands where its department and call number say."""
    if shelf.department and shelf.department != copy.department:
        return False
    mark = _folded(copy.call_number)
    return not shelf.begins or any(mark.startswith(_folded(begin)) for begin in shelf.begins)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def read_begins(text: str) -> tuple[str, ...]:
    """Return the beginnings of call numbers that a shelf names, parted by commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


@dataclass(frozen=True, slots=True)
class Expected:
    """A copy that the papers expect, as the check and the desk saw it; `scan` is what its first scan meant."""

    scan: str | None
    at_desk: bool
    state: str
    exhibited: bool
    lost: bool


def outcome(copy: Expected) -> Outcome:
    """Return what became of a copy. One that was seen, on its shelf or at the desk, is here whatever else is said."""
    if copy.scan is not None:
        return Outcome.MISPLACED if copy.scan == Verdict.MISPLACED else Outcome.FOUND
    if copy.state == "withdrawn":
        return Outcome.WITHDRAWN
    if copy.at_desk:
        return Outcome.SEEN_AT_DESK
    if copy.lost or copy.state == "lost":
        return Outcome.LOST_BY_READER
    if copy.state == "on_loan":
        return Outcome.ON_LOAN
    if copy.exhibited:
        return Outcome.EXHIBITED
    return Outcome.ELSEWHERE if copy.state in AWAY else Outcome.MISSING
