"""From staged rows to records and copies. Each function is one transaction's worth; a stopped run goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.importing.errors import ImportCode, ImportRefused
from catalog.importing.models import BatchState, ImportBatch, StagedRecord, StagedState
from catalog.importing.rules import Match, recognise
from catalog.importing.services.copies import add_copies
from catalog.importing.services.reading import CHUNK, Candidate, describe
from catalog.importing.services.staging import (
    Seen,
    count_staged,
    insert_rows,
    lock_batch,
    signs_known,
    staged_row,
    told_match,
)
from catalog.items.services import queue_numbers
from catalog.marc import Profile, from_bytes
from catalog.records.models import Origin
from catalog.records.services import NewRecord, add_records
from ils.accounts.audit import audit
from ils.activity.work import Work

UNDECIDED = (StagedState.NEW, StagedState.DUPLICATE)


@dataclass(frozen=True, slots=True)
class _Outcome:
    state: StagedState
    match: Match | None
    record_id: int | None


def take_chunk(session: Session, work: Work, *, batch_id: int, chunk: Sequence[Candidate]) -> None:
    """Stage and accept a chunk at once: the short way of a file that nobody wants to look at first."""
    queue_numbers(session)
    batch = lock_batch(session, batch_id)
    outcomes = _take_in(session, work, batch, chunk)
    rows = [
        staged_row(batch_id, candidate, outcome.state, match=outcome.match, record_id=outcome.record_id)
        for candidate, outcome in zip(chunk, outcomes, strict=True)
    ]
    insert_rows(session, rows)
    count_staged(batch, chunk)


def accept_chunk(session: Session, work: Work, *, batch_id: int, limit: int = CHUNK) -> int:
    """Decide the first rows not yet decided; returns how many, 0 when all are."""
    queue_numbers(session)
    batch = lock_batch(session, batch_id)
    if batch.state is BatchState.STAGING:
        raise ImportRefused(ImportCode.STILL_READING, file=batch.file_name)
    chunk = _undecided(session, batch_id, limit)
    if not chunk:
        return 0
    batch.state = BatchState.ACCEPTING
    outcomes = _take_in(session, work, batch, chunk)
    changes = [
        {
            "id": candidate.row_id,
            "state": outcome.state,
            "match": told_match(outcome.match),
            "record_id": outcome.record_id,
            "findings": candidate.findings,
            "marc": None,
        }
        for candidate, outcome in zip(chunk, outcomes, strict=True)
    ]
    session.execute(update(StagedRecord), changes)
    return len(chunk)


def _undecided(session: Session, batch_id: int, limit: int) -> list[Candidate]:
    columns = (
        StagedRecord.id, StagedRecord.position, StagedRecord.offset, StagedRecord.profile, StagedRecord.charset,
        StagedRecord.findings, StagedRecord.digest, StagedRecord.marc,
    )  # fmt: skip
    rows = session.execute(
        select(*columns)
        .where(StagedRecord.batch_id == batch_id, StagedRecord.state.in_(UNDECIDED))
        .order_by(StagedRecord.position)
        .limit(limit)
    )
    return [_restored(row) for row in rows]


def _restored(row: Any) -> Candidate:
    candidate = Candidate(
        row.position, row.offset, b"", Profile(row.profile), row.charset, list(row.findings), row.digest,
        row_id=row.id,
    )  # fmt: skip
    describe(candidate, from_bytes(row.marc))
    return candidate


def _take_in(session: Session, work: Work, batch: ImportBatch, chunk: Sequence[Candidate]) -> list[_Outcome]:
    """Judge anew (the catalogue may have grown since the preview), then write records, then copies."""
    tag = f"import:{batch.id}"
    matches = _judge(session, chunk)
    new = [each for each in chunk if each.marc is not None and each.position not in matches]
    made = [NewRecord(each.marc, each.profile, each.facts) for each in new]
    ids = add_records(session, work, made, origin=Origin.IMPORTED, batch=tag)
    home = {candidate.position: record_id for candidate, record_id in zip(new, ids, strict=True)}
    for position, match in matches.items():
        target = match.record_id if match.position is None else home[match.position]
        matches[position] = replace(match, record_id=target)
    outcomes = [_outcome(candidate, matches, home) for candidate in chunk]
    placed = [(each, done.record_id) for each, done in zip(chunk, outcomes, strict=True) if done.record_id]
    batch.items += add_copies(session, work, placed, department=batch.department, batch=tag)
    batch.accepted += len(new)
    batch.skipped += len(matches)
    batch.repaired += sum(candidate.repaired for candidate in new)
    return outcomes


def _judge(session: Session, chunk: Sequence[Candidate]) -> dict[int, Match]:
    """Return which positions are duplicates, of the catalogue or of a record further up in the chunk."""
    known = signs_known(session, chunk)
    seen = Seen()
    matches: dict[int, Match] = {}
    for candidate in chunk:
        match = recognise(candidate.signs, known, seen.homes)
        if match is None:
            seen.add(candidate)
        else:
            matches[candidate.position] = match
    return matches


def _outcome(candidate: Candidate, matches: dict[int, Match], home: dict[int, int]) -> _Outcome:
    if candidate.marc is None:
        return _Outcome(StagedState.QUARANTINED, None, None)
    match = matches.get(candidate.position)
    if match is None:
        return _Outcome(StagedState.ACCEPTED, None, home[candidate.position])
    return _Outcome(StagedState.SKIPPED, match, match.record_id)


def close_batch(session: Session, work: Work, *, batch_id: int) -> None:
    """Say that every record of the file has become something; the database checks the sum."""
    batch = lock_batch(session, batch_id)
    if batch.state is BatchState.ACCEPTED:
        return
    batch.state, batch.accepted_at = BatchState.ACCEPTED, work.now
    counts = {name: getattr(batch, name) for name in ("found", "accepted", "skipped", "quarantined", "items")}
    audit(session, work, "file_accepted", subject_type="batch", subject_id=batch_id, **counts)
