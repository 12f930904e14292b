"""Refusals of databases."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class DatabaseCode(StrEnum):
    """Why an act on a database was refused."""

    UNKNOWN = "database_unknown"
    TITLE_TAKEN = "database_title_taken"
    LINK_INVALID = "database_link_invalid"
    ACCESS_UNKNOWN = "database_access_unknown"
    DAYS_REVERSED = "database_days_reversed"
    DAY_ODD = "database_day_odd"
    LANGUAGE_UNKNOWN = "database_language_unknown"
    CLOSED = "database_closed"
    NOT_CLOSED = "database_not_closed"
    NOT_SHOWN = "database_not_shown"
    DEADLINE_UNKNOWN = "deadline_unknown"
    DEADLINE_ANSWERED = "deadline_answered"
    OUTCOME_UNKNOWN = "deadline_outcome_unknown"


class DatabaseError(LibraryError):
    """A refusal of this subject."""


class DatabaseInputError(InputError):
    """A value that no database can have."""


class DatabaseNotFoundError(NotFoundError):
    """No such database, or no such reminder."""
