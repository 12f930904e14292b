"""What the catalogue and earlier imports know of records that come in."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.importing.models import StagedRecord, StagedState
from catalog.records.models import Record
from catalog.records.queries import resolve
from ils.db import among


def imported_bytes(session: Session, digests: Collection[str]) -> dict[str, int]:
    """Return which of these very bytes, read in the same way, are in the catalogue already, and as which record."""
    if not digests:
        return {}
    made = (StagedState.ACCEPTED, StagedState.UPDATED)
    found = session.execute(
        select(StagedRecord.digest, func.min(StagedRecord.record_id))
        .where(
            among(session, StagedRecord.digest, digests),
            StagedRecord.state.in_(made),
            StagedRecord.record_id.is_not(None),
        )
        .group_by(StagedRecord.digest)
    )
    homes = {digest: record_id for digest, record_id in found if record_id is not None}
    living = living_ids(session, set(homes.values()))
    return {digest: living[record_id] for digest, record_id in homes.items()}


def living_ids(session: Session, ids: Collection[int]) -> dict[int, int]:
    """Return under which id each of the records that exist lives on: some have been merged into others."""
    rows = session.execute(select(Record.id, Record.merged_into).where(Record.id.in_(ids)))
    return {record_id: record_id if into is None else resolve(session, record_id) for record_id, into in rows}


def records_at(session: Session, batch_id: int, positions: Iterable[int]) -> dict[int, int]:
    """Return which records the rows at these positions of a file have become."""
    rows = session.execute(
        select(StagedRecord.position, StagedRecord.record_id).where(
            StagedRecord.batch_id == batch_id,
            StagedRecord.position.in_(set(positions)),
            StagedRecord.record_id.is_not(None),
        )
    )
    return {position: record_id for position, record_id in rows if record_id is not None}
