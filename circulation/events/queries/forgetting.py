"""Who came to events and who was in clubs, as far as it still names a reader and may let go of one."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from circulation.events.models import Attendance, ClubMember, Event


def old_attendances(*, before: date | None = None, patron_id: int | None = None) -> Select[int]:
    """Return the ids of attendances that name a reader: of events before a day, of one reader."""
    asked = select(Attendance.id).join(Event, Event.id == Attendance.event_id)
    where = _of(Attendance, patron_id)
    return asked.where(*where, *([Event.day < before] if before is not None else []))


def old_memberships(*, before: date | None = None, patron_id: int | None = None) -> Select[int]:
    """Return the ids of memberships that ended and name a reader: before a day, of one reader."""
    where = [*_of(ClubMember, patron_id), ClubMember.left_on.is_not(None)]
    return select(ClubMember.id).where(*where, *([ClubMember.left_on < before] if before is not None else []))


def _of(table: Any, patron_id: int | None) -> list[ColumnElement[bool]]:
    return [table.patron_id.is_not(None) if patron_id is None else table.patron_id == patron_id]
