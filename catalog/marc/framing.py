"""Cutting an ISO 2709 stream at 0x1D, whatever the lengths in the leaders say (corpus D1, D2, D3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from catalog.marc.containers import Source
from catalog.marc.sniffing import without_junk

BLOCK_BYTES = 262_144
RECORD_LIMIT = 5_000_000
"""A longer record is quarantined: fifty times what ISO 2709 can state, and memory must stay constant."""
WORDY_LIMIT = 6 * RECORD_LIMIT
"""The same for XML, JSON and text, which need five times the bytes for the same record."""
KEPT_OF_TOO_LONG = 65_536
"""Of a record over the limit only so much of its beginning is kept; the rest is counted."""

MOST_PARTS = 500_000
"""A record with more fields and subfields is quarantined: each costs a hundred times its bytes in memory."""
_HARMLESS = 1_000_000

_BOM = b"\xef\xbb\xbf"


class Chunk(NamedTuple):
    """Bytes of one record with its terminator if it has one; `size` is larger than `raw` if that was cut."""

    offset: int
    raw: bytes
    size: int
    terminated: bool
    bom: bool = False


def chunks(head: bytes, stream: Source) -> Iterator[Chunk]:
    """Yield one chunk for every 0x1D, and one for what follows the last unless that is only white space."""
    offset, held, skipped, kept = 0, head, 0, b""
    while True:
        *whole, held = held.split(b"\x1d")
        for piece in whole:
            size = skipped + len(piece) + 1
            if size > RECORD_LIMIT:
                yield Chunk(offset, kept or piece[:KEPT_OF_TOO_LONG], size, True)
            else:
                yield _chunk(offset, piece)
            offset += size
            skipped, kept = 0, b""
        if skipped or len(held) > RECORD_LIMIT:
            kept = kept or held[:KEPT_OF_TOO_LONG]
            skipped += len(held)
            held = b""
        block = stream.read(BLOCK_BYTES)
        if not block:
            break
        held += block
    if skipped:
        yield Chunk(offset, kept, skipped, False)
    elif without_junk(held):
        yield _tail(offset, held)


def _chunk(offset: int, piece: bytes) -> Chunk:
    raw = piece if piece[:1].isdigit() else _without_junk(piece)
    raw += b"\x1d"
    before = len(piece) + 1 - len(raw)
    return Chunk(offset + before, raw, len(raw), True, before > 0 and _BOM in piece[:before])


def _tail(offset: int, piece: bytes) -> Chunk:
    raw = _without_junk(piece)
    return Chunk(offset + len(piece) - len(raw), raw, len(raw), False)


def _without_junk(piece: bytes) -> bytes:
    """Drop line ends and the like before a record, but not the five blanks of a leader without its length."""
    shorter = without_junk(piece)
    with_blank_length = b"     " + shorter
    if piece.endswith(with_blank_length) and not shorter[:5].isdigit():
        return with_blank_length
    return shorter


def overfull(raw: bytes, *marks: bytes) -> bool:
    """Whether a record has so many of these marks that it is not to be taken apart."""
    return len(raw) > _HARMLESS and sum(map(raw.count, marks)) > MOST_PARTS
