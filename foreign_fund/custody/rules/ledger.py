"""Double entry: a movement takes a copy from one account and gives it to another; nobody (None) is one too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class LegKind(StrEnum):
    """By what a copy came into a balance or left it."""

    ACCESSION = "accession"
    ACT = "act"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True)
class Step:
    """One approved act of a copy, in the order of its turns."""

    day: date
    giver: int | None
    taker: int | None
    act_id: int


@dataclass(frozen=True, slots=True)
class History:
    """All that decides who answered for a copy when; `first` had it from the day it came. Soʻm of today."""

    item_id: int
    record_id: int
    som: int
    came: date
    came_by: str
    first: int | None
    steps: tuple[Step, ...]
    withdrawn_on: date | None
    withdrawn_by: str


@dataclass(frozen=True, slots=True)
class Leg:
    """One side of a movement: `sign` +1 into the account, -1 out of it; `ref` is an act, `paper` another document."""

    day: date
    account: int | None
    item_id: int
    record_id: int
    sign: int
    som: int
    kind: LegKind
    ref: int | None = None
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """Copies, titles and soʻm of an account."""

    copies: int = 0
    titles: int = 0
    som: int = 0


def legs(copy: History) -> Iterator[Leg]:
    """Return the movements of a copy; one that came or went on a day between its acts is moved to the act's side.

    It cannot come after its first act, nor be withdrawn before it came or before its last act.
    """
    begun = min(copy.came, copy.steps[0].day) if copy.steps else copy.came
    yield _leg(copy, begun, copy.first, 1, LegKind.ACCESSION, paper=copy.came_by)
    holder = copy.first
    for step in copy.steps:
        yield _leg(copy, step.day, step.giver, -1, LegKind.ACT, ref=step.act_id)
        yield _leg(copy, step.day, step.taker, 1, LegKind.ACT, ref=step.act_id)
        holder = step.taker
    if copy.withdrawn_on is not None:
        ended = max(copy.withdrawn_on, copy.steps[-1].day if copy.steps else begun)
        yield _leg(copy, ended, holder, -1, LegKind.WITHDRAWAL, paper=copy.withdrawn_by)


def _leg(
    copy: History,
    day: date,
    account: int | None,
    sign: int,
    kind: LegKind,
    ref: int | None = None,
    paper: str = "",
) -> Leg:
    return Leg(day, account, copy.item_id, copy.record_id, sign, sign * copy.som, kind, ref, paper)


def balance(moves: Iterable[Leg], day: date) -> dict[int | None, Sum]:
    """Return what every account holds on the evening of a day; accounts that hold nothing are left out."""
    copies: dict[int | None, dict[int, tuple[int, int]]] = defaultdict(dict)
    som: dict[int | None, int] = defaultdict(int)
    for leg in moves:
        if leg.day <= day:
            _record, count = copies[leg.account].get(leg.item_id, (leg.record_id, 0))
            copies[leg.account][leg.item_id] = (leg.record_id, count + leg.sign)
            som[leg.account] += leg.som
    found = {
        account: Sum(
            sum(count for _record, count in held.values()),
            len({record for record, count in held.values() if count}),
            som[account],
        )
        for account, held in copies.items()
    }
    return {account: each for account, each in found.items() if each != Sum()}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a custodian's account: what one document brought in and took out on a day."""

    day: date
    kind: LegKind
    ref: int | None
    paper: str
    copies_in: int
    som_in: int
    copies_out: int
    som_out: int


def entries(moves: Iterable[Leg], account: int | None, since: date, until: date) -> tuple[Entry, ...]:
    """Return the lines of an account between two days, a line a document and day, the oldest first."""
    found: dict[tuple[date, LegKind, int | None, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for leg in moves:
        if leg.account == account and since <= leg.day <= until:
            cells = found[leg.day, leg.kind, leg.ref, leg.paper]
            at = 0 if leg.sign > 0 else 2
            cells[at] += 1
            cells[at + 1] += abs(leg.som)
    order = {LegKind.ACCESSION: 0, LegKind.ACT: 1, LegKind.WITHDRAWAL: 2}
    keys = sorted(found, key=lambda key: (key[0], order[key[1]], key[2] or 0, key[3]))
    return tuple(Entry(*key, *found[key]) for key in keys)
