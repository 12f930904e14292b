"""How a hold ends by itself, and what becomes of a copy that travels."""

from __future__ import annotations

from enum import StrEnum

# Why a hold expired: its copy was not fetched from the shelf, or the day came after which the reader needs it no more.
ON_SHELF, NOT_NEEDED = "shelf", "needed_until"


class Arrival(StrEnum):
    """What became of a copy that arrived."""

    HELD = "held"  # on the hold shelf, for a reader
    SHELVED = "shelved"  # back on its own shelf
    SENT_ON = "sent_on"  # to its reader or its home, elsewhere
    WRONG_PLACE = "wrong_place"  # it was sent to another department, and goes on there
