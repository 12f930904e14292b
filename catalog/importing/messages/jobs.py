"""Words of long work on files: what each kind of job is called, and what came of it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.importing.errors import ImportCode

IMPORT_JOB_WORDS: dict[str, Any] = {
    "import:read": _l("Reading the file"),
    "import:read:done": _l("Records read: %(found)s, unreadable: %(quarantined)s."),
    "import:trial": _l("Dry run"),
    "import:trial:done": _l("New: %(new)s, updates: %(update)s, skipped: %(skip)s. Nothing was changed."),
    "import:accept": _l("Accepting the import"),
    "import:accept:done": _l(
        "Records accepted: %(accepted)s, updated: %(updated)s, duplicates: %(skipped)s, unreadable: %(quarantined)s, "
        "copies: %(items)s."
    ),
    "import:undo": _l("Taking the import back"),
    "import:undo:done": _l("Records taken back: %(undone)s, refused: %(undo_refused)s."),
}

UPLOAD_WORDS: dict[ImportCode, Any] = {
    ImportCode.FILE_GONE: _l("The uploaded file is no longer in the data folder. Give the same file again."),
}
