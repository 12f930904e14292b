"""Records that never should have come: taken out of tables and index as if they had not."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast

from sqlalchemy import Table, delete, or_
from sqlalchemy.orm import Session

from catalog.records.models import Record, RecordFinding, RecordKey, RecordMerge, RecordVersion
from catalog.search.services import drop_many

_RECORDS = cast("Table", Record.__table__)


def forget_records(session: Session, ids: Collection[int]) -> None:
    """Delete records that nothing refers to (the database refuses any other); their ids are never given again.

    Keys, findings, earlier versions and merges long undone go with them. The caller has made sure that nobody changed
    them, and takes back their acts in the log, last of all.
    """
    if not ids:
        return
    followers: tuple[Any, ...] = (RecordKey, RecordFinding, RecordVersion)
    for table in followers:
        own = cast("Table", table.__table__)
        session.execute(delete(own).where(own.c.record_id.in_(ids)))
    undone = (
        RecordMerge.undone_at.is_not(None),
        or_(RecordMerge.kept_id.in_(ids), RecordMerge.gone_id.in_(ids)),
    )
    session.execute(delete(RecordMerge).where(*undone).execution_options(synchronize_session=False))
    drop_many(session, ids)
    session.execute(delete(_RECORDS).where(_RECORDS.c.id.in_(ids)))
