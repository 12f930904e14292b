"""Refusals of the work plan."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class PlanCode(StrEnum):
    """Why an act on the plan was refused."""

    LINE_UNKNOWN = "plan_line_unknown"
    LINE_NOT_FED = "plan_line_not_fed"
    YEAR_OUT_OF_RANGE = "plan_year_out_of_range"
    YEAR_LOADED = "plan_year_loaded"
    TARGET_INVALID = "plan_target_invalid"
    PERIOD_INVALID = "plan_period_invalid"


class PlanError(LibraryError):
    """A refusal of the work plan."""


class PlanInputError(InputError):
    """A year, target or period that cannot be."""


class PlanLineUnknownError(NotFoundError):
    """No such line in that year's plan."""
