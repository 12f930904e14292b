"""Sums over the log, and the rows that a sum opens to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from ils.activity.cut import Cut
from ils.activity.models import Activity, DailyTotal


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One act as a screen shows it."""

    id: int
    kind: str
    day: date
    at: datetime
    amount: int
    actor_id: int | None
    department: str
    sector: str
    subject_type: str
    subject_id: int
    channel: str
    source: str
    note: str
    undo_of: int | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of acts with the figure that they are the sum of."""

    rows: tuple[ActivityRow, ...]
    amount: int
    acts: int


def _where(table: Any, cut: Cut, since: date, until: date) -> ColumnElement[bool]:
    fund = table.item_fund if table is Activity else table.fund
    parts = [table.kind.in_(cut.kinds), table.day.between(since, until)]
    narrow = (
        (table.sector, cut.sectors),
        (table.department, cut.departments),
        (table.source, cut.sources),
        (fund, cut.funds),
    )
    parts += [column.in_(values) for column, values in narrow if values]
    if cut.without_channels:
        parts.append(table.channel.not_in(cut.without_channels))
    return and_(*parts)


def total(session: Session, cut: Cut, *, since: date, until: date) -> int:
    """Return the sum of the cut over both days inclusive, from the daily totals."""
    amount = func.coalesce(func.sum(DailyTotal.amount), 0)
    return session.scalars(select(amount).where(_where(DailyTotal, cut, since, until))).one()


def daily(session: Session, cut: Cut, *, since: date, until: date) -> dict[date, int]:
    """Return the sum of each day that has acts of the cut."""
    rows = session.execute(
        select(DailyTotal.day, func.sum(DailyTotal.amount))
        .where(_where(DailyTotal, cut, since, until))
        .group_by(DailyTotal.day)
        .order_by(DailyTotal.day)
    )
    return {day: int(amount) for day, amount in rows}


def totals_by_kind(session: Session, *, since: date, until: date) -> dict[str, int]:
    """Return the sum of every kind that has acts between both days inclusive."""
    rows = session.execute(
        select(DailyTotal.kind, func.sum(DailyTotal.amount))
        .where(DailyTotal.day.between(since, until))
        .group_by(DailyTotal.kind)
    )
    return {kind: int(amount) for kind, amount in rows}


def opened(
    session: Session,
    cut: Cut,
    *,
    since: date,
    until: date,
    limit: int = 100,
    before: tuple[date, int] | None = None,
) -> Page:
    """Return the acts behind a figure, newest first, after the keyset position `before` (day, id)."""
    where = _where(Activity, cut, since, until)
    amount, acts = session.execute(
        select(func.coalesce(func.sum(Activity.amount), 0), func.count()).where(where)
    ).one()
    page = select(*(getattr(Activity, name) for name in ActivityRow.__slots__)).where(where)
    if before is not None:
        day, last = before
        page = page.where(or_(Activity.day < day, and_(Activity.day == day, Activity.id < last)))
    rows = session.execute(page.order_by(Activity.day.desc(), Activity.id.desc()).limit(limit))
    return Page(rows=tuple(ActivityRow(*row) for row in rows), amount=int(amount), acts=acts)


def latest_of_subject(
    session: Session, *, subject_type: str, subject_id: int, limit: int = 50
) -> tuple[ActivityRow, ...]:
    """Return what was done to one thing, newest first."""
    rows = session.execute(
        select(*(getattr(Activity, name) for name in ActivityRow.__slots__))
        .where(Activity.subject_type == subject_type, Activity.subject_id == subject_id)
        .order_by(Activity.id.desc())
        .limit(limit)
    )
    return tuple(ActivityRow(*row) for row in rows)
