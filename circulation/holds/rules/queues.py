"""The order of a queue, and which copy serves whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Waiting:
    """One who waits; smaller `rank` comes first, then the older hold. `department` is where it will be fetched."""

    id: int
    rank: int = 0
    department: str = ""
    only_item_id: int | None = None
    needed_until: date | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that could be set aside; `in_room` is used in its own department only and never travels."""

    id: int
    department: str = ""
    in_room: bool = False


def in_order(queue: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """Return the queue as it stands: by rank, then by the order of placing."""
    return tuple(sorted(queue, key=lambda each: (each.rank, each.id)))


def serves(copy: Copy, hold: Waiting, day: date) -> bool:
    """Tell whether the copy may be set aside for the hold on that day."""
    if hold.needed_until is not None and hold.needed_until < day:
        return False
    if hold.only_item_id not in (None, copy.id):
        return False
    return not copy.in_room or hold.department == copy.department


def first_of(queue: Iterable[Waiting], copy: Copy, day: date) -> Waiting | None:
    """Return whose turn it is when this copy comes free (CI-05)."""
    return next((each for each in in_order(queue) if serves(copy, each, day)), None)


def places(queue: Iterable[Waiting]) -> dict[int, int]:
    """Return the place of every hold in its queue, from 1."""
    return {each.id: place for place, each in enumerate(in_order(queue), start=1)}


def moved(queue: Iterable[Waiting], hold_id: int, place: int) -> dict[int, int]:
    """Return the rank of every hold after one was moved to a place (from 1).

    The last has rank 0, as those who come later have, whose ids are newer.
    """
    ids = [each.id for each in in_order(queue) if each.id != hold_id]
    ids.insert(place - 1, hold_id)
    return {each: at - len(ids) + 1 for at, each in enumerate(ids)}


def fetchable(
    queue: Iterable[Waiting], copies: Sequence[Copy], day: date
) -> tuple[tuple[Waiting, Copy], ...]:
    """Match those who wait, in their order, with free copies: one where it will be fetched before any other."""
    left = sorted(copies, key=lambda each: each.id)
    found = []
    for hold in in_order(queue):
        fit = [each for each in left if serves(each, hold, day)]
        if fit:
            best = min(fit, key=lambda each, at=hold.department: (each.department != at, each.id))  # type: ignore[misc]
            left.remove(best)
            found.append((hold, best))
    return tuple(found)
