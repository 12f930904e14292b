"""From a stream to chunks of candidates: everything that needs no database, and so holds up no desk."""

from __future__ import annotations

import gc
import hashlib
import marshal
import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any, BinaryIO

from catalog.incoming.copies import copies_in
from catalog.incoming.holdings import Holdings
from catalog.marc import FindingCode, ItemRow, Nature, Profile, ReadRecord, from_bytes, nature_of, read
from catalog.marc.facts import DocumentType, Facts, SearchText, facts_for_columns
from catalog.marc.stored import kept_bytes
from catalog.records.rules import Key, keys_of
from catalog.records.rules.derived import Derived, derived_of
from catalog.records.rules.matching import Traits, described, telling_keys, traits
from catalog.search.rules import IndexText
from ils.packing import pack, unpack

CHUNK = 750
"""Records to a transaction: a desk may have to wait a fifth of a second. Each writes the pages of all indexes anew."""

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
    told: Facts | bytes | None = None  # all else follows from it, if it becomes a record …
    said: Derived | None = None  # … and what does, in its place, where there was time to make it
    keys: tuple[Key, ...] = ()
    telling: tuple[Key, ...] = ()  # of the keys those that it is sought by
    traits: Traits = field(default_factory=Traits)
    copies: tuple[ItemRow, ...] = ()
    row_id: int | None = None
    decision: str | None = None  # a person's
    chosen: tuple[int | None, int | None] | None = None  # record or position that a person chose

    @property
    def readable(self) -> bool:
        """Whether a record could be made of the bytes."""
        return self.stored is not None

    @property
    def marc(self) -> Any:
        """The record itself; made anew at each asking, for few are asked for."""
        return from_bytes(unpack(self.stored or b""))

    def derived(self) -> Derived:
        """Return all that follows from the description; of a readable record."""
        return self.said or derived_of(_opened(self.told), self.keys)

    @property
    def repaired(self) -> bool:
        """Whether the record had to be mended to be read."""
        return any(finding["repair"] for finding in self.findings)


Sent = list[tuple[Any, ...]]  # a chunk between two processes: bare tuples take half the time of their classes
_PARTS = attrgetter(*Candidate.__slots__)
_TYPE, _WORDS = map(Facts._fields.index, ("document_type", "search_text"))
_TOLD, _SAID, _TRAITS = map(Candidate.__slots__.index, ("told", "said", "traits"))


def sent(chunk: Iterable[Candidate]) -> Sent:
    """Return a chunk as it goes to another process."""
    return [_bare(each) for each in chunk]


def _bare(candidate: Candidate) -> tuple[Any, ...]:
    told, said, parts = candidate.told, candidate.said, list(_PARTS(candidate))
    parts[_TOLD] = None
    if said:
        parts[_SAID] = (*said[:2], tuple(said[2]), *said[3:])
    elif told:  # sealed: of a third of all records nobody will ask it
        parts[_TOLD] = told if isinstance(told, bytes) else _sealed(told)
    parts[_TRAITS] = tuple(candidate.traits)
    return tuple(parts)


def _sealed(told: Facts) -> bytes:
    bare: list[Any] = list(told)
    bare[_TYPE], bare[_WORDS] = told.document_type.value, tuple(told.search_text)
    return marshal.dumps(bare)


def _opened(told: Facts | bytes | None) -> Facts:
    if isinstance(told, bytes):
        bare = marshal.loads(told)  # noqa: S302 - from our own process
        bare[_TYPE], bare[_WORDS] = DocumentType(bare[_TYPE]), SearchText._make(bare[_WORDS])
        return Facts._make(bare)
    return told or Facts()


def arrived(chunk: Sent) -> list[Candidate]:
    """Return a chunk that came from another process."""
    return [_whole(Candidate(*each)) for each in chunk]


def _whole(candidate: Candidate) -> Candidate:
    if said := candidate.said:
        candidate.said = Derived(said[0], said[1], IndexText(*said[2]), *said[3:])
    candidate.traits = Traits._make(candidate.traits)
    return candidate


@dataclass(frozen=True, slots=True)
class Way:
    """How a file is read: what was decided beforehand, where copies stand, whether a second encoding is taken back."""

    charset: str | None = None
    profile: Profile | None = None
    holdings: Holdings = field(default_factory=Holdings)
    undo_double: bool = False

    def records(self, stream: BinaryIO, *, after: int = 0) -> Iterator[ReadRecord]:
        """Read a stream like this, for one who looks only at what stands behind position `after`."""
        return read(
            stream, charset=self.charset, profile=self.profile, undo_double=self.undo_double, after=after
        )

    @property
    def asked(self) -> str:
        """What tells one reading of a file from another, as a column can hold it."""
        return f"{self.charset or ''}/{self.profile or ''}"[:60]


def chunks(records: Iterator[ReadRecord], way: Way, after: int) -> Iterator[list[Candidate]]:
    """Yield the candidates behind position `after`, some hundred at a time."""
    rest = (each for each in records if each.position > after)
    while chunk := [_candidate(each, way) for each in islice(rest, CHUNK)]:
        yield chunk


def chunks_of_file(after: int, path: str, way: Way) -> Generator[Sent, bool]:
    """What the other process does; it makes no cycles, so nobody need look for them.

    Told after a chunk that it is well ahead, it derives what will follow from the next one: it has the time.
    """
    gc.disable()
    met, well_ahead = Met(), False
    with Path(path).open("rb") as stream:
        for chunk in chunks(way.records(stream, after=after), way, after):
            fresh = met.fresh(chunk)
            if well_ahead:
                for each in fresh:
                    each.said = each.derived()
            well_ahead = yield sent(chunk)


class Met:
    """What a reader has met by its keys, so that it can tell what is likely to become a record."""

    MOST = 200_000  # keys remembered: a longer file is longer than memory

    def __init__(self) -> None:
        self._keys: set[int] = set()

    def fresh(self, chunk: Iterable[Candidate]) -> list[Candidate]:
        """Return those of a chunk that share no key with any before them."""
        if len(self._keys) > self.MOST:
            self._keys.clear()
        return [each for each in chunk if each.readable and self._is_new({hash(key) for key in each.telling})]

    def _is_new(self, keys: set[int]) -> bool:
        new = self._keys.isdisjoint(keys)
        self._keys |= keys
        return new


def _candidate(each: ReadRecord, way: Way) -> Candidate:
    raw = pack(each.raw)
    candidate = Candidate(
        each.position, each.offset, raw, each.profile, each.charset, _findings(each),
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


def _findings(each: ReadRecord) -> list[dict[str, Any]]:
    if not each.repairs and not each.problems:
        return []
    return [*_told(each.repairs, repair=True), *_told(each.problems, repair=False)]


def _told(findings: Iterable[Any], *, repair: bool) -> Iterator[dict[str, Any]]:
    return (finding(each.code, repair=repair, **each.detail) for each in findings)


def plain(text: str, limit: int) -> str:
    """Return text that a column can hold."""
    return text[:limit] if text.isprintable() else _UNWRITABLE.sub(" ", text[: 2 * limit])[:limit]


def _digest(raw: bytes, charset: str, profile: Profile, undo_double: bool) -> str:
    return hashlib.blake2b(raw, digest_size=16, person=_way(charset, profile, undo_double)).hexdigest()


@cache
def _way(charset: str, profile: Profile, undo_double: bool) -> bytes:
    return f"{charset[:8]}{'+' * undo_double}{profile}"[:16].encode()
