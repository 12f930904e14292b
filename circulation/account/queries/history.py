"""How much history is kept with its reader, until when, and what is old enough to let go of its reader today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from circulation.charges.models import Charge
from circulation.events.queries.forgetting import old_attendances, old_memberships
from circulation.holds.models import Hold
from circulation.loans.models import Loan, Loss
from circulation.overdue.models import Promise
from circulation.patrons.models import Restriction
from circulation.visits.models import Visit
from ils.jobs.models import Job, JobState
from ils.library.models import Setting
from ils.outbox.services.handling import old_messages

MONTHS = "history_months"
JOB = "history_forget"
Ids = Select[int]


@dataclass(frozen=True, slots=True)
class Old:
    """How many rows would let go of their reader; `kept` loans are as old, but a loss or a debt names them."""

    loans: int
    holds: int
    visits: int
    attendances: int
    memberships: int
    messages: int
    kept: int


@dataclass(frozen=True, slots=True)
class LastRun:
    """When the job last ended and what it did, by kind."""

    at: datetime
    counts: dict[str, Any]


def history_months(session: Session) -> int:
    """Return for how many months closed loans keep their reader; 0: for ever."""
    value = session.scalars(select(Setting.value).where(Setting.name == MONTHS)).one_or_none()
    return 0 if value is None else int(value)


def horizon(day: date, months: int) -> date:
    """Return the same day so many months ago; the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first_after = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (first_after - date(year, month + 1, 1)).days))


def kept_until(closed_on: date, months: int) -> date | None:
    """Return the last day on which a loan closed then keeps its reader; None: for ever."""
    return horizon(closed_on, -months) if months else None


def named_elsewhere(day: date) -> ColumnElement[bool]:
    """Return the condition that a document still needs the loan's reader: a loss, a debt, a restriction, a promise."""
    in_force = and_(
        Restriction.lifted_at.is_(None), or_(Restriction.until.is_(None), Restriction.until >= day)
    )
    return or_(
        exists().where(Loss.loan_id == Loan.id),
        exists().where(Charge.loan_id == Loan.id),
        exists().where(Restriction.loan_id == Loan.id, in_force),
        exists().where(Promise.loan_id == Loan.id, Promise.ended_at.is_(None)),
    )


def _closed(before: date | None, patron_id: int | None) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = [Loan.patron_id.is_not(None), Loan.closed_at.is_not(None)]
    if before is not None:
        where.append(Loan.closed_on < before)
    return where + ([Loan.patron_id == patron_id] if patron_id is not None else [])


def old_loans(day: date, *, before: date | None = None, patron_id: int | None = None) -> Ids:
    """Return the ids of closed loans that may let go of their reader: closed before a day, of one reader."""
    return select(Loan.id).where(*_closed(before, patron_id), ~named_elsewhere(day))


def old_holds(*, before: date | None = None, patron_id: int | None = None) -> Ids:
    """Return the ids of ended holds that still name their reader."""
    where: list[ColumnElement[bool]] = [Hold.patron_id.is_not(None), Hold.ended_at.is_not(None)]
    if before is not None:
        where.append(Hold.ended_at < datetime.combine(before, time(), UTC))
    if patron_id is not None:
        where.append(Hold.patron_id == patron_id)
    return select(Hold.id).where(*where)


def old_visits(*, before: date | None = None, patron_id: int | None = None) -> Ids:
    """Return the ids of visits that still name their reader."""
    where: list[ColumnElement[bool]] = [Visit.patron_id.is_not(None)]
    if before is not None:
        where.append(Visit.day < before)
    if patron_id is not None:
        where.append(Visit.patron_id == patron_id)
    return select(Visit.id).where(*where)


def count_old(session: Session, day: date, months: int) -> Old:
    """Return what would let go of its reader today if history were kept for so many months, nothing where for ever."""
    if not months:
        return Old(0, 0, 0, 0, 0, 0, 0)
    before = horizon(day, months)
    kept = select(Loan.id).where(*_closed(before, None), named_elsewhere(day))
    asked = (
        old_loans(day, before=before), old_holds(before=before), old_visits(before=before),
        old_attendances(before=before), old_memberships(before=before), old_messages("patron", before), kept,
    )  # fmt: skip
    return Old(*(_count(session, each) for each in asked))


def _count(session: Session, ids: Ids) -> int:
    return session.scalars(select(func.count()).select_from(ids.subquery())).one()


def last_run(session: Session) -> LastRun | None:
    """Return when the nightly job last ended; None where it never has."""
    done = select(Job.ended_at, Job.result).where(Job.kind == JOB, Job.state == JobState.DONE)
    row = session.execute(done.order_by(Job.id.desc()).limit(1)).one_or_none()
    return LastRun(row.ended_at, row.result or {}) if row and row.ended_at else None
