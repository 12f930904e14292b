"""Refusals of exhibitions."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class ExhibitionCode(StrEnum):
    """Why an act on an exhibition was refused."""

    UNKNOWN = "exhibition_unknown"
    COPY_NOT_HERE = "exhibition_copy_not_here"
    DATES_REVERSED = "exhibition_dates_reversed"
    DATES_ODD = "exhibition_dates_odd"
    NOT_IN_THIS_STATE = "exhibition_not_in_this_state"
    EMPTY = "exhibition_empty"
    ALREADY_OVER = "exhibition_already_over"
    NOTHING_SCANNED = "exhibition_nothing_scanned"
    COPY_UNKNOWN = "exhibition_copy_unknown"
    COPY_UNKNOWN_NEAR = "exhibition_copy_unknown_near"
    COPY_WITHDRAWN = "exhibition_copy_withdrawn"
    COPY_ON_LOAN = "exhibition_copy_on_loan"
    ALREADY_HERE = "exhibition_copy_already_here"
    ON_ANOTHER = "exhibition_copy_on_another"
    COPIES_HINDER = "exhibition_copies_hinder"
    UNDO_TOO_LATE = "exhibition_undo_too_late"
    LENT_MEANWHILE = "exhibition_lent_meanwhile"
    SETUP_LATE = "exhibition_setup_late"
    TAKEDOWN_EARLY = "exhibition_takedown_early"
    WENT_BACK = "exhibition_went_back"
    FORM_UNKNOWN = "exhibition_form_unknown"
    CHOICE_UNKNOWN = "exhibition_choice_unknown"
    CASE_UNKNOWN = "exhibition_case_unknown"
    CASE_ELSEWHERE = "exhibition_case_elsewhere"
    CASE_THERE = "exhibition_case_there"
    CASE_IN_USE = "exhibition_case_in_use"
    CASE_FIRST = "exhibition_case_first"
    CASES_TOO_MANY = "exhibition_cases_too_many"
    WALK_WRONG_STATE = "exhibition_walk_wrong_state"
    WALK_GOING = "exhibition_walk_going"
    WALK_OVER = "exhibition_walk_over"
    WALK_UNKNOWN = "exhibition_walk_unknown"
    NOT_ON_LIST = "exhibition_not_on_list"
    NOTHING_TO_ISSUE = "exhibition_nothing_to_issue"
    NOTHING_TO_RETURN = "exhibition_nothing_to_return"
    PAPER_UNKNOWN = "exhibition_paper_unknown"
    PERSONS_ODD = "exhibition_persons_odd"
    DAY_AHEAD = "exhibition_day_ahead"
    LINK_ODD = "exhibition_link_odd"
    LINE_UNKNOWN = "exhibition_line_unknown"
    EVENT_THERE = "exhibition_event_there"
    PIECE_UNKNOWN = "exhibition_piece_unknown"
    PIECE_BACK_EARLY = "exhibition_piece_back_early"
    TITLE_THERE = "exhibition_title_there"
    NOT_VIRTUAL = "exhibition_not_virtual"
    NO_FREE_COPY = "exhibition_no_free_copy"
    PHOTO_UNFIT = "exhibition_photo_unfit"
    ROTATION_UNKNOWN = "exhibition_rotation_unknown"
    ROTATION_OUTSIDE = "exhibition_rotation_outside"
    ROTATION_OVERLAPS = "exhibition_rotation_overlaps"
    ROTATION_IN_USE = "exhibition_rotation_in_use"
    ROTATION_OVER = "exhibition_rotation_over"
    ROTATION_BEGUN = "exhibition_rotation_begun"
    ROTATION_LATER = "exhibition_rotation_later"
    ROTATION_STAYS = "exhibition_rotation_stays"
    ROTATIONS_TOO_MANY = "exhibition_rotations_too_many"
    PLANNED_LATER = "exhibition_copy_planned_later"
    PLANNED_THERE = "exhibition_copy_planned_already"
    PLAN_UNKNOWN = "exhibition_plan_unknown"


class ExhibitionError(LibraryError):
    """A refusal of this subject."""


class ExhibitionInputError(InputError):
    """A value that no exhibition can have."""


class ExhibitionNotFoundError(NotFoundError):
    """No such exhibition, or no such copy on it."""
