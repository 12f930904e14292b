"""Reads of visits: figures and the rows that they are the sum of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, extract, func, select
from sqlalchemy.orm import Session, aliased

from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name
from circulation.visits.errors import VisitCode, VisitNotFound
from circulation.visits.models import Visit
from circulation.visits.rules import VisitRule
from ils.activity.kinds import Source
from ils.activity.models import Activity
from ils.library.models import Setting

RULE = "visit_rule"
ONE_BY_ONE = frozenset(
    {Source.CARD.value, Source.LOAN.value, Source.KIOSK.value}
)  # ways that count one reader
_RULE = select(Setting.value).where(Setting.name == RULE)  # asked at every loan and return


@dataclass(frozen=True, slots=True)
class Figure:
    """Persons of one day, sector and source."""

    day: date
    sector: str
    source: str
    persons: int


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit, negative where it takes one back; without a reader it is a head-count, or its reader was forgotten."""

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
    title: str
    note: str
    taken_back: bool

    @property
    def remark(self) -> str:
        """What was noted beside the name of a group or event: the log has both in one line."""
        return self.note.removeprefix(self.title).removeprefix(" · ") if self.title else self.note

    @property
    def forgotten(self) -> bool:
        """Tell a reader's visit that has let go of its reader from a head-count: the way of counting says it."""
        return self.patron_id is None and self.source in ONE_BY_ONE


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
    patron_id: int | None = None,
    limit: int = 100,
    offset: int = 0,
) -> VisitPage:
    """Return the rows behind a figure, newest first."""
    where: list[ColumnElement[bool]] = [Visit.day.between(since, until)]
    if patron_id is not None:
        where.append(Visit.patron_id == patron_id)
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
            Visit.title, Activity.note, undone,
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
    known: tuple[Any, ...] = (*row[:8], row[8] or "", name, row[12], row[13] or "", row[14])
    return VisitRow(*known)


def _is_undone() -> ColumnElement[bool]:
    """Tell of a visit whether it has its negative twin."""
    twin = aliased(Visit)
    return select(twin.id).where(twin.corrects_id == Visit.id).correlate(Visit).exists()


def load_rule(session: Session) -> VisitRule:
    """Return what counts once in this library (VS-01)."""
    kept = session.scalars(_RULE).one_or_none()
    return VisitRule(kept) if kept in set(VisitRule) else VisitRule.SECTOR_DAY


def was_here(session: Session, patron_id: int, *, sector: str, day: date) -> bool:
    """Tell whether the reader was counted in this sector on this day already."""
    found = select(func.coalesce(func.sum(Visit.persons), 0)).where(
        Visit.patron_id == patron_id, Visit.sector == sector, Visit.day == day
    )
    return int(session.scalars(found).one()) > 0


@dataclass(frozen=True, slots=True)
class HourFigure:
    """Persons of one day that were counted within the hour that begins at `at`."""

    day: date
    at: datetime
    persons: int


def by_hour(session: Session, *, since: date, until: date, sector: str = "") -> tuple[HourFigure, ...]:
    """Return the persons of every day by the hour of counting; a correction counts in the hour of its visit."""
    whole = aliased(Visit)
    at = func.coalesce(whole.at, Visit.at)
    key = (Visit.day, func.date(at), extract("hour", at))
    where: list[ColumnElement[bool]] = [Visit.day.between(since, until)]
    if sector:
        where.append(Visit.sector == sector)
    rows = session.execute(
        select(*key, func.sum(Visit.persons))
        .outerjoin(whole, whole.id == Visit.corrects_id)
        .where(*where)
        .group_by(*key)
    )
    return tuple(
        # SQLite gives a day as text
        HourFigure(day, datetime.fromisoformat(f"{on} {int(hour):02d}:00+00:00"), int(persons))
        for day, on, hour, persons in rows
    )
