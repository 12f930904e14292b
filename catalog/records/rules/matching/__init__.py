"""Whether two descriptions are of one and the same thing: scores, each point with its reason."""

from catalog.records.rules.matching.comparing import compare
from catalog.records.rules.matching.points import (
    DEFAULT_THRESHOLD,
    MENTIONED,
    POINTS,
    UNSURE,
    Reason,
    Rule,
    ScoredMatch,
    score_of,
)
from catalog.records.rules.matching.pooling import HOT, Pool, ranked, room_for, scored, telling_keys
from catalog.records.rules.matching.traits import Described, Traits, described, largest_number, traits

__all__ = [
    "DEFAULT_THRESHOLD",
    "HOT",
    "MENTIONED",
    "POINTS",
    "UNSURE",
    "Described",
    "Pool",
    "Reason",
    "Rule",
    "ScoredMatch",
    "Traits",
    "compare",
    "described",
    "largest_number",
    "ranked",
    "room_for",
    "score_of",
    "scored",
    "telling_keys",
    "traits",
]
