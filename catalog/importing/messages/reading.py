"""What is said of a file and of each record on the way from bytes to copies."""

from __future__ import annotations

from enum import Enum
from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.importing.errors import RowCode
from catalog.marc import FindingCode, MarcCode

MARC_WORDS: dict[MarcCode, Any] = {
    MarcCode.EMPTY_FILE: _l("The file is empty."),
    MarcCode.NOT_MARC: _l("This is not a file of MARC records. It looks like: %(looks_like)s."),
    MarcCode.NO_RECORDS: _l("The file contains no MARC records."),
    MarcCode.UNKNOWN_CHARSET: _l("The character set “%(charset)s” is not known. Known are: %(known)s."),
    MarcCode.BAD_STORED_RECORD: _l("A stored record cannot be read (%(reason)s)."),
    MarcCode.RECORD_TOO_LONG: _l("The record is too long for this format."),
    MarcCode.FIELD_TOO_LONG: _l("A field is too long for this format."),
    MarcCode.UNWRITABLE_FIELD: _l("A field cannot be written in this format."),
    MarcCode.ARCHIVE_NESTED: _l(
        "The archive holds another archive (%(member)s). Unpack it once and give what is inside."
    ),
    MarcCode.ARCHIVE_TOO_LARGE: _l(
        "The archive unpacks to more than can be sound: %(unpacked)s bytes out of %(packed)s."
    ),
    MarcCode.ARCHIVE_ENCRYPTED: _l("The archive is locked by a password (%(member)s)."),
    MarcCode.ARCHIVE_DAMAGED: _l("The archive is damaged (%(reason)s)."),
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
    RowCode.NOTHING_CHANGED: _l("The update changes nothing; our record says the same."),
    RowCode.OTHER_PROFILE: _l(
        "Our record is in %(ours)s and the file's in %(theirs)s; the fields could not be put together."
    ),
    RowCode.CONVERTED: _l(
        "The file's record was converted from %(theirs)s to %(ours)s for the update. Parts without a place: %(lost)s."
    ),
    RowCode.TARGET_GONE: _l("The record that was chosen is no longer there; the row was judged anew."),
    FindingCode.LINE_MENDED: _l("Line %(line)s of the file was mended: “%(before)s”."),
    FindingCode.BROKEN_LINE: _l(
        "Line %(line)s of the file is no field; its text is kept under the tag ???: “%(text)s”."
    ),
    FindingCode.BROKEN_JSON: _l("The JSON of the record is broken (%(message)s)."),
    FindingCode.ARCHIVE_DAMAGED: _l(
        "The archive is damaged; what follows could not be unpacked (%(reason)s)."
    ),
    FindingCode.AUTHORITY_RECORD: _l(
        "An authority record (a heading), not the description of a document; kept in the import."
    ),
    FindingCode.HOLDINGS_RECORD: _l(
        "A holdings record, not the description of a document; kept in the import."
    ),
    FindingCode.DOUBLE_UNDONE: _l(
        "Text encoded twice was set right: “%(before)s” → “%(after)s”. Places: %(count)s."
    ),
}
