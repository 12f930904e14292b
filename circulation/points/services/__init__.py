"""The acts of points and trips."""

from circulation.points.services.places import POINT, TRIP, add_point, change_point
from circulation.points.services.serving import (
    Exchanged,
    Greeted,
    greet,
    lend,
    renew_copy,
    take_back,
    undo,
    yes_to,
)
from circulation.points.services.trips import close_trip, open_trip, reopen_trip, withdraw_trip

__all__ = [
    "POINT", "TRIP", "Exchanged", "Greeted", "add_point", "change_point", "close_trip", "greet", "lend", "open_trip",
    "renew_copy", "reopen_trip", "take_back", "undo", "withdraw_trip", "yes_to",
]  # fmt: skip
