"""Words of this subject: refusals, states, rules of recognition, everything found about a record."""

from __future__ import annotations

from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.importing.errors import ImportCode, RowCode
from catalog.importing.models import BatchState, StagedState
from catalog.importing.rules import Rule
from catalog.marc import FindingCode, MarcCode

IMPORT_WORDS: dict[ImportCode, Any] = {
    ImportCode.BATCH_UNKNOWN: _l("There is no such import."),
    ImportCode.ROW_UNKNOWN: _l("The file has no record at this place."),
    ImportCode.NO_FILE: _l("Choose a file first."),
    ImportCode.NOTHING_READABLE: _l(
        "Not one record of the file can be read. Records found: %(found)s. Reasons: %(reasons)s."
    ),
    ImportCode.STILL_READING: _l(
        "“%(file)s” has not been read to its end. Give the same file again; it goes on where it stopped."
    ),
}

MARC_WORDS: dict[MarcCode, Any] = {
    MarcCode.EMPTY_FILE: _l("The file is empty."),
    MarcCode.NOT_MARC: _l("This is not a file of MARC records. It looks like: %(looks_like)s."),
    MarcCode.NO_RECORDS: _l("The file contains no MARC records."),
    MarcCode.UNKNOWN_CHARSET: _l("The character set “%(charset)s” is not known. Known are: %(known)s."),
    MarcCode.BAD_STORED_RECORD: _l("A stored record cannot be read (%(reason)s)."),
    MarcCode.RECORD_TOO_LONG: _l("The record is too long for ISO 2709."),
    MarcCode.FIELD_TOO_LONG: _l("A field is too long for ISO 2709."),
    MarcCode.UNWRITABLE_FIELD: _l("A field cannot be written in ISO 2709."),
}

BATCH_STATES: dict[BatchState, Any] = {
    BatchState.STAGING: _l("not read to the end"),
    BatchState.STAGED: _l("to be accepted"),
    BatchState.ACCEPTING: _l("accepted in part"),
    BatchState.ACCEPTED: _l("accepted"),
}

BATCH_TAGS: dict[BatchState, str] = {
    BatchState.STAGING: "warn",
    BatchState.STAGED: "info",
    BatchState.ACCEPTING: "warn",
    BatchState.ACCEPTED: "ok",
}

ROW_STATES: dict[StagedState, Any] = {
    StagedState.NEW: _l("new"),
    StagedState.DUPLICATE: _l("already there"),
    StagedState.QUARANTINED: _l("unreadable"),
    StagedState.ACCEPTED: _l("accepted"),
    StagedState.UPDATED: _l("updated"),
    StagedState.SKIPPED: _l("duplicate, skipped"),
}

ROW_TAGS: dict[StagedState, str] = {
    StagedState.NEW: "info",
    StagedState.DUPLICATE: "warn",
    StagedState.QUARANTINED: "no",
    StagedState.ACCEPTED: "ok",
    StagedState.UPDATED: "ok",
    StagedState.SKIPPED: "plain",
}

RULES: dict[str, Any] = {
    Rule.CONTROL: _l("The same control number from the same source, and the description agrees."),
    Rule.ISBN: _l("The same ISBN, title, year and number of pages."),
    Rule.FINGERPRINT: _l("The same title, author, year and number of pages or volumes."),
    Rule.IDENTICAL: _l("The very same bytes were imported before."),
}

FINDING_WORDS: dict[Enum, Any] = {
    FindingCode.BOM_SKIPPED: _l("A byte order mark before the record was skipped."),
    FindingCode.RECORD_LENGTH: _l(
        "The leader states a length of %(stated)s bytes; the record has %(actual)s."
    ),
    FindingCode.BASE_ADDRESS: _l("The leader states a wrong beginning of the data; it was found."),
    FindingCode.DIRECTORY_REBUILT: _l("The directory does not fit the fields; it was rebuilt from them."),
    FindingCode.LEADER_MENDED: _l("The leader was mended."),
    FindingCode.UTF8_UNFLAGGED: _l("The text is UTF-8 although the leader does not say so."),
    FindingCode.CHARSET_GUESSED: _l(
        "The record does not name its character set; it was guessed from the text."
    ),
    FindingCode.CHARSET_FIELD_WRONG: _l("The record names a character set that its text is not written in."),
    FindingCode.REFERENCES_DECODED: _l("Characters written as numbers were decoded. Fields: %(fields)s."),
    FindingCode.EMPTY_SUBFIELD: _l("An empty subfield was left out. Field: %(tag)s."),
    FindingCode.NO_SUBFIELD_MARK: _l("A field without subfields was read as $a. Field: %(tag)s."),
    FindingCode.EMPTY_RECORD: _l("The record is empty."),
    FindingCode.TOO_SHORT: _l("The record is too short to be one. Bytes: %(bytes)s."),
    FindingCode.TOO_LONG: _l("The record is too long. Bytes: %(bytes)s, kept: %(kept)s."),
    FindingCode.TRUNCATED: _l("The record is cut off. Bytes: %(bytes)s."),
    FindingCode.NO_DIRECTORY: _l("The record has no directory of fields."),
    FindingCode.NO_FIELDS: _l("The record has no fields."),
    FindingCode.DIRECTORY_MISMATCH: _l("The directory and the fields do not agree."),
    FindingCode.BAD_INDICATORS: _l("The indicators are damaged. Field: %(tag)s, found: “%(found)s”."),
    FindingCode.INDICATORS_CUT: _l("More than two indicators; the rest was cut off. Field: %(tag)s."),
    FindingCode.INVALID_BYTES: _l("Bytes that are no text in %(charset)s: %(count)s. They show as �."),
    FindingCode.REPLACEMENT_CHARACTERS: _l("Characters were lost before the record came here: %(count)s."),
    FindingCode.CONTROL_CHARACTERS: _l("The text has control characters: %(count)s."),
    FindingCode.DOUBLE_ENCODED: _l("The text was encoded twice: “%(sample)s”. It is kept as it came."),
    FindingCode.BROKEN_XML: _l("The XML of the record is broken."),
    FindingCode.FIELD_WITHOUT_TAG: _l("A field has no tag."),
    FindingCode.SUBFIELD_WITHOUT_CODE: _l("A subfield has no code."),
    RowCode.COPY_BARCODE_INVALID: _l("The copy's barcode “%(number)s” cannot be printed or scanned."),
    RowCode.COPY_INVENTORY_INVALID: _l("The copy's inventory number “%(number)s” is too long or damaged."),
    RowCode.COPY_BARCODE_TAKEN: _l(
        "The copy was not added: its barcode “%(number)s” belongs to a copy of another record."
    ),
    RowCode.COPY_INVENTORY_TAKEN: _l(
        "The copy was not added: its inventory number “%(number)s” belongs to a copy of another record."
    ),
    RowCode.COPY_WITHOUT_NUMBER: _l(
        "A copy was not added: it has neither barcode nor inventory number. Call number: “%(call_number)s”."
    ),
    RowCode.COPY_VALUE_UNREADABLE: _l(
        "The copy's %(field)s “%(value)s” was left out: it cannot be understood."
    ),
}

AUDIT_WORDS: dict[str, Any] = {
    "file_staged": _l("File read in for import"),
    "file_accepted": _l("Import accepted"),
}

CHECK_WORDS: dict[str, Any] = {
    "import_count_differs": _l("The import %(batch)s says %(count)s: %(told)s, but its rows are %(rows)s."),
    "import_row_without_record": _l("Record %(position)s of the import %(batch)s is not in the catalogue."),
    "import_record_twice": _l("The record %(record)s was accepted from two rows."),
    "import_rows_undecided": _l("The finished import %(batch)s has undecided rows: %(rows)s."),
}
