"""Refusals of overdue control."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class OverdueCode(StrEnum):
    """Why something asked of overdue control was refused."""

    LEVEL_UNKNOWN = "overdue_level_unknown"
    LEVEL_TAKEN = "overdue_level_taken"
    LEVEL_USED = "overdue_level_used"
    LEVEL_DAYS = "overdue_level_days"
    LEVEL_CHARGE = "overdue_level_charge"
    LEVEL_EARLY = "overdue_level_early"
    LEVEL_CHANNEL = "overdue_level_channel"
    LEVEL_TEMPLATE = "overdue_level_template"
    PROMISE_UNKNOWN = "promise_unknown"
    PROMISE_ENDED = "promise_ended"
    PROMISE_DAY = "promise_day"
    PROMISE_NEEDLESS = "promise_needless"
    NOTHING_CHOSEN = "overdue_nothing_chosen"
    LOAN_CLOSED = "overdue_loan_closed"
    LOAN_OF_OTHER = "overdue_loan_of_other"


class OverdueError(LibraryError):
    """A refusal of overdue control."""


class OverdueInputError(OverdueError, InputError):
    """A level, a promise or a call that cannot be."""


class OverdueNotFound(OverdueError, NotFoundError):
    """No such level or promise."""
