"""Refusals of points and trips."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class PointCode(StrEnum):
    """Why an act on a point or a trip was refused."""

    UNKNOWN = "point_unknown"
    NAME_TAKEN = "point_name_taken"
    DAY_ODD = "point_day_odd"
    TRIP_UNKNOWN = "trip_unknown"
    TRIP_AHEAD = "trip_ahead"
    TRIP_DAY_ODD = "trip_day_odd"
    TRIP_THAT_DAY = "trip_that_day"
    TRIP_NOT_OPEN = "trip_not_open"
    TRIP_NOT_CLOSED = "trip_not_closed"
    TRIP_WITHDRAWN = "trip_withdrawn"
    COUNT_INVALID = "trip_count_invalid"
    CODE_UNKNOWN = "trip_code_unknown"
    HERE_ALREADY = "trip_copy_here_already"
    COPY_LATER = "trip_copy_later"
    NOT_LENT = "trip_copy_not_lent"
    ACT_UNKNOWN = "trip_act_unknown"


class PointError(LibraryError):
    """A refusal of this subject."""


class PointInputError(InputError):
    """A value that no point or trip can have."""


class PointNotFoundError(NotFoundError):
    """No such point, trip or act."""
