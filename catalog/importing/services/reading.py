"""From a stream to chunks of candidates: everything that needs no database, and so holds up no desk."""

from __future__ import annotations

import gc
import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO

from catalog.importing.errors import ImportCode, ImportInputError
from catalog.importing.rules import Holdings
from catalog.importing.services.ahead import Ahead, read_ahead, worth_reading_ahead
from catalog.importing.services.holdings import copies_in
from catalog.marc import (
    HEAD_BYTES,
    FileFormat,
    FindingCode,
    ItemRow,
    Nature,
    Profile,
    ReadRecord,
    from_bytes,
    nature_of,
    read,
    sniff,
)
from catalog.marc.facts import Facts, facts_for_columns
from catalog.marc.stored import kept_bytes
from catalog.records.rules import Key, keys_of
from catalog.records.rules.matching import Traits, described, telling_keys, traits
from ils.db import pack, unpack

CHUNK = 500
"""Records to a transaction: what a desk may have to wait for is a fraction of a second."""
HELD_UNREADABLE = 32_000_000
"""Bytes of unreadable records at the beginning of a file after which no good record is expected."""

# Kept with the file, but the catalogue of documents has no place for them.
_OTHER_NATURES = {
    Nature.AUTHORITY: FindingCode.AUTHORITY_RECORD,
    Nature.HOLDINGS: FindingCode.HOLDINGS_RECORD,
}
_UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]+")


@dataclass(slots=True)
class Candidate:
    """One record on its way: as it came, and what was made of it; light enough to go from process to process."""

    position: int
    offset: int
    raw: bytes
    profile: Profile
    charset: str
    findings: list[dict[str, Any]]
    digest: str
    size: int = 0  # bytes in the file; `raw` may be deflated already
    stored: bytes | None = None  # as the catalogue will keep it, deflated; None: it cannot be read
    title: str = ""  # as wide as a column
    told: Facts = field(default_factory=Facts)  # all else follows from it, if it becomes a record
    keys: tuple[Key, ...] = ()
    telling: tuple[Key, ...] = ()  # of the keys those that it is sought by
    traits: Traits = field(default_factory=Traits)
    copies: tuple[ItemRow, ...] = ()
    row_id: int | None = None
    decision: str | None = None  # a person's
    chosen: tuple[int | None, int | None] | None = None  # record or position that a person chose

    def __reduce__(self) -> tuple[type[Candidate], tuple[Any, ...]]:
        """Go to another process in one piece: attribute by attribute takes longer."""
        return Candidate, _PARTS(self)

    @property
    def readable(self) -> bool:
        """Whether a record could be made of the bytes."""
        return self.stored is not None

    @property
    def marc(self) -> Any:
        """The record itself; made anew at each asking, for few are asked for."""
        return from_bytes(unpack(self.stored or b""))

    @property
    def repaired(self) -> bool:
        """Whether the record had to be mended to be read."""
        return any(finding["repair"] for finding in self.findings)


_PARTS = attrgetter(*Candidate.__slots__)


@dataclass(frozen=True, slots=True)
class Way:
    """How a file is read: what was decided beforehand, where copies stand, whether a second encoding is taken back."""

    charset: str | None = None
    profile: Profile | None = None
    holdings: Holdings = field(default_factory=Holdings)
    undo_double: bool = False

    def records(self, stream: BinaryIO) -> Iterator[ReadRecord]:
        """Read a stream like this."""
        return read(stream, charset=self.charset, profile=self.profile, undo_double=self.undo_double)

    @property
    def asked(self) -> str:
        """What tells one reading of a file from another, as a column can hold it."""
        return f"{self.charset or ''}/{self.profile or ''}"[:60]


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
        return _chunks(self._records, self.way, after)

    @contextmanager
    def ahead(self, *, after: int = 0) -> Iterator[Iterator[list[Candidate]]]:
        """Give the same chunks, read by another process while one works on them, where that is worth it."""
        if self._path and worth_reading_ahead(self.size):
            with read_ahead(_chunks_of_file, self._path, self.way) as other:
                yield self._in_turn(other, after)
        else:
            yield self.chunks(after=after)

    def _in_turn(self, other: Ahead[list[Candidate]], after: int) -> Iterator[list[Candidate]]:
        """Read here until the other process is ready; then one more, for it has to find its place."""
        own = self.chunks(after=after)
        for chunk in own:
            yield chunk
            if other.is_ready():
                rest = other.given(chunk[-1].position + CHUNK)
                yield from islice(own, 1)
                yield from rest
                return


def _chunks(records: Iterator[ReadRecord], way: Way, after: int) -> Iterator[list[Candidate]]:
    rest = (each for each in records if each.position > after)
    while chunk := [_candidate(each, way) for each in islice(rest, CHUNK)]:
        yield chunk


def _chunks_of_file(after: int, path: str, way: Way) -> Iterator[list[Candidate]]:
    """What the other process does; it makes no cycles, so nobody need look for them."""
    gc.disable()
    with Path(path).open("rb") as stream:
        yield from _chunks(way.records(stream), way, after)


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


def _candidate(each: ReadRecord, way: Way) -> Candidate:
    raw = pack(each.raw)
    candidate = Candidate(
        each.position, each.offset, raw, each.profile, each.charset,
        [*_told(each.repairs, repair=True), *_told(each.problems, repair=False)],
        _digest(each.raw, each.charset, each.profile, way.undo_double),
        size=len(each.raw),
    )  # fmt: skip
    if each.record is not None:
        nature = _OTHER_NATURES.get(nature_of(each.record, each.profile))
        if nature is None:
            describe(candidate, each.record, way.holdings)
            kept = kept_bytes(each)
            candidate.stored = raw if kept is each.raw else pack(kept)
        else:
            candidate.findings.append(finding(nature))
    return candidate


def describe(candidate: Candidate, marc: Any, holdings: Holdings) -> None:
    """Say what a decoded record is: facts, keys, what it is compared by, copies."""
    told = facts_for_columns(marc, candidate.profile)
    candidate.told, candidate.title = told, plain(told.title, 300)
    candidate.keys = keys_of(told)
    candidate.telling = telling_keys(candidate.keys)
    candidate.traits = traits(described(told, candidate.telling))
    candidate.copies = copies_in(marc, candidate.profile, holdings)


def finding(code: str, *, repair: bool = False, **detail: str | int) -> dict[str, Any]:
    """Return a finding as a row keeps it: plain JSON, nothing that a column or a screen could not show."""
    shown = {name: plain(value, 200) if isinstance(value, str) else value for name, value in detail.items()}
    return {"code": str(code), "repair": repair, "detail": shown}


def _told(findings: Iterable[Any], *, repair: bool) -> Iterator[dict[str, Any]]:
    return (finding(each.code, repair=repair, **each.detail) for each in findings)


def plain(text: str, limit: int) -> str:
    """Return text that a column can hold."""
    return _UNWRITABLE.sub(" ", text[: 2 * limit])[:limit]


def _digest(raw: bytes, charset: str, profile: Profile, undo_double: bool) -> str:
    way = f"{charset[:8]}{'+' * undo_double}{profile}"[:16]
    return hashlib.blake2b(raw, digest_size=16, person=way.encode()).hexdigest()


def _file_name(name: str) -> str:
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return plain(last, 255).strip() or "?"
