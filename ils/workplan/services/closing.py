"""Closing a month, a quarter or a year, and opening it again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.services import record, reverse
from ils.activity.totals import TOTALS_QUEUE
from ils.activity.work import Done, Work
from ils.db import queue_here
from ils.errors import clean_text
from ils.workplan.errors import PlanCode, PlanError, PlanInputError, PlanLineUnknownError
from ils.workplan.models import ClosedFigure, PlanClosure, PlanLine
from ils.workplan.queries.closing import figures_to_seal
from ils.workplan.queries.rows import last_activity_id
from ils.workplan.rules import PARTS, QUARTERS, part_period
from ils.workplan.rules.sealing import Sealed, seal_of
from ils.workplan.services.years import refuse_odd_year

UNSEALED = ""
SUBJECT = "plan_closure"


def close_period(session: Session, work: Work, *, year: int, part: str) -> int:
    """Freeze the figures of a part of the year under a seal; return the id of the closing.

    A closed quarter is the report of a quarter (practice.md §2, line 6): it counts on the quarter's last day.
    """
    refuse_what_is_not_over(session, work, year=year, part=part)
    queue_here(session, TOTALS_QUEUE)  # no act may come in between the figures and the seal
    refuse_closed(session, year=year, part=part)
    closing = PlanClosure(
        year=year, part=part, closed_at=work.now, closed_by=work.actor_id, last_activity_id=0, seal=UNSEALED
    )
    session.add(closing)
    session.flush()
    if part in QUARTERS:
        last = part_period(year, part).last
        record(session, work, Done(Kind.QUARTER_CLOSE, SUBJECT, closing.id, day=last))
    closing.last_activity_id = last_activity_id(session)
    figures = figures_to_seal(session, year=year, part=part, upto=closing.last_activity_id)
    session.add_all(_kept(closing.id, each) for each in figures)
    closing.seal = seal_of(year, part, closing.last_activity_id, figures)
    audit(
        session,
        work,
        "plan_closed",
        subject_type=SUBJECT,
        subject_id=closing.id,
        year=year,
        part=part,
        seal=closing.seal[:12],
    )
    session.flush()
    return closing.id


def refuse_what_is_not_over(session: Session, work: Work, *, year: int, part: str) -> None:
    """A period is closed when its last day is over, and only where there is a plan."""
    refuse_odd_year(year)
    if part not in PARTS:
        raise PlanInputError(PlanCode.PART_UNKNOWN, part=part[:10])
    last = part_period(year, part).last
    if last >= work.day:
        raise PlanError(PlanCode.PART_NOT_OVER, last=last)
    if session.scalars(select(PlanLine.id).where(PlanLine.year == year).limit(1)).first() is None:
        raise PlanError(PlanCode.YEAR_WITHOUT_PLAN, year=year)


def refuse_closed(session: Session, *, year: int, part: str) -> None:
    """It can be closed once; opened again, it can be closed anew."""
    stands = select(PlanClosure.closed_at).where(
        PlanClosure.year == year, PlanClosure.part == part, PlanClosure.reopened_at.is_(None)
    )
    if session.scalars(stands).first() is not None:
        raise PlanError(PlanCode.CLOSED_ALREADY)


def _kept(closure_id: int, each: Sealed) -> ClosedFigure:
    return ClosedFigure(
        closure_id=closure_id, number=each.number, fact=each.fact, plan=each.plan, opening=each.opening,
        acts=each.acts, rows_hash=each.rows_hash, counter=each.counter, measure=each.measure,
        sectors=dict(each.sectors),
    )  # fmt: skip


def reopen_period(session: Session, work: Work, *, closure_id: int, reason: str) -> None:
    """Open a closed period again; its closing stays on record with the reason, the report counts no more."""
    told = clean_text(reason, field="reason", limit=500)
    if not told:
        raise PlanInputError(PlanCode.REOPEN_REASON)
    row = session.scalars(
        select(PlanClosure).where(PlanClosure.id == closure_id).with_for_update()
    ).one_or_none()
    if row is None:
        raise PlanLineUnknownError(PlanCode.CLOSURE_UNKNOWN, closure=closure_id)
    if row.reopened_at is not None:
        raise PlanError(PlanCode.OPENED_ALREADY)
    row.reopened_at, row.reopened_by, row.reopen_reason = work.now, work.actor_id, told
    audit(
        session,
        work,
        "plan_reopened",
        subject_type=SUBJECT,
        subject_id=row.id,
        year=row.year,
        part=row.part,
        reason=told,
    )
    act = session.scalars(
        select(Activity).where(
            Activity.subject_type == SUBJECT, Activity.subject_id == row.id, Activity.undo_of.is_(None)
        )
    ).first()
    if act is not None:
        reverse(session, work, activity=act, reason=told)
