"""Selections for courses with their coverage, and what is to be ordered for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from catalog.records.queries import Brief, brief
from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name
from foreign_fund.service.errors import ListCode, ServiceNotFoundError
from foreign_fund.service.models import Selection, SelectionTitle
from foreign_fund.service.queries.titles import SELECTION, Listed, listed, listed_of
from foreign_fund.service.rules.covering import NORM, Cover, Coverage, coverage
from ils.library.models import Setting

NORM_SETTING = "coverage_norm"


@dataclass(frozen=True, slots=True)
class SelectionRow:
    """A selection; `name` of the teacher by card or as typed, empty once it is forgotten."""

    id: int
    patron_id: int | None
    teacher: str
    discipline: str
    faculty: str
    course: str
    study_group: str
    term: str
    students: int
    note: str
    department: str
    made_on: date
    closed_on: date | None
    card_number: str
    name: str
    titles: int


@dataclass(frozen=True, slots=True)
class Covered:
    """A title of a selection with how far its copies go round."""

    title: Listed
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Wish:
    """Copies to be ordered for a course."""

    id: int
    selection_id: int
    discipline: str
    record: Brief | None
    described: str
    copies: int
    wished_on: date


_OWN = SelectionRow.__slots__[:-3]
_TITLES = (
    select(func.count(SelectionTitle.id))
    .where(SelectionTitle.owner_id == Selection.id)
    .correlate(Selection)
    .scalar_subquery()
)


def norm(session: Session) -> int:
    """Return the norm of the library: copies for a hundred students."""
    value = session.scalars(select(Setting.value).where(Setting.name == NORM_SETTING)).one_or_none()
    return NORM if value is None else int(value)


def _selections() -> Select[Any]:
    named = (Patron.card_number, Patron.surname, Patron.given_name, Patron.patronymic, _TITLES)
    own = (getattr(Selection, name) for name in _OWN)
    return select(*own, *named).outerjoin(Patron, Patron.id == Selection.patron_id)


def _row(found: Any) -> SelectionRow:
    *own, card, surname, given, patronymic, titles = found
    called = full_name(surname or "", given or "", patronymic or "")
    made: tuple[Any, ...] = (*own, card or "", called or own[_OWN.index("teacher")], int(titles))
    return SelectionRow(*made)


def selections(
    session: Session, *, text: str = "", closed: bool = False, patron_id: int | None = None
) -> tuple[SelectionRow, ...]:
    """Return selections by discipline; `closed`: those of terms that are over too."""
    where: list[ColumnElement[bool]] = [] if closed else [Selection.closed_on.is_(None)]
    if patron_id is not None:
        where.append(Selection.patron_id == patron_id)
    if text:
        told = (
            Selection.discipline,
            Selection.faculty,
            Selection.study_group,
            Selection.teacher,
            Patron.surname,
        )
        where.append(or_(*(func.lower(each).contains(text.lower(), autoescape=True) for each in told)))
    order = (Selection.closed_on.is_not(None), Selection.discipline, Selection.id)
    return tuple(_row(row) for row in session.execute(_selections().where(*where).order_by(*order)))


def selection_row(session: Session, selection_id: int) -> SelectionRow:
    """Return one selection; refuse an unknown one."""
    found = session.execute(_selections().where(Selection.id == selection_id)).one_or_none()
    if found is None:
        raise ServiceNotFoundError(ListCode.SELECTION_UNKNOWN)
    return _row(found)


def covered(session: Session, row: SelectionRow) -> tuple[Covered, ...]:
    """Return the titles of a selection with their coverage against the library's norm."""
    return _covered(listed(session, SELECTION, row.id), row, norm(session))


def with_below(session: Session, rows: Sequence[SelectionRow]) -> list[tuple[SelectionRow, int]]:
    """Return selections, each with how many of its titles do not go round."""
    titles, wanted = listed_of(session, SELECTION, [row.id for row in rows]), norm(session)
    return [(row, below(_covered(titles.get(row.id, ()), row, wanted))) for row in rows]


def _covered(titles: Sequence[Listed], row: SelectionRow, wanted: int) -> tuple[Covered, ...]:
    return tuple(Covered(each, _coverage(each, row.students, wanted)) for each in titles)


def _coverage(title: Listed, students: int, wanted: int) -> Coverage:
    asked = 0 if title.additional else students  # further reading need not go round
    return coverage(copies=title.copies, students=asked, norm=wanted, open_text=title.open_text)


def below(titles: Sequence[Covered]) -> int:
    """Return how many titles do not go round."""
    return sum(each.coverage.cover in (Cover.BELOW, Cover.NONE) for each in titles)


def wishes(session: Session) -> tuple[Wish, ...]:
    """Return what is to be ordered for the courses that run, the oldest wish first."""
    rows = session.execute(
        select(
            SelectionTitle.id, Selection.id, Selection.discipline, SelectionTitle.record_id, SelectionTitle.described,
            SelectionTitle.wish_copies, SelectionTitle.wished_on,
        )
        .join(Selection, Selection.id == SelectionTitle.owner_id)
        .where(SelectionTitle.wish_copies > 0, Selection.closed_on.is_(None))
        .order_by(SelectionTitle.wished_on, SelectionTitle.id)
    ).all()  # fmt: skip
    briefs = brief(session, {row.record_id for row in rows if row.record_id})
    return tuple(
        Wish(row[0], row[1], row[2], briefs.get(row.record_id), row.described, row.wish_copies, row.wished_on)
        for row in rows
    )


def other_courses(session: Session, record_ids: Sequence[int], selection_id: int) -> dict[int, int]:
    """Return how many students of other running courses need the same titles: they share the copies."""
    rows = session.execute(
        select(SelectionTitle.record_id, Selection.students)
        .join(Selection, Selection.id == SelectionTitle.owner_id)
        .where(
            SelectionTitle.record_id.in_(record_ids), Selection.id != selection_id, Selection.closed_on.is_(None),
            SelectionTitle.additional.is_(False),
        )
    )  # fmt: skip
    found: dict[int, int] = defaultdict(int)
    for record_id, students in rows:
        found[int(record_id or 0)] += students
    return dict(found)
