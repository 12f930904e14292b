"""A file is opened: looked at, refused in words, then given as chunks of candidates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO

from catalog.importing.errors import ImportCode, ImportInputError
from catalog.incoming import Candidate, Holdings, Way, candidates, plain
from catalog.incoming.ahead import Ahead, read_ahead, worth_reading_ahead
from catalog.incoming.candidates import Sent, arrived, chunks, chunks_of_file
from catalog.marc import HEAD_BYTES, FileFormat, Profile, ReadRecord, sniff

HELD_UNREADABLE = 32_000_000
"""Bytes of unreadable records at the beginning of a file after which no good record is expected."""


@dataclass(slots=True)
class Incoming:
    """A file that is worth importing: it has at least one readable record."""

    file_name: str
    format: FileFormat
    size: int
    sha256: str
    way: Way
    _records: Iterator[ReadRecord] = field(repr=False)
    _path: str = field(repr=False)

    @property
    def asked(self) -> str:
        """What tells one reading of a file from another."""
        return self.way.asked

    def chunks(self, *, after: int = 0) -> Iterator[list[Candidate]]:
        """Yield the candidates behind position `after`, some hundred at a time; a file is read once."""
        return chunks(self._records, self.way, after)

    @contextmanager
    def ahead(self, *, after: int = 0) -> Iterator[Iterator[list[Candidate]]]:
        """Give the same chunks, read by another process while one works on them, where that is worth it."""
        if self._path and worth_reading_ahead(self.size):
            with read_ahead(chunks_of_file, self._path, self.way) as other:
                yield self._in_turn(other, after)
        else:
            yield self.chunks(after=after)

    def _in_turn(self, other: Ahead[Sent], after: int) -> Iterator[list[Candidate]]:
        """Read here until the other process is ready; then one more, for it has to find its place."""
        own = self.chunks(after=after)
        for chunk in own:
            last = chunk[-1].position
            yield chunk
            if other.is_ready():
                rest = other.given(last + candidates.CHUNK)
                yield from islice(own, 1)
                yield from map(arrived, rest)
                return


def open_incoming(
    stream: BinaryIO,
    *,
    file_name: str,
    charset: str | None = None,
    profile: Profile | None = None,
    holdings: Holdings | None = None,
    undo_double: bool = False,
    path: Path | None = None,
) -> Incoming:
    """Look at a seekable stream; refuse what is no MARC, and what holds not one readable record.

    `holdings` says where copies stand, `undo_double` that a second encoding is to be taken back, `path` where the
    stream lies, so that another process can read it too.
    """
    kind = sniff(stream.read(HEAD_BYTES))
    stream.seek(0)
    sha256, size = _fingerprint(stream)
    stream.seek(0)
    way = Way(charset, profile, holdings or Holdings(), undo_double)
    records = _from_first_readable(way.records(stream))
    return Incoming(_file_name(file_name), kind, size, sha256, way, records, str(path or ""))


def _fingerprint(stream: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while block := stream.read(1 << 18):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


def _from_first_readable(records: Iterator[ReadRecord]) -> Iterator[ReadRecord]:
    held: list[ReadRecord] = []
    weight = 0
    for each in records:
        held.append(each)
        weight += len(each.raw)
        if each.record is not None:
            return chain(held, records)
        if weight > HELD_UNREADABLE:
            break
    reasons = sorted({str(finding.code) for each in held for finding in each.problems})
    raise ImportInputError(ImportCode.NOTHING_READABLE, found=len(held), reasons=", ".join(reasons))


def _file_name(name: str) -> str:
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return plain(last, 255).strip() or "?"
