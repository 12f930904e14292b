"""Batches for other catalogues, and what could go into the next one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from catalog.export.errors import ExportCode, ExportNotFoundError
from catalog.export.models import UnionBatch, UnionRecord, UnionState
from catalog.records.models import Origin, Record, RecordCard
from catalog.records.queries import LARGEST_ID
from ils.activity.kinds import Kind
from ils.activity.models import Activity

CHRONICLE = "chronicle"
"""The card index whose records make the press chronicle of the district."""


@dataclass(frozen=True, slots=True)
class UnionView:
    """A batch; `records` in it, `counted` of them in plan line 14."""

    id: int
    name: str
    centre: str
    format: str
    state: UnionState
    created_at: datetime
    created_by: int | None
    sent_at: datetime | None
    answered_at: datetime | None
    answer: str
    records: int
    counted: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What goes into a new batch: changed since an instant, described here or all, of a card index, articles too."""

    centre: str
    since: datetime | None = None
    own_only: bool = True
    cards: str = ""
    articles: bool = True


@dataclass(frozen=True, slots=True)
class UnionRow:
    """A record of a batch; `changed` since it was put in."""

    record_id: int
    title: str
    author: str
    year: int | None
    version: int
    changed: bool
    counted_year: int | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that could go; `is_new` if that centre has never taken it."""

    record_id: int
    title: str
    author: str
    year: int | None
    version: int
    is_new: bool


def _batches() -> Any:
    records = func.count(UnionRecord.record_id)
    counted = func.count(UnionRecord.counted_year)
    columns = [
        getattr(UnionBatch, name) for name in UnionView.__slots__ if name not in ("records", "counted")
    ]
    return (
        select(*columns, records, counted)
        .outerjoin(UnionRecord, UnionRecord.batch_id == UnionBatch.id)
        .group_by(UnionBatch.id)
    )


def union_batches(session: Session, limit: int = 200) -> tuple[UnionView, ...]:
    """Return the batches, newest first."""
    rows = session.execute(_batches().order_by(UnionBatch.id.desc()).limit(limit))
    return tuple(UnionView(*row) for row in rows)


def union_batch(session: Session, batch_id: int) -> UnionView:
    """Return one batch; refuse an unknown one."""
    row = None
    if 0 < batch_id <= LARGEST_ID:
        row = session.execute(_batches().where(UnionBatch.id == batch_id)).one_or_none()
    if row is None:
        raise ExportNotFoundError(ExportCode.BATCH_UNKNOWN, batch=batch_id)
    return UnionView(*row)


def batch_records(
    session: Session, batch_id: int, *, after: int = 0, limit: int = 100
) -> tuple[UnionRow, ...]:
    """Return the records of a batch by number, after the given one."""
    rows = session.execute(
        select(
            Record.id, Record.title, Record.author, Record.year, UnionRecord.version,
            Record.version != UnionRecord.version, UnionRecord.counted_year,
        )
        .join(UnionRecord, UnionRecord.record_id == Record.id)
        .where(UnionRecord.batch_id == batch_id, Record.id > after)
        .order_by(Record.id)
        .limit(limit)
    )  # fmt: skip
    return tuple(UnionRow(*row) for row in rows)


def last_accepted(session: Session, centre: str) -> datetime | None:
    """Return when the last batch was prepared that a centre took."""
    query = select(func.max(UnionBatch.created_at)).where(
        UnionBatch.centre == centre, UnionBatch.state == UnionState.ACCEPTED
    )
    return session.scalars(query).one()


def _given(centre: str, *states: UnionState) -> ColumnElement[Any]:
    """Tell whether the centre was given a record in a batch of these states, whatever its version."""
    row, batch = aliased(UnionRecord), aliased(UnionBatch)
    return (
        select(row.record_id)
        .join(batch, batch.id == row.batch_id)
        .where(row.record_id == Record.id, batch.centre == centre, batch.state.in_(states))
        .correlate(Record)
        .exists()
    )


def _given_as_it_is(centre: str) -> ColumnElement[Any]:
    row, batch = aliased(UnionRecord), aliased(UnionBatch)
    return (
        select(row.record_id)
        .join(
            batch,
            and_(
                batch.id == row.batch_id, batch.centre == centre, batch.state != UnionState.REFUSED,
            ),
        )
        .where(row.record_id == Record.id, row.version >= Record.version)
        .correlate(Record)
        .exists()
    )  # fmt: skip


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """New or changed: no batch that this centre has, or is about to get, holds the record as it is now."""
    found: list[ColumnElement[bool]] = [Record.merged_into.is_(None), ~_given_as_it_is(wanted.centre)]
    if wanted.since is not None:
        found.append(Record.updated_at >= wanted.since)
    if wanted.own_only:
        found.append(Record.origin != Origin.IMPORTED)
    if not wanted.articles:
        found.append(Record.document_type != "article")
    if wanted.cards:
        inside = select(RecordCard.record_id).where(RecordCard.card_index == wanted.cards)
        found.append(Record.id.in_(inside))
    return found


def candidates(session: Session, wanted: Wanted, *, limit: int | None = None) -> tuple[Candidate, ...]:
    """Return what would go into a batch, by number."""
    known = _given(wanted.centre, UnionState.ACCEPTED)
    rows = session.execute(
        select(Record.id, Record.title, Record.author, Record.year, Record.version, ~known)
        .where(*_conditions(wanted))
        .order_by(Record.id)
        .limit(limit)
    )
    return tuple(Candidate(*row) for row in rows)


def count_candidates(session: Session, wanted: Wanted) -> int:
    """Return how many records would go."""
    return session.scalars(select(func.count()).select_from(Record).where(*_conditions(wanted))).one()


def chronicle_of(session: Session, batch_id: int) -> tuple[Record, ...]:
    """Return the records of a batch that belong to the press chronicle and were never counted as sent."""
    twin = aliased(Activity)
    counted = (
        select(Activity.id)
        .where(
            Activity.kind == Kind.CHRONICLE_SEND,
            Activity.subject_type == "record",
            Activity.subject_id == Record.id,
            Activity.undo_of.is_(None),
            ~select(twin.id).where(twin.undo_of == Activity.id).exists(),
        )
        .correlate(Record)
        .exists()
    )
    rows = session.scalars(
        select(Record)
        .join(UnionRecord, UnionRecord.record_id == Record.id)
        .join(RecordCard, RecordCard.record_id == Record.id)
        .where(UnionRecord.batch_id == batch_id, RecordCard.card_index == CHRONICLE, ~counted)
        .order_by(Record.id)
    )
    return tuple(rows)
