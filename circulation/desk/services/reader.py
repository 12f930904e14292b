"""A reader at the desk: the session opens and ends, the year's registration."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from circulation.charges.queries import owed
from circulation.desk.errors import DeskCode, DeskError
from circulation.desk.rules import (
    Act,
    Box,
    BoxKind,
    Desk,
    Mode,
    Outcome,
    Place,
    Said,
    Told,
    told_of,
)
from circulation.desk.services.acts import UNANSWERED, Answered
from circulation.desk.services.notices import end_session
from circulation.desk.services.saying import attempt, reader_row, reasons_of, stopped
from circulation.loans.errors import LoanCode
from circulation.loans.rules.readers import about_reader
from circulation.loans.services.making import reader_of
from circulation.patrons.errors import PatronCode, PatronError
from circulation.patrons.queries import PatronFacts, patron_facts
from circulation.patrons.services import register
from circulation.visits.services import card_visit
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import LibraryError


def open_session(
    session: Session, work: Work, desk: Desk, patron: PatronFacts, answered: Answered = UNANSWERED
) -> Said:
    """Open the session of the reader whose card was scanned and count the visit (SB-01, VS-02).

    A lost card opens nothing without an override (CO-03); a registration that is due is told here and asked at the
    first lending (CO-04).
    """
    if patron.erased_at is not None:
        return _erased(desk, patron, patron.erased_at)
    told = told_of(about_reader(reader_of(patron), work.day))
    lost = tuple(each for each in told if each.code == LoanCode.CARD_LOST)
    if lost and answered.override is None:
        row = replace(reader_row(patron, Outcome.REFUSED), told=lost)
        box = Box(BoxKind.REFUSED, Act.OPEN, patron.card_number, patron.full_name, told=lost)
        return Said(desk, rows=(row,), box=box)
    if lost and answered.override:
        _note_override(session, work, patron, answered.override.reason)
    counted = attempt(session, lambda: card_visit(session, work, patron_id=patron.id))
    beside = (*_visit_told(counted), *told, *_debt(session, patron))
    if desk.patron_id == patron.id:
        return Said(desk, rows=(reader_row(patron, Outcome.OPENED, *beside),))
    row = reader_row(patron, Outcome.OPENED, *beside)
    return Said(_opened(desk, work, patron), rows=(row,), ended=end_session(session, work, desk))


def _erased(desk: Desk, patron: PatronFacts, at: datetime) -> Said:
    """Tell that the reader of the card was erased; no override opens it again."""
    told = (Told(PatronCode.ERASED, {"card": patron.card_number, "day": at}),)
    return Said(desk, rows=(replace(reader_row(patron, Outcome.REFUSED), told=told),))


def _opened(desk: Desk, work: Work, patron: PatronFacts) -> Desk:
    """Return the desk with this reader; what was chosen for the reader before is forgotten."""
    if desk.patron_id is not None:
        mode = desk.mode
        desk = replace(
            desk.closed(), mode=mode if mode is not Mode.HOLD else Mode.AUTOMATIC, place=Place.HOME
        )
    return replace(desk, patron_id=patron.id, opened_at=work.now)


def _note_override(session: Session, work: Work, patron: PatronFacts, reason: str) -> None:
    audit(
        session, work, "desk_overridden", subject_type="patron", subject_id=patron.id, reason=reason,
        codes=[str(LoanCode.CARD_LOST)],
    )  # fmt: skip


def _visit_told(counted: bool | LibraryError) -> tuple[Told, ...]:
    if isinstance(counted, LibraryError):
        return reasons_of(counted)
    return (Told(DeskCode.VISIT_COUNTED),) if counted else ()


def _debt(session: Session, patron: PatronFacts) -> tuple[Told, ...]:
    """Return that the reader owes something: a hint to be paid, whatever the limit of CO-07."""
    amount = owed(session, patron.id)
    return (Told(DeskCode.STILL_OWED, {"amount": amount}),) if amount > 0 else ()


def finish(session: Session, work: Work, desk: Desk) -> Said:
    """End the reader's session with one grouped notice (SB-10); without a reader nothing happens."""
    return Said(desk.closed(), ended=end_session(session, work, desk))


def register_reader(session: Session, work: Work, desk: Desk) -> Said:
    """Register the reader of the session for this year (RG-01)."""
    patron = reader_at(session, desk)
    registration = attempt(session, lambda: register(session, work, patron_id=patron.id))
    if isinstance(registration, LibraryError):
        known = isinstance(registration, PatronError) and registration.code is PatronCode.ALREADY_REGISTERED
        row = reader_row(patron, Outcome.REGISTERED, *reasons_of(registration))
        refused = stopped(desk, work, row, registration, Act.REGISTER)
        return Said(desk, rows=(row,)) if known else refused
    note = Told(DeskCode.REGISTERED_NOW, {"number": registration.running_number})
    return Said(desk, rows=(reader_row(patron, Outcome.REGISTERED, note),))


def reader_at(session: Session, desk: Desk) -> PatronFacts:
    """Return the reader whose session is open; NO_READER for none."""
    if desk.patron_id is None:
        raise DeskError(DeskCode.NO_READER)
    return patron_facts(session, desk.patron_id)
