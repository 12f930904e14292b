"""Refusals of the institution's own tables."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import LibraryError


class PlaceCode(StrEnum):
    """Why an act on departments, funds or the calendar was refused."""

    DEPARTMENT_UNKNOWN = "department_unknown"
    DEPARTMENT_TAKEN = "department_taken"
    CODE_INVALID = "code_invalid"
    SECTOR_UNKNOWN = "sector_unknown"
    DAY_RANGE_INVALID = "day_range_invalid"
    DAY_NOT_SET = "day_not_set"
    ALWAYS_CLOSED = "always_closed"
    HOURS_INVALID = "hours_invalid"
    TIME_INVALID = "time_invalid"
    LANGUAGE_UNKNOWN = "language_unknown"


class PlaceError(LibraryError):
    """A refusal of the institution's own tables."""
