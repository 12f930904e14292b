"""What the log counts of orders now."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from ils.activity.models import Activity

SCAN_ORDER, SCAN_WORK = "scan_order", "scan_work"
DOCUMENT, PLACEMENT = "remote_document", "qr_placement"
"""Names of these things in the log and in the audit trail."""


def standing_acts(session: Session, subject: str, ids: Collection[int]) -> list[Activity]:
    """Return the acts that count these things now, oldest first: neither taken back nor a taking back."""
    twin = aliased(Activity)
    undone = select(twin.id).where(twin.undo_of == Activity.id).exists()
    rows = (
        select(Activity)
        .where(Activity.subject_type == subject, Activity.subject_id.in_(ids))
        .where(Activity.undo_of.is_(None), ~undone)
    )
    return list(session.scalars(rows.order_by(Activity.id)))


def ever_counted(session: Session, subject: str, number: int) -> bool:
    """Tell whether the log has ever counted a thing, taken back or not."""
    row = select(Activity.id).where(Activity.subject_type == subject, Activity.subject_id == number)
    return session.scalars(row.limit(1)).first() is not None
