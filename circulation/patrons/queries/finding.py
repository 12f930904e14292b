"""Lists of readers: found by name in any script, card or telephone, cut by category, group and registration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from circulation.patrons.models import Category, Patron, PatronKind, Registration, Restriction
from circulation.patrons.queries.facts import PatronFacts, facts_of, facts_query
from circulation.patrons.rules import CARD_BEGINNING, scanned_card
from ils.library.places import Place
from ils.text import tokens

PHONE_DIGITS = 4  # fewer digits are a card or a running number, not a telephone
_WORDS_ASKED = 8


@dataclass(frozen=True, slots=True)
class PatronPage:
    """Some of the readers found, and how many there are in all."""

    rows: tuple[PatronFacts, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which readers a list shows; an empty part asks nothing. `restricted_on`: may not borrow on that day."""

    query: str = ""
    category: str = ""
    registered_in: int | None = None
    not_registered_in: int | None = None
    faculty: str = ""
    study_group: str = ""
    kind: PatronKind | None = None
    restricted_on: date | None = None
    course: str = ""


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


def _in_year(year: int) -> ColumnElement[bool]:
    return Patron.id.in_(select(Registration.patron_id).where(Registration.year == year))


def open_on(day: date) -> ColumnElement[bool]:
    """Return the condition under which a restriction holds on a day; its last day counts."""
    return and_(
        Restriction.lifted_at.is_(None),
        Restriction.since <= day,
        or_(Restriction.until.is_(None), Restriction.until >= day),
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]] | None:
    """Return what the readers must be; None where nobody can be it."""
    where: list[ColumnElement[bool]] = []
    if wanted.query.strip():
        asked = _asked(wanted.query)
        if asked is None:  # nothing but signs: nobody is called so
            return None
        where.append(asked)
    columns = ((Patron.category, wanted.category), (Patron.faculty, wanted.faculty),
               (Patron.course, wanted.course), (Patron.study_group, wanted.study_group))  # fmt: skip
    where += [column == value for column, value in columns if value]
    if wanted.kind is not None:
        where.append(Patron.kind == wanted.kind)
    if wanted.registered_in is not None:
        where.append(_in_year(wanted.registered_in))
    if wanted.not_registered_in is not None:
        where.append(~_in_year(wanted.not_registered_in))
    if wanted.restricted_on is not None:
        where.append(exists().where(Restriction.patron_id == Patron.id, open_on(wanted.restricted_on)))
    return where


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
    wanted = Wanted(query=query, category=category, registered_in=registered_in)
    return list_patrons(session, wanted, limit=limit, offset=offset)


def list_patrons(session: Session, wanted: Wanted, *, limit: int = 50, offset: int = 0) -> PatronPage:
    """Return the readers of a list by the alphabet."""
    where = _conditions(wanted)
    if where is None:
        return PatronPage((), 0)
    total = session.scalars(select(func.count()).select_from(Patron).where(*where)).one()
    page = facts_query().where(*where).order_by(Patron.name_sort, Patron.id).limit(limit).offset(offset)
    return PatronPage(tuple(facts_of(row) for row in session.execute(page)), total)


def categories(session: Session) -> tuple[Place, ...]:
    """Return the categories of readers in the library's order."""
    columns = (Category.code, Category.name_uz, Category.name_ru, Category.name_en)
    return tuple(Place(*row) for row in session.execute(select(*columns).order_by(Category.position)))


SUGGESTED = {
    "faculty": Patron.faculty, "course": Patron.course, "study_group": Patron.study_group,
    "workplace": Patron.workplace, "education": Patron.education,
}  # fmt: skip


def suggestions(session: Session, column: str, *, limit: int = 200) -> tuple[str, ...]:
    """Return the values that readers already have in faculty, course, study_group, workplace or education."""
    values = SUGGESTED[column]
    often = select(values).where(values != "").group_by(values).order_by(func.count().desc(), values)
    return tuple(sorted(session.scalars(often.limit(limit))))


def count_by_category(session: Session) -> dict[str, int]:
    """Return how many readers each category has."""
    rows = session.execute(select(Patron.category, func.count()).group_by(Patron.category))
    return dict(rows.all())
