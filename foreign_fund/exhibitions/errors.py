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


class ExhibitionError(LibraryError):
    """A refusal of this subject."""


class ExhibitionInputError(InputError):
    """A value that no exhibition can have."""


class ExhibitionNotFoundError(NotFoundError):
    """No such exhibition, or no such copy on it."""
