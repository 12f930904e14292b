"""Reads of readers and registrations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from circulation.patrons.errors import PatronCode, PatronNotFound
from circulation.patrons.models import Category, Patron, Registration, RegistrationKind
from circulation.patrons.rules import (
    CARD,
    CARD_BEGINNING,
    age_group,
    full_name,
    scanned_card,
    show_phone,
)
from ils.activity.work import PatronSnapshot
from ils.library.places import Place
from ils.text import tokens

PHONE_DIGITS = 4  # fewer digits are a card or a running number, not a telephone
_WORDS_ASKED = 8


@dataclass(frozen=True, slots=True)
class PatronFacts:
    """A reader as every desk needs them; `running_number` belongs to `last_registered_year` (RG-02)."""

    id: int
    card_number: str
    surname: str
    given_name: str
    patronymic: str
    category: str
    category_place: Place  # the category with its names in three languages
    birth_date: date | None
    sex: str
    citizenship: str
    phone: str
    study_group: str
    language: str
    note: str
    card_lost_on: date | None
    last_registered_year: int | None
    running_number: int | None

    @property
    def full_name(self) -> str:
        """Surname, given name, patronymic."""
        return full_name(self.surname, self.given_name, self.patronymic)

    @property
    def shown_phone(self) -> str:
        """The telephone with spaces."""
        return show_phone(self.phone)

    def registered_in(self, year: int) -> bool:
        """Tell whether the reader is registered in that year (CO-04)."""
        return self.last_registered_year is not None and self.last_registered_year >= year


@dataclass(frozen=True, slots=True)
class PatronPage:
    """Some of the readers found, and how many there are in all."""

    rows: tuple[PatronFacts, ...]
    total: int


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """One yearly registration of a reader."""

    id: int
    year: int
    running_number: int
    day: date
    kind: RegistrationKind
    department: str


_PLAIN = (
    Patron.id, Patron.card_number, Patron.surname, Patron.given_name, Patron.patronymic, Patron.category,
    Category.name_uz, Category.name_ru, Category.name_en, Patron.birth_date, Patron.sex, Patron.citizenship,
    Patron.phone, Patron.study_group, Patron.language, Patron.note, Patron.card_lost_on,
    Registration.year, Registration.running_number,
)  # fmt: skip


def _facts_query() -> Any:
    """Join a reader with the category and the latest registration: one row each, one query."""
    other = aliased(Registration)
    latest = select(func.max(other.year)).where(other.patron_id == Patron.id).scalar_subquery()
    return (
        select(*_PLAIN)
        .join(Category, Category.code == Patron.category)
        .outerjoin(Registration, and_(Registration.patron_id == Patron.id, Registration.year == latest))
    )


def _facts(row: Any) -> PatronFacts:
    category = Place(row[5], row[6], row[7], row[8])
    known: tuple[Any, ...] = (*row[:6], category, *row[9:])
    return PatronFacts(*known)


def _locked(query: Any, lock: bool) -> Any:
    return query.with_for_update(of=Patron) if lock else query


@cache
def _one(column: Any, lock: bool) -> Any:
    """Build the question for one reader once a process: every scan asks it."""
    return _locked(_facts_query().where(column == bindparam("value")), lock)


def find_patron(session: Session, code: str, *, lock: bool = False) -> PatronFacts | None:
    """Return the reader of a card: case does not matter, a wrong keyboard layout is repaired (SB-04)."""
    card = scanned_card(code)
    if not CARD.fullmatch(card):  # no card looks so: nothing to ask the database
        return None
    row = session.execute(_one(Patron.card_number, lock), {"value": card}).one_or_none()
    return _facts(row) if row else None


def patron_facts(session: Session, patron_id: int, *, lock: bool = False) -> PatronFacts:
    """Return one reader by id; refuse an unknown one."""
    row = session.execute(_one(Patron.id, lock), {"value": patron_id}).one_or_none()
    if row is None:
        raise PatronNotFound(PatronCode.UNKNOWN, id=patron_id)
    return _facts(row)


def patrons_by_id(session: Session, ids: set[int]) -> dict[int, PatronFacts]:
    """Return several readers at once, for lists."""
    rows = session.execute(_facts_query().where(Patron.id.in_(ids)))
    return {row[0]: _facts(row) for row in rows}


def patron_snapshot(facts: PatronFacts, day: date) -> PatronSnapshot:
    """Return what statistics keep of a reader at that day."""
    return PatronSnapshot(facts.category, age_group(facts.birth_date, day), facts.sex, facts.citizenship)


def _asked(query: str) -> ColumnElement[bool] | None:
    """Match every word at the beginning of a word of the name; or the card; or digits of the telephone."""
    words = tokens(query)[:_WORDS_ASKED]
    ways: list[ColumnElement[bool]] = []
    if words:
        name = literal(" ") + Patron.name_folded
        ways.append(and_(*(name.contains(" " + word, autoescape=True) for word in words)))
    card = scanned_card(query)
    if CARD_BEGINNING.fullmatch(card):
        ways.append(Patron.card_number.startswith(card, autoescape=True))
    digits = "".join(sign for sign in query if sign.isdecimal() and sign.isascii())
    if len(digits) >= PHONE_DIGITS:
        ways.append(Patron.phone.contains(digits, autoescape=True))
    return or_(*ways) if ways else None


def search_patrons(
    session: Session,
    query: str = "",
    *,
    category: str = "",
    registered_in: int | None = None,
    limit: int = 50,
    offset: int = 0,
) -> PatronPage:
    """Return readers by the alphabet: found by name in any script, card number or telephone, or all."""
    where: list[ColumnElement[bool]] = []
    if query.strip():
        asked = _asked(query)
        if asked is None:  # nothing but signs: nobody is called so
            return PatronPage((), 0)
        where.append(asked)
    if category:
        where.append(Patron.category == category)
    if registered_in is not None:
        where.append(Patron.id.in_(select(Registration.patron_id).where(Registration.year == registered_in)))
    total = session.scalars(select(func.count()).select_from(Patron).where(*where)).one()
    page = _facts_query().where(*where).order_by(Patron.name_sort, Patron.id).limit(limit).offset(offset)
    return PatronPage(tuple(_facts(row) for row in session.execute(page)), total)


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


def categories(session: Session) -> tuple[Place, ...]:
    """Return the categories of readers in the library's order."""
    columns = (Category.code, Category.name_uz, Category.name_ru, Category.name_en)
    return tuple(Place(*row) for row in session.execute(select(*columns).order_by(Category.position)))
