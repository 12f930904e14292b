"""What this subject refuses."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import LibraryError, NotFoundError


class RecordCode(StrEnum):
    """Refusals about bibliographic records."""

    UNKNOWN = "record_not_found"
    CHANGED_MEANWHILE = "record_changed_meanwhile"


class RecordError(LibraryError):
    """The record cannot be changed like this."""


class RecordNotFoundError(NotFoundError, RecordError):
    """There is no such record."""
