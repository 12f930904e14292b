"""What evidence may be, judged by content: papers, pictures and files of office programs."""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import PurePosixPath

HEAD_BYTES = 4096
PDF, JPEG, PNG, WEBP = "application/pdf", "image/jpeg", "image/png", "image/webp"
_OPEN = "application/vnd.openxmlformats-officedocument."
DOCX = _OPEN + "wordprocessingml.document"
XLSX = _OPEN + "spreadsheetml.sheet"
PPTX = _OPEN + "presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODP = "application/vnd.oasis.opendocument.presentation"
OLD_OFFICE = "application/x-ole-storage"  # .doc, .xls, .ppt of old programs are alike from outside

ENDINGS: dict[str, tuple[str, ...]] = {
    PDF: (".pdf",), JPEG: (".jpg", ".jpeg"), PNG: (".png",), WEBP: (".webp",), DOCX: (".docx",), XLSX: (".xlsx",),
    PPTX: (".pptx",), ODT: (".odt",), ODS: (".ods",), ODP: (".odp",), OLD_OFFICE: (".doc", ".xls", ".ppt"),
}  # fmt: skip
SHOWN_IN_PLACE = frozenset({PDF, JPEG, PNG, WEBP})
ACCEPT = ",".join(ending for endings in ENDINGS.values() for ending in endings)
ZIP = b"PK\x03\x04"

_PARTS = {"word/": DOCX, "xl/": XLSX, "ppt/": PPTX}
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")


def media_of(head: bytes, *, parts: Collection[str] = (), mimetype: str = "") -> str | None:
    """Return the media type by the first bytes; of a zip by its `parts` and what its part `mimetype` says.

    None for what is not taken; nothing that a browser would run has a type here, nor a file with macros.
    """
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return OLD_OFFICE
    return _office(parts, mimetype) if head.startswith(ZIP) else None


def _office(parts: Collection[str], mimetype: str) -> str | None:
    if mimetype in (ODT, ODS, ODP):
        return mimetype
    if "[Content_Types].xml" not in parts or any("vbaProject" in name for name in parts):
        return None
    return next(
        (kind for start, kind in _PARTS.items() if any(name.startswith(start) for name in parts)), None
    )


def stored_path(sha256: str) -> PurePosixPath:
    """Return where content is kept below the data folder: evidence/ab/abcdef…"""
    if not _SHA256.fullmatch(sha256):
        raise ValueError("not a SHA-256 in hexadecimal")
    return PurePosixPath("evidence", sha256[:2], sha256)


def plain_name(given: str, media_type: str) -> str:
    """Return the name under which a file is handed back: no path, no signs of any system, the right ending."""
    endings = ENDINGS[media_type]
    name = _UNSAFE.sub("_", given.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    if name.lower().endswith(endings) and len(name) <= 200:
        return name
    stem = name.rsplit(".", 1)[0] if "." in name else name
    return f"{(stem or 'file')[:190]}{endings[0]}"
