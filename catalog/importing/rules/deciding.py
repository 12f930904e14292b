"""What is to become of a staged record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from catalog.importing.rules.merging import MergeProfile
from catalog.records.rules.matching import DEFAULT_THRESHOLD

Fate = Literal["new", "update", "skip"]


@dataclass(frozen=True, slots=True)
class SourceRule:
    """What a source has decided once and for all."""

    threshold: int = DEFAULT_THRESHOLD
    on_match: Fate = "skip"
    merge: MergeProfile = field(default_factory=MergeProfile)
    counts_marks: bool = False


def fate(decision: Fate | None, score: int, rule: SourceRule) -> Fate:
    """Return what becomes of a row: as a person decided, else by the source's rule; without any match it is new."""
    if decision is not None:
        return decision if score or decision == "new" else "new"
    return rule.on_match if score and score >= rule.threshold else "new"
