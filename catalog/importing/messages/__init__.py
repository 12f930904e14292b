"""Words of this subject: refusals, states, rules of recognition, everything found about a record."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.importing.messages.jobs import IMPORT_JOB_WORDS, UPLOAD_WORDS
from catalog.importing.messages.reading import FINDING_WORDS, MARC_WORDS
from catalog.importing.messages.refusals import IMPORT_WORDS, UNDO_WORDS
from catalog.importing.messages.states import (
    BATCH_STATES,
    BATCH_TAGS,
    DECISIONS,
    ROW_STATES,
    ROW_TAGS,
    RULE_WORDS,
)

__all__ = [
    "AUDIT_WORDS",
    "BATCH_STATES",
    "BATCH_TAGS",
    "CHECK_WORDS",
    "DECISIONS",
    "FINDING_WORDS",
    "IMPORT_JOB_WORDS",
    "IMPORT_WORDS",
    "MARC_WORDS",
    "ROW_STATES",
    "ROW_TAGS",
    "RULE_WORDS",
    "UNDO_WORDS",
    "UPLOAD_WORDS",
]

AUDIT_WORDS: dict[str, Any] = {
    "file_staged": _l("File read in for import"),
    "file_accepted": _l("Import accepted"),
    "file_read_again": _l("File of an import to be read again"),
    "import_decided": _l("Decided what becomes of records of an import"),
    "import_tried": _l("Import tried without accepting"),
    "import_undo_begun": _l("Taking back of an import begun"),
    "import_undone": _l("Import taken back"),
    "import_source_saved": _l("Source of imports saved"),
}

CHECK_WORDS: dict[str, Any] = {
    "import_count_differs": _l("The import %(batch)s says %(count)s: %(told)s, but its rows are %(rows)s."),
    "import_row_without_record": _l("Record %(position)s of the import %(batch)s is not in the catalogue."),
    "import_record_twice": _l("The record %(record)s was accepted from two rows."),
    "import_rows_undecided": _l("The finished import %(batch)s has undecided rows: %(rows)s."),
    "import_row_of_undone": _l(
        "The import %(batch)s was taken back, but its record %(position)s still names one."
    ),
    "import_record_left": _l(
        "The record %(record)s came with the import %(batch)s, but none of its rows names it."
    ),
}
