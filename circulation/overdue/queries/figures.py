"""Figures of overdue control: what is late by level, promises broken, what was written and told in a span of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from catalog.items.queries import belongs
from circulation.loans.models import Loan
from circulation.overdue.models import Call as CallMade
from circulation.overdue.models import CallLoan, OverdueRun, Promise
from circulation.overdue.queries.late import Wanted, conditions, joined, present_level
from circulation.overdue.rules import PromiseOutcome
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.library.funds import Fund
from ils.outbox.models import ChannelName


@dataclass(frozen=True, slots=True)
class Figures:
    """What a watch over late copies came to; `since` is the first day of the counts of work, the stock is of today."""

    late: int
    readers: int
    by_level: dict[int | None, int]
    promised: int
    promises_broken: int
    letters: int
    messages: int
    calls: int
    returned_late: int
    lost: int
    since: date


@dataclass(frozen=True, slots=True)
class RunRow:
    """One night, or one run by hand."""

    id: int
    day: date
    staff_id: int | None
    counts: dict[str, int]


def figures(session: Session, *, day: date, since: date, fund: Fund | None = None) -> Figures:
    """Return the figures of the whole library or of one fund."""
    where = conditions(day, Wanted(fund))
    late, readers = session.execute(
        joined(func.count(), func.count(Loan.patron_id.distinct())).where(*where)
    ).one()
    then = Activity.day.between(since, day)
    letter = ChannelName.LETTER.value
    return Figures(
        late=late,
        readers=readers,
        by_level=late_by_level(session, day=day, fund=fund),
        promised=_count_loans(session, None, *conditions(day, Wanted(fund, state="promised"))),
        promises_broken=_promises_broken(session, fund, since, day),
        letters=_written(session, fund, then, Activity.source == letter),
        messages=_written(session, fund, then, Activity.source != letter),
        calls=_calls(session, fund, since, day),
        returned_late=_count_loans(session, fund, Loan.closed_on.between(since, day), Loan.closed_on > Loan.due_on),
        lost=_count_loans(session, fund, Loan.lost_on.between(since, day)),
        since=since,
    )  # fmt: skip


def late_by_level(session: Session, *, day: date, fund: Fund | None = None) -> dict[int | None, int]:
    """Return how many late copies stand on each level; None: no level was written about yet."""
    level = joined(present_level().label("level")).where(*conditions(day, Wanted(fund))).subquery()
    rows = session.execute(select(level.c.level, func.count()).group_by(level.c.level))
    return {row[0]: row[1] for row in rows}


def _in_fund(fund: Fund | None) -> list[ColumnElement[bool]]:
    if fund is None:
        return []
    return [belongs(fund)]


def _count_loans(session: Session, fund: Fund | None, *where: ColumnElement[bool]) -> int:
    return int(session.scalars(joined(func.count()).where(*where, *_in_fund(fund))).one())


def _promises_broken(session: Session, fund: Fund | None, since: date, day: date) -> int:
    query = joined(func.count(Promise.id)).join(Promise, Promise.loan_id == Loan.id)
    broken = (Promise.outcome == PromiseOutcome.BROKEN.value, Promise.until.between(since, day))
    return int(session.scalars(query.where(*broken, *_in_fund(fund))).one())


def _written(session: Session, fund: Fund | None, *where: ColumnElement[bool]) -> int:
    """Count messages that reached somebody, from the log: by their attempts, on the day on which they arrived."""
    logged = select(func.count(Activity.batch.distinct())).where(Activity.kind == Kind.OVERDUE_NOTICE, *where)
    if fund is not None:
        logged = logged.where(Activity.item_fund == fund.code)
    return session.scalars(logged).one()


def _calls(session: Session, fund: Fund | None, since: date, day: date) -> int:
    query = select(func.count(CallMade.id)).where(CallMade.day.between(since, day))
    if fund is not None:
        about = joined(CallLoan.call_id).join(CallLoan, CallLoan.loan_id == Loan.id).where(*_in_fund(fund))
        query = query.where(CallMade.id.in_(about))
    return session.scalars(query).one()


def last_runs(session: Session, *, limit: int = 10) -> tuple[RunRow, ...]:
    """Return the last nights and runs by hand, the latest first."""
    columns = (OverdueRun.id, OverdueRun.day, OverdueRun.staff_id, OverdueRun.counts)
    rows = session.execute(select(*columns).order_by(OverdueRun.id.desc()).limit(limit))
    return tuple(RunRow(row.id, row.day, row.staff_id, dict(row.counts)) for row in rows)
