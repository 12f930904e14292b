"""Opening any file: as it is, out of gzip, or member by member out of a zip, also from UTF-16.

One layer is opened: an archive in an archive is refused, and so is a bomb. Of a zip the members that are MARC
are read in order; what else it holds is named in `Plain.members`.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO, Final, Protocol, cast

from catalog.marc.archive import BROKEN_ZIP, GzipStream, Measure, ZipStream
from catalog.marc.errors import MarcCode, MarcError
from catalog.marc.model import FileFormat
from catalog.marc.sniffing import HEAD_BYTES, UTF16_MARKS, format_of, kind_of, sniff_plain
from catalog.marc.unicode16 import Utf8Stream

MAX_MEMBERS: Final = 2_000
MAX_PIPED: Final = 256_000_000
_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")
_LOCAL = struct.Struct("<4xHHHHHLLLHH")
_STORED, _DEFLATED, _SIZE_FOLLOWS, _LOCKED = 0, 8, 8, 1
_IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
_OFFICE = (
    (b"word/", "docx"),
    (b"xl/", "xlsx"),
    (b"ppt/", "pptx"),
    (b"application/epub", "epub"),
    (b"opendocument", "opendocument"),
    (b"META-INF/", "jar"),
)


class Source(Protocol):
    """All that reading asks of a stream."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a zip: its format, or what it is instead."""

    name: str
    size: int
    format: FileFormat | None
    looks_like: str = ""


@dataclass(slots=True)
class Part:
    """One run of records: a plain file, or a member of a zip; `head` is what was read of it already."""

    name: str
    format: FileFormat | None
    head: bytes
    stream: Source
    unpacked: GzipStream | ZipStream | None = None
    recoded: bool = False
    """Whether it was UTF-16, whatever it says of itself."""

    @property
    def damage(self) -> str:
        """Why the archive ended before its time; empty if it did not."""
        return self.unpacked.damage if self.unpacked else ""


class Plain:
    """An opened file: `format` of its first MARC content, `container` ("", "gzip", "zip"), `members` of a zip."""

    def __init__(
        self,
        file_format: FileFormat,
        parts: Iterator[Part],
        *,
        container: str = "",
        members: tuple[Member, ...] = (),
    ) -> None:
        self.format = file_format
        self.container = container
        self.members = members
        self._parts = parts

    def parts(self) -> Iterator[Part]:
        """Yield what is to be read, in order, once."""
        return self._parts


def open_plain(stream: BinaryIO) -> Plain:
    """Look at a file and into it; a MarcError says what it is if it holds no MARC, or why it is refused."""
    head = stream.read(HEAD_BYTES)
    if head.startswith(_GZIP):
        return _open_gzip(head, stream)
    if head.startswith(_ZIP):
        return _open_zip(head, stream)
    part = _part("", sniff_plain(head), head, stream)
    return Plain(cast(FileFormat, part.format), iter((part,)))


def sniff(head: bytes) -> FileFormat:
    """Name the format of a file from its first `HEAD_BYTES`, also of what is packed in it.

    A MarcError says what it is when it is none. Of a zip only the members in these bytes are seen.
    """
    if head.startswith(_GZIP):
        return _of_packed(_inflated(head, 31), "gzip")
    if head.startswith(_ZIP):
        return _sniff_zip(head)
    return sniff_plain(head)


def _part(name: str, file_format: FileFormat | None, head: bytes, stream: Source) -> Part:
    if not head.startswith(UTF16_MARKS):
        return Part(name, file_format, head, stream)
    recoded = Utf8Stream(head, cast(BinaryIO, stream))
    return Part(name, file_format, recoded.read(HEAD_BYTES), recoded, recoded=True)


def _open_gzip(head: bytes, stream: BinaryIO) -> Plain:
    unpacked = GzipStream(head, stream)
    inner = unpacked.read(HEAD_BYTES)
    part = _part("", _of_packed(inner, "gzip"), inner, unpacked)
    part.unpacked = unpacked
    return Plain(cast(FileFormat, part.format), iter((part,)), container="gzip")


def _of_packed(inner: bytes, container: str) -> FileFormat:
    if not inner:
        raise MarcError(MarcCode.NOT_MARC, looks_like=container)
    if inner.startswith((_GZIP, *_ZIP)):
        raise MarcError(MarcCode.ARCHIVE_NESTED, member=container)
    return sniff_plain(inner)


def _inflated(data: bytes, window: int) -> bytes:
    """As much of the head as can be unpacked; a cut-off or damaged stream gives its beginning."""
    unpacker, made = zlib.decompressobj(window), b""
    try:
        made = unpacker.decompress(data, HEAD_BYTES)
    except zlib.error:
        return made
    return made


def _open_zip(head: bytes, stream: BinaryIO) -> Plain:
    try:
        archive = zipfile.ZipFile(_seekable(head, stream))
    except BROKEN_ZIP as error:
        raise MarcError(MarcCode.ARCHIVE_DAMAGED, reason=str(error) or type(error).__name__) from error
    infos = [info for info in archive.infolist() if _counts(info)]
    measure = Measure(packed=sum(max(info.compress_size, 0) for info in infos))
    if len(infos) > MAX_MEMBERS:
        raise MarcError(MarcCode.ARCHIVE_TOO_LARGE, unpacked=len(infos), packed=MAX_MEMBERS)
    measure.check(sum(max(info.file_size, 0) for info in infos))
    members = tuple(_member(archive, info) for info in infos)
    formats = [member.format for member in members if member.format]
    if not formats:
        raise _no_marc(head, infos, members)
    _refuse_nested(members)
    return Plain(formats[0], _zip_parts(archive, infos, members, measure), container="zip", members=members)


def _seekable(head: bytes, stream: BinaryIO) -> BinaryIO:
    """The stream itself, or its bytes if it cannot go back (a pipe), up to a size that memory holds."""
    if stream.seekable():
        return stream
    held = io.BytesIO(head + stream.read(MAX_PIPED))
    if len(held.getbuffer()) > MAX_PIPED:
        raise MarcError(MarcCode.ARCHIVE_TOO_LARGE, unpacked=MAX_PIPED, packed=MAX_PIPED)
    return held


def _counts(info: zipfile.ZipInfo) -> bool:
    """Whether a member is a file of somebody's, not a folder or what a computer leaves behind."""
    return not info.is_dir() and not any(sign in info.filename for sign in _IGNORED)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    if info.flag_bits & _LOCKED:
        return Member(info.filename, info.file_size, None, "locked")
    with closing(ZipStream(archive, info, Measure(packed=info.compress_size))) as stream:
        head = stream.read(HEAD_BYTES)
        if stream.damage:
            return Member(info.filename, info.file_size, None, "damaged")
    try:
        return Member(info.filename, info.file_size, sniff_plain(head))
    except MarcError as refused:
        looks_like = _office_kind(head) or str(refused.facts.get("looks_like", "empty"))
        return Member(info.filename, info.file_size, None, looks_like)


def _office_kind(head: bytes) -> str:
    if not head.startswith(_ZIP):
        return ""
    return next((name for sign, name in _OFFICE if sign in head), "")


def _no_marc(head: bytes, infos: list[zipfile.ZipInfo], members: tuple[Member, ...]) -> MarcError:
    kinds = {member.looks_like for member in members}
    if not infos:
        return MarcError(MarcCode.EMPTY_FILE)
    if kinds == {"locked"}:
        return MarcError(MarcCode.ARCHIVE_ENCRYPTED, member=members[0].name[:80])
    if kinds == {"damaged"}:
        return MarcError(MarcCode.ARCHIVE_DAMAGED, reason=members[0].name[:80])
    _refuse_nested(members)
    names = " ".join(info.filename for info in infos).encode("utf-8", "replace")
    looks_like = _office_kind(_ZIP[0] + names) or _office_kind(head)
    return MarcError(MarcCode.NOT_MARC, looks_like=looks_like or "zip")


def _refuse_nested(members: tuple[Member, ...]) -> None:
    for member in members:
        if member.looks_like in ("zip", "gzip"):
            raise MarcError(MarcCode.ARCHIVE_NESTED, member=member.name[:80])


def _zip_parts(
    archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], members: tuple[Member, ...], measure: Measure
) -> Iterator[Part]:
    """Members that are MARC, and those that should be looked at but cannot."""
    with archive:
        for info, member in zip(infos, members, strict=True):
            if member.format is None and member.looks_like not in ("locked", "damaged"):
                continue
            with closing(ZipStream(archive, info, measure)) as stream:
                part = _part(info.filename, member.format, stream.read(HEAD_BYTES), stream)
                part.unpacked = stream
                yield part


def _sniff_zip(head: bytes) -> FileFormat:
    """Walk the members that lie in these bytes."""
    at = 0
    while head.startswith(_ZIP[0], at) and at + 30 <= len(head):
        _, flags, method, _, _, _, packed, _, name_size, extra_size = _LOCAL.unpack_from(head, at)
        begin = at + 30 + name_size + extra_size
        data = head[begin:] if flags & _SIZE_FOLLOWS else head[begin : begin + packed]
        inner = _inflated(data, -15) if method == _DEFLATED else data if method == _STORED else b""
        found = format_of(inner[:HEAD_BYTES])
        if found:
            return found
        if flags & _SIZE_FOLLOWS:
            break
        at = begin + packed
    raise MarcError(MarcCode.NOT_MARC, looks_like=_office_kind(head) or kind_of(head))
