"""What is this file? Decided from its first bytes, whatever its name says (corpus D23)."""

from __future__ import annotations

import re

from catalog.marc.errors import MarcCode, MarcError
from catalog.marc.model import FileFormat

HEAD_BYTES = 65_536
"""How much of a file `sniff` wants to see."""

JUNK = b"\xef\xbb\xbf \t\r\n\x00\x1a"
"""Bytes that may stand before, between and after records: a byte order mark, white space, NUL, Ctrl-Z."""

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"\xd0\xcf\x11\xe0", "ms_office"),
    (b"SQLite format 3", "sqlite"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"{\\rtf", "rtf"),
    (b"\xff\xfe", "utf16"),
    (b"\xfe\xff", "utf16"),
)
_XML_START = re.compile(rb"<(?:\?xml|!--|[A-Za-z_][\w.\-]*(?::[\w.\-]+)?[\s>/])")
_XML_MARC = re.compile(rb"MARC21/slim|marcxchange|<(?:[\w.\-]+:)?(?:collection|record|leader)[\s>]")
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_MRK = re.compile(rb"^=(?:LDR|\d{3})  ", re.MULTILINE)
_IRBIS = re.compile(rb"^#\d+: ", re.MULTILINE)
_ALEPH = re.compile(rb"^\d{9} [A-Z0-9]{3}", re.MULTILINE)
_LATER_LEADER = re.compile(rb"\x1d[\r\n \x00]*\d{5}")
_LEADER_SIGNS = 2


def sniff(head: bytes) -> FileFormat:
    """Name the format of a file from its first `HEAD_BYTES`; a MarcError says what it is when it is none."""
    body = head.lstrip(JUNK)
    if not body:
        raise MarcError(MarcCode.EMPTY_FILE)
    for magic, name in _MAGIC:
        if head.startswith(magic):
            raise MarcError(MarcCode.NOT_MARC, looks_like=name)
    if _is_iso2709(body):
        return FileFormat.ISO2709
    if _is_marcxml(body):
        return FileFormat.MARCXML
    raise MarcError(MarcCode.NOT_MARC, looks_like=_describe(body))


def _is_marcxml(body: bytes) -> bool:
    """MARC elements, not quoted ones in an article about MARC."""
    if not _XML_START.match(body) or _HTML.search(body[:2048]):
        return False
    marc = _XML_MARC.search(body)
    return marc is not None and b"<![CDATA[" not in body[: marc.start()]


def _is_iso2709(body: bytes) -> bool:
    """Separators must be there, and a leader at the start or after a record terminator."""
    if body[:1] in (b"<", b"{", b"["):
        return False
    if len(body) < HEAD_BYTES // 2 and b"\x1d" not in body and b"\x1e" not in body:
        return _signs_of_leader(body) > _LEADER_SIGNS  # the cut-off beginning of one record
    if b"\x1e" not in body:
        return False
    if body[:5].isdigit() and b"\x1f" in body and b"\x1d" in body:
        return True
    return _signs_of_leader(body) >= _LEADER_SIGNS or _LATER_LEADER.search(body) is not None


def _signs_of_leader(body: bytes) -> int:
    signs = (
        body[:5].isdigit(),
        body[12:17].isdigit(),
        body[10:12] == b"22",
        body[20:22] == b"45",
        body[5:10].isascii() and len(body) > 24 and body[24:27].isalnum() and body[27:36].isdigit(),
    )
    return sum(signs)


def _describe(body: bytes) -> str:
    if body[:1] == b"<":
        return "html" if _HTML.search(body[:2048]) else "xml"
    if body[:1] in (b"{", b"["):
        return "json"
    for pattern, name in ((_MRK, "mrk"), (_IRBIS, "irbis"), (_ALEPH, "alephseq")):
        if pattern.search(body[:8192]):
            return name
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in body[:4096])
    return "binary" if controls * 50 > len(body[:4096]) else "text"
