"""What is this file? Decided from its first bytes, whatever its name says (corpus D23).

`sniff_plain` looks at bytes as they are; `containers` looks into archives.
"""

from __future__ import annotations

import re

from catalog.marc.errors import MarcCode, MarcError
from catalog.marc.model import FileFormat

HEAD_BYTES = 65_536
"""How much of a file `sniff` wants to see."""

WHITE = b" \t\r\n\x00\x1a"
_JUNK = re.compile(rb"(?:\xef\xbb\xbf|[ \t\r\n\x00\x1a])*+")

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")

_MAGIC = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xd0\xcf\x11\xe0", "ms_office"),
    (b"\x00\x01\x00\x00Standard ", "ms_access"),
    (b"SQLite format 3", "sqlite"),
    (b"AT&TFORM", "djvu"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"RIFF", "media"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"{\\rtf", "rtf"),
)
_TAR_MARK = slice(257, 262)

_XML_START = re.compile(rb"<(?:\?xml|!--|!DOCTYPE|[A-Za-z_][\w.\-]*(?::[\w.\-]+)?[\s>/])")
_XML_MARC = re.compile(rb"MARC21/slim|marcxchange|<(?:[\w.\-]+:)?(?:collection|record|leader)[\s>]")
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_JSON_MARC = re.compile(rb'"(?:leader|controlfield|datafield)"\s*:|"fields"\s*:\s*\[')
_MRK = re.compile(rb"^=(?:LDR|\w{3,4}) {0,2}[^ =\n]", re.MULTILINE)
_MRK_LEADER = re.compile(rb"^=(?:LDR|000) ", re.MULTILINE)
_IRBIS = re.compile(rb"^#\d{1,5}: ?", re.MULTILINE)
_IRBIS_END = re.compile(rb"^\*{5}", re.MULTILINE)
_ALEPH = re.compile(rb"^\d{9} [A-Z0-9]{3}", re.MULTILINE)
_MAIL = re.compile(rb"^(?:Received|Return-Path|From|Subject|MIME-Version): ?", re.MULTILINE)
_LATER_LEADER = re.compile(rb"\x1d[\r\n \x00]*\d{5}")
_LEADER_SIGNS = 2
_TEXT_HEAD = 8192
_CSV_LINES = 5


def without_junk(data: bytes) -> bytes:
    """Drop what may stand before, between and after records: byte order marks, white space, NUL, Ctrl-Z."""
    found = _JUNK.match(data)
    return data[found.end() :] if found else data


def sniff_plain(head: bytes) -> FileFormat:
    """Name the format of unpacked bytes from the first `HEAD_BYTES`; a MarcError says what else they are."""
    if head.startswith(UTF16_MARKS):
        return _sniff_utf16(head)
    body = without_junk(head)
    if not body:
        raise MarcError(MarcCode.EMPTY_FILE)
    found = format_of(head)
    if found is None:
        raise MarcError(MarcCode.NOT_MARC, looks_like=kind_of(head))
    return found


def _sniff_utf16(head: bytes) -> FileFormat:
    """MARC in UTF-16 is text of some kind; ISO 2709 counts bytes and cannot be."""
    found = format_of(head[: len(head) // 2 * 2].decode("utf-16", "replace").encode("utf-8", "replace"))
    if found in (None, FileFormat.ISO2709):
        raise MarcError(MarcCode.NOT_MARC, looks_like="utf16")
    return found


def format_of(head: bytes) -> FileFormat | None:
    """Return the format of these bytes, None if they are not MARC."""
    body = without_junk(head)
    if not body or head.startswith(tuple(magic for magic, _ in _MAGIC)):
        return None
    tests = (
        (FileFormat.ISO2709, _is_iso2709),
        (FileFormat.MARCXML, _is_marcxml),
        (FileFormat.JSON, _is_marc_json),
        (FileFormat.MRK, _is_mrk),
        (FileFormat.IRBIS_TEXT, _is_irbis_text),
    )
    return next((name for name, test in tests if test(body)), None)


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


def _is_marc_json(body: bytes) -> bool:
    return body[:1] in (b"{", b"[") and _JSON_MARC.search(body) is not None


def _is_mrk(body: bytes) -> bool:
    head = body[:_TEXT_HEAD]
    return _MRK_LEADER.search(head) is not None or len(_MRK.findall(head)) > 1


def _is_irbis_text(body: bytes) -> bool:
    """Several lines `#tag: `, or one and a line of asterisks."""
    head = body[:_TEXT_HEAD]
    fields = len(_IRBIS.findall(head))
    return fields > 1 or (fields == 1 and _IRBIS_END.search(head) is not None)


def kind_of(head: bytes) -> str:
    """What a file is that is not MARC."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head[_TAR_MARK] == b"ustar":
        return "tar"
    return _kind_of_text(without_junk(head))


def _kind_of_text(body: bytes) -> str:
    if body[:1] == b"<":
        return "html" if _HTML.search(body[:2048]) else "xml"
    if body[:1] in (b"{", b"["):
        return "json"
    if _ALEPH.search(body[:_TEXT_HEAD]):
        return "alephseq"
    controls = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in body[:4096])
    if controls * 50 > len(body[:4096]):
        return "binary"
    if len(_MAIL.findall(body[:2048])) > 1:
        return "mail"
    return "table" if _is_table(body[:_TEXT_HEAD]) else "text"


def _is_table(body: bytes) -> bool:
    """Lines with the same number of commas, semicolons or tabs."""
    lines = body.splitlines()[:_CSV_LINES]
    return len(lines) >= 3 and any(
        len(counts := {line.count(sign) for line in lines}) == 1 and counts.pop() > 1
        for sign in (b"\t", b";", b",")
    )
