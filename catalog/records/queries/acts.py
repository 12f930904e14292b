"""The acts of the log that stand for a record: neither taken back nor a taking back."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from ils.activity.models import Activity


def standing_acts(session: Session, ids: Collection[int], kinds: Collection[str]) -> tuple[Activity, ...]:
    """Return the acts of these kinds on these records that nobody has taken back, oldest first."""
    twin = aliased(Activity)
    undone = select(twin.id).where(twin.undo_of == Activity.id).exists()
    rows = session.scalars(
        select(Activity)
        .where(
            Activity.subject_type == "record",
            Activity.subject_id.in_(ids),
            Activity.kind.in_([str(kind) for kind in kinds]),
            Activity.undo_of.is_(None),
            ~undone,
        )
        .order_by(Activity.id)
    )
    return tuple(rows)
