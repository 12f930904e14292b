"""Refusals of the service to teachers and readers."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class QueryCode(StrEnum):
    """Why an act on a query was refused."""

    UNKNOWN = "query_unknown"
    ENDED = "query_ended"
    NOT_ENDED = "query_not_ended"
    DAY_ODD = "query_day_odd"
    CHOICE_UNKNOWN = "query_choice_unknown"
    NOBODY = "query_nobody"
    CONTACT_ODD = "query_contact_odd"
    ANSWER_EMPTY = "query_answer_empty"
    TOO_MANY_OPEN = "query_too_many_open"


class ListCode(StrEnum):
    """Why an act on a list of titles was refused."""

    TITLE_UNKNOWN = "list_title_unknown"
    TITLE_TWICE = "list_title_twice"
    TITLE_NOT_THERE = "list_title_not_there"
    TOO_LONG = "list_too_long"
    SELECTION_UNKNOWN = "selection_unknown"
    STUDENTS_INVALID = "selection_students_invalid"
    COPIES_INVALID = "selection_copies_invalid"
    NORM_INVALID = "selection_norm_invalid"
    REVIEW_UNKNOWN = "review_unknown"
    MINUTES_INVALID = "review_minutes_invalid"


class ProfileCode(StrEnum):
    """Why an act on an interest profile or a bulletin was refused."""

    UNKNOWN = "profile_unknown"
    EMPTY = "profile_empty"
    NO_CONSENT = "profile_no_consent"
    GONE = "profile_reader_gone"
    TOO_MANY = "profile_too_many"
    LANGUAGE_UNKNOWN = "profile_language_unknown"
    LINK_WRONG = "profile_link_wrong"
    BULLETIN_UNKNOWN = "bulletin_unknown"
    PERIOD_UNKNOWN = "bulletin_period_unknown"


class ServiceError(LibraryError):
    """A refusal of this subject."""


class ServiceInputError(InputError):
    """A value that nothing of this subject can have."""


class ServiceNotFoundError(NotFoundError):
    """No such query, selection, review, profile or bulletin."""
