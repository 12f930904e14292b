"""Why something was refused, or not taken back."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.importing.errors import ImportCode, UndoCode

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
    ImportCode.READ_ELSEWHERE: _l(
        "“%(file)s” is being read somewhere else just now. Nothing is lost: that reading goes on."
    ),
    ImportCode.BEING_UNDONE: _l("The import of “%(file)s” is being taken back, or has been."),
    ImportCode.NOT_UNDOABLE: _l(
        "There is nothing to take back of “%(file)s”: it was not accepted, or all is undone."
    ),
    ImportCode.ALREADY_ACCEPTED: _l("Records of “%(file)s” have been accepted already."),
    ImportCode.ROW_DECIDED: _l("Record %(position)s has been decided already."),
    ImportCode.NO_MATCH: _l("Record %(position)s resembles nothing that could be updated or skipped for."),
    ImportCode.SOURCE_UNKNOWN: _l("There is no source “%(source)s”."),
    ImportCode.SOURCE_TAKEN: _l("There is already a source “%(source)s”."),
    ImportCode.SOURCE_CODE: _l(
        "The code “%(source)s” cannot be used: lower-case Latin letters, digits, - and _, 2 to 40."
    ),
    ImportCode.THRESHOLD_INVALID: _l("A threshold is a number from %(least)s to %(most)s."),
    ImportCode.PROFILE_UNKNOWN: _l("“%(profile)s” is not a profile of records."),
    ImportCode.MERGE_INVALID: _l("“%(pattern)s” is no tag and no pattern such as 9XX."),
    ImportCode.HOLDINGS_INVALID: _l("“%(value)s” cannot say where copies stand in a record."),
}

UNDO_WORDS: dict[UndoCode, Any] = {
    UndoCode.CHANGED: _l("The record was changed since (version %(version)s)."),
    UndoCode.MERGED: _l("The record was merged with another one."),
    UndoCode.EDITED: _l("Somebody is editing the record. Drafts: %(count)s."),
    UndoCode.PARTS: _l("Other records are parts of this one: %(count)s."),
    UndoCode.FILES: _l("Full texts or links are attached to the record: %(count)s."),
    UndoCode.ACT: _l("The record stands in an acceptance act. Lines: %(count)s."),
    UndoCode.UNION: _l("The record is in a batch for the union catalogue."),
    UndoCode.CARDS: _l("The record was put into a card index."),
    UndoCode.IMPORTED: _l(
        "A later import recognised it as its own record. Take that one back first: %(batch)s."
    ),
    UndoCode.COPIES: _l("The record has copies that did not come with this import: %(count)s."),
    UndoCode.COPY_LENT: _l("The copy %(code)s has been lent."),
    UndoCode.COPY_SHOWN: _l("The copy %(code)s has been on an exhibition."),
    UndoCode.COPY_ACT: _l("The copy %(code)s stands in an acceptance act."),
    UndoCode.COPY_TOUCHED: _l("The copy %(code)s was changed since it came."),
    UndoCode.IN_USE: _l("Something else refers to it (%(where)s)."),
}
