"""Streams out of gzip and zip that never raise for damage, and refuse what unpacks beyond all measure."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, BinaryIO, Final

from catalog.marc.errors import MarcCode, MarcError

MAX_UNPACKED: Final = 8_000_000_000
MAX_RATIO: Final = 250
"""MARCXML, the wordiest of the formats, packs to about a fortieth."""
FREE_OF_RATIO: Final = 16_000_000
"""Up to so many bytes any ratio is harmless."""

BROKEN_ZIP = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError,
    RuntimeError, ValueError, OverflowError, IndexError, KeyError,
)  # fmt: skip
"""What `zipfile` raises for archives that are not sound."""

_BLOCK = 65_536


@dataclass(slots=True)
class Measure:
    """How much was unpacked so far out of how much; one for all members of an archive."""

    packed: int = 0
    unpacked: int = 0

    def add(self, size: int) -> None:
        """Count unpacked bytes; ARCHIVE_TOO_LARGE beyond the limits."""
        self.unpacked += size
        self.check(self.unpacked)

    def check(self, unpacked: int) -> None:
        """Refuse a size that no honest archive has."""
        if unpacked > MAX_UNPACKED or (
            unpacked > FREE_OF_RATIO and unpacked > MAX_RATIO * max(self.packed, 1)
        ):
            raise MarcError(MarcCode.ARCHIVE_TOO_LARGE, unpacked=unpacked, packed=self.packed)


class GzipStream:
    """Unpacks gzip, also several pieces one after the other; `damage` tells why it ended early."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._stream = stream
        self._unpacker = zlib.decompressobj(31)
        self._packed = head
        self._measure = Measure(packed=len(head))
        self.damage = ""

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, none at the end or at the damage."""
        made = b""
        while len(made) < size and not self.damage:
            if not self._packed and not self._unpacker.unconsumed_tail:
                self._packed = self._stream.read(_BLOCK)
                self._measure.packed += len(self._packed)
                if not self._packed:
                    self._at_end()
                    break
            made += self._unpack(size - len(made))
            if self._unpacker.eof and not self._next_piece():
                break
        self._measure.add(len(made))
        return made

    def _unpack(self, size: int) -> bytes:
        packed = self._unpacker.unconsumed_tail + self._packed
        self._packed = b""
        try:
            return self._unpacker.decompress(packed, size)
        except zlib.error as error:
            self.damage = str(error)
            return b""

    def _at_end(self) -> None:
        if not self._unpacker.eof:
            self.damage = "cut off"

    def _next_piece(self) -> bool:
        """Begin the piece that follows; False at the end of the file. Zeros after the last are padding."""
        rest = self._unpacker.unused_data.lstrip(b"\0") or self._stream.read(_BLOCK).lstrip(b"\0")
        self._measure.packed += len(rest)
        if not rest:
            return False
        if not rest.startswith(b"\x1f"):
            self.damage = "other bytes after the end"
            return False
        self._unpacker, self._packed = zlib.decompressobj(31), rest
        return True


class ZipStream:
    """Unpacks one member of a zip; `damage` tells why it ended early."""

    def __init__(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, measure: Measure) -> None:
        self._measure = measure
        self._stream: IO[bytes] | None = None
        self.damage = ""
        try:
            self._stream = archive.open(member)
        except BROKEN_ZIP as error:
            self.damage = str(error) or type(error).__name__

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, none at the end or at the damage."""
        if self._stream is None or self.damage:
            return b""
        try:
            made: bytes = self._stream.read(size)
        except BROKEN_ZIP as error:
            self.damage = str(error) or type(error).__name__
            return b""
        self._measure.add(len(made))
        return made

    def close(self) -> None:
        """Give the member back."""
        if self._stream is not None:
            self._stream.close()
