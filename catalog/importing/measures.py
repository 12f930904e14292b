"""Proof that the counts of every import are its rows, and that its rows are what is in the catalogue, undone or not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.importing.models import BatchState, ImportBatch, StagedRecord, StagedState
from catalog.items.models import Item
from catalog.records.models import Record
from ils.activity.measures import Check, Problem

COUNTED = {
    "accepted": StagedState.ACCEPTED,
    "updated": StagedState.UPDATED,
    "skipped": StagedState.SKIPPED,
    "quarantined": StagedState.QUARANTINED,
    "undone": StagedState.UNDONE,
}
TAG = "import:"


def counts_are_rows(session: Session) -> Iterator[Problem]:
    """The counts of an import are how many rows it has in each state, and how many copies it has."""
    rows = _rows(session)
    refused = _refused(session)
    copies = _copies(session)
    for batch in session.scalars(select(ImportBatch).order_by(ImportBatch.id)):
        real = {name: rows[batch.id].get(state, 0) for name, state in COUNTED.items()}
        real["found"] = sum(rows[batch.id].values())
        real["undo_refused"] = refused.get(batch.id, 0)
        real["items"] = copies.get(f"{TAG}{batch.id}", 0)
        for name, count in real.items():
            told = getattr(batch, name)
            if told != count:
                facts: dict[str, object] = {"batch": batch.id, "count": name, "told": told, "rows": count}
                yield Problem("import_count_differs", facts)


def _rows(session: Session) -> dict[int, dict[StagedState, int]]:
    rows: defaultdict[int, dict[StagedState, int]] = defaultdict(dict)
    grouped = select(StagedRecord.batch_id, StagedRecord.state, func.count())
    for batch_id, state, count in session.execute(
        grouped.group_by(StagedRecord.batch_id, StagedRecord.state)
    ):
        rows[batch_id][state] = count
    return rows


def _refused(session: Session) -> dict[int, int]:
    query = select(StagedRecord.batch_id, func.count()).where(StagedRecord.undo.is_not(None))
    return {row[0]: row[1] for row in session.execute(query.group_by(StagedRecord.batch_id))}


def _copies(session: Session) -> dict[str, int]:
    query = select(Item.batch, func.count()).where(Item.batch.startswith(TAG))
    return {row[0]: row[1] for row in session.execute(query.group_by(Item.batch))}


def accepted_are_records(session: Session) -> Iterator[Problem]:
    """Each accepted row has a record of its own, each updated or skipped row the record that it resembles."""
    named = (StagedState.ACCEPTED, StagedState.UPDATED, StagedState.SKIPPED)
    lost = (
        select(StagedRecord.batch_id, StagedRecord.position)
        .join(ImportBatch, ImportBatch.id == StagedRecord.batch_id)
        .outerjoin(Record, Record.id == StagedRecord.record_id)
        .where(
            StagedRecord.state.in_(named),
            Record.id.is_(None),
            # A row that was skipped lets go of its record when the import is taken back.
            (StagedRecord.state != StagedState.SKIPPED)
            | ImportBatch.state.not_in((BatchState.UNDOING, BatchState.UNDONE)),
        )
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


def records_are_accepted(session: Session) -> Iterator[Problem]:
    """Each record whose first description came with an import has the row that it came by."""
    made = select(StagedRecord.id).where(
        StagedRecord.record_id == Record.id, StagedRecord.state == StagedState.ACCEPTED
    )
    left = select(Record.id, Record.reason).where(
        Record.reason.startswith(TAG), Record.version == 1, ~made.exists()
    )
    for record_id, reason in session.execute(left.order_by(Record.id).limit(100)):
        yield Problem("import_record_left", {"record": record_id, "batch": reason.removeprefix(TAG)})


def undone_are_gone(session: Session) -> Iterator[Problem]:
    """A row that was taken back names no record any more."""
    rows = select(StagedRecord.batch_id, StagedRecord.position).where(
        StagedRecord.state == StagedState.UNDONE, StagedRecord.record_id.is_not(None)
    )
    for batch_id, position in session.execute(rows):
        yield Problem("import_row_of_undone", {"batch": batch_id, "position": position})


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


CHECKS: tuple[Check, ...] = (
    counts_are_rows, accepted_are_records, records_are_accepted, undone_are_gone, finished_are_decided,
)  # fmt: skip
