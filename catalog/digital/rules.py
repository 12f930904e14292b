"""What a file is by its content, where it is kept, what an address must look like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

HEAD_BYTES = 4096
"""How much of a file `media_of` wants to see."""

PDF = "application/pdf"
EPUB = "application/epub+zip"
DJVU = "image/vnd.djvu"
JPEG, PNG, WEBP, TIFF, JP2 = "image/jpeg", "image/png", "image/webp", "image/tiff", "image/jp2"

EXTENSIONS = {
    PDF: ".pdf", EPUB: ".epub", DJVU: ".djvu", JPEG: ".jpg", PNG: ".png", WEBP: ".webp", TIFF: ".tif", JP2: ".jp2",
}  # fmt: skip
IMAGES = frozenset({JPEG, PNG, WEBP, TIFF, JP2})
SHOWN_IN_PLACE = frozenset({PDF, JPEG, PNG, WEBP})
"""What browsers show safely; everything else is handed over as a file."""

LONGEST_URL = 1000
MOST_PAGES = 100_000

_OTHERS = (
    (b"<!doctype html", "html"), (b"<html", "html"), (b"<svg", "svg"), (b"<?xml", "xml"), (b"MZ", "program"),
    (b"\x7fELF", "program"), (b"#!", "script"), (b"\xd0\xcf\x11\xe0", "ms_office"), (b"{\\rtf", "rtf"),
    (b"GIF8", "gif"), (b"PK\x03\x04", "zip"), (b"Rar!", "rar"), (b"7z\xbc\xaf", "7z"), (b"ID3", "sound"),
)  # fmt: skip
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAME_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|]+")
_HOST = re.compile(r"[^\s/?#@\\]+")


def media_of(head: bytes) -> str | None:
    """Return the media type of a file that is taken, by its first bytes; None for anything else.

    Nothing that a browser would run (HTML, SVG, XML) has a media type here.
    """
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"PK\x03\x04") and head[30:58] == b"mimetypeapplication/epub+zip":
        return EPUB
    if head.startswith(b"AT&TFORM") and head[12:16] in (b"DJVU", b"DJVM"):
        return DJVU
    return _image_of(head)


def _image_of(head: bytes) -> str | None:
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith((b"II*\x00", b"MM\x00*")):
        return TIFF
    return JP2 if head.startswith((b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")) else None


def looks_like(head: bytes) -> str:
    """Name a file that is not taken, for the refusal."""
    body = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for magic, name in _OTHERS:
        if head.startswith(magic) or body.startswith(magic.lower()):
            return name
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in head)
    return "binary" if controls * 50 > len(head) else "text"


def stored_path(sha256: str) -> PurePosixPath:
    """Return where content is kept below the data folder: files/ab/abcdef…"""
    if not _SHA256.fullmatch(sha256):
        raise ValueError("not a SHA-256 in hexadecimal")
    return PurePosixPath("files", sha256[:2], sha256)


def plain_name(given: str, media_type: str) -> str:
    """Return the name under which a file is handed back: no path, no signs of any system, the right ending."""
    name = _NAME_UNSAFE.sub("_", given.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    ending = EXTENSIONS[media_type]
    stem = name.rsplit(".", 1)[0] if "." in name else name
    kept = name if name.lower().endswith(_same(ending)) and stem else f"{stem or 'file'}{ending}"
    return kept if len(kept) <= 200 else f"{stem[: 200 - len(ending)]}{ending}"


def _same(ending: str) -> tuple[str, ...]:
    return {".jpg": (".jpg", ".jpeg"), ".tif": (".tif", ".tiff"), ".djvu": (".djvu", ".djv")}.get(
        ending, (ending,)
    )


def valid_link(given: str) -> str | None:
    """Return an address of http or https as it is kept; None for anything else, also for one with a password."""
    text = given.strip()
    if not text or len(text) > LONGEST_URL or any(ord(sign) <= 32 or ord(sign) == 127 for sign in text):
        return None
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or "@" in parts.netloc or not parts.hostname:
        return None
    if not _HOST.fullmatch(parts.netloc) or port == 0 or not any(sign.isalnum() for sign in parts.hostname):
        return None
    return text


def valid_pages(count: int | None) -> bool:
    """Tell whether a number of pages can be one; unknown is allowed."""
    return count is None or 0 < count <= MOST_PAGES


@dataclass(frozen=True, slots=True)
class Counted:
    """What decides whether an object counts as published."""

    is_file: bool
    full_text: bool
    everybody: bool

    @property
    def published(self) -> bool:
        """A full text that we keep and that every reader can open (plan line 34)."""
        return self.is_file and self.full_text and self.everybody
