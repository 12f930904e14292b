"""Taking a file in as staged rows. Each function is one transaction's worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Table, delete, func, select
from sqlalchemy.orm import Session

from catalog.importing.errors import ImportCode, ImportNotFoundError, ImportRefused
from catalog.importing.models import BatchState, ImportBatch, StagedRecord, StagedState
from catalog.importing.queries import ANY, source, sources
from catalog.importing.rules import summed_name
from catalog.importing.services.planning import REMEMBERED, Planned, Seen, plan
from catalog.importing.services.reading import Incoming
from catalog.incoming import Candidate, Holdings, describe
from catalog.marc import Profile, from_bytes
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import insert_many
from ils.library.places import department as department_of
from ils.library.places import departments

_ROWS = cast("Table", StagedRecord.__table__)
_NONE: list[dict[str, Any]] = []  # one for all, so that it is written as JSON once
FINISHED = (BatchState.ACCEPTED, BatchState.UNDOING, BatchState.UNDONE)


@dataclass(frozen=True, slots=True)
class Opened:
    """Where to go on: the batch, how many of its records are staged, and whether the file is read to its end."""

    batch_id: int
    staged: int
    read: bool


def open_batch(
    session: Session,
    work: Work,
    *,
    incoming: Incoming,
    department: str = "",
    source: str = ANY,
    stored_file: str = "",
) -> Opened:
    """Begin an import, or go on with one of the same file, read in the same way, that was not brought to its end."""
    place = department_of(session, department).code if department else departments(session)[0].code
    code = _source_code(session, source)
    begun = _unfinished(session, incoming, place, code)
    if begun is not None:
        begun.stored_file = stored_file or begun.stored_file
        return Opened(begun.id, staged_count(session, begun.id), begun.state is not BatchState.STAGING)
    batch = ImportBatch(
        file_name=incoming.file_name, sha256=incoming.sha256, size=incoming.size, format=incoming.format.value,
        profile="", charset="", asked=incoming.asked, department=place, source=code,
        undo_double=incoming.way.undo_double, stored_file=stored_file, state=BatchState.STAGING,
        found=0, accepted=0, updated=0, repaired=0, skipped=0, quarantined=0, items=0,
        created_at=work.now, created_by=work.actor_id, accepted_at=None,
    )  # fmt: skip
    session.add(batch)
    session.flush()
    audit(
        session, work, "file_staged", subject_type="batch", subject_id=batch.id, file=batch.file_name,
        sha256=batch.sha256, source=code or "",
    )  # fmt: skip
    return Opened(batch.id, 0, False)


def _source_code(session: Session, code: str) -> str | None:
    """A library may have deleted or never had the source of no source; any other must be there."""
    if code == ANY and all(each.code != ANY for each in sources(session, active_only=False)):
        return None
    return source(session, code).code


def staged_count(session: Session, batch_id: int) -> int:
    """Return how many records of a file are staged."""
    rows = select(func.count()).select_from(StagedRecord).where(StagedRecord.batch_id == batch_id)
    return session.scalars(rows).one()


def _unfinished(
    session: Session, incoming: Incoming, department: str, source: str | None
) -> ImportBatch | None:
    return session.scalars(
        select(ImportBatch)
        .where(
            ImportBatch.sha256 == incoming.sha256,
            ImportBatch.asked == incoming.asked,
            ImportBatch.undo_double == incoming.way.undo_double,
            ImportBatch.department == department,
            ImportBatch.source == source if source else ImportBatch.source.is_(None),
            ImportBatch.state.not_in(FINISHED),
        )
        .order_by(ImportBatch.id.desc())
        .limit(1)
    ).one_or_none()


def lock_batch(session: Session, batch_id: int) -> ImportBatch:
    """Return the import, held until the commit; refuse an unknown id."""
    batch = session.scalars(
        select(ImportBatch)
        .where(ImportBatch.id == batch_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if batch is None:
        raise ImportNotFoundError(ImportCode.BATCH_UNKNOWN, batch=batch_id)
    return batch


def lock_reading(session: Session, batch_id: int, chunk: Sequence[Candidate]) -> ImportBatch:
    """Return the import for the rows that come next; refuse a reader whom another one of the same file has overtaken."""
    batch = lock_batch(session, batch_id)
    if batch.state in (BatchState.UNDOING, BatchState.UNDONE):
        raise ImportRefused(ImportCode.BEING_UNDONE, file=batch.file_name)
    if batch.state is not BatchState.STAGING or chunk[0].position != batch.found + 1:
        raise ImportRefused(ImportCode.READ_ELSEWHERE, file=batch.file_name)
    return batch


def stage_chunk(
    session: Session, work: Work, *, batch_id: int, chunk: Sequence[Candidate], seen: Seen
) -> None:
    """Write a chunk as staged rows, each with what it seems to be; nothing reaches the catalogue yet."""
    batch = lock_reading(session, batch_id, chunk)
    rule = source(session, batch.source).rule
    planned = plan(session, chunk, rule=rule, seen=seen)
    rows = [staged_row(batch_id, each, seeming(each, rule.threshold), keep=True) for each in planned]
    insert_rows(session, rows)
    count_staged(batch, chunk)


def seeming(planned: Planned, threshold: int) -> StagedState:
    """Return the state of a row not yet decided."""
    if not planned.candidate.readable:
        return StagedState.QUARANTINED
    same = planned.score > 0 and (planned.score >= threshold or planned.candidate.chosen is not None)
    return StagedState.DUPLICATE if same else StagedState.NEW


def staged_row(
    batch_id: int,
    planned: Planned,
    state: StagedState,
    *,
    record_id: int | None = None,
    version_after: int | None = None,
    keep: bool = False,
) -> dict[str, Any]:
    """Return a staged row; `keep` the decoded form for a later acceptance."""
    candidate = planned.candidate
    return {
        "batch_id": batch_id,
        "position": candidate.position,
        "offset": candidate.offset,
        "raw": candidate.raw,
        "digest": candidate.digest,
        "marc": candidate.stored if keep else None,
        "profile": candidate.profile.value,
        "charset": candidate.charset,
        "state": state,
        "title": candidate.title,
        "findings": candidate.findings or _NONE,
        "repaired": candidate.repaired,
        "match": planned.told,
        "score": planned.score,
        "version_after": version_after,
        "record_id": record_id,
    }


def insert_rows(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write staged rows; straight to the table, for nobody needs them as objects."""
    insert_many(session, _ROWS, rows)


def count_staged(batch: ImportBatch, chunk: Sequence[Candidate]) -> None:
    """Add a chunk just written to the counts of its import."""
    batch.found += len(chunk)
    batch.quarantined += sum(not candidate.readable for candidate in chunk)
    readable = [candidate for candidate in chunk if candidate.readable]
    batch.charset = summed_name(batch.charset, {candidate.charset for candidate in readable})
    batch.profile = summed_name(batch.profile, {candidate.profile.value for candidate in readable})


def close_reading(session: Session, *, batch_id: int) -> None:
    """Say that the file is read to its end."""
    batch = lock_batch(session, batch_id)
    if batch.state is BatchState.STAGING:
        batch.state = BatchState.STAGED


def reset_reading(
    session: Session,
    work: Work,
    *,
    batch_id: int,
    charset: str | None = None,
    profile: str | None = None,
    undo_double: bool = False,
) -> None:
    """Forget the staged rows of a file that is to be read again in another way; refused once any was accepted.

    The bytes are in the stored file; without one the same file has to be given again.
    """
    batch = lock_batch(session, batch_id)
    if batch.state not in (BatchState.STAGING, BatchState.STAGED):
        raise ImportRefused(ImportCode.ALREADY_ACCEPTED, file=batch.file_name)
    session.execute(delete(StagedRecord).where(StagedRecord.batch_id == batch_id))
    batch.state, batch.asked = BatchState.STAGING, f"{charset or ''}/{profile or ''}"[:60]
    batch.undo_double, batch.trial = undo_double, None
    batch.charset = batch.profile = ""
    batch.found = batch.quarantined = batch.repaired = 0
    audit(
        session, work, "file_read_again", subject_type="batch", subject_id=batch_id, asked=batch.asked,
        undo_double=undo_double,
    )  # fmt: skip


def store_file(session: Session, *, batch_id: int, name: str) -> None:
    """Say where below the data folder the uploaded file lies, empty for nowhere any more."""
    lock_batch(session, batch_id).stored_file = name


def reseen(session: Session, *, batch_id: int) -> Seen:
    """Return what will be new of the staged rows of a file, for a reading that goes on where it was stopped."""
    seen = Seen()
    rows = session.execute(
        select(StagedRecord.position, StagedRecord.profile, StagedRecord.marc)
        .where(
            StagedRecord.batch_id == batch_id,
            StagedRecord.state == StagedState.NEW,
            StagedRecord.marc.is_not(None),
        )
        .order_by(StagedRecord.position)
        .limit(REMEMBERED)
    )
    for row in rows.yield_per(1000):
        candidate = Candidate(row.position, 0, b"", Profile(row.profile), "", [], "")
        describe(candidate, from_bytes(row.marc), Holdings())
        seen.add(candidate)
    return seen
