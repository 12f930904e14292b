"""What stands against taking records and copies back: everything that refers to them, whoever keeps it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Column, func, select
from sqlalchemy.orm import Session, aliased

from catalog.importing.models import StagedRecord, StagedState
from catalog.items.models import Item
from catalog.records.models import Record, RecordMerge
from ils.accounts.models import AuditEntry
from ils.activity.models import Activity
from ils.db import Base

# Tables that go with the record or are looked at row by row.
_OWN = frozenset(("record_key", "record_finding", "record_version", "item", "staged_record"))

References = Mapping[int, Mapping[str, int]]
"""By id: how many rows of which column (`table.column`) refer to it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the import that made or changed a record, or added copies to one."""

    id: int
    position: int
    state: StagedState
    record_id: int
    version_after: int | None


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a record that is to be taken back."""

    id: int
    record_id: int
    code: str
    batch: str
    state_since: datetime
    created_at: datetime


_ROW = tuple(getattr(StagedRecord, name) for name in Row.__slots__)
MADE = (StagedState.ACCEPTED, StagedState.UPDATED, StagedState.SKIPPED)


def rows_to_undo(session: Session, batch_id: int, limit: int) -> list[Row]:
    """Return the last rows of an import not yet taken back or refused, with all others that name the same records."""
    newest = (
        select(StagedRecord.record_id)
        .where(
            StagedRecord.batch_id == batch_id,
            StagedRecord.state.in_(MADE),
            StagedRecord.record_id.is_not(None),
            StagedRecord.undo.is_(None),
        )
        .order_by(StagedRecord.position.desc())
        .limit(limit)
    )
    ids = set(session.scalars(newest))
    rows = session.execute(
        select(*_ROW).where(
            StagedRecord.batch_id == batch_id, StagedRecord.state.in_(MADE), StagedRecord.record_id.in_(ids)
        )
    )
    return [Row(*row) for row in rows]


def rows_for_parts(session: Session, batch_id: int, code: str) -> list[int]:
    """Return rows refused because their record had parts, and it has none any more."""
    parts = aliased(Record)
    refused = session.execute(
        select(StagedRecord.id, StagedRecord.undo).where(
            StagedRecord.batch_id == batch_id,
            StagedRecord.undo.is_not(None),
            ~select(parts.id).where(parts.host_id == StagedRecord.record_id).exists(),
        )
    )
    return [row_id for row_id, undo in refused if undo and undo["code"] == code]


def versions_of(session: Session, ids: Collection[int]) -> dict[int, tuple[int, int | None]]:
    """Return version and `merged_into` of records, their rows held until the commit."""
    rows = session.execute(
        select(Record.id, Record.version, Record.merged_into)
        .where(Record.id.in_(ids))
        .order_by(Record.id)
        .with_for_update()
    )
    return {record_id: (version, into) for record_id, version, into in rows}


def copies_of_records(session: Session, ids: Collection[int]) -> dict[int, list[Copy]]:
    """Return the copies of records, held until the commit."""
    code = func.coalesce(Item.barcode, Item.inventory_number)
    columns = (Item.id, Item.record_id, code, Item.batch, Item.state_since, Item.created_at)
    found: defaultdict[int, list[Copy]] = defaultdict(list)
    rows = session.execute(
        select(*columns).where(Item.record_id.in_(ids)).order_by(Item.id).with_for_update()
    )
    for row in rows:
        found[row.record_id].append(Copy(*row))
    return found


@cache
def _pointing(table: str) -> tuple[Column[Any], ...]:
    """Return the columns of all tables of the program that refer to a table, but for what goes with it."""
    return tuple(
        key.parent
        for other in Base.metadata.sorted_tables
        if other.name not in _OWN
        for key in sorted(other.foreign_keys, key=lambda each: each.parent.name)
        if key.column.table.name == table
    )


def references(session: Session, table: str, ids: Collection[int]) -> References:
    """Return what refers to rows of a table, found by its foreign keys, so that upper packages need not be known."""
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    for column in _pointing(table) if ids else ():
        rows = select(column, func.count()).where(column.in_(ids)).group_by(column)
        if (
            column.table is RecordMerge.__table__
        ):  # one undone goes with the record; the audit trail tells of it
            rows = rows.where(RecordMerge.undone_at.is_(None))
        for referred, count in session.execute(rows):
            found[referred][f"{column.table.name}.{column.name}"] = count
    return found


def later_imports(session: Session, batch_id: int, ids: Collection[int]) -> dict[int, int]:
    """Return which other import names a record, the last one if there are several."""
    rows = session.execute(
        select(StagedRecord.record_id, func.max(StagedRecord.batch_id))
        .where(StagedRecord.record_id.in_(ids), StagedRecord.batch_id != batch_id)
        .group_by(StagedRecord.record_id)
    )
    return {record_id: other for record_id, other in rows if record_id is not None}


def touched_copies(session: Session, copies: Sequence[Copy]) -> set[int]:
    """Return the copies that somebody has done something to, as the audit trail tells."""
    ids = {each.id for each in copies}
    entries = select(AuditEntry.subject_id).where(
        AuditEntry.subject_type == "item", AuditEntry.subject_id.in_(ids)
    )
    touched = {item_id for item_id in session.scalars(entries) if item_id}
    given = session.scalars(
        select(AuditEntry.details).where(
            AuditEntry.subject_type == "record",
            AuditEntry.subject_id.in_({each.record_id for each in copies}),
            AuditEntry.action == "barcodes_given",
        )
    )
    return touched | {int(item_id) for details in given for item_id in details.get("barcodes", {})} & ids


def acts_standing(session: Session, subject_type: str, ids: Collection[int]) -> Sequence[Activity]:
    """Return all acts on these subjects that nobody has taken back, oldest first."""
    if not ids:
        return ()
    twin = aliased(Activity)
    undone = select(twin.id).where(twin.undo_of == Activity.id).exists()
    mine = (Activity.subject_type == subject_type, Activity.subject_id.in_(ids))
    query = select(Activity).where(*mine, Activity.undo_of.is_(None), ~undone)
    return session.scalars(query.order_by(Activity.id)).all()
