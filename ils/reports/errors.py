"""Refusals of reports."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class ReportCode(StrEnum):
    """Why a report cannot be made, planned or decided."""

    KIND_UNKNOWN = "report_kind_unknown"
    PERIOD_INVALID = "report_period_invalid"
    CHOICE_UNKNOWN = "report_choice_unknown"
    BY_TWICE = "report_by_twice"
    EVERY_UNFIT = "report_every_unfit"
    SCHEDULE_UNKNOWN = "report_schedule_unknown"
    SCHEDULE_TWICE = "report_schedule_twice"
    UNKNOWN = "report_unknown"
    DECIDED = "report_decided"
    NUMBER_INVALID = "report_number_invalid"


class ReportError(LibraryError):
    """A refusal of a report."""


class ReportInputError(InputError):
    """A period or a choice that cannot be."""


class ReportNotFoundError(NotFoundError):
    """No such report or schedule."""
