"""Renewing a loan (desk.md §3), and the yearly registration that the first service of a year is."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from catalog.items.queries import ItemFacts, item_facts, snapshot
from circulation.holds.queries import hold_case
from circulation.loans.errors import LoanCode, LoanError, LoanRefused
from circulation.loans.models import Loan, Renewal
from circulation.loans.queries import OpenLoanRow, open_loan_of
from circulation.loans.rules import (
    Acknowledgement,
    Assessment,
    Queue,
    Reader,
    assess_renewal,
    readable,
    reader_unknown,
    steps_as_data,
)
from circulation.loans.services.acts import note_act
from circulation.loans.services.granting import Granted, Override, grant, passing, refused_for
from circulation.loans.services.making import as_open_loan, copy_of, full_reader, queue_of, reader_of
from circulation.loans.services.results import Renewed
from circulation.loans.services.seen import hold_loan_of, item_meant, loan_meant
from circulation.patrons.queries import PatronFacts, find_patron, patron_facts, patron_snapshot
from circulation.patrons.services import enter_registration
from circulation.policies.queries import load_severities
from circulation.visits.services import count_visit
from ils.accounts.audit import audit
from ils.activity.kinds import Channel, Kind, Source
from ils.activity.services import record
from ils.activity.work import Done, Work
from ils.library.calendar import load_calendar

READER, LIBRARIAN, AUTOMATIC = "reader", "librarian", "automatic"  # who asked for a renewal
IN_PERSON = frozenset({Channel.DESK, Channel.KIOSK})
# Nobody is at the other end who could say yes: what would be asked stops (RN-05).
ALONE = frozenset({Channel.WEB, Channel.TELEGRAM, Channel.AUTOMATIC})


def renew(
    session: Session,
    work: Work,
    *,
    code: str | None = None,
    loan_id: int | None = None,
    card: str | None = None,
    acknowledged: Acknowledgement | None = None,
    override: Override | None = None,
    asked_by: str = LIBRARIAN,
) -> Renewed:
    """Renew the loan of a scanned copy, or the loan with this id.

    With a card at the desk the reader is here: a visit is counted, and a registration asked for where it is due.
    Without one (by telephone, from the loan's page) only the loan and its holder's rights are judged. `asked_by` is
    "reader", "librarian" or "automatic" and stands in the log beside the channel.
    """
    reader = _shown(session, card)
    item_id = item_meant(session, "RN-01", code=code, loan_id=loan_id)
    patron, item, held = hold_loan_of(session, item_id)
    loan = loan_meant(held, loan_id)
    if reader and patron and reader.id == patron.id:
        reader = reader_of(patron)  # read again under the lock
    assessment = _judged(session, work, loan, patron=patron, item=item, reader=reader, override=override)
    granted = grant(work, assessment, acknowledged, patron=patron, item=item)
    if loan is None:  # RN-01 has blocked it before
        raise LoanRefused(assessment)
    in_person = reader is not None and work.channel in IN_PERSON
    return _carry_out(session, work, loan, granted, override, asked_by=asked_by, in_person=in_person)


def assess_renewal_of(session: Session, work: Work, *, loan_id: int) -> Assessment:
    """Tell what renewing a loan would say, asked for without a card; nothing is locked and nothing changes."""
    item_id = item_meant(session, "RN-01", code=None, loan_id=loan_id)
    loan = loan_meant(open_loan_of(session, item_id), loan_id)
    patron = patron_facts(session, loan.patron_id) if loan else None
    item = item_facts(session, item_id)
    return _judged(session, work, loan, patron=patron, item=item, reader=None, override=None)


def _judged(
    session: Session,
    work: Work,
    loan: OpenLoanRow | None,
    *,
    patron: PatronFacts | None,
    item: ItemFacts,
    reader: Reader | None,
    override: Override | None,
) -> Assessment:
    return assess_renewal(
        as_open_loan(session, loan, patron) if loan else None,
        copy=copy_of(item),
        reader=reader,
        calendar=load_calendar(session),
        day=work.day,
        holder=full_reader(session, patron, work.day) if patron else None,
        queue=_queue(session, work, loan, item),
        severities=load_severities(session),
        passing=passing(override),
        alone=work.channel in ALONE,
    )


def _queue(session: Session, work: Work, loan: OpenLoanRow | None, item: ItemFacts) -> Queue:
    if loan is None:
        return Queue()
    holds = hold_case(
        session, record_id=item.record_id, patron_id=loan.patron_id, item_id=item.id, day=work.day
    )
    return queue_of(holds, loan.patron_id)


def _carry_out(
    session: Session,
    work: Work,
    loan: OpenLoanRow,
    granted: Granted,
    override: Override | None,
    *,
    asked_by: str,
    in_person: bool,
) -> Renewed:
    running_number, done = register_when_due(session, work, granted)
    visit = count_visit(session, work, patron=granted.patron, source=Source.LOAN) if in_person else None
    act_id, renewed = prolong(
        session, work, loan, granted,
        visit_id=visit.subject_id if visit else None, override=override, asked_by=asked_by,
    )  # fmt: skip
    record(session, work, *done, renewed, *((visit,) if visit else ()))
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
        act_id=act_id,
        due_minute=granted.assessment.due_minute,
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


def prolong(
    session: Session,
    work: Work,
    loan: OpenLoanRow,
    granted: Granted,
    *,
    visit_id: int | None,
    override: Override | None = None,
    asked_by: str = LIBRARIAN,
) -> tuple[int, Done]:
    """Give the loan its new date by compare-and-set; return the act's id and what the log keeps.

    The renewal is a row of its own, and the act keeps what was before it.
    """
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
    _trace(session, work, loan, granted, asked_by)
    trace_override(session, work, loan.id, granted, override)
    act_id = note_act(
        session, work, kind="renew", loan_id=loan.id,
        before={
            "due_on": loan.due_on.isoformat(),
            "due_minute": loan.due_minute,
            "due_steps": loan.due_steps,
            "renewals": loan.renewals,
            "visit_id": visit_id,
        },
    )  # fmt: skip
    return act_id, _done(session, work, loan, granted, asked_by)


def _done(session: Session, work: Work, loan: OpenLoanRow, granted: Granted, asked_by: str) -> Done:
    return Done(
        kind=Kind.LOAN_RENEW,
        subject_type="loan",
        subject_id=loan.id,
        patron=patron_snapshot(granted.patron, work.day),
        item=snapshot(session, granted.item),
        note=asked_by,
    )


def _set_due(session: Session, loan: OpenLoanRow, granted: Granted) -> None:
    unchanged = (Loan.id == loan.id, Loan.closed_at.is_(None), Loan.renewals == loan.renewals)
    statement = update(Loan).where(*unchanged)
    statement = statement.values(
        due_on=granted.due_on,
        due_minute=granted.assessment.due_minute,
        due_steps=steps_as_data(granted.assessment.due_steps),
        renewals=loan.renewals + 1,
    )
    result = session.execute(statement, execution_options={"synchronize_session": False})
    if cast("CursorResult[Any]", result).rowcount != 1:
        raise LoanError(LoanCode.CHANGED_MEANWHILE, copy=granted.item.code)


def _trace(session: Session, work: Work, loan: OpenLoanRow, granted: Granted, asked_by: str) -> None:
    audit(
        session,
        work,
        "loan_renewed",
        subject_type="loan",
        subject_id=loan.id,
        old_due=loan.due_on.isoformat(),
        due=granted.due_on.isoformat(),
        asked_by=asked_by,
        acknowledged=[str(each.code) for each in granted.assessment.asks],
    )


def trace_override(
    session: Session, work: Work, loan_id: int, granted: Granted, override: Override | None
) -> None:
    """Write on the trail which blocks somebody passed, and why."""
    passed = granted.assessment.overridden
    if override is None or not passed:
        return
    audit(
        session,
        work,
        "loan_overridden",
        subject_type="loan",
        subject_id=loan_id,
        item=granted.item.id,
        codes=[str(each.code) for each in passed],
        rules=[each.rule for each in passed],
        reason=override.written,
    )
