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
    NAME_MISSING = "plan_name_missing"
    TEXT_TOO_LONG = "plan_text_too_long"
    NUMBER_INVALID = "plan_number_invalid"
    NUMBER_TAKEN = "plan_number_taken"
    TOO_DEEP = "plan_too_deep"
    SECTION_UNKNOWN = "plan_section_unknown"
    SECTION_NAME_MISSING = "plan_section_name_missing"
    SECTION_TAKEN = "plan_section_taken"
    SERVICE_UNKNOWN = "plan_service_unknown"
    DEADLINE_UNKNOWN = "plan_deadline_unknown"
    REASON_MISSING = "plan_reason_missing"
    RETIRED_ALREADY = "plan_retired_already"
    NOT_RETIRED = "plan_not_retired"
    PARENT_RETIRED = "plan_parent_retired"
    KIND_UNKNOWN = "plan_kind_unknown"
    MEASURE_UNKNOWN = "plan_measure_unknown"
    NO_PARTS = "plan_no_parts"
    NO_LOANS = "plan_no_loans"
    NOTHING_TO_SPLIT = "plan_nothing_to_split"
    PART_UNKNOWN = "plan_part_unknown"
    SECTOR_UNKNOWN = "plan_sector_unknown"
    OPENING_INVALID = "plan_opening_invalid"
    OPENING_TWICE = "plan_opening_twice"
    SOURCE_MISSING = "plan_source_missing"
    FILE_NOT_A_TABLE = "plan_file_not_a_table"
    FILE_WITHOUT_NUMBERS = "plan_file_without_numbers"
    FILE_TOO_LONG = "plan_file_too_long"
    YEAR_EMPTY = "plan_year_empty"
    RAISE_INVALID = "plan_raise_invalid"
    YEAR_WITHOUT_PLAN = "plan_year_without_plan"
    PART_NOT_OVER = "plan_part_not_over"
    CLOSED_ALREADY = "plan_closed_already"
    OPENED_ALREADY = "plan_opened_already"
    CLOSURE_UNKNOWN = "plan_closure_unknown"
    REOPEN_REASON = "plan_reopen_reason"
    TASK_EMPTY = "plan_task_empty"
    TASK_OVER = "plan_task_over"
    TASK_DONE = "plan_task_done"
    TASK_UNKNOWN = "plan_task_unknown"


class PlanError(LibraryError):
    """A refusal of the work plan."""


class PlanInputError(InputError):
    """A year, target or period that cannot be."""


class PlanLineUnknownError(NotFoundError):
    """No such line in that year's plan."""
