"""What a queue decides by: who is next, which copy serves whom, how long a copy waits, what a slip shows."""

from circulation.holds.rules.days import LONGEST_SHELF, shelf_until
from circulation.holds.rules.queues import (
    Copy,
    Waiting,
    fetchable,
    first_of,
    in_order,
    moved,
    places,
    serves,
)
from circulation.holds.rules.slips import initials

__all__ = [
    "LONGEST_SHELF", "Copy", "Waiting", "fetchable", "first_of", "in_order", "initials", "moved", "places", "serves",
    "shelf_until",
]  # fmt: skip
