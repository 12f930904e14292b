"""Promises (OV-06): how long one may be, and what became of it."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

LONGEST_PROMISE = timedelta(days=60)


class PromiseOutcome(StrEnum):
    """How a promise ended; OPEN while it still holds."""

    OPEN = ""
    KEPT = "kept"
    BROKEN = "broken"
    REPLACED = "replaced"  # another promise about the same loan
    WITHDRAWN = "withdrawn"  # taken back at the desk, or needless: renewed, lost, said to be returned


def outcome_of(
    until: date, *, day: date, due_on: date, closed_on: date | None, needless: bool = False
) -> PromiseOutcome:
    """Return what `day` says of an open promise about a loan.

    `needless`: the copy is lost or said to be returned. A loan that is due after the promised day needs none either.
    """
    if needless:
        return PromiseOutcome.WITHDRAWN
    if closed_on is not None:
        return PromiseOutcome.KEPT if closed_on <= until else PromiseOutcome.BROKEN
    if due_on > until:
        return PromiseOutcome.WITHDRAWN
    return PromiseOutcome.BROKEN if until < day else PromiseOutcome.OPEN


def may_promise(until: date, *, day: date) -> bool:
    """Tell whether a promise can name this day: from today on, and not for ever."""
    return day <= until <= day + LONGEST_PROMISE
