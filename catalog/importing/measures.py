"""Proof that the counts of every import are its rows, and that its accepted rows are in the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.importing.models import BatchState, ImportBatch, StagedRecord, StagedState
from catalog.records.models import Record
from ils.activity.measures import Check, Problem

COUNTED = {
    "accepted": StagedState.ACCEPTED,
    "updated": StagedState.UPDATED,
    "skipped": StagedState.SKIPPED,
    "quarantined": StagedState.QUARANTINED,
}


def counts_are_rows(session: Session) -> Iterator[Problem]:
    """The counts of an import are how many rows it has in each state."""
    rows: defaultdict[int, dict[StagedState, int]] = defaultdict(dict)
    grouped = select(StagedRecord.batch_id, StagedRecord.state, func.count())
    for batch_id, state, count in session.execute(
        grouped.group_by(StagedRecord.batch_id, StagedRecord.state)
    ):
        rows[batch_id][state] = count
    for batch in session.scalars(select(ImportBatch).order_by(ImportBatch.id)):
        told = {name: getattr(batch, name) for name in ("found", *COUNTED)}
        real = {name: rows[batch.id].get(state, 0) for name, state in COUNTED.items()}
        real["found"] = sum(rows[batch.id].values())
        for name, count in told.items():
            if count != real[name]:
                facts: dict[str, object] = {
                    "batch": batch.id,
                    "count": name,
                    "told": count,
                    "rows": real[name],
                }
                yield Problem("import_count_differs", facts)


def accepted_are_records(session: Session) -> Iterator[Problem]:
    """Each accepted row has a record of its own, each skipped row the record that it is a duplicate of."""
    decided = (StagedState.ACCEPTED, StagedState.SKIPPED)
    lost = (
        select(StagedRecord.batch_id, StagedRecord.position)
        .outerjoin(Record, Record.id == StagedRecord.record_id)
        .where(StagedRecord.state.in_(decided), Record.id.is_(None))
    )
    for batch_id, position in session.execute(lost):
        yield Problem("import_row_without_record", {"batch": batch_id, "position": position})
    twice = (
        select(StagedRecord.record_id)
        .where(StagedRecord.state == StagedState.ACCEPTED)
        .group_by(StagedRecord.record_id)
        .having(func.count() > 1)
    )
    for record_id in session.scalars(twice):
        yield Problem("import_record_twice", {"record": record_id})


def finished_are_decided(session: Session) -> Iterator[Problem]:
    """No row of a finished import is left undecided."""
    left = (
        select(StagedRecord.batch_id, func.count())
        .join(ImportBatch, ImportBatch.id == StagedRecord.batch_id)
        .where(
            ImportBatch.state == BatchState.ACCEPTED,
            StagedRecord.state.in_((StagedState.NEW, StagedState.DUPLICATE)),
        )
        .group_by(StagedRecord.batch_id)
    )
    for batch_id, count in session.execute(left):
        yield Problem("import_rows_undecided", {"batch": batch_id, "rows": count})


CHECKS: tuple[Check, ...] = (counts_are_rows, accepted_are_records, finished_are_decided)
