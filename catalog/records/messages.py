"""Words of this subject."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.records.errors import RecordCode

RECORD_WORDS: dict[RecordCode, Any] = {
    RecordCode.UNKNOWN: _l("There is no such bibliographic record."),
    RecordCode.CHANGED_MEANWHILE: _l(
        "Somebody else changed this record meanwhile (version %(version)s). Open it anew."
    ),
}

AUDIT_WORDS: dict[str, Any] = {
    "record_added": _l("Bibliographic record added"),
    "record_changed": _l("Bibliographic record changed"),
}

CHECK_WORDS: dict[str, Any] = {
    "search_row_missing": _l("The record %(record)s is not in the search index."),
    "search_row_orphan": _l("The search index has a record %(record)s that does not exist."),
}
