"""Reads of registrations: of one reader, and the single register of a year (RG-01)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.patrons.models import Category, Patron, Registration, RegistrationKind
from circulation.patrons.rules import full_name
from ils.library.models import Setting
from ils.library.places import Place


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """One yearly registration of a reader."""

    id: int
    year: int
    running_number: int
    day: date
    kind: RegistrationKind
    department: str


def registrations_of(session: Session, patron_id: int) -> tuple[RegistrationRow, ...]:
    """Return every registration of a reader, newest first."""
    columns = (
        Registration.id, Registration.year, Registration.running_number, Registration.day, Registration.kind,
        Registration.department,
    )  # fmt: skip
    rows = session.execute(
        select(*columns).where(Registration.patron_id == patron_id).order_by(Registration.year.desc())
    )
    return tuple(RegistrationRow(*row) for row in rows)


def count_registered(session: Session, year: int) -> int:
    """Return how many readers are registered in a year."""
    return session.scalars(
        select(func.count()).select_from(Registration).where(Registration.year == year)
    ).one()


def last_number(session: Session, year: int) -> int:
    """Return the newest running number of a year; 0 where nobody is registered."""
    return (
        session.scalars(select(func.max(Registration.running_number)).where(Registration.year == year)).one()
        or 0
    )


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One line of the register of a year, as it is printed; the reader as they are told today."""

    running_number: int
    day: date
    kind: RegistrationKind
    department: str
    patron_id: int
    card_number: str
    name: str
    birth_date: date | None
    sex: str
    category: Place
    faculty: str
    course: str
    study_group: str


@dataclass(frozen=True, slots=True)
class Register:
    """Which part of a year's register is wanted; an empty part asks nothing. Days are inclusive."""

    year: int
    kind: RegistrationKind | None = None
    since: date | None = None
    until: date | None = None
    department: str = ""


@dataclass(frozen=True, slots=True)
class RegisterTotals:
    """How many of the lines are first registrations and how many are returns."""

    new: int
    returning: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.new + self.returning


REGISTER_START = "register_start"  # the setting: year → last number of its paper register


def register_starts(session: Session) -> dict[int, int]:
    """Return the years whose register goes on from paper, and the last number there (RG-02)."""
    kept = session.scalars(select(Setting.value).where(Setting.name == REGISTER_START)).one_or_none()
    return {int(year): int(last) for year, last in (kept or {}).items()}


def register_years(session: Session) -> tuple[int, ...]:
    """Return the years that have registrations, newest first."""
    years = select(Registration.year).distinct().order_by(Registration.year.desc())
    return tuple(session.scalars(years))


def register_totals(session: Session, wanted: Register) -> RegisterTotals:
    """Count the lines of a register by kind."""
    rows = session.execute(
        select(Registration.kind, func.count()).where(*_conditions(wanted)).group_by(Registration.kind)
    )
    counted: dict[RegistrationKind, int] = dict(rows.all())
    return RegisterTotals(counted.get(RegistrationKind.NEW, 0), counted.get(RegistrationKind.RETURNING, 0))


def register_lines(
    session: Session, wanted: Register, *, limit: int | None = None, offset: int = 0
) -> Iterator[RegisterLine]:
    """Yield the lines of a register by their running numbers."""
    query = (
        select(
            Registration.running_number, Registration.day, Registration.kind, Registration.department, Patron.id,
            Patron.card_number, Patron.surname, Patron.given_name, Patron.patronymic, Patron.birth_date, Patron.sex,
            Category.code, Category.name_uz, Category.name_ru, Category.name_en,
            Patron.faculty, Patron.course, Patron.study_group,
        )
        .join(Patron, Patron.id == Registration.patron_id)
        .join(Category, Category.code == Patron.category)
        .where(*_conditions(wanted))
        .order_by(Registration.running_number)
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    for row in session.execute(query):
        category = Place(row.code, row.name_uz, row.name_ru, row.name_en)
        name = full_name(row.surname, row.given_name, row.patronymic)
        yield RegisterLine(
            row.running_number, row.day, row.kind, row.department, row.id, row.card_number, name, row.birth_date,
            row.sex, category, row.faculty, row.course, row.study_group,
        )  # fmt: skip


def _conditions(wanted: Register) -> list[Any]:
    where: list[Any] = [Registration.year == wanted.year]
    if wanted.kind is not None:
        where.append(Registration.kind == wanted.kind)
    if wanted.department:
        where.append(Registration.department == wanted.department)
    if wanted.since is not None:
        where.append(Registration.day >= wanted.since)
    if wanted.until is not None:
        where.append(Registration.day <= wanted.until)
    return where
