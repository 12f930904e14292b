"""Lending a copy to a reader (desk.md §1)."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import ItemState, Use
from catalog.items.queries import snapshot
from catalog.items.services import set_state
from circulation.holds.services import fulfil
from circulation.loans.errors import LoanCode, LoanError, LoanRefused
from circulation.loans.models import OPEN, Loan
from circulation.loans.queries import OpenLoanRow
from circulation.loans.rules import Acknowledgement, Assessment, Reason, assess, steps_as_data
from circulation.loans.rules.returning import tell
from circulation.loans.services.acts import note_act
from circulation.loans.services.finding import Found, found_again
from circulation.loans.services.granting import Granted, Override, check_hand, grant, passing
from circulation.loans.services.renewing import prolong, register_when_due, trace_override
from circulation.loans.services.results import LENT, RENEWED, Lent
from circulation.loans.services.returning import TakenBack, take_back
from circulation.loans.services.seen import Asked, Seen, see_asked
from circulation.patrons.models import Patron
from circulation.patrons.queries import patron_facts, patron_snapshot
from circulation.policies.rules import policy_as_data
from circulation.visits.services import count_visit
from ils.accounts.audit import audit
from ils.activity.kinds import Kind, Source
from ils.activity.services import record, reverse_many
from ils.activity.work import Done, Work
from ils.db import is_postgresql, upsert


class _LostRace(Exception):
    """Another desk was quicker; the database refused the second loan of the copy."""


def assess_loan(
    session: Session,
    work: Work,
    *,
    card: str | None = None,
    patron_id: int | None = None,
    code: str,
    override: Override | None = None,
    due_on: date | None = None,
    use: Use | None = None,
) -> Assessment:
    """Tell what a check-out would say; nothing is locked and nothing changes."""
    check_hand(due_on, work.day)
    asked = Asked(card or "", code, patron_id, use, due_on)
    return assess(see_asked(session, work, asked, lock=False).case, passing=passing(override))


def check_out(
    session: Session,
    work: Work,
    *,
    card: str | None = None,
    patron_id: int | None = None,
    code: str,
    acknowledged: Acknowledgement | None = None,
    override: Override | None = None,
    due_on: date | None = None,
    use: Use | None = None,
) -> Lent:
    """Lend the copy, or renew it where the reader has it already (CO-14).

    Everything is read again under the locks and judged again: only what was acknowledged with the values
    that still hold is passed, and only those blocks that `override` names; who may override is the caller's to check.
    """
    check_hand(due_on, work.day)
    asked = Asked(card or "", code, patron_id, use, due_on)
    seen = see_asked(session, work, asked, lock=True)
    assessment = assess(seen.case, passing=passing(override))
    granted = grant(work, assessment, acknowledged, patron=seen.patron, item=seen.item)
    try:
        return _carry_out(session, work, seen, granted, override)
    except _LostRace:
        return _refuse_after_lost_race(session, work, asked)


def _refuse_after_lost_race(session: Session, work: Work, asked: Asked) -> Lent:
    assessment = assess(see_asked(session, work, asked, lock=True).case)
    if assessment.reasons:
        raise LoanRefused(assessment)
    raise LoanError(LoanCode.CHANGED_MEANWHILE, copy=asked.code[:40])


def _carry_out(session: Session, work: Work, seen: Seen, granted: Granted, override: Override | None) -> Lent:
    if seen.loan and seen.case.renews:
        return _renewed(session, work, seen.loan, granted, override)
    running_number, done = register_when_due(session, work, granted)
    taken = _take_back_first(session, work, seen, granted)
    found = _found_first(session, work, seen, granted)
    loan_id = _lend(session, work, seen, granted)
    trace_override(session, work, loan_id, granted, override)
    hold = _fulfil(session, work, seen, granted, loan_id)
    visit = count_visit(session, work, patron=granted.patron, source=Source.LOAN)
    act_id = note_act(
        session, work, kind="lend", loan_id=loan_id,
        before={
            "item_state": granted.item.state.value,
            "transit_to": granted.item.transit_to,
            "hold": hold,
            "other_act": taken.act_id if taken else None,
            "loss": found.before if found else None,
            "visit_id": visit.subject_id if visit else None,
        },
    )  # fmt: skip
    twins = (*(taken.twins if taken else ()), *(found.twins if found else ()))
    if twins:
        reverse_many(session, work, activities=twins, reason=granted.item.code)
    lent = _lent(session, work, loan_id, granted)
    record(
        session,
        work,
        *done,
        *(taken.done if taken else ()),
        *(found.done if found else ()),
        lent,
        *((visit,) if visit else ()),
    )
    return Lent(
        outcome=LENT,
        loan_id=loan_id,
        patron=granted.patron,
        item=granted.item,
        due_on=granted.due_on,
        due_steps=granted.assessment.due_steps,
        reasons=(*granted.assessment.reasons, *_told_found(found)),
        running_number=running_number,
        taken_back_from=seen.case.loan.reader_name if seen.case.loan else "",
        visit_counted=visit is not None,
        act_id=act_id,
        use=granted.assessment.use,
        due_minute=granted.assessment.due_minute,
        hold_fulfilled=hold is not None,
    )


def _renewed(
    session: Session, work: Work, loan: OpenLoanRow, granted: Granted, override: Override | None
) -> Lent:
    """Renew by scan (CO-14); what a librarian chose for a new loan, place and date, does not touch a running one."""
    running_number, done = register_when_due(session, work, granted)
    visit = count_visit(session, work, patron=granted.patron, source=Source.LOAN)
    act_id, renewed = prolong(
        session, work, loan, granted, visit_id=visit.subject_id if visit else None, override=override
    )
    record(session, work, *done, renewed, *((visit,) if visit else ()))
    return Lent(
        outcome=RENEWED,
        loan_id=loan.id,
        patron=granted.patron,
        item=granted.item,
        due_on=granted.due_on,
        due_steps=granted.assessment.due_steps,
        reasons=granted.assessment.reasons,
        running_number=running_number,
        visit_counted=visit is not None,
        act_id=act_id,
        use=loan.use,
        due_minute=granted.assessment.due_minute,
    )


def _take_back_first(session: Session, work: Work, seen: Seen, granted: Granted) -> TakenBack | None:
    """End the other reader's loan (CO-15). That reader is not here: no visit is counted."""
    if seen.loan is None:
        return None
    _hold_other(session, seen.loan.patron_id, granted)
    other = patron_facts(session, seen.loan.patron_id)
    return take_back(session, work, seen.loan, patron=other, item=granted.item)


def _found_first(session: Session, work: Work, seen: Seen, granted: Granted) -> Found | None:
    """A copy that was lost and made good is lent: it is found, and its loss ends as at a return (CO-10, CI-08)."""
    if seen.loan is not None or granted.item.state is not ItemState.LOST:
        return None
    return found_again(session, work, item=granted.item)


def _told_found(found: Found | None) -> tuple[Reason, ...]:
    if found is None or not found.reversed:
        return ()
    return (tell("CI-08", LoanCode.LOSS_REVERSED, amount=found.reversed),)


def _hold_other(session: Session, patron_id: int, granted: Granted) -> None:
    """Hold the row of the other reader, who may get a fine, without waiting for it.

    Readers are locked before copies everywhere. Here the copy is held already, and a desk that holds that reader may
    be waiting for this copy: rather than wait for each other for ever, this desk scans again.
    """
    free = select(Patron.id).where(Patron.id == patron_id).with_for_update(skip_locked=True)
    if session.scalars(free).one_or_none() is None:
        raise LoanError(LoanCode.CHANGED_MEANWHILE, copy=granted.item.code)


def _lend(session: Session, work: Work, seen: Seen, granted: Granted) -> int:
    """Take the copy from the shelf by compare-and-set and open the loan with the rule that held."""
    _take_from_shelf(session, work, seen, granted)
    item, assessment = granted.item, granted.assessment
    loan_id = _open(
        session,
        item_id=item.id,
        patron_id=granted.patron.id,
        department=work.department,
        lent_at=work.now,
        # What is due on a day gone by went out on that day at the latest (CO-25).
        lent_on=min(work.day, granted.due_on),
        lent_by=work.actor_id,
        due_on=granted.due_on,
        due_minute=assessment.due_minute,
        renewals=0,
        use=assessment.use,
        policy=policy_as_data(seen.case.policy) if seen.case.policy else {},
        due_steps=steps_as_data(assessment.due_steps),
        placement_id=item.placement.id if item.placement else None,
    )
    _trace(session, work, loan_id, granted)
    return loan_id


def _take_from_shelf(session: Session, work: Work, seen: Seen, granted: Granted) -> None:
    """Mark the copy as on loan; one that was written off stays so whatever becomes of it (CO-09)."""
    item = granted.item
    if item.state is ItemState.WITHDRAWN:
        return
    was = ItemState.AVAILABLE if seen.loan else item.state
    if not set_state(session, item.id, was=was, becomes=ItemState.ON_LOAN, now=work.now):
        raise _LostRace


def _open(session: Session, **columns: object) -> int:
    """Insert the loan; the index of open loans decides, and we look at who inserted (DESIGN §4.3)."""
    loan_id: int | None = session.execute(_opening(is_postgresql(session)), columns).scalar_one_or_none()
    if loan_id is None:
        raise _LostRace
    return loan_id


@cache
def _opening(postgresql: bool) -> Any:
    """Build the insert once a process and engine: plain rows of the table, nothing is kept as an object."""
    table = cast("Any", Loan.__table__)
    once = upsert(table, postgresql=postgresql).on_conflict_do_nothing(
        index_elements=("item_id",), index_where=OPEN
    )
    return once.returning(table.c.id)


def _fulfil(
    session: Session, work: Work, seen: Seen, granted: Granted, loan_id: int
) -> dict[str, Any] | None:
    """End the reader's hold of the title; a copy set aside for somebody else leaves them waiting (CO-18)."""
    if seen.holds is None or (seen.holds.own is None and seen.holds.shelf_for is None):
        return None
    return fulfil(
        session, work, patron_id=granted.patron.id, record_id=granted.item.record_id, item_id=granted.item.id,
        loan_id=loan_id,
    )  # fmt: skip


def _trace(session: Session, work: Work, loan_id: int, granted: Granted) -> None:
    audit(
        session,
        work,
        "loan_opened",
        subject_type="loan",
        subject_id=loan_id,
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
        source=granted.assessment.use,  # line 22.1 of the plan counts what organisations borrow by contract
    )
