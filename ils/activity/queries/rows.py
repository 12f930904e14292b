"""The rows that a figure opens to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from ils.activity.cut import Cut
from ils.activity.models import Activity, DailyTotal
from ils.activity.queries.summing import Block, blocks_of
from ils.activity.queries.where import OF_DAYS, asks_for, where_any


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


def _within(table: Any, terms: Sequence[Cut], since: date, until: date) -> ColumnElement[bool]:
    return and_(where_any(table, terms), table.day.between(since, until))


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
    return opened_terms(session, (cut,), since=since, until=until, limit=limit, before=before)


def opened_terms(
    session: Session,
    terms: Sequence[Cut],
    *,
    since: date,
    until: date,
    limit: int = 100,
    before: tuple[date, int] | None = None,
) -> Page:
    """Return the acts behind a figure of several terms, each act once, as `opened`.

    The figure comes from the totals; these also tell how far back the page reaches, so that few rows are looked at.
    """
    blocks = blocks_of(session, terms, since=since, until=until)
    found = Page((), sum(each.amount for each in blocks), sum(each.acts for each in blocks))
    floor = _floor(blocks, limit, before)
    if floor is None:
        return found
    if asks_for(terms) <= OF_DAYS:  # once more by days: the month that holds the page may have many acts
        newest = min(until, before[0]) if before else until
        near = blocks_of(session, terms, since=floor, until=newest, by_days=True)
        floor = _floor(near, limit, before) or floor
    page = select(*(getattr(Activity, name) for name in ActivityRow.__slots__)).where(
        _within(Activity, terms, max(floor, since), until)
    )
    if before is not None:
        day, last = before
        page = page.where(Activity.day <= day, or_(Activity.day < day, Activity.id < last))
    rows = session.execute(page.order_by(Activity.day.desc(), Activity.id.desc()).limit(limit))
    return replace(found, rows=tuple(ActivityRow(*row) for row in rows))


def _floor(blocks: Sequence[Block], limit: int, before: tuple[date, int] | None) -> date | None:
    """Return the first day of the newest blocks that hold a page of acts; None where nothing was done."""
    missing, floor = limit, None
    for block in reversed(blocks):
        if not block.acts or (before and block.first > before[0]):
            continue
        floor = block.first
        if before and block.last >= before[0]:
            continue  # nobody knows how much of it has been shown already
        missing -= block.acts
        if missing <= 0:
            break
    return floor


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
