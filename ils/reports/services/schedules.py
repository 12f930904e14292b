"""Reports that come back."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.reports.errors import ReportCode, ReportError, ReportInputError, ReportNotFoundError
from ils.reports.models import ReportSchedule
from ils.reports.queries import kind_of


def add_schedule(
    session: Session, work: Work, *, kind: str, every: str, language: str, params: Mapping[str, str]
) -> int:
    """Let a report come back every month, quarter or year; refuse one that comes back already. Returns its id."""
    if every not in kind_of(kind).every:
        raise ReportInputError(ReportCode.EVERY_UNFIT, every=every[:20])
    wanted = {name: value for name, value in params.items() if value}
    row = ReportSchedule(
        kind=kind, params=wanted, every=every, language=language, active=True,
        created_at=work.now, created_by=work.actor_id,
    )  # fmt: skip
    _refuse_twice(session, row)
    session.add(row)
    session.flush()
    audit(
        session,
        work,
        "report_schedule_added",
        subject_type="report_schedule",
        subject_id=row.id,
        kind=kind,
        every=every,
    )
    return row.id


def _refuse_twice(session: Session, row: ReportSchedule) -> None:
    same = select(ReportSchedule).where(
        ReportSchedule.kind == row.kind, ReportSchedule.every == row.every, ReportSchedule.language == row.language,
        ReportSchedule.active,
    )  # fmt: skip
    if any(each.params == row.params for each in session.scalars(same)):
        raise ReportError(ReportCode.SCHEDULE_TWICE)


def switch_schedule(session: Session, work: Work, *, schedule_id: int, active: bool) -> None:
    """Let a schedule rest, or go on; the periods that it rested are made up when it goes on."""
    row = session.get(ReportSchedule, schedule_id, with_for_update=True)
    if row is None:
        raise ReportNotFoundError(ReportCode.SCHEDULE_UNKNOWN, schedule=schedule_id)
    if row.active == active:
        return
    if active:
        _refuse_twice(session, row)
    row.active = active
    audit(
        session,
        work,
        "report_schedule_switched",
        subject_type="report_schedule",
        subject_id=row.id,
        active=active,
    )
