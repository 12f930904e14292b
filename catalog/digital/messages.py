"""Words of this subject: refusals, rights, kinds of files."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.digital import rules
from catalog.digital.errors import DigitalCode
from catalog.digital.models import Rights
from ils.web.filters import decimal

DIGITAL_WORDS: dict[DigitalCode, Any] = {
    DigitalCode.UNKNOWN: _l("There is no such full text or link."),
    DigitalCode.RECORD_MERGED: _l(
        "The record %(record)s was merged into the record %(into)s. Attach the file there."
    ),
    DigitalCode.REMOVED: _l("This was removed meanwhile."),
    DigitalCode.NOTHING_GIVEN: _l("Choose a file or give an address."),
    DigitalCode.BOTH_GIVEN: _l("Attach the file and the address one after the other."),
    DigitalCode.EMPTY_FILE: _l("The file is empty."),
    DigitalCode.TOO_LARGE: _l("The file is too large. The limit is %(limit)s MB."),
    DigitalCode.KIND_REFUSED: _l(
        "This kind of file is not taken: %(looks_like)s. Taken are PDF, EPUB, DjVu and the images JPEG, PNG, TIFF, "
        "WebP, JPEG 2000."
    ),
    DigitalCode.DAMAGED: _l("The file is damaged: it cannot be opened."),
    DigitalCode.LINK_INVALID: _l("“%(url)s” is not an address that begins with http:// or https://."),
    DigitalCode.ALREADY_THERE: _l("The record has this very file or address already."),
    DigitalCode.PAGES_INVALID: _l("The number of pages must be a whole number from 1 to 100 000."),
    DigitalCode.NOT_A_FILE: _l("This is a link; it has no file to replace."),
    DigitalCode.FILE_GONE: _l("The file is missing from the store. Tell the administrator."),
    DigitalCode.NOT_FOR_READERS: _l("This text can be read in the library only."),
}

RIGHTS: dict[Rights, Any] = {
    Rights.OPEN: _l("open to everybody"),
    Rights.LIBRARY: _l("in the library only"),
    Rights.CLOSED: _l("closed"),
}

RIGHTS_TAGS: dict[Rights, str] = {Rights.OPEN: "ok", Rights.LIBRARY: "info", Rights.CLOSED: "plain"}

MEDIA: dict[str, str] = {
    rules.PDF: "PDF",
    rules.EPUB: "EPUB",
    rules.DJVU: "DjVu",
    rules.JPEG: "JPEG",
    rules.PNG: "PNG",
    rules.WEBP: "WebP",
    rules.TIFF: "TIFF",
    rules.JP2: "JPEG 2000",
}

AUDIT_WORDS: dict[str, Any] = {
    "digital_added": _l("Full text or link attached"),
    "digital_changed": _l("Full text or link changed"),
    "digital_replaced": _l("File of a full text replaced"),
    "digital_removed": _l("Full text or link removed"),
}

CHECK_WORDS: dict[str, Any] = {
    "digital_file_missing": _l("The file of the full text %(object)s is missing."),
    "digital_file_differs": _l(
        "The file of the full text %(object)s has %(found)s bytes; it was kept with %(size)s."
    ),
    "digital_file_unknown": _l("The store has a file that belongs to no record: %(file)s."),
}


def megabytes(size: int) -> str:
    """Return a size in bytes as a person reads it: 740 KB, 12,4 MB."""
    if size < 1_000_000:
        return f"{max(size // 1000, 1)} KB"
    return f"{decimal(f'{size / 1_000_000:.1f}')} MB"
