"""Batches for other catalogues: prepared, sent, answered; what was taken counts once a year."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from catalog.export.errors import ExportCode, ExportError, ExportInputError
from catalog.export.models import UnionBatch, UnionRecord, UnionState
from catalog.export.queries.union import Wanted, candidates, chronicle_of
from catalog.export.rules import Centre, Shape, day_fits
from catalog.export.services.batches import (
    CHUNK,
    QUEUE,
    count_chronicle,
    count_union,
    locked,
    not_counted,
    note,
)
from catalog.records.models import Record
from ils.activity.work import Work
from ils.db import queue_here
from ils.errors import clean_text


def prepare(session: Session, work: Work, *, name: str, wanted: Wanted, shape: Shape) -> int:
    """Put what is new or changed into a batch and return its id; refuse when there is nothing."""
    centre = clean_text(wanted.centre, field="centre", limit=200, required=True)
    queue_here(session, QUEUE)
    found = candidates(session, replace(wanted, centre=centre))
    if not found:
        raise ExportError(ExportCode.NOTHING_FOUND)
    batch = UnionBatch(
        name=clean_text(name, field="name", limit=200, required=True), centre=centre, format=shape.code,
        state=UnionState.PREPARED, created_at=work.now, created_by=work.actor_id, sent_at=None, answered_at=None,
        answer="",
    )  # fmt: skip
    session.add(batch)
    session.flush()
    rows = [
        {"batch_id": batch.id, "record_id": each.record_id, "version": each.version, "counted_year": None}
        for each in found
    ]
    for start in range(0, len(rows), CHUNK):
        session.execute(insert(UnionRecord), rows[start : start + CHUNK])
    note(session, work, "union_prepared", batch, records=len(rows))
    return batch.id


def take_out(session: Session, work: Work, *, batch_id: int, records: Collection[int]) -> int:
    """Take records out of a batch that was not sent; return how many stood in it."""
    batch = locked(session, batch_id, UnionState.PREPARED)
    ids = sorted(set(records))
    gone = session.execute(
        delete(UnionRecord)
        .where(UnionRecord.batch_id == batch_id, UnionRecord.record_id.in_(ids))
        .returning(UnionRecord.record_id)
    ).all()
    note(session, work, "union_taken_out", batch, records=sorted(row[0] for row in gone))
    return len(gone)


def renew(session: Session, work: Work, *, batch_id: int) -> int:
    """Put the present versions of its records into a batch that was not sent; return how many had changed."""
    batch = locked(session, batch_id, UnionState.PREPARED)
    changed = session.execute(
        select(Record.id, Record.version)
        .join(UnionRecord, UnionRecord.record_id == Record.id)
        .where(UnionRecord.batch_id == batch_id, UnionRecord.version != Record.version)
    ).all()
    for record_id, version in changed:
        session.execute(
            update(UnionRecord)
            .where(UnionRecord.batch_id == batch_id, UnionRecord.record_id == record_id)
            .values(version=version)
        )
    note(session, work, "union_renewed", batch, records=len(changed))
    return len(changed)


def choose_shape(session: Session, work: Work, *, batch_id: int, shape: Shape) -> None:
    """Choose another format for a batch that was not sent."""
    batch = locked(session, batch_id, UnionState.PREPARED)
    batch.format = shape.code
    note(session, work, "union_reshaped", batch, format=shape.code)


def drop(session: Session, work: Work, *, batch_id: int) -> None:
    """Give a batch up that was never sent."""
    batch = locked(session, batch_id, UnionState.PREPARED)
    note(session, work, "union_dropped", batch, name=batch.name)
    session.execute(delete(UnionRecord).where(UnionRecord.batch_id == batch_id))
    session.delete(batch)


def send(session: Session, work: Work, *, batch_id: int, sent_at: datetime) -> int:
    """Mark a batch as sent; return how many records of the press chronicle counted with it (plan line 28).

    A record of the chronicle counts once for ever, when it goes to the national library, on the day on which it was
    described: the line asks for records made in the period that were sent.
    """
    batch = locked(session, batch_id, UnionState.PREPARED)
    if not session.scalars(select(func.count()).where(UnionRecord.batch_id == batch_id)).one():
        raise ExportError(ExportCode.BATCH_EMPTY)
    _check_day(work, batch, sent_at)
    batch.state, batch.sent_at = UnionState.SENT, sent_at
    national = batch.centre == Centre.NATIONAL
    chronicle = len(chronicle_of(session, batch_id)) if national else 0
    note(session, work, "union_sent", batch, chronicle=chronicle)
    return count_chronicle(session, work, batch) if national else 0


def accept(session: Session, work: Work, *, batch_id: int, answered_at: datetime, answer: str = "") -> int:
    """Take the answer that a batch was accepted; return how many records counted with it (plan line 14).

    A record counts once a calendar year, whatever the number of batches and centres that it went to.
    """
    batch = _answered(session, work, batch_id, answered_at, answer)
    batch.state = UnionState.ACCEPTED
    day = replace(work, now=answered_at)
    records = not_counted(session, batch_id, day.day.year)
    note(session, work, "union_accepted", batch, records=len(records), answer=batch.answer)
    count_union(session, work, batch, records, made=day)
    return len(records)


def refuse(session: Session, work: Work, *, batch_id: int, answered_at: datetime, answer: str) -> None:
    """Take the answer that a batch was refused, with the reason; its records may go into the next one."""
    clean_text(answer, field="answer", limit=500, required=True)
    batch = _answered(session, work, batch_id, answered_at, answer)
    batch.state = UnionState.REFUSED
    note(session, work, "union_refused", batch, answer=batch.answer)


def _answered(session: Session, work: Work, batch_id: int, answered_at: datetime, answer: str) -> UnionBatch:
    batch = locked(session, batch_id, UnionState.SENT)
    _check_day(work, batch, answered_at, since=batch.sent_at)
    batch.answered_at = answered_at
    batch.answer = clean_text(answer, field="answer", limit=500)
    return batch


def _check_day(work: Work, batch: UnionBatch, at: datetime, *, since: datetime | None = None) -> None:
    first = replace(work, now=since or batch.created_at).day
    day = replace(work, now=at).day
    if not day_fits(day, prepared=first, today=work.day):
        raise ExportInputError(ExportCode.DAY_INVALID, day=day, first=first, last=work.day)
