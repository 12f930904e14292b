"""Renewing a loan (desk.md §3), and the yearly registration that the first service of a year is."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from catalog.items.queries import snapshot
from circulation.loans.errors import LoanCode, LoanError, LoanRefused
from circulation.loans.models import Loan, Renewal
from circulation.loans.queries import OpenLoanRow
from circulation.loans.rules import (
    Acknowledgement,
    Reader,
    assess_renewal,
    readable,
    reader_unknown,
    steps_as_data,
)
from circulation.loans.services.granting import Granted, grant, refused_for
from circulation.loans.services.results import Renewed
from circulation.loans.services.seen import (
    as_open_loan,
    copy_of,
    hold_loan_of,
    item_meant,
    loan_meant,
    reader_of,
)
from circulation.patrons.queries import find_patron, patron_snapshot
from circulation.patrons.services import enter_registration
from circulation.visits.services import count_visit
from ils.accounts.audit import audit
from ils.activity.kinds import Kind, Source
from ils.activity.services import record
from ils.activity.work import Done, Work
from ils.library.calendar import load_calendar


def renew(
    session: Session,
    work: Work,
    *,
    code: str | None = None,
    loan_id: int | None = None,
    card: str | None = None,
    acknowledged: Acknowledgement | None = None,
) -> Renewed:
    """Renew the loan of a scanned copy, or the loan with this id.

    With a card the reader is here: a visit is counted, and a registration asked for where it is due. Without
    one (by telephone, from the loan's page) only the loan itself is judged.
    """
    reader = _shown(session, card)
    item_id = item_meant(session, "RN-01", code=code, loan_id=loan_id)
    patron, item, held = hold_loan_of(session, item_id)
    loan = loan_meant(held, loan_id)
    if reader and patron and reader.id == patron.id:
        reader = reader_of(patron)  # read again under the lock
    assessment = assess_renewal(
        as_open_loan(session, loan, patron) if loan else None,
        copy=copy_of(item),
        reader=reader,
        calendar=load_calendar(session),
        day=work.day,
    )
    granted = grant(work, assessment, acknowledged, patron=patron, item=item)
    if loan is None:  # RN-01 has blocked it before
        raise LoanRefused(assessment)
    return _carry_out(session, work, loan, granted, in_person=reader is not None)


def _carry_out(
    session: Session, work: Work, loan: OpenLoanRow, granted: Granted, *, in_person: bool
) -> Renewed:
    running_number, done = register_when_due(session, work, granted)
    done += (prolong(session, work, loan, granted),)
    visit = count_visit(session, work, patron=granted.patron, source=Source.LOAN) if in_person else None
    record(session, work, *done, *((visit,) if visit else ()))
    return Renewed(
        loan_id=loan.id,
        patron=granted.patron,
        item=granted.item,
        old_due_on=loan.due_on,
        due_on=granted.due_on,
        due_steps=granted.assessment.due_steps,
        renewals=loan.renewals + 1,
        running_number=running_number,
        visit_counted=visit is not None,
    )


def _shown(session: Session, card: str | None) -> Reader | None:
    if card is None:
        return None
    patron = find_patron(session, card.strip()) if readable(card.strip()) else None
    if patron is None:
        raise refused_for(reader_unknown(card.strip()))
    return reader_of(patron)


def register_when_due(session: Session, work: Work, granted: Granted) -> tuple[int | None, tuple[Done, ...]]:
    """Register the reader for this year where that was asked and answered (CO-04, RG-01)."""
    if not granted.assessment.has(LoanCode.REGISTRATION_DUE):
        return None, ()
    registration, done = enter_registration(session, work, patron_id=granted.patron.id)
    return registration.running_number, (done,)


def prolong(session: Session, work: Work, loan: OpenLoanRow, granted: Granted) -> Done:
    """Give the loan its new date by compare-and-set and keep the renewal as a row of its own."""
    _set_due(session, loan, granted)
    session.add(
        Renewal(
            loan_id=loan.id,
            at=work.now,
            old_due_on=loan.due_on,
            new_due_on=granted.due_on,
            channel=str(work.channel),
            renewed_by=work.actor_id,
        )
    )
    _trace(session, work, loan, granted)
    return Done(
        kind=Kind.LOAN_RENEW,
        subject_type="loan",
        subject_id=loan.id,
        patron=patron_snapshot(granted.patron, work.day),
        item=snapshot(session, granted.item),
    )


def _set_due(session: Session, loan: OpenLoanRow, granted: Granted) -> None:
    unchanged = (Loan.id == loan.id, Loan.closed_at.is_(None), Loan.renewals == loan.renewals)
    statement = update(Loan).where(*unchanged)
    statement = statement.values(
        due_on=granted.due_on,
        due_steps=steps_as_data(granted.assessment.due_steps),
        renewals=loan.renewals + 1,
    )
    result = session.execute(statement, execution_options={"synchronize_session": False})
    if cast("CursorResult[Any]", result).rowcount != 1:
        raise LoanError(LoanCode.CHANGED_MEANWHILE, copy=granted.item.code)


def _trace(session: Session, work: Work, loan: OpenLoanRow, granted: Granted) -> None:
    audit(
        session,
        work,
        "loan_renewed",
        subject_type="loan",
        subject_id=loan.id,
        old_due=loan.due_on.isoformat(),
        due=granted.due_on.isoformat(),
        acknowledged=[str(each.code) for each in granted.assessment.asks],
    )
