"""Clearance sheets: one, those of a reader, the register of a year."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from circulation.account.errors import ClearCode, ClearNotFound
from circulation.account.models import Clearance
from circulation.patrons.models import Category, Patron
from circulation.patrons.rules import full_name, other_script
from ils.library.places import Place


@dataclass(frozen=True, slots=True)
class ClearanceFacts:
    """One clearance sheet with its reader as they are told today; `withdrawn_at` None while it holds."""

    id: int
    year: int
    number: int
    patron_id: int
    day: date
    at: datetime
    staff_id: int | None
    department: str
    reason: str
    leaves: bool
    withdrawn_at: datetime | None
    withdrawn_by: int | None
    withdraw_reason: str
    card_number: str
    faculty: str
    course: str
    study_group: str
    patron: str
    other_name: str
    category: Place

    @property
    def label(self) -> str:
        """The number as it is written: 17/2026."""
        return f"{self.number}/{self.year}"


@dataclass(frozen=True, slots=True)
class Sheets:
    """Which sheets of a year are wanted: all, or from one number to another inclusive."""

    year: int
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class SheetPage:
    """Some of the sheets, and how many there are in all."""

    rows: tuple[ClearanceFacts, ...]
    total: int


_OWN = ClearanceFacts.__slots__[:13]
_OF_READER = (Patron.card_number, Patron.faculty, Patron.course, Patron.study_group)
_NAMES = (Patron.surname, Patron.given_name, Patron.patronymic, Patron.other_name)
_PLACE = (Category.code, Category.name_uz, Category.name_ru, Category.name_en)


def _query() -> Select[Any]:
    own = (getattr(Clearance, name) for name in _OWN)
    return (
        select(*own, *_OF_READER, *_NAMES, *_PLACE)
        .join(Patron, Patron.id == Clearance.patron_id)
        .join(Category, Category.code == Patron.category)
    )


def _facts(row: Any) -> ClearanceFacts:
    name = full_name(*row[17:20])
    known: tuple[Any, ...] = (*row[:17], name, row[20] or other_script(name), Place(*row[21:]))
    return ClearanceFacts(*known)


def clearance(session: Session, clearance_id: int) -> ClearanceFacts:
    """Return one sheet; refuse an unknown one."""
    row = session.execute(_query().where(Clearance.id == clearance_id)).one_or_none()
    if row is None:
        raise ClearNotFound(ClearCode.UNKNOWN, sheet=clearance_id)
    return _facts(row)


def clearances_of(session: Session, patron_id: int) -> tuple[ClearanceFacts, ...]:
    """Return all sheets of a reader, the newest first."""
    rows = session.execute(
        _query().where(Clearance.patron_id == patron_id).order_by(Clearance.id.desc()).limit(50)
    )
    return tuple(map(_facts, rows))


def valid_sheets(session: Session, patron_ids: Collection[int]) -> dict[int, ClearanceFacts]:
    """Return the newest sheet of each of these readers that was not withdrawn."""
    asked = _query().where(Clearance.patron_id.in_(patron_ids), Clearance.withdrawn_at.is_(None))
    return {each.patron_id: each for each in map(_facts, session.execute(asked.order_by(Clearance.id)))}


def list_sheets(session: Session, wanted: Sheets, *, limit: int | None = None, offset: int = 0) -> SheetPage:
    """Return the register of a year by number, withdrawn sheets too."""
    where = [Clearance.year == wanted.year]
    if wanted.first is not None:
        where.append(Clearance.number >= wanted.first)
    if wanted.last is not None:
        where.append(Clearance.number <= wanted.last)
    total = session.scalars(select(func.count()).select_from(Clearance).where(*where)).one()
    page = _query().where(*where).order_by(Clearance.number).limit(limit).offset(offset)
    return SheetPage(tuple(map(_facts, session.execute(page))), total)


def years_of_sheets(session: Session) -> tuple[int, ...]:
    """Return the years that have a register, the latest first."""
    return tuple(session.scalars(select(Clearance.year).distinct().order_by(Clearance.year.desc())))
