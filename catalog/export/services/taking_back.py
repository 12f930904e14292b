"""Batches: an answer or a sending typed by mistake, taken back; what counted by it counts no more."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, aliased

from catalog.export.models import UnionBatch, UnionRecord, UnionState
from catalog.export.rules import Centre
from catalog.export.services.batches import (
    count_chronicle,
    count_union,
    locked,
    name_in_log,
    not_counted,
    note,
)
from ils.activity import services as log
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.work import Work
from ils.errors import clean_text


def take_answer_back(session: Session, work: Work, *, batch_id: int, reason: str) -> int:
    """Take an answer back: the batch waits for one again; return how many records it counts no more.

    A record that another batch brought in the same year counts by that one from now on.
    """
    said = clean_text(reason, field="reason", limit=200, required=True)
    batch = locked(session, batch_id, UnionState.ACCEPTED, UnionState.REFUSED)
    years = _uncounted(session, batch_id)
    note(session, work, "union_answer_taken_back", batch, reason=said, records=len(years))
    batch.state, batch.answered_at, batch.answer = UnionState.SENT, None, ""
    session.flush()
    log.reverse_many(session, work, activities=_acts_of(session, batch, Kind.UNION_ACCEPT), reason=said)
    for other in _others(session, years, UnionBatch.state == UnionState.ACCEPTED):
        made = replace(work, now=other.answered_at or work.now)
        free = not_counted(session, other.id, made.day.year)
        again = [record for record in free if years.get(record.id) == made.day.year]
        count_union(session, work, other, again, made=made)
    return len(years)


def _uncounted(session: Session, batch_id: int) -> dict[int, int]:
    """Let the records of a batch count no more; return record → the year that it counted in."""
    here = UnionRecord.batch_id == batch_id
    rows = session.execute(
        select(UnionRecord.record_id, UnionRecord.counted_year).where(
            here, UnionRecord.counted_year.is_not(None)
        )
    )
    years = {record_id: int(year or 0) for record_id, year in rows}
    session.execute(update(UnionRecord).where(here).values(counted_year=None))
    return years


def unsend(session: Session, work: Work, *, batch_id: int, reason: str) -> int:
    """Take back that a batch was sent: it can be changed again; return how many of its chronicle count no more.

    What another batch took to the national library as well counts by that one from now on.
    """
    said = clean_text(reason, field="reason", limit=200, required=True)
    batch = locked(session, batch_id, UnionState.SENT)
    acts = _acts_of(session, batch, Kind.CHRONICLE_SEND)
    note(session, work, "union_unsent", batch, reason=said, chronicle=len(acts))
    batch.state, batch.sent_at = UnionState.PREPARED, None
    session.flush()
    log.reverse_many(session, work, activities=acts, reason=said)
    freed = {act.subject_id for act in acts}
    sent = (UnionBatch.centre == Centre.NATIONAL) & UnionBatch.sent_at.is_not(None)
    for other in _others(session, freed, sent):
        count_chronicle(session, work, other, freed)
    return len(acts)


def _others(session: Session, records: Collection[int], which: ColumnElement[bool]) -> list[UnionBatch]:
    """Return the batches of a kind that have any of these records, in the order in which they went."""
    there = select(UnionRecord.batch_id).where(UnionRecord.record_id.in_(sorted(records)))
    rows = select(UnionBatch).where(UnionBatch.id.in_(there), which)
    return list(session.scalars(rows.order_by(UnionBatch.sent_at, UnionBatch.id)))


def _acts_of(session: Session, batch: UnionBatch, kind: Kind) -> list[Activity]:
    """Return the acts by which the records of a batch count now."""
    twin = aliased(Activity)
    rows = select(Activity).where(
        Activity.kind == kind,
        Activity.batch == name_in_log(batch),
        Activity.undo_of.is_(None),
        ~select(twin.id).where(twin.undo_of == Activity.id).exists(),
    )
    return list(session.scalars(rows.order_by(Activity.id)))
