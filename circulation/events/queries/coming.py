"""Who came to an event with a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from circulation.events.errors import EventCode, EventNotFoundError
from circulation.events.models import Attendance
from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One who came; no reader once the reader's data are forgotten. `visit_id`: the visit that it made."""

    id: int
    event_id: int
    patron_id: int | None
    at: datetime
    visit_id: int | None
    card_number: str
    name: str


_COLUMNS: tuple[Any, ...] = (
    Attendance.id, Attendance.event_id, Attendance.patron_id, Attendance.at, Attendance.visit_id,
    Patron.card_number, Patron.surname, Patron.given_name, Patron.patronymic,
)  # fmt: skip


def _attendance() -> Select[Any]:
    return select(*_COLUMNS).outerjoin(Patron, Patron.id == Attendance.patron_id)


def _row(found: Any) -> AttendanceRow:
    row_id, event_id, patron_id, at, visit_id, card, *name = found
    called = full_name(*(part or "" for part in name))
    return AttendanceRow(row_id, event_id, patron_id, at, visit_id, card or "", called)


def attendance_of(session: Session, event_id: int) -> tuple[AttendanceRow, ...]:
    """Return who came with a card, the latest scan first."""
    rows = session.execute(
        _attendance()
        .where(Attendance.event_id == event_id)
        .order_by(Attendance.at.desc(), Attendance.id.desc())
    )
    return tuple(_row(row) for row in rows)


def attendance_row(session: Session, event_id: int, attendance_id: int) -> AttendanceRow:
    """Return one of those who came; refuse what is not of this event."""
    found = session.execute(
        _attendance().where(Attendance.id == attendance_id, Attendance.event_id == event_id)
    ).one_or_none()
    if found is None:
        raise EventNotFoundError(EventCode.ATTENDANCE_UNKNOWN)
    return _row(found)
