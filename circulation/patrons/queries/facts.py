"""One reader as every desk needs them, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from circulation.patrons.errors import PatronCode, PatronNotFound
from circulation.patrons.models import Category, Patron, PatronKind, Registration
from circulation.patrons.rules import CARD, age_group, full_name, other_script, scanned_card, show_phone
from ils.activity.work import PatronSnapshot
from ils.library.places import Place

Guardian = aliased(Patron, name="guardian")


@dataclass(frozen=True, slots=True)
class PatronFacts:
    """A reader as every desk needs them; `running_number` belongs to `last_registered_year` (RG-02).

    The guardian is a reader too (`guardian_id`) or only named; name and telephone are given either way.
    """

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
    kind: PatronKind
    other_name: str  # the name in the other script
    email: str
    address: str
    faculty: str
    course: str
    guardian_id: int | None
    guardian_name: str
    guardian_phone: str
    guardian_email: str
    guardian_telegram_id: int | None
    member_until: date | None
    erased_at: datetime | None
    telegram_id: int | None
    channels: tuple[str, ...] | None  # the reader's own order of channels (OV-05)
    has_pin: bool

    @property
    def full_name(self) -> str:
        """Surname, given name, patronymic; the name of an organisation."""
        return full_name(self.surname, self.given_name, self.patronymic)

    @property
    def shown_other_name(self) -> str:
        """The name in the other script; made now where an older program wrote none."""
        return self.other_name or other_script(self.full_name)

    @property
    def shown_phone(self) -> str:
        """The telephone with spaces."""
        return show_phone(self.phone)

    @property
    def shown_guardian_phone(self) -> str:
        """The guardian's telephone with spaces."""
        return show_phone(self.guardian_phone)

    @property
    def studies(self) -> str:
        """Faculty, course and group as they are kept, for what is printed on cards; screens say it in words."""
        return " · ".join(each for each in (self.faculty, self.course, self.study_group) if each)

    @property
    def is_organisation(self) -> bool:
        """Whether it borrows by contract."""
        return self.kind is PatronKind.ORGANISATION

    def registered_in(self, year: int) -> bool:
        """Tell whether the reader is registered in that year (CO-04)."""
        return self.last_registered_year is not None and self.last_registered_year >= year


_PLAIN = (
    Patron.id, Patron.card_number, Patron.surname, Patron.given_name, Patron.patronymic, Patron.category,
    Category.name_uz, Category.name_ru, Category.name_en, Patron.birth_date, Patron.sex, Patron.citizenship,
    Patron.phone, Patron.study_group, Patron.language, Patron.note, Patron.card_lost_on,
    Registration.year, Registration.running_number,
    Patron.kind, Patron.other_name, Patron.email, Patron.address, Patron.faculty, Patron.course, Patron.guardian_id,
)  # fmt: skip
_GUARDIAN = (
    Patron.guardian_name, Patron.guardian_phone, Guardian.surname, Guardian.given_name, Guardian.patronymic,
    Guardian.phone, Guardian.email, Guardian.telegram_id,
)  # fmt: skip
_LAST = (Patron.member_until, Patron.erased_at, Patron.telegram_id, Patron.channels, Patron.pin_hash)


def facts_query() -> Any:
    """Join a reader with the category, the latest registration and the guardian: one row each, one query."""
    other = aliased(Registration)
    latest = select(func.max(other.year)).where(other.patron_id == Patron.id).scalar_subquery()
    return (
        select(*_PLAIN, *_GUARDIAN, *_LAST)
        .join(Category, Category.code == Patron.category)
        .outerjoin(Registration, and_(Registration.patron_id == Patron.id, Registration.year == latest))
        .outerjoin(Guardian, Guardian.id == Patron.guardian_id)
    )


def facts_of(row: Any) -> PatronFacts:
    """Make the facts of a row of `facts_query`."""
    plain, guardian, last = (
        row[: len(_PLAIN)],
        row[len(_PLAIN) : len(_PLAIN) + len(_GUARDIAN)],
        row[-len(_LAST) :],
    )
    category = Place(plain[5], plain[6], plain[7], plain[8])
    known: tuple[Any, ...] = (*plain[:6], category, *plain[9:], *_guardian_of(guardian))
    until, erased_at, telegram_id, channels, pin_hash = last
    known = (*known, until, erased_at, telegram_id, tuple(channels) if channels else None, bool(pin_hash))
    return PatronFacts(*known)


def _guardian_of(told: Any) -> tuple[str, str, str, int | None]:
    name, phone, surname, given_name, patronymic, own_phone, email, telegram_id = told
    if surname is None:
        return name, phone, "", None
    return full_name(surname, given_name, patronymic), own_phone or phone, email, telegram_id


def _locked(query: Any, lock: bool) -> Any:
    return query.with_for_update(of=Patron) if lock else query


@cache
def _one(column: Any, lock: bool) -> Any:
    """Build the question for one reader once a process: every scan asks it."""
    return _locked(facts_query().where(column == bindparam("value")), lock)


def find_patron(session: Session, code: str, *, lock: bool = False) -> PatronFacts | None:
    """Return the reader of a card: case does not matter, a wrong keyboard layout is repaired (SB-04)."""
    card = scanned_card(code)
    if not CARD.fullmatch(card):  # no card looks so: nothing to ask the database
        return None
    row = session.execute(_one(Patron.card_number, lock), {"value": card}).one_or_none()
    return facts_of(row) if row else None


def patron_facts(session: Session, patron_id: int, *, lock: bool = False) -> PatronFacts:
    """Return one reader by id; refuse an unknown one."""
    row = session.execute(_one(Patron.id, lock), {"value": patron_id}).one_or_none()
    if row is None:
        raise PatronNotFound(PatronCode.UNKNOWN, id=patron_id)
    return facts_of(row)


def patrons_by_id(session: Session, ids: set[int]) -> dict[int, PatronFacts]:
    """Return several readers at once, for lists."""
    rows = session.execute(facts_query().where(Patron.id.in_(ids)))
    return {row[0]: facts_of(row) for row in rows}


def patron_snapshot(facts: PatronFacts, day: date) -> PatronSnapshot:
    """Return what statistics keep of a reader at that day."""
    return PatronSnapshot(facts.category, age_group(facts.birth_date, day), facts.sex, facts.citizenship)
