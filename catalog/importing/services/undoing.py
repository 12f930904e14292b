"""Taking a whole import back: records and copies as they were, refused record by record where somebody was quicker.

Each function is one transaction's worth; a stopped run goes on. Ids are never given again, the log keeps what was done
and gets its negative twins, the file's bytes stay with its rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import null, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog.importing.errors import ImportCode, ImportRefused, UndoCode
from catalog.importing.models import BatchState, ImportBatch, StagedRecord, StagedState
from catalog.importing.queries.undoing import MADE, acts_standing, rows_for_parts, rows_to_undo
from catalog.importing.services.refusing import Refusal, Unit, look, refusals
from catalog.importing.services.staging import lock_batch
from catalog.incoming import CHUNK
from catalog.items.services import queue_numbers
from catalog.items.services.forgetting import forget_items
from catalog.records.services.forgetting import forget_records
from catalog.records.services.rewinding import rewind_records
from ils.accounts.audit import audit
from ils.activity.services import reverse_many
from ils.activity.work import Work

UNDOABLE = (BatchState.ACCEPTING, BatchState.ACCEPTED)


def begin_undo(session: Session, work: Work, *, batch_id: int) -> None:
    """Begin to take an import back, or what was refused last time once more; an undoing under way just goes on.

    A file taken in by command may have been cut off, or found to be damaged, behind records that it had made already.
    """
    batch = lock_batch(session, batch_id)
    if batch.state is BatchState.UNDOING:
        return
    again = batch.state is BatchState.UNDONE and batch.undo_refused > 0
    cut_off = batch.state is BatchState.STAGING and batch.accepted + batch.updated > 0
    if not again and not cut_off and batch.state not in UNDOABLE:
        raise ImportRefused(ImportCode.NOT_UNDOABLE, file=batch.file_name)
    batch.state, batch.undo_refused = BatchState.UNDOING, 0
    session.execute(_rows_of(batch_id).where(StagedRecord.undo.is_not(None)).values(undo=null()))
    audit(session, work, "import_undo_begun", subject_type="batch", subject_id=batch_id, again=again)


def _rows_of(batch_id: int) -> Any:
    return (
        update(StagedRecord)
        .where(StagedRecord.batch_id == batch_id)
        .execution_options(synchronize_session=False)
    )


def undo_chunk(session: Session, work: Work, *, batch_id: int, limit: int = CHUNK) -> int:
    """Take the last rows back that are still to be decided; returns how many were decided, 0 when all are."""
    queue_numbers(session)
    batch = lock_batch(session, batch_id)
    if batch.state is not BatchState.UNDOING:
        raise ImportRefused(ImportCode.NOT_UNDOABLE, file=batch.file_name)
    rows = rows_to_undo(session, batch_id, limit)
    if not rows:
        return _try_parts_again(session, batch)
    units, standing = look(session, batch_id, rows)
    barred = {unit.record_id: found for unit in units if (found := refusals(unit, standing))}
    free = [unit for unit in units if unit.record_id not in barred]
    _take_back(session, work, batch, free, barred)
    for unit in units:
        if unit.record_id in barred:
            _refuse(session, batch, unit, barred[unit.record_id])
    return len(rows)


def _try_parts_again(session: Session, batch: ImportBatch) -> int:
    """A journal may stand behind its articles in the file: once they are gone nothing bars it."""
    freed = rows_for_parts(session, batch.id, UndoCode.PARTS)
    if freed:
        session.execute(update(StagedRecord).where(StagedRecord.id.in_(freed)).values(undo=null()))
        batch.undo_refused -= len(freed)
    return len(freed)


def _take_back(
    session: Session, work: Work, batch: ImportBatch, units: Sequence[Unit], barred: dict[int, list[Refusal]]
) -> None:
    """Take all back at once; where the database knows of something that refers to one of them, one by one."""
    if not units:
        return
    try:
        with session.begin_nested():
            _remove(session, work, batch, units)
    except IntegrityError:
        session.expire_all()
        if len(units) == 1:
            barred[units[0].record_id] = [Refusal(UndoCode.IN_USE, {"where": "?"})]
            return
        half = len(units) // 2
        _take_back(session, work, batch, units[:half], barred)
        _take_back(session, work, batch, units[half:], barred)


def _remove(session: Session, work: Work, batch: ImportBatch, units: Sequence[Unit]) -> None:
    """Rows first, for they refer to the records; the log last."""
    made = [unit.record_id for unit in units if unit.made]
    copies = [copy.id for unit in units for copy in unit.copies]
    acts = [*acts_standing(session, "record", made), *acts_standing(session, "item", copies)]
    reason = f"undo:{batch.id}"
    _release(session, batch, units)
    batch.items -= len(copies)
    session.flush()
    forget_items(session, copies)
    forget_records(session, made)
    earlier = {unit.record_id: unit.versions[0] - 1 for unit in units if unit.versions and not unit.made}
    rewind_records(session, work, earlier, reason=reason)
    reverse_many(session, work, activities=acts, reason=reason)


def _release(session: Session, batch: ImportBatch, units: Sequence[Unit]) -> None:
    """Let the rows go of their records; a skipped row stays skipped, it had made none."""
    rows = [row for unit in units for row in unit.rows]
    changes: list[Mapping[str, Any]] = [
        {"id": row.id, "record_id": None, "undo": None, "state": _left(row.state)} for row in rows
    ]
    session.execute(update(StagedRecord), changes)
    states = Counter(row.state for row in rows)
    batch.accepted -= states[StagedState.ACCEPTED]
    batch.updated -= states[StagedState.UPDATED]
    batch.undone += states[StagedState.ACCEPTED] + states[StagedState.UPDATED]


def _left(state: StagedState) -> StagedState:
    return StagedState.SKIPPED if state is StagedState.SKIPPED else StagedState.UNDONE


def _refuse(session: Session, batch: ImportBatch, unit: Unit, reasons: Sequence[Refusal]) -> None:
    """Write the reasons to every row of the record; it stays as it is, all of its copies too."""
    told = [{"code": str(each.code), "facts": each.facts} for each in reasons]
    ids = [row.id for row in unit.rows]
    session.execute(
        update(StagedRecord).where(StagedRecord.id.in_(ids)).values(undo=told[0] | {"more": told[1:]})
    )
    batch.undo_refused += len(ids)


def close_undo(session: Session, work: Work, *, batch_id: int) -> None:
    """Say that every record of the import is taken back, or tells why not."""
    batch = lock_batch(session, batch_id)
    if batch.state is BatchState.UNDONE:
        return
    left = session.scalars(
        select(StagedRecord.id)
        .where(
            StagedRecord.batch_id == batch_id,
            StagedRecord.state.in_(MADE),
            StagedRecord.record_id.is_not(None),
            StagedRecord.undo.is_(None),
        )
        .limit(1)
    ).first()
    if batch.state is not BatchState.UNDOING or left is not None:
        raise ImportRefused(ImportCode.NOT_UNDOABLE, file=batch.file_name)
    batch.state, batch.undone_at = BatchState.UNDONE, work.now
    counts = {name: getattr(batch, name) for name in ("undone", "undo_refused", "items")}
    audit(session, work, "import_undone", subject_type="batch", subject_id=batch_id, **counts)
