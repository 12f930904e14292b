"""Reads of visits: figures and the rows that they are the sum of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name
from circulation.visits.errors import VisitCode, VisitNotFound
from circulation.visits.models import Visit
from ils.activity.models import Activity


@dataclass(frozen=True, slots=True)
class Figure:
    """Persons of one day, sector and source."""

    day: date
    sector: str
    source: str
    persons: int


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit; without a reader it is a head-count, negative where it takes one back."""

    id: int
    day: date
    at: datetime
    sector: str
    department: str
    source: str
    persons: int
    patron_id: int | None
    card_number: str
    patron_name: str
    note: str
    taken_back: bool


@dataclass(frozen=True, slots=True)
class VisitPage:
    """Some of the rows, how many rows there are, and the figure that all of them make."""

    rows: tuple[VisitRow, ...]
    total: int
    persons: int


def figures(session: Session, *, since: date, until: date) -> tuple[Figure, ...]:
    """Return the persons of every day, sector and source between both days inclusive."""
    key = (Visit.day, Visit.sector, Visit.source)
    rows = session.execute(
        select(*key, func.sum(Visit.persons))
        .where(Visit.day.between(since, until))
        .group_by(*key)
        .order_by(*key)
    )
    return tuple(Figure(day, sector, source, int(persons)) for day, sector, source, persons in rows)


def visits(
    session: Session,
    *,
    since: date,
    until: date,
    sector: str = "",
    source: str = "",
    limit: int = 100,
    offset: int = 0,
) -> VisitPage:
    """Return the rows behind a figure, newest first."""
    where: list[ColumnElement[bool]] = [Visit.day.between(since, until)]
    if sector:
        where.append(Visit.sector == sector)
    if source:
        where.append(Visit.source == source)
    return _page(session, where, limit=limit, offset=offset)


def visits_of(session: Session, patron_id: int, *, limit: int = 10) -> VisitPage:
    """Return the latest visits of a reader."""
    return _page(session, [Visit.patron_id == patron_id], limit=limit, offset=0)


def visit(session: Session, visit_id: int) -> VisitRow:
    """Return one visit; refuse an unknown one."""
    page = _page(session, [Visit.id == visit_id], limit=1, offset=0)
    if not page.rows:
        raise VisitNotFound(VisitCode.UNKNOWN, id=visit_id)
    return page.rows[0]


def _page(session: Session, where: list[ColumnElement[bool]], *, limit: int, offset: int) -> VisitPage:
    total, persons = session.execute(
        select(func.count(), func.coalesce(func.sum(Visit.persons), 0)).where(*where)
    ).one()
    undone = _is_undone()
    rows = session.execute(
        select(
            Visit.id, Visit.day, Visit.at, Visit.sector, Visit.department, Visit.source, Visit.persons,
            Visit.patron_id, Patron.card_number, Patron.surname, Patron.given_name, Patron.patronymic,
            Activity.note, undone,
        )
        .outerjoin(Patron, Patron.id == Visit.patron_id)
        .outerjoin(
            Activity,
            and_(
                Activity.subject_type == "visit", Activity.subject_id == Visit.id, Activity.undo_of.is_(None)
            ),
        )
        .where(*where)
        .order_by(Visit.day.desc(), Visit.id.desc())
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    return VisitPage(tuple(_shown(row) for row in rows), total, int(persons))


def _shown(row: Any) -> VisitRow:
    name = full_name(*(part or "" for part in row[9:12]))
    known: tuple[Any, ...] = (*row[:8], row[8] or "", name, row[12] or "", row[13])
    return VisitRow(*known)


def _is_undone() -> ColumnElement[bool]:
    """Tell of a head-count whether its negative twin is in the log."""
    twin = select(Activity.id).where(
        Activity.subject_type == "visit", Activity.subject_id == Visit.id, Activity.undo_of.is_not(None)
    )
    return twin.correlate(Visit).exists()
