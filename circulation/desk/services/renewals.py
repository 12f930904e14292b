"""Renewals at the desk: one loan, a scanned copy, all loans of the reader."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from catalog.items.queries import ItemFacts
from circulation.desk.errors import DeskCode, DeskError
from circulation.desk.rules import Act, Box, BoxKind, Desk, Outcome, Row, Said, Told
from circulation.desk.services.acts import UNANSWERED, Answered
from circulation.desk.services.reader import reader_at
from circulation.desk.services.saying import attempt, reasons_of, row_of, stopped
from circulation.loans.queries import open_loan_of, open_loans
from circulation.loans.services import Renewed, hold_reader, renew
from circulation.patrons.queries import PatronFacts, patron_facts
from ils.activity.work import Work
from ils.errors import LibraryError


def renew_one(
    session: Session, work: Work, desk: Desk, loan_id: int, answered: Answered = UNANSWERED
) -> Said:
    """Renew one loan of the reader's list."""
    patron = reader_at(session, desk)
    loan = next((each for each in open_loans(session, patron.id, day=work.day) if each.id == loan_id), None)
    if loan is None:
        raise DeskError(DeskCode.NOTHING_TO_RENEW)
    row = Row(
        Outcome.REFUSED, loan.code, loan.title, loan.responsibility, loan.language,
        record_id=loan.record_id, patron_id=patron.id, reader=patron.full_name, loan_id=loan_id,
    )  # fmt: skip
    renewed = _renewed(session, work, patron, loan_id, answered)
    return _said(desk, work, row, renewed, answered)


def renew_copy(
    session: Session, work: Work, desk: Desk, item: ItemFacts, scanned: str, answered: Answered = UNANSWERED
) -> Said:
    """Renew the loan of a scanned copy, whoever has it.

    Only the reader whose session is open is here in person: for another one it is as by telephone, no visit.
    """
    loan = open_loan_of(session, item.id)
    holder = patron_facts(session, loan.patron_id) if loan else None
    row = row_of(item, Outcome.REFUSED, scanned)
    if holder and loan:
        row = replace(row, patron_id=holder.id, reader=holder.full_name, loan_id=loan.id)
    here = holder if holder and holder.id == desk.patron_id else None
    renewed = attempt(
        session,
        lambda: renew(
            session, work, code=item.code, card=here.card_number if here else None, acknowledged=answered.yes,
            override=answered.override,
        ),
    )  # fmt: skip
    return _said(desk, work, row, renewed, answered)


def renew_all(session: Session, work: Work, desk: Desk) -> Said:
    """Renew whatever can be renewed without a question; all that cannot is told in one box."""
    patron = reader_at(session, desk)
    loans = open_loans(session, patron.id, day=work.day)
    if not loans:
        raise DeskError(DeskCode.NOTHING_TO_RENEW)
    hold_reader(
        session, patron.id
    )  # several acts in one transaction: all their locks come before the first log
    rows: list[Row] = []
    told: list[Told] = []
    for loan in loans:
        renewed = _renewed(session, work, patron, loan.id, UNANSWERED)
        if isinstance(renewed, LibraryError):
            told += reasons_of(renewed, about=loan.title)
        else:
            rows.append(_renewed_row(renewed))
    box = Box(BoxKind.REFUSED, Act.RENEW, patron.card_number, patron.full_name, told=tuple(told))
    return Said(desk, rows=tuple(rows), box=box if told else None)


def _renewed(
    session: Session, work: Work, patron: PatronFacts, loan_id: int, answered: Answered
) -> Renewed | LibraryError:
    return attempt(
        session,
        lambda: renew(
            session, work, loan_id=loan_id, card=patron.card_number, acknowledged=answered.yes,
            override=answered.override,
        ),
    )  # fmt: skip


def _said(desk: Desk, work: Work, row: Row, renewed: Renewed | LibraryError, answered: Answered) -> Said:
    if isinstance(renewed, LibraryError):
        return stopped(desk, work, row, renewed, Act.RENEW, answered=answered.given)
    return Said(desk, rows=(_renewed_row(renewed),))


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
        minute=renewed.due_minute,
        told=told,
    )
