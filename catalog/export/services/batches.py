"""What all acts on batches share: the batch under lock, and what of it counts in the plan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.export.errors import ExportCode, ExportError, ExportNotFoundError
from catalog.export.models import UnionBatch, UnionRecord, UnionState
from catalog.export.queries.union import chronicle_of
from catalog.records.models import Record
from catalog.records.queries import LARGEST_ID
from ils.accounts.audit import audit
from ils.activity import services as log
from ils.activity.kinds import Kind
from ils.activity.work import Done, ItemSnapshot, Work
from ils.db import queue_here
from ils.library.funds import Fund, load_fund

QUEUE = "union_batches"
"""What counts once is decided by one act at a time."""

CHUNK = 500

_REFUSALS = {
    UnionState.PREPARED: ExportCode.NOT_PREPARED,
    UnionState.SENT: ExportCode.NOT_SENT,
    UnionState.ACCEPTED: ExportCode.NOT_ANSWERED,
}


def locked(session: Session, batch_id: int, *states: UnionState) -> UnionBatch:
    """Return the batch, held until the commit; refuse one in none of these states."""
    queue_here(session, QUEUE)
    query = select(UnionBatch).where(UnionBatch.id == batch_id).with_for_update()
    batch = None
    if 0 < batch_id <= LARGEST_ID:
        batch = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if batch is None:
        raise ExportNotFoundError(ExportCode.BATCH_UNKNOWN, batch=batch_id)
    if batch.state not in states:
        raise ExportError(_REFUSALS[states[0]], batch=batch_id)
    return batch


def note(session: Session, work: Work, action: str, batch: UnionBatch, **details: object) -> None:
    """Write the audit trail of an act."""
    audit(session, work, action, address="", subject_type="union_batch", subject_id=batch.id, **details)


def not_counted(session: Session, batch_id: int, year: int) -> list[Record]:
    """Return the records of a batch that no batch has counted in a year."""
    counted = select(UnionRecord.record_id).where(UnionRecord.counted_year == year)
    rows = session.scalars(
        select(Record)
        .join(UnionRecord, UnionRecord.record_id == Record.id)
        .where(UnionRecord.batch_id == batch_id, Record.id.not_in(counted))
        .order_by(Record.id)
    )
    return list(rows)


def count_union(
    session: Session, work: Work, batch: UnionBatch, records: list[Record], *, made: Work
) -> None:
    """Count records of an accepted batch in the year of its answer (plan line 14); last in the act."""
    session.flush()
    for start in range(0, len(records), CHUNK):
        ids = [record.id for record in records[start : start + CHUNK]]
        session.execute(
            update(UnionRecord)
            .where(UnionRecord.batch_id == batch.id, UnionRecord.record_id.in_(ids))
            .values(counted_year=made.day.year)
        )
    fund = load_fund(session)
    log.record(
        session, work, *(_done(Kind.UNION_ACCEPT, record, fund, batch, made=made) for record in records)
    )


def count_chronicle(
    session: Session, work: Work, batch: UnionBatch, only: Collection[int] | None = None
) -> int:
    """Count the records of the chronicle in a batch that were never counted (plan line 28); return how many."""
    records = [each for each in chronicle_of(session, batch.id) if only is None or each.id in only]
    fund = load_fund(session)
    log.record(
        session,
        work,
        *(
            _done(Kind.CHRONICLE_SEND, record, fund, batch, made=replace(work, now=record.created_at))
            for record in records
        ),
    )
    return len(records)


def name_in_log(batch: UnionBatch) -> str:
    """Return how the log names a batch."""
    return f"union:{batch.id}"


def _done(kind: Kind, record: Record, fund: Fund, batch: UnionBatch, *, made: Work) -> Done:
    belongs = fund.has(department="", language=record.language, number=None)
    item = ItemSnapshot(
        record.language, record.knowledge_branch, record.document_type, fund.code if belongs else ""
    )
    return Done(kind, "record", record.id, item=item, batch=name_in_log(batch), day=made.day)
