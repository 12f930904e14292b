"""Acts on readers: adding, registering for the year, changing, cards."""

from __future__ import annotations

from typing import Any, Unpack

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog.items.models import Item
from circulation.patrons.errors import PatronCode, PatronError, PatronInputError, PatronNotFound
from circulation.patrons.models import Category, Patron, Registration, RegistrationKind
from circulation.patrons.queries import patron_facts, patron_snapshot
from circulation.patrons.rules import Details, clean_card, clean_details, generated_card, registration_kind
from ils.accounts.audit import audit
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done, Work
from ils.db import queue_here

KINDS = {RegistrationKind.NEW: Kind.PATRON_REGISTER, RegistrationKind.RETURNING: Kind.PATRON_REREGISTER}
_CARDS_AT_ONCE = 50

# practice.md §7: code, Uzbek, Russian, English, in the order of the National Library's report.
CATEGORIES = (
    ("pupil", "Oʻquvchi", "Учащийся", "School pupil"),
    ("student", "Talaba", "Студент", "Student"),
    ("applicant", "Abituriyent", "Абитуриент", "Applicant"),
    ("master_student", "Magistr", "Магистр", "Master's student"),
    ("researcher", "Ilmiy xodim", "Научный сотрудник", "Researcher"),
    ("docent", "Dotsent", "Доцент", "Associate professor"),
    ("professor", "Professor", "Профессор", "Professor"),
    ("employee", "Xizmatchi", "Служащий", "Employee"),
    ("worker", "Ishchi", "Рабочий", "Worker"),
    ("housewife", "Uy bekasi", "Домохозяйка", "Housewife"),
    ("pensioner", "Nafaqaxoʻr", "Пенсионер", "Pensioner"),
    ("farmer", "Fermer", "Фермер", "Farmer"),
    ("other", "Boshqa", "Другое", "Other"),
)


def install_defaults(session: Session) -> None:
    """Fill the categories of readers where there are none."""
    if session.scalars(select(Category.code)).first():
        return
    for position, (code, uz, ru, en) in enumerate(CATEGORIES, start=1):
        session.add(Category(code=code, name_uz=uz, name_ru=ru, name_en=en, position=position))
    session.flush()


def add_patron(
    session: Session,
    work: Work,
    *,
    card_number: str | None = None,
    register: bool = True,
    **details: Unpack[Details],
) -> Patron:
    """Add a reader and, in the same act, this year's registration (RG-01); a missing card number is made."""
    values = _checked(session, work, details)
    card = _free_card(session, card_number) if card_number else _next_card(session)
    patron = Patron(card_number=card, card_lost_on=None, created_at=work.now, **values)
    session.add(patron)
    _flush_card(session, card)
    audit(session, work, "patron_added", subject_type="patron", subject_id=patron.id, card=card)
    if register:
        _entered, done = enter_registration(session, work, patron_id=patron.id)
        record(session, work, done)
    return patron


def change_patron(session: Session, work: Work, *, patron_id: int, **details: Unpack[Details]) -> Patron:
    """Change what is given, never the card; the audit trail names the fields and not their contents."""
    patron = _patron(session, patron_id)
    known: Details = {
        "surname": patron.surname,
        "given_name": patron.given_name,
        "patronymic": patron.patronymic,
        "category": patron.category,
        "birth_date": patron.birth_date,
        "sex": patron.sex,
        "citizenship": patron.citizenship,
        "phone": patron.phone,
        "study_group": patron.study_group,
        "language": patron.language,
        "note": patron.note,
    }
    values = _checked(session, work, {**known, **details})
    changed = sorted(name for name in known if getattr(patron, name) != values[name])
    for name, value in values.items():
        setattr(patron, name, value)
    if changed:
        audit(session, work, "patron_changed", subject_type="patron", subject_id=patron_id, fields=changed)
    return patron


def register(session: Session, work: Work, *, patron_id: int) -> Registration:
    """Register a reader for the present year: once a person and year, new or returning (RG-01)."""
    registration, done = enter_registration(session, work, patron_id=patron_id)
    record(session, work, done)
    return registration


def enter_registration(session: Session, work: Work, *, patron_id: int) -> tuple[Registration, Done]:
    """Register as a part of a greater act, which hands the returned `Done` to `record` at its own end."""
    card, year = _patron(session, patron_id).card_number, work.day.year
    queue_here(session, "registration-number")
    years = _years(session, patron_id)
    if year in years:
        raise _already(card, year)
    registration = Registration(
        patron_id=patron_id,
        year=year,
        running_number=_next_number(session, year),
        day=work.day,
        kind=RegistrationKind(registration_kind(years, year)),
        at=work.now,
        department=work.department,
    )
    session.add(registration)
    try:
        session.flush()
    except IntegrityError as problem:  # the last guard: another desk was first (DESIGN §4.3)
        raise _already(card, year) from problem
    return registration, _registered(session, work, registration)


def _years(session: Session, patron_id: int) -> set[int]:
    return set(session.scalars(select(Registration.year).where(Registration.patron_id == patron_id)))


def _already(card: str, year: int) -> PatronError:
    return PatronError(PatronCode.ALREADY_REGISTERED, card=card, year=year)


def _registered(session: Session, work: Work, registration: Registration) -> Done:
    """Leave the trace of a registration and return its row for the log."""
    facts = patron_facts(session, registration.patron_id)
    audit(
        session,
        work,
        "patron_registered",
        subject_type="patron",
        subject_id=facts.id,
        year=registration.year,
        number=registration.running_number,
        kind=registration.kind.value,
    )
    return Done(
        kind=KINDS[registration.kind],
        subject_type="registration",
        subject_id=registration.id,
        patron=patron_snapshot(facts, work.day),
    )


def _next_number(session: Session, year: int) -> int:
    """Return the next running number of a year; the caller holds the queue: no number is left out (RG-02)."""
    last = select(func.coalesce(func.max(Registration.running_number), 0)).where(Registration.year == year)
    return session.scalars(last).one() + 1


def report_card_lost(session: Session, work: Work, *, patron_id: int) -> None:
    """Note that a card is lost: from now on it is refused at every desk (CO-03)."""
    patron = _patron(session, patron_id)
    if patron.card_lost_on is not None:
        raise PatronError(PatronCode.CARD_ALREADY_LOST, card=patron.card_number, day=patron.card_lost_on)
    patron.card_lost_on = work.day
    audit(
        session,
        work,
        "patron_card_lost",
        subject_type="patron",
        subject_id=patron_id,
        card=patron.card_number,
    )


def replace_card(session: Session, work: Work, *, patron_id: int, card_number: str | None = None) -> Patron:
    """Give a reader another card: the permanent number printed anew, or a card that bears its own number.

    The reader, the registrations and the loans stay the same: no new reader is counted (RG-02).
    """
    patron = _patron(session, patron_id)
    old, new = patron.card_number, clean_card(card_number) if card_number else patron.card_number
    if new == old and patron.card_lost_on is None:
        raise PatronError(PatronCode.CARD_NOT_LOST, card=old)
    if new != old:
        patron.card_number = _free_card(session, new)
    patron.card_lost_on = None
    _flush_card(session, new)
    audit(
        session, work, "patron_card_replaced", subject_type="patron", subject_id=patron_id, old=old, new=new
    )
    return patron


def _patron(session: Session, patron_id: int) -> Patron:
    patron = session.scalars(select(Patron).where(Patron.id == patron_id).with_for_update()).one_or_none()
    if patron is None:
        raise PatronNotFound(PatronCode.UNKNOWN, id=patron_id)
    return patron


def _checked(session: Session, work: Work, details: Details) -> dict[str, Any]:
    values = clean_details(work.day, **details)
    if session.get(Category, values["category"]) is None:
        raise PatronInputError(PatronCode.CATEGORY_UNKNOWN, value=values["category"][:40])
    return values


def _free_card(session: Session, card_number: str) -> str:
    card = clean_card(card_number)
    if session.scalars(select(Patron.id).where(Patron.card_number == card)).first():
        raise PatronError(PatronCode.CARD_TAKEN, card=card)
    return card


def _next_card(session: Session) -> str:
    """Return the first free card number after the newest reader's; two desks make theirs in turn."""
    queue_here(session, "card-number")
    number = session.scalars(select(func.coalesce(func.max(Patron.id), 0))).one() + 1
    while True:
        cards = [generated_card(each) for each in range(number, number + _CARDS_AT_ONCE)]
        taken = set(session.scalars(select(Patron.card_number).where(Patron.card_number.in_(cards))))
        taken.update(
            each for each in session.scalars(select(Item.barcode).where(Item.barcode.in_(cards))) if each
        )
        for card in cards:
            if card not in taken:
                return card
        number += _CARDS_AT_ONCE


def _flush_card(session: Session, card: str) -> None:
    try:
        session.flush()
    except IntegrityError as problem:  # another desk gave this number out a moment ago
        raise PatronError(PatronCode.CARD_TAKEN, card=card) from problem
