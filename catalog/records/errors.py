"""What this subject refuses."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class RecordCode(StrEnum):
    """Refusals about bibliographic records."""

    UNKNOWN = "record_not_found"
    CHANGED_MEANWHILE = "record_changed_meanwhile"
    MERGED = "record_merged"
    VERSION_UNKNOWN = "record_version_not_found"
    DRAFT_UNKNOWN = "record_draft_not_found"
    NOBODY = "record_draft_of_nobody"
    TEMPLATE_UNKNOWN = "record_template_not_found"
    TEMPLATE_TAKEN = "record_template_taken"
    CARD_INDEX_UNKNOWN = "card_index_not_found"
    CARD_INDEX_CODE = "card_index_code_invalid"
    HOST_IS_PART = "record_host_is_part"
    MARKS_UNREADABLE = "author_marks_unreadable"
    MARKS_EMPTY = "author_marks_empty"
    MARKS_UNKNOWN = "author_marks_not_found"
    LETTERS_INVALID = "author_mark_letters_invalid"
    FINDING_UNKNOWN = "record_finding_not_found"


class RecordError(LibraryError):
    """The record cannot be changed like this."""


class RecordInputError(InputError):
    """What was given cannot be kept."""


class RecordNotFoundError(NotFoundError, RecordError):
    """There is no such record, or nothing of that name about it."""
