"""Decisions of overdue control as plain functions over plain values."""

from circulation.overdue.rules.filters import LANGUAGE_LEVELS, NO_LEVEL, STATES, Filter, read_filter, read_ids
from circulation.overdue.rules.ladder import (
    Decision,
    Level,
    LevelRow,
    LoanSeen,
    Pause,
    decide,
    furthest_due,
    paused,
    reached_on,
    sternest,
)
from circulation.overdue.rules.notices import (
    KIND,
    CopyTold,
    LoanNow,
    batch_of,
    channels_of,
    message_facts,
    of_level,
    told_again,
    what_is_left,
)
from circulation.overdue.rules.promises import LONGEST_PROMISE, PromiseOutcome, may_promise, outcome_of

__all__ = [
    "KIND", "LANGUAGE_LEVELS", "LONGEST_PROMISE", "NO_LEVEL", "STATES", "CopyTold", "Decision", "Filter", "Level",
    "LevelRow", "LoanNow", "LoanSeen", "Pause", "PromiseOutcome", "batch_of", "channels_of", "decide", "furthest_due",
    "may_promise", "message_facts", "of_level", "outcome_of", "paused", "reached_on", "read_filter", "read_ids",
    "sternest", "told_again", "what_is_left",
]  # fmt: skip
