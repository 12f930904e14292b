"""Imports as screens show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.importing.errors import ImportCode, ImportNotFoundError
from catalog.importing.models import BatchState, ImportBatch
from catalog.records.queries import LARGEST_ID

LIMIT = 100


@dataclass(frozen=True, slots=True)
class BatchView:
    """One import; the counts are how many of its rows stand so now, `items` the copies that it has in the catalogue."""

    id: int
    file_name: str
    sha256: str
    size: int
    format: str
    profile: str
    charset: str
    asked: str
    department: str
    source: str | None
    undo_double: bool
    stored_file: str
    state: BatchState
    found: int
    accepted: int
    updated: int
    repaired: int
    skipped: int
    quarantined: int
    items: int
    undone: int
    undo_refused: int
    trial: dict[str, Any] | None
    created_at: datetime
    accepted_at: datetime | None
    undone_at: datetime | None

    @property
    def decided(self) -> int:
        """How many records have become something."""
        return self.accepted + self.updated + self.skipped + self.quarantined + self.undone

    @property
    def to_undo(self) -> int:
        """Of how many records an undoing has to decide."""
        return self.accepted + self.updated + self.undone

    @property
    def may_undo(self) -> bool:
        """Whether there is anything to take back, or to try again to take back."""
        if self.state is BatchState.UNDONE:
            return self.undo_refused > 0
        if self.state is BatchState.STAGING:  # taken in by command, and cut off on the way
            return self.accepted + self.updated > 0
        return self.state in (BatchState.ACCEPTING, BatchState.ACCEPTED, BatchState.UNDOING)


_BATCH = tuple(getattr(ImportBatch, name) for name in BatchView.__slots__)


def batches(session: Session, limit: int = LIMIT) -> tuple[BatchView, ...]:
    """Return the imports, newest first."""
    rows = session.execute(select(*_BATCH).order_by(ImportBatch.id.desc()).limit(limit))
    return tuple(BatchView(*row) for row in rows)


def batch(session: Session, batch_id: int) -> BatchView:
    """Return one import; refuse an unknown id."""
    row = None
    if batch_id <= LARGEST_ID:
        row = session.execute(select(*_BATCH).where(ImportBatch.id == batch_id)).one_or_none()
    if row is None:
        raise ImportNotFoundError(ImportCode.BATCH_UNKNOWN, batch=batch_id)
    return BatchView(*row)


def earlier_import(session: Session, view: BatchView) -> BatchView | None:
    """Return the last accepted import of the very same file before this one."""
    same = select(*_BATCH).where(
        ImportBatch.sha256 == view.sha256,
        ImportBatch.id < view.id,
        ImportBatch.state == BatchState.ACCEPTED,
    )
    row = session.execute(same.order_by(ImportBatch.id.desc()).limit(1)).one_or_none()
    return None if row is None else BatchView(*row)
