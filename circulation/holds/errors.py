"""Why an act on holds was refused."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class HoldCode(StrEnum):
    """Refusals of this subject."""

    UNKNOWN = "hold_unknown"
    RECORD_UNKNOWN = "hold_record_unknown"
    READER_UNKNOWN = "hold_reader_unknown"
    COPY_UNKNOWN = "hold_copy_unknown"
    COPY_OF_ANOTHER = "hold_copy_of_another"
    ALREADY_WAITING = "hold_already_waiting"
    AT_HOME = "hold_at_home"
    NOT_LENDABLE = "hold_not_lendable"
    CARD_LOST = "hold_card_lost"
    RESTRICTED = "hold_reader_restricted"
    EXPIRED_MEMBER = "hold_reader_expired"
    TOO_MANY = "hold_too_many"
    DAY_PAST = "hold_day_past"
    ENDED = "hold_ended"
    PLACE_INVALID = "hold_place_invalid"
    NOT_WAITING = "hold_not_waiting"
    NOBODY_WAITS = "hold_nobody_waits"
    NOT_FREE = "hold_copy_not_free"
    NOT_ON_THE_WAY = "hold_not_on_the_way"
    NOT_SENT = "hold_copy_not_sent"
    SENT_NOWHERE = "hold_sent_nowhere"
    NOT_LOST = "hold_copy_not_lost"
    CHANGED = "hold_changed_since"
    READER_FORGOTTEN = "hold_reader_forgotten"
    DAYS_INVALID = "hold_days_invalid"


class HoldError(LibraryError):
    """A refusal of this subject."""


class HoldInputError(InputError):
    """A value that no hold can have."""


class HoldNotFound(NotFoundError):
    """No such hold, reader, record or copy."""
