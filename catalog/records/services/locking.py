"""A record taken hold of for a change."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.records.errors import RecordCode, RecordError, RecordNotFoundError
from catalog.records.models import Record
from catalog.records.queries import LARGEST_ID


def locked_record(session: Session, record_id: int) -> Record:
    """Return a record, its row held until the commit; refuse one that is unknown or was merged into another."""
    record = None
    if 0 < record_id <= LARGEST_ID:
        record = session.scalars(
            select(Record)
            .where(Record.id == record_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
    if record is None:
        raise RecordNotFoundError(RecordCode.UNKNOWN, record=record_id)
    if record.merged_into is not None:
        raise RecordError(RecordCode.MERGED, record=record_id, into=record.merged_into)
    return record
