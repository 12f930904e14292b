"""Lending a copy to a reader (desk.md §1)."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy.orm import Session

from catalog.items.models import ItemState
from catalog.items.queries import snapshot
from catalog.items.services import set_state
from circulation.loans.errors import LoanCode, LoanError, LoanRefused
from circulation.loans.models import OPEN, Loan
from circulation.loans.rules import (
    Acknowledgement,
    Assessment,
    assess,
    steps_as_data,
)
from circulation.loans.services.granting import Granted, grant
from circulation.loans.services.renewing import prolong, register_when_due
from circulation.loans.services.results import LENT, RENEWED, Lent
from circulation.loans.services.returning import take_back
from circulation.loans.services.seen import Seen, see
from circulation.patrons.queries import patron_facts, patron_snapshot
from circulation.visits.services import count_visit
from ils.accounts.audit import audit
from ils.activity.kinds import Kind, Source
from ils.activity.services import record
from ils.activity.work import Done, Work
from ils.db import is_postgresql, upsert


class _LostRace(Exception):
    """Another desk was quicker; the database refused the second loan of the copy."""


def assess_loan(session: Session, work: Work, *, card: str, code: str) -> Assessment:
    """Tell what a check-out would say; nothing is locked and nothing changes."""
    return assess(see(session, work, card=card, code=code, lock=False).case)


def check_out(
    session: Session, work: Work, *, card: str, code: str, acknowledged: Acknowledgement | None = None
) -> Lent:
    """Lend the copy, or renew it where the reader has it already (CO-14).

    Everything is read again under the locks and judged again: only what was acknowledged with the values
    that still hold is passed.
    """
    seen = see(session, work, card=card, code=code, lock=True)
    assessment = assess(seen.case)
    granted = grant(work, assessment, acknowledged, patron=seen.patron, item=seen.item)
    try:
        return _carry_out(session, work, seen, granted)
    except _LostRace:
        return _refuse_after_lost_race(session, work, card=card, code=code)


def _refuse_after_lost_race(session: Session, work: Work, *, card: str, code: str) -> Lent:
    assessment = assess(see(session, work, card=card, code=code, lock=True).case)
    if assessment.reasons:
        raise LoanRefused(assessment)
    raise LoanError(LoanCode.CHANGED_MEANWHILE, copy=code[:40])


def _carry_out(session: Session, work: Work, seen: Seen, granted: Granted) -> Lent:
    running_number, done = register_when_due(session, work, granted)
    if seen.loan and seen.case.renews:
        outcome, loan_id = RENEWED, seen.loan.id
        done += (prolong(session, work, seen.loan, granted),)
    else:
        outcome = LENT
        done += _take_back_first(session, work, seen, granted)
        loan_id = _lend(session, work, seen, granted)
        done += (_lent(session, work, loan_id, granted),)
    visit = count_visit(session, work, patron=granted.patron, source=Source.LOAN)
    record(session, work, *done, *((visit,) if visit else ()))
    return Lent(
        outcome=outcome,
        loan_id=loan_id,
        patron=granted.patron,
        item=granted.item,
        due_on=granted.due_on,
        due_steps=granted.assessment.due_steps,
        reasons=granted.assessment.reasons,
        running_number=running_number,
        taken_back_from=_other_reader(seen),
        visit_counted=visit is not None,
    )


def _other_reader(seen: Seen) -> str:
    return seen.case.loan.reader_name if seen.case.loan and not seen.case.renews else ""


def _take_back_first(session: Session, work: Work, seen: Seen, granted: Granted) -> tuple[Done, ...]:
    """End the other reader's loan (CO-15). That reader is not here: no visit is counted."""
    if seen.loan is None:
        return ()
    other = patron_facts(session, seen.loan.patron_id)
    return (take_back(session, work, seen.loan, patron=other, item=granted.item),)


def _lend(session: Session, work: Work, seen: Seen, granted: Granted) -> int:
    """Take the copy from the shelf by compare-and-set and open the loan with the rule that held."""
    item = granted.item
    state = ItemState.AVAILABLE if seen.loan else item.state
    if not set_state(session, item.id, was=state, becomes=ItemState.ON_LOAN, now=work.now):
        raise _LostRace
    loan_id = _open(
        session,
        item_id=item.id,
        patron_id=granted.patron.id,
        department=work.department,
        lent_at=work.now,
        lent_on=work.day,
        lent_by=work.actor_id,
        due_on=granted.due_on,
        renewals=0,
        policy=asdict(seen.case.policy) if seen.case.policy else {},
        due_steps=steps_as_data(granted.assessment.due_steps),
        placement_id=item.placement.id if item.placement else None,
    )
    _trace(session, work, loan_id, granted)
    return loan_id


def _open(session: Session, **columns: object) -> int:
    """Insert the loan; the index of open loans decides, and we look at who inserted (DESIGN §4.3)."""
    statement = upsert(Loan, postgresql=is_postgresql(session)).values(**columns)
    once = statement.on_conflict_do_nothing(index_elements=("item_id",), index_where=OPEN)
    loan_id: int | None = session.execute(once.returning(Loan.id)).scalar_one_or_none()
    if loan_id is None:
        raise _LostRace
    return loan_id


def _trace(session: Session, work: Work, loan_id: int, granted: Granted) -> None:
    audit(
        session,
        work,
        "loan_opened",
        subject_type="loan",
        subject_id=loan_id,
        patron=granted.patron.id,
        item=granted.item.id,
        due=granted.due_on.isoformat(),
        acknowledged=[str(each.code) for each in granted.assessment.asks],
    )


def _lent(session: Session, work: Work, loan_id: int, granted: Granted) -> Done:
    return Done(
        kind=Kind.LOAN_OPEN,
        subject_type="loan",
        subject_id=loan_id,
        patron=patron_snapshot(granted.patron, work.day),
        item=snapshot(session, granted.item),
    )
