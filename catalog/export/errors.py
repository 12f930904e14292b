"""Why an export or a batch was refused."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class ExportCode(StrEnum):
    """Refusals of this subject."""

    NOTHING_FOUND = "export_nothing_found"
    TOO_MANY = "export_too_many"
    TOO_MANY_ON_PAPER = "export_too_many_on_paper"
    FORMAT_UNKNOWN = "export_format_unknown"
    BATCH_UNKNOWN = "union_batch_unknown"
    BATCH_EMPTY = "union_batch_empty"
    NOT_PREPARED = "union_not_prepared"
    NOT_SENT = "union_not_sent"
    NOT_ANSWERED = "union_not_answered"
    DAY_INVALID = "union_day_invalid"
    DAY_MISSING = "union_day_missing"


class ExportError(LibraryError):
    """The export or the act on a batch cannot be done."""


class ExportInputError(InputError, ExportError):
    """What was asked for is no format, no choice of records."""


class ExportNotFoundError(NotFoundError, ExportError):
    """There is no such batch."""
