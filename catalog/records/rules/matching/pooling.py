"""Finding what to compare with, by keys that both have."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from catalog.records.rules.keys import Key, KeyKind
from catalog.records.rules.matching.comparing import compare
from catalog.records.rules.matching.points import MENTIONED, Reason, ScoredMatch, score_of
from catalog.records.rules.matching.traits import Traits

HOT = 20
"""So many records are compared by a title, ISSN or fingerprint that more of them share."""
_SELDOM_SHARED = frozenset((KeyKind.CONTROL.value, KeyKind.ISBN.value))
HOTTEST = 200


def room_for(kind: str) -> int:
    """Return how many records that share a key of this kind are looked at: a bound for “Works” and for newspapers."""
    return HOTTEST if kind in _SELDOM_SHARED else HOT


def telling_keys(keys: Iterable[Key]) -> tuple[Key, ...]:
    """Return the keys worth looking for: a control number without its source says nothing."""
    return tuple(key for key in keys if key[0] != KeyKind.CONTROL or key[1][0] != "|")


@dataclass(slots=True)
class Pool:
    """Descriptions to compare with, found by key; `at` is a record's id or a position in a file."""

    homes: dict[int, list[int]] = field(default_factory=dict)
    described: dict[int, Traits] = field(default_factory=dict)

    def add(self, at: int, keys: Iterable[Key], said: Traits) -> None:
        """Remember a description; of a key that many share the first ones."""
        self.described[at] = said
        for key in keys:
            home = self.homes.setdefault(hash(key), [])
            if len(home) < room_for(key[0]):
                home.append(at)

    def sharing(self, keys: Iterable[Key]) -> list[int]:
        """Return those that share a key, each once, the first met first."""
        homes = [home for key in keys if (home := self.homes.get(hash(key)))]
        return list(dict.fromkeys(at for home in homes for at in home)) if homes else []


def scored(
    said: Traits, keys: Iterable[Key], pool: Pool, *, lowest: int = MENTIONED, besides: Collection[int] = ()
) -> list[tuple[int, int, tuple[Reason, ...]]]:
    """Return (score, at, reasons) of all in the pool that share a key and reach `lowest`, in the pool's order."""
    found = []
    for at in pool.sharing(keys):
        if at not in besides:
            reasons = compare(said, pool.described[at])
            score = score_of(reasons)
            if score >= lowest:
                found.append((score, at, reasons))
    return found


def ranked(matches: Sequence[ScoredMatch], limit: int) -> tuple[ScoredMatch, ...]:
    """Return the best first; of two as good the catalogue's before the file's, the older before the younger."""
    return tuple(
        sorted(
            matches, key=lambda each: (-each.score, each.record_id is None, each.record_id or each.position)
        )
    )[:limit]
