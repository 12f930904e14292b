"""From a stream to chunks of candidates: everything that needs no database, and so holds up no desk."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, BinaryIO

from catalog.importing.errors import ImportCode, ImportInputError
from catalog.importing.rules import Described, Rule, Signs, signs_of, telling_keys
from catalog.marc import (
    HEAD_BYTES,
    Facts,
    FileFormat,
    ItemRow,
    Profile,
    ReadRecord,
    facts,
    item_rows,
    read,
    sniff,
)
from catalog.records.rules import ARTICLE, Key, keys_of

CHUNK = 300
"""Records to a transaction: what a desk may have to wait for is a fraction of a second."""
HELD_UNREADABLE = 32_000_000
"""Bytes of unreadable records at the beginning of a file after which no good record is expected."""

_UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]+")


@dataclass(slots=True)
class Candidate:
    """One record on its way: as it came, and what was made of it (`marc` None: unreadable)."""

    position: int
    offset: int
    raw: bytes
    profile: Profile
    charset: str
    findings: list[dict[str, Any]]
    digest: str
    marc: Any = None
    facts: Facts | None = None
    keys: tuple[Key, ...] = ()
    signs: Signs = field(default_factory=Signs)
    copies: tuple[ItemRow, ...] = ()
    row_id: int | None = None

    @property
    def title(self) -> str:
        """The title as a column can hold it."""
        return plain(self.facts.title, 300) if self.facts else ""

    @property
    def repaired(self) -> bool:
        """Whether the record had to be mended to be read."""
        return any(finding["repair"] for finding in self.findings)


@dataclass(slots=True)
class Incoming:
    """A file that is worth importing: it has at least one readable record."""

    file_name: str
    format: FileFormat
    size: int
    sha256: str
    asked: str
    _records: Iterator[ReadRecord] = field(repr=False)

    def chunks(self, *, after: int = 0, size: int = CHUNK) -> Iterator[list[Candidate]]:
        """Yield the candidates behind position `after`, some hundred at a time; a file is read once."""
        rest = (each for each in self._records if each.position > after)
        while chunk := [_candidate(each) for each in islice(rest, size)]:
            yield chunk


def open_incoming(
    stream: BinaryIO, *, file_name: str, charset: str | None = None, profile: Profile | None = None
) -> Incoming:
    """Look at a seekable stream; refuse what is no MARC, and what holds not one readable record."""
    kind = sniff(stream.read(HEAD_BYTES))
    stream.seek(0)
    sha256, size = _fingerprint(stream)
    stream.seek(0)
    records = _from_first_readable(read(stream, charset=charset, profile=profile))
    asked = f"{charset or ''}/{profile or ''}"[:60]
    return Incoming(_file_name(file_name), kind, size, sha256, asked, records)


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


def _candidate(each: ReadRecord) -> Candidate:
    candidate = Candidate(
        each.position, each.offset, each.raw, each.profile, each.charset,
        [*_told(each.repairs, repair=True), *_told(each.problems, repair=False)],
        _digest(each.raw, each.charset, each.profile),
    )  # fmt: skip
    if each.record is not None:
        describe(candidate, each.record)
    return candidate


def describe(candidate: Candidate, marc: Any) -> None:
    """Say what a decoded record is: facts, keys, signs, copies."""
    said = facts(marc, candidate.profile)
    candidate.marc, candidate.facts = marc, said
    candidate.keys = tuple(telling_keys(keys_of(said)))
    candidate.signs = _signs(said, candidate.digest)
    candidate.copies = item_rows(marc, candidate.profile)


def _signs(said: Facts, digest: str) -> Signs:
    kind = ARTICLE if said.is_analytic else said.document_type.value
    described = Described(
        said.title, said.author, said.year, said.extent, said.control_source, said.control_number, kind,
        bool(said.isbns), said.isbns,
    )  # fmt: skip
    sought, offered, source = signs_of(described)
    same = (Rule.IDENTICAL, digest)
    return Signs((*sought, same), (*offered, same), source)


def finding(code: str, *, repair: bool = False, **detail: str | int) -> dict[str, Any]:
    """Return a finding as a row keeps it: plain JSON, nothing that a column or a screen could not show."""
    shown = {name: plain(value, 200) if isinstance(value, str) else value for name, value in detail.items()}
    return {"code": str(code), "repair": repair, "detail": shown}


def _told(findings: Iterable[Any], *, repair: bool) -> Iterator[dict[str, Any]]:
    return (finding(each.code, repair=repair, **each.detail) for each in findings)


def plain(text: str, limit: int) -> str:
    """Return text that a column can hold."""
    return _UNWRITABLE.sub(" ", text[: 2 * limit])[:limit]


def _digest(raw: bytes, charset: str, profile: Profile) -> str:
    return hashlib.blake2b(raw, digest_size=16, person=f"{charset[:8]}{profile}"[:16].encode()).hexdigest()


def _file_name(name: str) -> str:
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return plain(last, 255).strip() or "?"
