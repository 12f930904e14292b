"""Refusals of events and clubs."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class EventCode(StrEnum):
    """Why an act on an event was refused."""

    UNKNOWN = "event_unknown"
    NOT_PLANNED = "event_not_planned"
    NOT_HELD = "event_not_held"
    NOT_CANCELLED = "event_not_cancelled"
    IS_CANCELLED = "event_is_cancelled"
    DAY_AHEAD = "event_day_ahead"
    DAY_ODD = "event_day_odd"
    TIMES_REVERSED = "event_times_reversed"
    PERSONS_INVALID = "event_persons_invalid"
    TYPE_UNKNOWN = "event_type_unknown"
    CLUB_MISSING = "event_club_missing"
    CYCLE_BACKWARDS = "event_cycle_backwards"
    CYCLE_TOO_LONG = "event_cycle_too_long"
    LINK_ODD = "event_link_odd"
    ATTENDANCE_UNKNOWN = "event_attendance_unknown"


class ClubCode(StrEnum):
    """Why an act on a club was refused."""

    UNKNOWN = "club_unknown"
    NAME_TAKEN = "club_name_taken"
    CLOSED = "club_closed"
    DAY_ODD = "club_day_odd"
    CLOSED_BEFORE_FOUNDED = "club_closed_before_founded"
    MEMBER_ALREADY = "club_member_already"
    MEMBER_UNKNOWN = "club_member_unknown"
    LEFT_BEFORE_JOINED = "club_left_before_joined"


class EventError(LibraryError):
    """A refusal of this subject."""


class EventInputError(InputError):
    """A value that no event or club can have."""


class EventNotFoundError(NotFoundError):
    """No such event, club, member or attendance."""
