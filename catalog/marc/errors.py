"""What this package refuses, by code."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import LibraryError, Refusal


class MarcCode(StrEnum):
    """Refusals of a whole file, or of one record that cannot be written."""

    EMPTY_FILE = "empty_file"
    NOT_MARC = "not_marc"
    NO_RECORDS = "no_records"
    UNKNOWN_CHARSET = "unknown_charset"
    ARCHIVE_NESTED = "archive_nested"
    ARCHIVE_TOO_LARGE = "archive_too_large"
    ARCHIVE_ENCRYPTED = "archive_encrypted"
    ARCHIVE_DAMAGED = "archive_damaged"
    BAD_STORED_RECORD = "bad_stored_record"
    RECORD_TOO_LONG = "record_too_long"
    FIELD_TOO_LONG = "field_too_long"
    UNWRITABLE_FIELD = "unwritable_field"


class MarcError(LibraryError):
    """A file that is not MARC, or a record that a format cannot hold."""

    kind = Refusal.INVALID
