"""What the desk added in two lines and nobody has described since (CO-01)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.records.models import Record

FROM_DESK = "desk"  # the batch of copies that were added at the desk
MOST = 200


@dataclass(frozen=True, slots=True)
class BriefCopy:
    """A copy that waits for its description."""

    record_id: int
    title: str
    author: str
    code: str
    department: str
    created_at: datetime


def _waiting(*columns: Any) -> Select[Any]:
    """A record that somebody has saved once more is described; one merged into another is done with."""
    return (
        select(*columns)
        .select_from(Item)
        .join(Record, Record.id == Item.record_id)
        .where(Item.batch == FROM_DESK, Record.version == 1, Record.merged_into.is_(None))
    )


def brief_copies(session: Session) -> tuple[BriefCopy, ...]:
    """Return the copies that wait, newest first, at most 200."""
    rows = session.execute(
        _waiting(Record.id, Record.title, Record.author, Item.barcode, Item.department, Item.created_at)
        .order_by(Item.id.desc())
        .limit(MOST)
    )
    return tuple(BriefCopy(*row) for row in rows)


def count_brief(session: Session) -> int:
    """Count the copies that wait."""
    return int(session.scalars(_waiting(func.count())).one())
