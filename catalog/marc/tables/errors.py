"""What is wrong with a table that a library wrote."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import LibraryError, Refusal


class TableCode(StrEnum):
    """Refusals of a table; `file` is its name, `reason` and `found` show the place."""

    BAD_TABLE = "bad_profile_table"
    UNKNOWN_TABLE = "unknown_profile_table"


class TableError(LibraryError):
    """A table that cannot be read, or one that is not there."""

    kind = Refusal.INVALID
