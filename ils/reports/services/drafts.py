"""Drafts of reports: prepared once a period, then approved or dropped; their figures stay as they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import is_postgresql, upsert
from ils.errors import clean_text
from ils.reports.errors import ReportCode, ReportError, ReportNotFoundError
from ils.reports.models import Report as KeptReport
from ils.reports.queries import Schedule, prepared, schedules
from ils.reports.rules import Asked, Report, before, ended_since, period_of
from ils.reports.rules.storing import to_data

DRAFT, APPROVED, DROPPED = "draft", "approved", "dropped"
NOTE = 500


@dataclass(frozen=True, slots=True)
class Due:
    """A report whose period is over and that nobody has prepared."""

    schedule: Schedule
    asked: Asked


def due(session: Session, *, today: date) -> Iterator[Due]:
    """Yield what is to be prepared, the oldest first of each schedule: every period that is over, none twice.

    It begins with the period that ended last before the schedule was made: that is the one people need next.
    """
    for schedule in schedules(session, active=True):
        done = prepared(session, schedule.id)
        made_on = Work(now=schedule.created_at).day
        start = before(period_of(made_on, schedule.every), schedule.every)
        for period in ended_since(start.first, today, schedule.every):
            if period.first not in done:
                yield Due(schedule, Asked(schedule.kind, period.first, period.last, dict(schedule.params)))


def keep_draft(session: Session, work: Work, *, due: Due, report: Report) -> bool:
    """Keep a prepared report, said in the schedule's language, as a draft; False where somebody was quicker."""
    asked = due.asked
    statement = upsert(KeptReport, postgresql=is_postgresql(session)).values(
        kind=asked.kind, params=dict(asked.params), first=asked.first, last=asked.last, language=due.schedule.language,
        content=to_data(report), state=DRAFT, schedule_id=due.schedule.id, created_at=work.now,
        created_by=work.actor_id, note="",
    )  # fmt: skip
    statement = statement.on_conflict_do_nothing(index_elements=["schedule_id", "first"])
    return session.execute(statement.returning(KeptReport.id)).scalar_one_or_none() is not None


def keep_report(session: Session, work: Work, *, asked: Asked, language: str, report: Report) -> int:
    """Keep a report made by hand as a draft; returns its id."""
    row = KeptReport(
        kind=asked.kind, params=dict(asked.params), first=asked.first, last=asked.last, language=language,
        content=to_data(report), state=DRAFT, created_at=work.now, created_by=work.actor_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def decide(session: Session, work: Work, *, report_id: int, approve: bool, note: str = "") -> None:
    """Approve a draft or drop it; a decided one is refused."""
    row = session.get(KeptReport, report_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise ReportNotFoundError(ReportCode.UNKNOWN, report=report_id)
    if row.state != DRAFT:
        raise ReportError(ReportCode.DECIDED)
    row.state = APPROVED if approve else DROPPED
    row.decided_at, row.decided_by = work.now, work.actor_id
    row.note = clean_text(note, field="note", limit=NOTE)
    action = "report_approved" if approve else "report_dropped"
    audit(
        session,
        work,
        action,
        subject_type="report",
        subject_id=row.id,
        kind=row.kind,
        first=row.first.isoformat(),
    )
