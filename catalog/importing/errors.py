"""Why a file or an act on it was refused."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class ImportCode(StrEnum):
    """Refusals of this subject."""

    BATCH_UNKNOWN = "import_unknown"
    ROW_UNKNOWN = "import_row_unknown"
    NO_FILE = "import_no_file"
    NOTHING_READABLE = "import_nothing_readable"
    STILL_READING = "import_still_reading"


class RowCode(StrEnum):
    """What was found about one record of a file beyond its reading."""

    COPY_BARCODE_INVALID = "copy_barcode_invalid"
    COPY_INVENTORY_INVALID = "copy_inventory_invalid"
    COPY_BARCODE_TAKEN = "copy_barcode_taken"
    COPY_INVENTORY_TAKEN = "copy_inventory_taken"
    COPY_WITHOUT_NUMBER = "copy_without_number"
    COPY_VALUE_UNREADABLE = "copy_value_unreadable"


class ImportRefused(LibraryError):
    """A refusal of this subject."""


class ImportInputError(InputError):
    """A file that cannot be imported."""


class ImportNotFoundError(NotFoundError):
    """No such import, or no such record in it."""
