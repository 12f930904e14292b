"""Reads of imports: batches, their rows, and which records of the catalogue share a sign with a candidate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.importing.errors import ImportCode, ImportNotFoundError
from catalog.importing.models import BatchState, ImportBatch, StagedRecord, StagedState
from catalog.importing.rules import Described, Home, Rule, Sign, signs_of
from catalog.marc import DisplayField, MarcError, Profile, display_fields, from_bytes, read
from catalog.records.models import Record
from catalog.records.queries import LARGEST_ID, records_with_keys
from catalog.records.rules import Key, KeyKind

LIMIT = 100


@dataclass(frozen=True, slots=True)
class BatchView:
    """One import as screens show it."""

    id: int
    file_name: str
    sha256: str
    size: int
    format: str
    profile: str
    charset: str
    department: str
    state: BatchState
    found: int
    accepted: int
    updated: int
    repaired: int
    skipped: int
    quarantined: int
    items: int
    created_at: datetime
    accepted_at: datetime | None

    @property
    def decided(self) -> int:
        """How many records have become something."""
        return self.accepted + self.updated + self.skipped + self.quarantined


@dataclass(frozen=True, slots=True)
class RowView:
    """One record of a file in the list."""

    position: int
    title: str
    state: StagedState
    findings: Sequence[dict[str, Any]]
    match: dict[str, Any] | None
    record_id: int | None


@dataclass(frozen=True, slots=True)
class StagedView:
    """One record of a file with its bytes."""

    batch_id: int
    position: int
    offset: int
    raw: bytes
    marc: bytes | None
    profile: str
    charset: str
    title: str
    state: StagedState
    findings: Sequence[dict[str, Any]]
    match: dict[str, Any] | None
    record_id: int | None


_BATCH = tuple(getattr(ImportBatch, name) for name in BatchView.__slots__)
_ROW = tuple(getattr(StagedRecord, name) for name in RowView.__slots__)
_STAGED = tuple(getattr(StagedRecord, name) for name in StagedView.__slots__)


def batches(session: Session, limit: int = LIMIT) -> tuple[BatchView, ...]:
    """Return the imports, newest first."""
    rows = session.execute(select(*_BATCH).order_by(ImportBatch.id.desc()).limit(limit))
    return tuple(BatchView(*row) for row in rows)


def batch(session: Session, batch_id: int) -> BatchView:
    """Return one import; refuse an unknown id."""
    row = None
    if batch_id <= LARGEST_ID:
        row = session.execute(select(*_BATCH).where(ImportBatch.id == batch_id)).one_or_none()
    if row is None:
        raise ImportNotFoundError(ImportCode.BATCH_UNKNOWN, batch=batch_id)
    return BatchView(*row)


def earlier_import(session: Session, view: BatchView) -> BatchView | None:
    """Return the last accepted import of the very same file before this one."""
    same = select(*_BATCH).where(
        ImportBatch.sha256 == view.sha256,
        ImportBatch.id < view.id,
        ImportBatch.state == BatchState.ACCEPTED,
    )
    row = session.execute(same.order_by(ImportBatch.id.desc()).limit(1)).one_or_none()
    return None if row is None else BatchView(*row)


def counts_by_state(session: Session, batch_id: int) -> dict[StagedState, int]:
    """Return how many records of a file are in which state."""
    rows = session.execute(
        select(StagedRecord.state, func.count())
        .where(StagedRecord.batch_id == batch_id)
        .group_by(StagedRecord.state)
    )
    return {state: int(count) for state, count in rows}


def count_repaired(session: Session, batch_id: int) -> int:
    """Return how many records of a file had to be mended to be read."""
    return session.scalars(
        select(func.count()).where(StagedRecord.batch_id == batch_id, StagedRecord.repaired.is_(True))
    ).one()


def rows(
    session: Session,
    batch_id: int,
    *,
    state: StagedState | None = None,
    repaired: bool = False,
    after: int = 0,
    limit: int = LIMIT,
) -> tuple[RowView, ...]:
    """Return records of a file in its order behind position `after`, cut to a state or to those repaired."""
    query = select(*_ROW).where(StagedRecord.batch_id == batch_id, StagedRecord.position > after)
    if state is not None:
        query = query.where(StagedRecord.state == state)
    if repaired:
        query = query.where(StagedRecord.repaired.is_(True))
    found = session.execute(query.order_by(StagedRecord.position).limit(limit))
    return tuple(RowView(*row) for row in found)


def staged(session: Session, batch_id: int, position: int) -> StagedView:
    """Return one record of a file; refuse an unknown position."""
    row = None
    if max(batch_id, position) <= LARGEST_ID:
        row = session.execute(
            select(*_STAGED).where(StagedRecord.batch_id == batch_id, StagedRecord.position == position)
        ).one_or_none()
    if row is None:
        raise ImportNotFoundError(ImportCode.ROW_UNKNOWN, batch=batch_id, position=position)
    return StagedView(*row)


def known_signs(session: Session, keys: Iterable[Key], digests: Collection[str]) -> dict[Sign, Home]:
    """Return the signs offered by all records that share a key with a candidate, each with its oldest record."""
    hits = _hits(session, keys)
    known: dict[Sign, Home] = {}
    for record_id, described in _described(session, hits):
        signs = signs_of(described)
        for sign in signs.offered:
            known.setdefault(sign, Home(record_id, signs.source))
    return known | _identical(session, digests)


def _hits(session: Session, keys: Iterable[Key]) -> dict[int, list[Key]]:
    hits: defaultdict[int, list[Key]] = defaultdict(list)
    for key, ids in records_with_keys(session, keys).items():
        for record_id in ids:
            hits[record_id].append(key)
    return hits


def _described(session: Session, hits: dict[int, list[Key]]) -> Iterable[tuple[int, Described]]:
    if not hits:
        return
    columns = (
        Record.id, Record.title, Record.author, Record.year, Record.extent, Record.control_source,
        Record.control_number, Record.document_type, Record.isbn,
    )  # fmt: skip
    said: Sequence[Any]
    for record_id, *said, isbn in session.execute(
        select(*columns).where(Record.id.in_(hits)).order_by(Record.id)
    ):
        isbns = tuple(value for kind, value in hits[record_id] if kind == KeyKind.ISBN)
        yield record_id, Described(*(*said, bool(isbn), isbns))


def _identical(session: Session, digests: Collection[str]) -> dict[Sign, Home]:
    if not digests:
        return {}
    found = session.execute(
        select(StagedRecord.digest, StagedRecord.record_id)
        .where(StagedRecord.digest.in_(digests), StagedRecord.state == StagedState.ACCEPTED)
        .order_by(StagedRecord.id.desc())
    )
    return {
        (Rule.IDENTICAL, digest): Home(record_id, "") for digest, record_id in found if record_id is not None
    }


def fields_of(staged: StagedView) -> tuple[DisplayField, ...]:
    """Return the fields of a staged record for a screen; none where it cannot be read."""
    if staged.marc is not None:
        return display_fields(from_bytes(staged.marc))
    charset = None if staged.charset == "ascii" else staged.charset
    try:
        for each in read(BytesIO(staged.raw), charset=charset, profile=Profile(staged.profile)):
            return display_fields(each.record) if each.record is not None else ()
    except MarcError:
        pass
    return ()
