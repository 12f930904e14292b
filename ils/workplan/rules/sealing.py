"""The seal under the figures of a closed period: whoever changes one of them changes the seal."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sealed:
    """One line as it is sealed: its figure, its target, and a digest of the ids of the acts it was the sum of."""

    number: str
    fact: int | None
    plan: int | None
    opening: int
    acts: int
    rows_hash: str
    counter: Sequence[Mapping[str, Any]] | None
    measure: str
    sectors: Mapping[str, int]


def digest_of(ids: Iterable[int]) -> tuple[int, str]:
    """Return how many ids there are and their SHA-256, each on a line of its own, in their order."""
    digest, count = hashlib.sha256(), 0
    for each in ids:
        digest.update(b"%d\n" % each)
        count += 1
    return count, digest.hexdigest()


def seal_of(year: int, part: str, last_activity_id: int, figures: Iterable[Sealed]) -> str:
    """Return the SHA-256 over a closed period, whatever the order of its lines."""
    lines = sorted((asdict(each) for each in figures), key=lambda each: str(each["number"]))
    told = {"year": year, "part": part, "last_activity_id": last_activity_id, "lines": lines}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
