"""Rows of the log that an undo takes back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.activity.kinds import Kind
from ils.activity.models import Activity


def latest_row(session: Session, kind: Kind, subject_type: str, subject_id: int) -> tuple[Activity, ...]:
    """Return the last act of a kind on a subject that has no twin yet; empty where there is none."""
    of_subject = (Activity.subject_type == subject_type, Activity.subject_id == subject_id)
    twins = select(Activity.undo_of).where(*of_subject, Activity.undo_of.is_not(None))
    standing = select(Activity).where(
        *of_subject, Activity.kind == str(kind), Activity.undo_of.is_(None), Activity.id.not_in(twins)
    )
    row = session.scalars(standing.order_by(Activity.id.desc()).limit(1)).one_or_none()
    return (row,) if row else ()
