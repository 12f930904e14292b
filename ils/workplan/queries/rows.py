"""Figures from the rows themselves, up to an act: what a closed period was the sum of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from ils.activity.cut import Cut
from ils.activity.models import Activity
from ils.activity.queries.rows import ActivityRow
from ils.activity.queries.where import where_any
from ils.workplan.rules import Period
from ils.workplan.rules.sealing import digest_of

AT_ONCE = 10_000


def last_activity_id(session: Session) -> int:
    """Return the id of the newest act, 0 before the first."""
    return session.scalars(select(func.coalesce(func.max(Activity.id), 0))).one()


def measured(
    session: Session, terms: Sequence[Cut], measure: str, span: Period, *, upto: int | None = None
) -> int:
    """Return the figure of a line as `ils.activity.queries.counted` gives it, of acts up to an id."""
    where = _where(terms, span, upto)
    if measure == "distinct":
        return _distinct(session, where)
    amount, acts, twins = session.execute(
        select(func.coalesce(func.sum(Activity.amount), 0), func.count(), func.count(Activity.undo_of)).where(
            where
        )
    ).one()
    if measure == "acts":
        return int(acts - 2 * twins)
    return int(amount > 0) if measure == "exists" else int(amount)


def _distinct(session: Session, where: ColumnElement[bool]) -> int:
    things = (
        select(Activity.subject_type)
        .where(where)
        .group_by(Activity.subject_type, Activity.subject_id)
        .having(func.sum(Activity.amount) > 0)
        .subquery()
    )
    return session.scalars(select(func.count()).select_from(things)).one()


def hashed(session: Session, terms: Sequence[Cut], span: Period, *, upto: int) -> tuple[int, str]:
    """Return how many acts a figure is the sum of, and the digest of their ids."""
    ids = select(Activity.id).where(_where(terms, span, upto)).order_by(Activity.id)
    return digest_of(session.scalars(ids.execution_options(yield_per=AT_ONCE)))


def kinds_within(session: Session, span: Period, *, upto: int) -> frozenset[str]:
    """Return the kinds that have any act in a period: a line that counts none of them need not be asked for its rows."""
    there = select(Activity.kind).where(Activity.day.between(span.first, span.last), Activity.id <= upto)
    return frozenset(session.scalars(there.distinct()))


def late_acts(
    session: Session, terms: Sequence[Cut], span: Period, *, after: int, limit: int
) -> tuple[ActivityRow, ...]:
    """Return the acts that came into a period after it was closed, oldest first."""
    columns = (getattr(Activity, name) for name in ActivityRow.__slots__)
    rows = session.execute(
        select(*columns)
        .where(_where(terms, span, None), Activity.id > after)
        .order_by(Activity.id)
        .limit(limit)
    )
    return tuple(ActivityRow(*row) for row in rows)


def count_late(session: Session, terms: Sequence[Cut], span: Period, *, after: int) -> int:
    """Return how many there are."""
    late = select(func.count()).select_from(Activity).where(_where(terms, span, None), Activity.id > after)
    return session.scalars(late).one()


def _where(terms: Sequence[Cut], span: Period, upto: int | None) -> ColumnElement[bool]:
    parts: list[Any] = [where_any(Activity, terms), Activity.day.between(span.first, span.last)]
    if upto is not None:
        parts.append(Activity.id <= upto)
    return and_(*parts)
