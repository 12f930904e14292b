"""Why a file or an act on it was refused."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class ImportCode(StrEnum):
    """Refusals of this subject."""

    BATCH_UNKNOWN = "import_unknown"
    ROW_UNKNOWN = "import_row_unknown"
    NO_FILE = "import_no_file"
    FILE_GONE = "import_file_gone"
    NOTHING_READABLE = "import_nothing_readable"
    STILL_READING = "import_still_reading"
    READ_ELSEWHERE = "import_read_elsewhere"
    BEING_UNDONE = "import_being_undone"
    NOT_UNDOABLE = "import_not_undoable"
    ALREADY_ACCEPTED = "import_already_accepted"
    ROW_DECIDED = "import_row_decided"
    NO_MATCH = "import_no_match"
    SOURCE_UNKNOWN = "import_source_unknown"
    SOURCE_TAKEN = "import_source_taken"
    SOURCE_CODE = "import_source_code"
    THRESHOLD_INVALID = "import_threshold_invalid"
    PROFILE_UNKNOWN = "import_profile_unknown"
    MERGE_INVALID = "import_merge_invalid"
    HOLDINGS_INVALID = "import_holdings_invalid"


class RowCode(StrEnum):
    """What was found about one record of a file beyond its reading."""

    COPY_BARCODE_INVALID = "copy_barcode_invalid"
    COPY_INVENTORY_INVALID = "copy_inventory_invalid"
    COPY_BARCODE_TAKEN = "copy_barcode_taken"
    COPY_INVENTORY_TAKEN = "copy_inventory_taken"
    COPY_WITHOUT_NUMBER = "copy_without_number"
    COPY_VALUE_UNREADABLE = "copy_value_unreadable"
    NOTHING_CHANGED = "update_nothing_changed"
    OTHER_PROFILE = "update_other_profile"
    CONVERTED = "update_converted"
    TARGET_GONE = "update_target_gone"


class UndoCode(StrEnum):
    """Why a record of an import, or a copy of it, was not taken back."""

    CHANGED = "undo_record_changed"
    MERGED = "undo_record_merged"
    EDITED = "undo_record_edited"
    PARTS = "undo_record_parts"
    FILES = "undo_record_files"
    ACT = "undo_record_act"
    UNION = "undo_record_union"
    CARDS = "undo_record_cards"
    IMPORTED = "undo_record_imported"
    COPIES = "undo_record_copies"
    COPY_LENT = "undo_copy_lent"
    COPY_SHOWN = "undo_copy_shown"
    COPY_ACT = "undo_copy_act"
    COPY_TOUCHED = "undo_copy_touched"
    IN_USE = "undo_in_use"


class ImportRefused(LibraryError):
    """A refusal of this subject."""


class ImportInputError(InputError):
    """A file, or a value of a source, that cannot be used."""


class ImportNotFoundError(NotFoundError):
    """No such import, no such record in it, no such source."""
