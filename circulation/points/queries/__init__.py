"""Reads of points and trips."""

from circulation.points.queries.places import PointRow, describe, out_there, point_row, points
from circulation.points.queries.trips import (
    ActRow,
    TripPage,
    TripRow,
    Wanted,
    acts_of,
    describe_trips,
    exchanged,
    trip_row,
    trips,
)

__all__ = [
    "ActRow", "PointRow", "TripPage", "TripRow", "Wanted", "acts_of", "describe", "describe_trips", "exchanged",
    "out_there", "point_row", "points", "trip_row", "trips",
]  # fmt: skip
