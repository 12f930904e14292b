"""Reads of holds."""

from circulation.holds.queries.case import ACTIVE_STATES, NO_HOLDS, HoldCase, HoldFacts, hold_case
from circulation.holds.queries.fetching import (
    Fetch,
    OnWay,
    count_waiting_by_record,
    on_the_way,
    to_fetch,
)
from circulation.holds.queries.lists import (
    HoldRow,
    count_on_shelf,
    count_waiting,
    ended_of,
    hold,
    holds_of,
    queue,
    shelf,
    to_clear,
    waiting_for,
    waiting_of,
)
from circulation.holds.queries.readers import reader_of
from circulation.holds.queries.settings import LIMIT, SHELF_DAYS, USUAL, hold_limit, shelf_days

__all__ = [
    "ACTIVE_STATES", "LIMIT", "NO_HOLDS", "SHELF_DAYS", "USUAL", "Fetch", "HoldCase", "HoldFacts", "HoldRow", "OnWay",
    "count_on_shelf", "count_waiting", "count_waiting_by_record", "ended_of", "hold", "hold_case", "hold_limit",
    "holds_of", "on_the_way", "queue", "reader_of", "shelf", "shelf_days", "to_clear", "to_fetch",
    "waiting_for", "waiting_of",
]  # fmt: skip
