"""The yearly registration (RG-01, RG-02)."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from circulation.patrons.errors import PatronCode, PatronError, PatronInputError
from circulation.patrons.models import Registration, RegistrationKind
from circulation.patrons.queries import patron_facts, patron_snapshot
from circulation.patrons.queries.registering import REGISTER_START, register_starts
from circulation.patrons.rules import registration_kind
from circulation.patrons.services.base import locked_patron
from ils.accounts.audit import audit
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done, Work
from ils.db import queue_here
from ils.library.models import Setting

LAST_ON_PAPER = 999_999
KINDS = {RegistrationKind.NEW: Kind.PATRON_REGISTER, RegistrationKind.RETURNING: Kind.PATRON_REREGISTER}


def register(session: Session, work: Work, *, patron_id: int) -> Registration:
    """Register a reader for the present year: once a person and year, new or returning (RG-01)."""
    registration, done = enter_registration(session, work, patron_id=patron_id)
    record(session, work, done)
    return registration


def enter_registration(session: Session, work: Work, *, patron_id: int) -> tuple[Registration, Done]:
    """Register as a part of a greater act, which hands the returned `Done` to `record` at its own end."""
    card, year = locked_patron(session, patron_id).card_number, work.day.year
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
    last = session.scalars(
        select(func.max(Registration.running_number)).where(Registration.year == year)
    ).one()
    return (register_starts(session).get(year, 0) if last is None else last) + 1


def continue_register(session: Session, work: Work, *, year: int, last: int) -> None:
    """Let the register of a year go on from paper: its first number here is the one after `last`.

    Only while nobody is registered in that year, so that the numbers have no gap (RG-02); 0: from 1.
    """
    if not 0 <= last <= LAST_ON_PAPER:
        raise PatronInputError(PatronCode.REGISTER_NUMBER)
    queue_here(session, "registration-number")
    if session.scalars(select(Registration.id).where(Registration.year == year).limit(1)).first():
        raise PatronError(PatronCode.REGISTER_BEGUN, year=year)
    kept = {str(each): number for each, number in register_starts(session).items() if each != year}
    session.merge(Setting(name=REGISTER_START, value=kept | ({str(year): last} if last else {})))
    audit(session, work, "register_continued", subject_type="setting", subject_id=None, year=year, last=last)
