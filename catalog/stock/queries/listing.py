"""The list of acts: filters, a line an act, totals of all that was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, case, cast, func, select
from sqlalchemy.orm import Session

from catalog.stock.models import AcceptanceAct, AcceptanceLine, AccessionSource, ActState


@dataclass(frozen=True, slots=True)
class ActFilters:
    """Which acts; what is None narrows nothing. Without a state drafts given up are left out."""

    year: int | None = None
    source: AccessionSource | None = None
    state: ActState | None = None
    department: str = ""


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act as a line of the list; copies and soʻm with their sign, titles are different records."""

    id: int
    year: int
    number: int | None
    day: date
    source: AccessionSource
    state: ActState
    corrects_id: int | None
    department: str
    partner: str
    document: str
    copies: int
    titles: int
    som: int


@dataclass(frozen=True, slots=True)
class Acts:
    """One page of acts and the sums of what was found; `titles` are records of which copies remain.

    Where drafts stand among approved acts, only the approved ones are summed: a draft is nothing yet.
    """

    rows: tuple[ActRow, ...]
    total: int
    copies: int
    titles: int
    som: int


_HEAD = tuple(getattr(AcceptanceAct, name) for name in ActRow.__slots__[:-3])
COPIES: ColumnElement[Any] = func.coalesce(func.sum(AcceptanceLine.copies), 0)
# Wide before it is multiplied: twenty thousand copies at a million are more than a column of 32 bits holds.
SOM: ColumnElement[Any] = func.coalesce(
    func.sum(cast(AcceptanceLine.copies, BigInteger) * AcceptanceLine.price_som), 0
)


def acts(session: Session, filters: ActFilters, *, limit: int = 50, offset: int = 0) -> Acts:
    """Return a page of acts: drafts first, then the newest numbers."""
    where = _where(filters)
    summed = where if filters.state else [*where, AcceptanceAct.state == ActState.APPROVED]
    lines = select(AcceptanceLine).join(AcceptanceAct).where(*summed)
    copies, som = session.execute(lines.with_only_columns(COPIES, SOM)).one()
    held = (
        lines.with_only_columns(AcceptanceLine.record_id)
        .group_by(AcceptanceLine.record_id)
        .having(func.sum(AcceptanceLine.copies) > 0)
    )
    titles = session.scalars(select(func.count()).select_from(held.subquery())).one()
    total = session.scalars(select(func.count()).select_from(AcceptanceAct).where(*where)).one()
    rows = session.execute(_page(where).limit(limit).offset(offset))
    return Acts(tuple(_row(row) for row in rows), total, int(copies), titles, int(som))


def _where(filters: ActFilters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if filters.year is not None:
        wanted.append(AcceptanceAct.year == filters.year)
    if filters.source is not None:
        wanted.append(AcceptanceAct.source == filters.source)
    if filters.department:
        wanted.append(AcceptanceAct.department == filters.department)
    if filters.state is None:
        wanted.append(AcceptanceAct.state != ActState.CANCELLED)
    else:
        wanted.append(AcceptanceAct.state == filters.state)
    return wanted


def _page(where: list[ColumnElement[bool]]) -> Select[Any]:
    titles = func.count(AcceptanceLine.record_id.distinct())
    drafts_first = case((AcceptanceAct.state == ActState.DRAFT, 0), else_=1)
    return (
        select(*_HEAD, COPIES, titles, SOM)
        .outerjoin(AcceptanceLine, AcceptanceLine.act_id == AcceptanceAct.id)
        .where(*where)
        .group_by(*_HEAD)
        .order_by(
            drafts_first, AcceptanceAct.year.desc(), AcceptanceAct.number.desc(), AcceptanceAct.id.desc()
        )
    )


def _row(row: Any) -> ActRow:
    values = tuple(row)
    return ActRow(*(*values[:-3], int(values[-3]), values[-2], int(values[-1])))


def act_years(session: Session) -> tuple[int, ...]:
    """Return the years that have acts, the newest first."""
    return tuple(session.scalars(select(AcceptanceAct.year).distinct().order_by(AcceptanceAct.year.desc())))


def count_drafts(session: Session) -> int:
    """Count the acts that wait to be approved."""
    return session.scalars(
        select(func.count()).select_from(AcceptanceAct).where(AcceptanceAct.state == ActState.DRAFT)
    ).one()
