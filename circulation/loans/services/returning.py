"""Taking a copy back (desk.md §2). Nothing but an unknown number stops it."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from catalog.items.models import ItemState
from catalog.items.queries import ItemFacts, snapshot
from catalog.items.services import set_state
from circulation.loans.errors import LoanCode, LoanError
from circulation.loans.models import Loan
from circulation.loans.queries import OpenLoanRow
from circulation.loans.rules import (
    days_late,
    open_days_late,
    return_reasons,
)
from circulation.loans.services.results import NOT_ON_LOAN, RETURNED, Returned
from circulation.loans.services.seen import as_open_loan, copy_of, hold_loan_of, item_meant, loan_meant
from circulation.patrons.queries import PatronFacts, patron_snapshot
from circulation.visits.services import count_visit
from ils.accounts.audit import audit
from ils.activity.kinds import Kind, Source
from ils.activity.services import record
from ils.activity.work import Done, Work
from ils.library.calendar import load_calendar

# A copy that was on loan or given up for lost is free again; a written-off one never silently (CI-08).
FREED = frozenset({ItemState.ON_LOAN, ItemState.LOST, ItemState.MISSING})


def check_in(
    session: Session, work: Work, *, code: str | None = None, loan_id: int | None = None
) -> Returned:
    """Take a scanned copy back, or end the loan with this id; count the reader's visit, tell what is to be told."""
    item_id = item_meant(session, "CI-01", code=code, loan_id=loan_id)
    patron, item, held = hold_loan_of(session, item_id)
    loan = loan_meant(held, loan_id)
    calendar = load_calendar(session)
    judged = as_open_loan(session, loan, patron) if loan else None
    reasons = return_reasons(copy_of(item), judged, calendar=calendar, day=work.day, here=work.department)
    if loan is None or patron is None:
        return Returned(outcome=NOT_ON_LOAN, item=item, reasons=reasons)
    done = take_back(session, work, loan, patron=patron, item=item)
    visit = count_visit(session, work, patron=patron, source=Source.LOAN)
    record(session, work, done, *((visit,) if visit else ()))
    return Returned(
        outcome=RETURNED,
        item=item,
        reasons=reasons,
        loan_id=loan.id,
        patron=patron,
        due_on=loan.due_on,
        days_late=days_late(loan.due_on, work.day),
        open_days_late=open_days_late(calendar, loan.due_on, work.day),
        visit_counted=visit is not None,
    )


def take_back(
    session: Session, work: Work, loan: OpenLoanRow, *, patron: PatronFacts, item: ItemFacts
) -> Done:
    """Close the loan and free the copy, both by compare-and-set, so that two desks cannot both do it."""
    _close(session, work, loan, item)
    if item.state in FREED:
        set_state(session, item.id, was=item.state, becomes=ItemState.AVAILABLE, now=work.now)
    audit(
        session,
        work,
        "loan_closed",
        subject_type="loan",
        subject_id=loan.id,
        patron=patron.id,
        item=item.id,
        days_late=days_late(loan.due_on, work.day),
    )
    return Done(
        kind=Kind.LOAN_CLOSE,
        subject_type="loan",
        subject_id=loan.id,
        patron=patron_snapshot(patron, work.day),
        item=snapshot(session, item),
    )


def _close(session: Session, work: Work, loan: OpenLoanRow, item: ItemFacts) -> None:
    # A clock that was set back must not close a loan before it began (CI-11).
    closed = {
        "closed_at": work.now,
        "closed_on": max(work.day, loan.lent_on),
        "closed_by": work.actor_id,
    }
    still_open = update(Loan).where(Loan.id == loan.id, Loan.closed_at.is_(None)).values(**closed)
    result = session.execute(still_open, execution_options={"synchronize_session": False})
    if cast("CursorResult[Any]", result).rowcount != 1:
        raise LoanError(LoanCode.CHANGED_MEANWHILE, copy=item.code)
