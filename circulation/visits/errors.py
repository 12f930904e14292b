"""Refusals of visits."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class VisitCode(StrEnum):
    """Why a visit was not counted."""

    UNKNOWN = "visit_unknown"
    SECTOR_MISSING = "visit_sector_missing"
    SECTOR_UNKNOWN = "visit_sector_unknown"
    DAY_AHEAD = "visit_day_ahead"
    PERSONS_INVALID = "visit_persons_invalid"
    CARD_LOST = "visit_card_lost"
    READER_UNKNOWN = "visit_reader_unknown"
    TAKEN_BACK = "visit_taken_back"
    RULE_UNKNOWN = "visit_rule_unknown"


class VisitError(LibraryError):
    """A refusal of visits."""


class VisitInputError(VisitError, InputError):
    """What was typed cannot be counted."""


class VisitNotFound(VisitError, NotFoundError):
    """No such visit."""
