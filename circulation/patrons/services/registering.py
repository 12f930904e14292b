"""The yearly registration (RG-01, RG-02)."""

from __future__ import annotations

from dataclasses import replace

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
from ils.activity.kinds import Channel, Kind
from ils.activity.models import Activity
from ils.activity.services import record, reverse
from ils.activity.work import Done, PatronSnapshot, Work
from ils.db import is_postgresql, queue_here
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
        id=_new_id(session),
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


def _new_id(session: Session) -> int | None:
    """Return an id that no registration has ever had, for the log names them: SQLite would give a freed one again.

    None where the database counts by itself. The caller holds the queue.
    """
    if is_postgresql(session):
        return None
    named = select(func.max(Activity.subject_id)).where(Activity.subject_type == "registration")
    there = select(func.max(Registration.id))
    return max(session.scalars(query).one() or 0 for query in (named, there)) + 1


def _next_number(session: Session, year: int) -> int:
    """Return the next running number of a year; the caller holds the queue: no number is left out (RG-02)."""
    last = session.scalars(
        select(func.max(Registration.running_number)).where(Registration.year == year)
    ).one()
    return (register_starts(session).get(year, 0) if last is None else last) + 1


def take_registration_back(session: Session, work: Work, *, patron_id: int, year: int) -> int:
    """Take back a registration made by mistake and return its running number, which is free again.

    Only the newest of its year, so that the numbers have no gap (RG-02), and only the reader's last one, so that who
    came back later stays a returning reader (RG-01). The log keeps the act and its twin.
    """
    card = locked_patron(session, patron_id).card_number
    queue_here(session, "registration-number")
    registration = session.scalars(
        select(Registration).where(Registration.patron_id == patron_id, Registration.year == year)
    ).one_or_none()
    if registration is None:
        raise PatronError(PatronCode.NOT_REGISTERED, card=card, year=year)
    number = registration.running_number
    if number != _next_number(session, year) - 1 or max(_years(session, patron_id)) > year:
        raise PatronError(PatronCode.REGISTRATION_NOT_LAST, card=card, year=year, number=number)
    act = standing_act(session, registration)
    session.delete(registration)
    session.flush()
    audit(
        session,
        work,
        "registration_taken_back",
        subject_type="patron",
        subject_id=patron_id,
        year=year,
        number=number,
    )
    # A fixed reason: what is typed of a reader could never be taken out of the log again.
    reverse(session, work, activity=act, reason="registered by mistake")
    return number


def standing_act(session: Session, registration: Registration) -> Activity:
    """Return the act by which a registration counts: the newest, for older ones have their twins already."""
    rows = select(Activity).where(
        Activity.subject_type == "registration",
        Activity.subject_id == registration.id,
        Activity.kind == KINDS[registration.kind],
        Activity.undo_of.is_(None),
    )
    return session.scalars(rows.order_by(Activity.id.desc()).limit(1)).one()


def count_anew(session: Session, work: Work, *, patron_id: int) -> None:
    """Let this year's registration count the reader as told now: a slip in sex, birth or country is put right.

    The twin and the new act stand on the day of the registration. What a reader was (category) stays as it was then.
    """
    registration = session.scalars(
        select(Registration).where(Registration.patron_id == patron_id, Registration.year == work.day.year)
    ).one_or_none()
    if registration is None:
        return
    act = standing_act(session, registration)
    known = patron_snapshot(patron_facts(session, patron_id), registration.day)
    told = replace(known, category=act.patron_category)
    if told == PatronSnapshot(act.patron_category, act.patron_age, act.patron_sex, act.patron_citizenship):
        return
    place = replace(work, department=act.department, sector=act.sector, channel=Channel(act.channel))
    done = Done(act.kind, act.subject_type, act.subject_id, patron=told, day=act.day)
    reverse(session, work, activity=act, reason="details of the reader")
    record(session, place, done)


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
