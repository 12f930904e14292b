"""Why a file or link was refused."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class DigitalCode(StrEnum):
    """Refusals of this subject."""

    UNKNOWN = "digital_unknown"
    RECORD_MERGED = "digital_record_merged"
    REMOVED = "digital_removed"
    NOTHING_GIVEN = "digital_nothing_given"
    BOTH_GIVEN = "digital_both_given"
    EMPTY_FILE = "digital_empty_file"
    TOO_LARGE = "digital_too_large"
    KIND_REFUSED = "digital_kind_refused"
    DAMAGED = "digital_damaged"
    LINK_INVALID = "digital_link_invalid"
    ALREADY_THERE = "digital_already_there"
    PAGES_INVALID = "digital_pages_invalid"
    NOT_A_FILE = "digital_not_a_file"
    FILE_GONE = "digital_file_gone"
    NOT_FOR_READERS = "digital_not_for_readers"


class DigitalError(LibraryError):
    """The object cannot be changed like this."""


class DigitalInputError(InputError):
    """A file, address or number that no object can have."""


class DigitalNotFoundError(NotFoundError, DigitalError):
    """There is no such object, or nobody may know of it."""
