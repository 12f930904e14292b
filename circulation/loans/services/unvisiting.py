"""The visit that an undone act had counted (SB-08, VS-02)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.loans.models import Loan, LoanAct
from circulation.visits.models import Visit
from circulation.visits.services import take_visit_back
from ils.activity.models import Activity
from ils.activity.work import Work


def take_visit_of_act_back(
    session: Session, work: Work, act: LoanAct, *, patron_id: int
) -> tuple[Activity, ...]:
    """Take back the visit that this very act counted; it stays where a later act of the reader leans on it."""
    visit_id = act.before.get("visit_id")
    if visit_id is None or _corrected(session, visit_id) or _leaned_on(session, act, patron_id, visit_id):
        return ()
    return (take_visit_back(session, work, visit_id=visit_id, reason=f"№ {act.id}"),)


def _corrected(session: Session, visit_id: int) -> bool:
    return session.scalars(select(Visit.id).where(Visit.corrects_id == visit_id)).first() is not None


def _leaned_on(session: Session, act: LoanAct, patron_id: int, visit_id: int) -> bool:
    """Tell whether the reader was served again that day, and not counted because of this visit."""
    day = session.get_one(Visit, visit_id).day
    later = (
        select(LoanAct.at, LoanAct.before)
        .join(Loan, Loan.id == LoanAct.loan_id)
        .where(Loan.patron_id == patron_id, LoanAct.id > act.id, LoanAct.undone_at.is_(None))
    )
    return any(
        Work(now=at).day == day and "visit_id" in before and before["visit_id"] is None
        for at, before in session.execute(later)
    )
