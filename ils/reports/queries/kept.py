"""Reports that are kept, and what comes back by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.reports.errors import ReportCode, ReportNotFoundError
from ils.reports.models import Report as KeptReport
from ils.reports.models import ReportSchedule
from ils.reports.rules import Report
from ils.reports.rules.storing import from_data

LISTED = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept report as the list shows it."""

    id: int
    kind: str
    params: Mapping[str, Any]
    first: date
    last: date
    language: str
    state: str
    schedule_id: int | None
    created_at: datetime
    created_by: int | None
    decided_at: datetime | None
    decided_by: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Schedule:
    """A report that comes back."""

    id: int
    kind: str
    params: Mapping[str, Any]
    every: str
    language: str
    active: bool
    created_at: datetime


_KEPT = [getattr(KeptReport, name) for name in Kept.__slots__]
_SCHEDULE = [getattr(ReportSchedule, name) for name in Schedule.__slots__]


def kept_reports(session: Session, *, state: str = "") -> tuple[Kept, ...]:
    """Return the newest kept reports."""
    wanted = select(*_KEPT).order_by(KeptReport.id.desc()).limit(LISTED)
    if state:
        wanted = wanted.where(KeptReport.state == state)
    return tuple(Kept(*row) for row in session.execute(wanted))


def kept_report(session: Session, report_id: int) -> tuple[Kept, Report]:
    """Return one kept report and its content as it was; refuse an unknown one."""
    row = session.execute(select(*_KEPT, KeptReport.content).where(KeptReport.id == report_id)).one_or_none()
    if row is None:
        raise ReportNotFoundError(ReportCode.UNKNOWN, report=report_id)
    return Kept(*row[:-1]), from_data(row[-1])


def count_drafts(session: Session) -> int:
    """Count the drafts that wait for a decision."""
    return session.scalars(
        select(func.count()).select_from(KeptReport).where(KeptReport.state == "draft")
    ).one()


def schedules(session: Session, *, active: bool | None = None) -> tuple[Schedule, ...]:
    """Return the schedules in the order they were made."""
    wanted = select(*_SCHEDULE).order_by(ReportSchedule.id)
    if active is not None:
        wanted = wanted.where(ReportSchedule.active.is_(active))
    return tuple(Schedule(*row) for row in session.execute(wanted))


def prepared(session: Session, schedule_id: int) -> set[date]:
    """Return the first days of the periods that a schedule has a report of."""
    return set(session.scalars(select(KeptReport.first).where(KeptReport.schedule_id == schedule_id)))
