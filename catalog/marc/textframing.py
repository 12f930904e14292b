"""Cutting formats made of lines (MarcEdit, IRBIS) into records, with offsets and line numbers, in constant memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from catalog.marc.containers import Source
from catalog.marc.framing import BLOCK_BYTES, KEPT_OF_TOO_LONG, WORDY_LIMIT
from catalog.marc.sniffing import without_junk

_BOM: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class TextChunk:
    """Lines of one record; `line` is the number of the first, `size` larger than `raw` if that was cut."""

    offset: int
    line: int
    raw: bytes
    size: int
    ended: bool
    bom: bool = False


class _Cutter:
    """Puts pieces together and keeps count of where in the file they stand."""

    def __init__(self) -> None:
        self.offset, self.line = 0, 1
        self._pieces: list[bytes] = []
        self._size = self._newlines = 0

    def take(self, piece: bytes) -> None:
        """Hold a piece of the record that is coming, or only count it once the record is too long."""
        self._size += len(piece)
        self._newlines += piece.count(b"\n")
        self._pieces.append(piece)
        if self._size > WORDY_LIMIT:
            self._pieces = [b"".join(self._pieces)[:KEPT_OF_TOO_LONG]]

    def give(self, *, ended: bool) -> Iterator[TextChunk]:
        """Yield what is held as one record, unless it is only white space."""
        whole = b"".join(self._pieces)
        raw = without_junk(whole)
        before = whole[: len(whole) - len(raw)]
        if raw:
            line, size = self.line + before.count(b"\n"), self._size - len(before)
            yield TextChunk(self.offset + len(before), line, raw, size, ended, _BOM in before)
        self.offset += self._size
        self.line += self._newlines
        self._pieces, self._size, self._newlines = [], 0, 0


def text_chunks(head: bytes, stream: Source, ends: re.Pattern[bytes]) -> Iterator[TextChunk]:
    """Yield the records of a file of lines; `ends` matches, in whole lines, up to the place where one ends."""
    cutter, held = _Cutter(), head
    while True:
        block = stream.read(BLOCK_BYTES)
        lines, rest = _whole_lines(held, last=not block)
        at = 0
        for match in ends.finditer(lines):
            cutter.take(lines[at : match.end()])
            yield from cutter.give(ended=True)
            at = match.end()
        cutter.take(lines[at:])
        held = rest + block
        if len(held) > WORDY_LIMIT:
            cutter.take(held)
            held = b""
        if not block:
            break
    cutter.take(held)
    yield from cutter.give(ended=False)


def _whole_lines(held: bytes, *, last: bool) -> tuple[bytes, bytes]:
    if last:
        return held, b""
    at = held.rfind(b"\n") + 1
    return held[:at], held[at:]
