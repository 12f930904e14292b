"""Copies used in the room: no loan stands behind them, only the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from circulation.loans.queries.acts import RECENT
from ils.activity.kinds import Kind
from ils.activity.models import Activity


@dataclass(frozen=True, slots=True)
class UseView:
    """One use in the room that stands: the row of the log, the copy, when."""

    activity_id: int
    item_id: int
    at: datetime


def standing_uses() -> tuple[ColumnElement[bool], ...]:
    """Return what makes a row of the log a use in the room that nobody took back."""
    twin = aliased(Activity)
    return (
        Activity.kind == str(Kind.ROOM_USE),
        Activity.undo_of.is_(None),
        ~select(twin.id).where(twin.undo_of == Activity.id).exists(),
    )


def last_use(session: Session, staff_id: int | None, *, since: datetime) -> UseView | None:
    """Return the latest use in the room that a member of staff counted since an instant; None for none."""
    mine: Any = Activity.actor_id.is_(None) if staff_id is None else Activity.actor_id == staff_id
    # A use counts on the day it is entered, and no day here begins later than that of the instant in UTC.
    recent = Activity.day >= since.date()
    rows = session.execute(
        select(Activity.id, Activity.subject_id, Activity.at)
        .where(*standing_uses(), mine, Activity.at >= since, recent)
        .order_by(Activity.id.desc())
        .limit(RECENT)
    ).all()
    return UseView(rows[0].id, rows[0].subject_id, rows[0].at) if rows else None
