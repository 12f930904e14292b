"""A reader at the desk: the session opens and ends, the year's registration, renewals from the list."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from circulation.desk.errors import DeskCode, DeskError
from circulation.desk.queries import session_of
from circulation.desk.rules import Act, Box, BoxKind, Desk, Ended, Outcome, Row, Said, Told, told_of
from circulation.desk.services.saying import attempt, reader_row, reasons_of, row_of, stopped
from circulation.loans.errors import LoanCode
from circulation.loans.queries import open_loans
from circulation.loans.rules import Acknowledgement
from circulation.loans.rules.readers import about_reader
from circulation.loans.services import Renewed, renew
from circulation.loans.services.seen import reader_of
from circulation.patrons.errors import PatronCode, PatronError
from circulation.patrons.queries import PatronFacts, patron_facts
from circulation.patrons.services import register
from circulation.visits.services import card_visit
from ils.activity.work import Work
from ils.errors import LibraryError


def open_session(session: Session, work: Work, desk: Desk, patron: PatronFacts) -> Said:
    """Open the session of the reader whose card was scanned and count the visit (SB-01, VS-02).

    A lost card opens nothing (CO-03); a registration that is due is told here and asked at the first
    lending (CO-04).
    """
    told = told_of(about_reader(reader_of(patron), work.day))
    lost = tuple(each for each in told if each.code == LoanCode.CARD_LOST)
    if lost:
        row = replace(reader_row(patron, Outcome.REFUSED), told=lost)
        box = Box(BoxKind.REFUSED, Act.OPEN, patron.card_number, patron.full_name, told=lost)
        return Said(desk, rows=(row,), box=box)
    counted = attempt(session, lambda: card_visit(session, work, patron_id=patron.id))
    beside = _visit_told(counted)
    if desk.patron_id == patron.id:
        return Said(desk, rows=(reader_row(patron, Outcome.OPENED, *beside, *told),))
    opened = replace(desk, patron_id=patron.id, opened_at=work.now)
    row = reader_row(patron, Outcome.OPENED, *beside, *told)
    return Said(opened, rows=(row,), ended=_ended(session, work, desk))


def _visit_told(counted: bool | LibraryError) -> tuple[Told, ...]:
    if isinstance(counted, LibraryError):
        return reasons_of(counted)
    return (Told(DeskCode.VISIT_COUNTED),) if counted else ()


def _ended(session: Session, work: Work, desk: Desk) -> Ended | None:
    if desk.patron_id is None:
        return None
    patron = patron_facts(session, desk.patron_id)
    return session_of(
        session,
        work.actor_id,
        patron_id=patron.id,
        reader=patron.full_name,
        since=desk.opened_at or work.now,
    )


def end_session(session: Session, work: Work, desk: Desk) -> Said:
    """End the reader's session with one grouped notice (SB-10); without a reader nothing happens."""
    return Said(desk.closed(), ended=_ended(session, work, desk))


def register_reader(session: Session, work: Work, desk: Desk) -> Said:
    """Register the reader of the session for this year (RG-01)."""
    patron = _reader(session, desk)
    registration = attempt(session, lambda: register(session, work, patron_id=patron.id))
    if isinstance(registration, LibraryError):
        known = isinstance(registration, PatronError) and registration.code is PatronCode.ALREADY_REGISTERED
        row = reader_row(patron, Outcome.REGISTERED, *reasons_of(registration))
        refused = stopped(desk, work, row, registration, Act.REGISTER)
        return Said(desk, rows=(row,)) if known else refused
    note = Told(DeskCode.REGISTERED_NOW, {"number": registration.running_number})
    return Said(desk, rows=(reader_row(patron, Outcome.REGISTERED, note),))


def _reader(session: Session, desk: Desk) -> PatronFacts:
    if desk.patron_id is None:
        raise DeskError(DeskCode.NO_READER)
    return patron_facts(session, desk.patron_id)


def renew_one(
    session: Session, work: Work, desk: Desk, loan_id: int, acknowledged: Acknowledgement | None
) -> Said:
    """Renew one loan of the reader's list."""
    patron = _reader(session, desk)
    loan = next((each for each in open_loans(session, patron.id, day=work.day) if each.id == loan_id), None)
    if loan is None:
        raise DeskError(DeskCode.NOTHING_TO_RENEW)
    renewed = _renewed(session, work, patron, loan_id, acknowledged)
    if isinstance(renewed, LibraryError):
        row = Row(
            Outcome.REFUSED, loan.code, loan.title, loan.responsibility, loan.language,
            record_id=loan.record_id, patron_id=patron.id, reader=patron.full_name, loan_id=loan_id,
        )  # fmt: skip
        return stopped(desk, work, row, renewed, Act.RENEW, answered=acknowledged is not None)
    return Said(desk, rows=(_renewed_row(renewed),))


def renew_all(session: Session, work: Work, desk: Desk) -> Said:
    """Renew whatever can be renewed without a question; all that cannot is told in one box."""
    patron = _reader(session, desk)
    loans = open_loans(session, patron.id, day=work.day)
    if not loans:
        raise DeskError(DeskCode.NOTHING_TO_RENEW)
    rows: list[Row] = []
    told: list[Told] = []
    for loan in loans:
        renewed = _renewed(session, work, patron, loan.id, None)
        if isinstance(renewed, LibraryError):
            told += reasons_of(renewed, about=loan.title)
        else:
            rows.append(_renewed_row(renewed))
    box = Box(BoxKind.REFUSED, Act.RENEW, patron.card_number, patron.full_name, told=tuple(told))
    return Said(desk, rows=tuple(rows), box=box if told else None)


def _renewed(
    session: Session, work: Work, patron: PatronFacts, loan_id: int, acknowledged: Acknowledgement | None
) -> Renewed | LibraryError:
    return attempt(
        session,
        lambda: renew(session, work, loan_id=loan_id, card=patron.card_number, acknowledged=acknowledged),
    )


def _renewed_row(renewed: Renewed) -> Row:
    told = (
        (Told(DeskCode.REGISTERED_NOW, {"number": renewed.running_number}),) if renewed.running_number else ()
    )
    return replace(
        row_of(renewed.item, Outcome.RENEWED),
        patron_id=renewed.patron.id,
        reader=renewed.patron.full_name,
        loan_id=renewed.loan_id,
        due=renewed.due_on,
        told=told,
    )
