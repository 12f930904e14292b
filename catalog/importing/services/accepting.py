"""From staged rows to records and copies. Each function is one transaction's worth; a stopped run goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.importing.errors import ImportCode, ImportRefused, RowCode
from catalog.importing.models import BatchState, ImportBatch, StagedRecord, StagedState
from catalog.importing.queries import UNDECIDED, records_at, source
from catalog.importing.rules import SourceRule
from catalog.importing.services.copies import add_copies
from catalog.importing.services.planning import Planned, Seen, plan
from catalog.importing.services.staging import (
    FINISHED,
    count_staged,
    insert_rows,
    lock_batch,
    lock_reading,
    staged_row,
)
from catalog.importing.services.updating import hold_records, update_record
from catalog.incoming import CHUNK, Candidate, Holdings, describe, finding
from catalog.items.services import queue_numbers
from catalog.marc import Profile, from_bytes
from catalog.records.models import Origin
from catalog.records.services import NewRecord, add_records
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.packing import pack


@dataclass(slots=True)
class _Outcome:
    planned: Planned
    state: StagedState
    record_id: int | None = None
    version_after: int | None = None


def take_chunk(session: Session, work: Work, *, batch_id: int, chunk: Sequence[Candidate]) -> None:
    """Stage and accept a chunk at once: the short way of a file that nobody wants to look at first."""
    queue_numbers(session)
    batch = lock_reading(session, batch_id, chunk)
    outcomes = _take_in(session, work, batch, chunk)
    rows = [
        staged_row(
            batch_id, each.planned, each.state, record_id=each.record_id, version_after=each.version_after
        )
        for each in outcomes
    ]
    insert_rows(session, rows)
    count_staged(batch, chunk)


def accept_chunk(session: Session, work: Work, *, batch_id: int, limit: int = CHUNK) -> int:
    """Decide the first rows not yet decided; returns how many, 0 when all are."""
    queue_numbers(session)
    batch = lock_batch(session, batch_id)
    refuse_unready(batch)
    chunk = undecided(session, batch, limit=limit)
    if not chunk:
        return 0
    batch.state = BatchState.ACCEPTING
    changes = [_change(each) for each in _take_in(session, work, batch, chunk)]
    session.execute(update(StagedRecord), changes)
    return len(chunk)


def _change(outcome: _Outcome) -> dict[str, Any]:
    return {
        "id": outcome.planned.candidate.row_id,
        "state": outcome.state,
        "match": outcome.planned.told,
        "score": outcome.planned.score,
        "record_id": outcome.record_id,
        "version_after": outcome.version_after,
        "findings": outcome.planned.candidate.findings,
        "marc": None,
    }


def refuse_unready(batch: ImportBatch) -> None:
    """Refuse to decide rows of a file that is still being read, or that is being taken back."""
    if batch.state is BatchState.STAGING:
        raise ImportRefused(ImportCode.STILL_READING, file=batch.file_name)
    if batch.state in (BatchState.UNDOING, BatchState.UNDONE):
        raise ImportRefused(ImportCode.BEING_UNDONE, file=batch.file_name)


def undecided(session: Session, batch: ImportBatch, *, limit: int, after: int = 0) -> list[Candidate]:
    """Return the first rows behind a position that have not become anything, made ready once more."""
    columns = (
        StagedRecord.id, StagedRecord.position, StagedRecord.offset, StagedRecord.profile, StagedRecord.charset,
        StagedRecord.findings, StagedRecord.digest, StagedRecord.marc, StagedRecord.decision, StagedRecord.match,
    )  # fmt: skip
    rows = session.execute(
        select(*columns)
        .where(
            StagedRecord.batch_id == batch.id,
            StagedRecord.state.in_(UNDECIDED),
            StagedRecord.position > after,
        )
        .order_by(StagedRecord.position)
        .limit(limit)
    ).all()
    holdings = source(session, batch.source).copies
    return [_restored(row, holdings) for row in rows]


def _restored(row: Any, holdings: Holdings) -> Candidate:
    candidate = Candidate(
        row.position, row.offset, b"", Profile(row.profile), row.charset, list(row.findings), row.digest,
        row_id=row.id,
        decision=row.decision.value if row.decision else None,
        chosen=(row.match["record_id"], row.match["position"]) if (row.match or {}).get("chosen") else None,
    )  # fmt: skip
    describe(candidate, from_bytes(row.marc), holdings)
    candidate.stored = pack(row.marc)
    return candidate


def _take_in(session: Session, work: Work, batch: ImportBatch, chunk: Sequence[Candidate]) -> list[_Outcome]:
    """Judge anew (the catalogue may have grown since the preview), then write records, then copies."""
    tag, rule = f"import:{batch.id}", source(session, batch.source).rule
    planned = plan(session, chunk, rule=rule, seen=Seen())
    home = records_at(session, batch.id, _elsewhere(planned))
    _house(planned, home)
    new = [each.candidate for each in planned if each.fate == "new"]
    hold_records(session, {each.match.record_id for each in planned if each.fate == "update" and each.match})
    made = [NewRecord(None, each.profile, said=each.derived(), stored=each.stored) for each in new]
    ids = add_records(
        session, work, made, origin=Origin.IMPORTED, batch=tag, classify=rule.counts_marks or None
    )
    home |= {each.position: record_id for each, record_id in zip(new, ids, strict=True)}
    outcomes = [_settle(session, work, each, home, rule, tag) for each in planned]
    placed = [(each.planned.candidate, each.record_id) for each in outcomes if each.record_id]
    batch.items += add_copies(session, work, placed, department=batch.department, batch=tag)
    _count(batch, outcomes)
    return outcomes


def _elsewhere(planned: Sequence[Planned]) -> set[int]:
    """Positions that matches name and that lie outside the chunk: only a person chooses those."""
    met = {each.match.position for each in planned if each.match}
    return {position for position in met if position is not None} - _positions(planned)


def _positions(planned: Sequence[Planned]) -> set[int]:
    return {each.candidate.position for each in planned if each.fate}


def _house(planned: Sequence[Planned], home: Mapping[int, int]) -> None:
    """A row whose chosen counterpart became no record, having been set aside, becomes one itself."""
    there = _positions(planned) | home.keys()
    for each in planned:
        if each.match and each.match.position is not None and each.match.position not in there:
            each.candidate.findings.append(finding(RowCode.TARGET_GONE))
            each.fate, each.match = "new", None


def _settle(
    session: Session, work: Work, planned: Planned, home: dict[int, int], rule: SourceRule, tag: str
) -> _Outcome:
    """Say what became of one row; a row that updates does so here, in the order of the file."""
    if planned.fate is None:
        return _Outcome(planned, StagedState.QUARANTINED)
    if planned.fate == "new":
        return _Outcome(planned, StagedState.ACCEPTED, home[planned.candidate.position], 1)
    target = _target(planned, home)
    home[planned.candidate.position] = target
    version = None
    if planned.fate == "update":
        version = update_record(session, work, planned.candidate, target, merge=rule.merge, reason=tag,
                                classify=rule.counts_marks)  # fmt: skip
    state = StagedState.SKIPPED if version is None else StagedState.UPDATED
    return _Outcome(planned, state, target, version)


def _target(planned: Planned, home: Mapping[int, int]) -> int:
    """A match names a record, or a row further up, which has been settled before."""
    if planned.match is None:
        raise ValueError("a row that is not new has a match")
    return planned.match.record_id or home[planned.match.position or 0]


def _count(batch: ImportBatch, outcomes: Sequence[_Outcome]) -> None:
    states = Counter(each.state for each in outcomes)
    batch.accepted += states[StagedState.ACCEPTED]
    batch.updated += states[StagedState.UPDATED]
    batch.skipped += states[StagedState.SKIPPED]
    made = (StagedState.ACCEPTED, StagedState.UPDATED)
    batch.repaired += sum(each.planned.candidate.repaired for each in outcomes if each.state in made)


def close_batch(session: Session, work: Work, *, batch_id: int) -> None:
    """Say that every record of the file has become something; the database checks the sum."""
    batch = lock_batch(session, batch_id)
    if batch.state in FINISHED:
        return
    refuse_unready(batch)
    batch.state, batch.accepted_at = BatchState.ACCEPTED, work.now
    names = ("found", "accepted", "updated", "skipped", "quarantined", "items")
    counts = {name: getattr(batch, name) for name in names}
    audit(session, work, "file_accepted", subject_type="batch", subject_id=batch_id, **counts)
