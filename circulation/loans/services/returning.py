"""Taking a copy back (desk.md §2). An unknown number stops it, and parts that nobody has counted; nothing else does."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from catalog.items.queries import ItemFacts, snapshot
from circulation.loans.errors import LoanCode, LoanError, LoanInputError
from circulation.loans.queries import OpenLoanRow
from circulation.loans.rules.answers import Acknowledgement
from circulation.loans.rules.returning import (
    ask_parts,
    lateness,
    note_of_missing,
    return_day,
)
from circulation.loans.services.acts import note_act
from circulation.loans.services.finding import found_again
from circulation.loans.services.granting import refuse_when_unanswered
from circulation.loans.services.recounting import returned
from circulation.loans.services.results import Returned
from circulation.loans.services.seen import hold_loan_of, item_meant, loan_meant
from circulation.loans.services.standing import not_on_loan, seen_just_now
from circulation.loans.services.taking import (
    Put,
    TakenBack,
    close_loan,
    free,
    punish,
    put_away,
    where_now,
    write_incomplete,
)
from circulation.patrons.queries import PatronFacts, patron_snapshot
from circulation.patrons.services import lift_for_loan
from circulation.visits.services import count_visit
from ils.accounts.audit import audit
from ils.activity.kinds import Kind, Source
from ils.activity.services import record, reverse_many
from ils.activity.work import Done, Work
from ils.errors import clean_text
from ils.library.calendar import load_calendar


def check_in(
    session: Session,
    work: Work,
    *,
    code: str | None = None,
    loan_id: int | None = None,
    on: date | None = None,
    drop: bool = False,
    parts: str | None = None,
    acknowledged: Acknowledgement | None = None,
    room_use: bool = False,
    counted: bool = True,
    stays: bool = False,
) -> Returned:
    """Take a scanned copy back, or end the loan with this id; tell what is to be told.

    `on` dates the return back (CI-11), `drop` is the book drop: nobody came, no visit. `parts` is what is missing of
    a copy that has parts, "" where all came back; None, or no yes to it, asks (CI-10). With `room_use` a copy that
    nobody had borrowed counts as used in the room (CI-02). Not `counted`: nobody has looked at the parts, and what is
    written on the copy stays. `stays`: the copy stands free where it is, whoever waits for it and wherever it belongs.
    """
    item_id = item_meant(session, "CI-01", code=code, loan_id=loan_id)
    patron, item, held = hold_loan_of(session, item_id)
    loan = loan_meant(held, loan_id)
    if loan is None and loan_id is not None and not seen_just_now(session, work, item.id):
        # An old page: nobody has the copy in hand.
        raise LoanError(LoanCode.ENDED_ALREADY, copy=item.code)
    if loan is None or patron is None:
        return not_on_loan(session, work, item, room_use=room_use)
    day = _day(on, loan, work)
    missing = _counted(work, item, patron, parts, acknowledged) if counted else None
    visit = None if drop else count_visit(session, work, patron=patron, source=Source.LOAN, day=day)
    taken = _take(
        session, work, loan, patron=patron, item=item, day=day, missing=missing, put=not stays,
        visit_id=visit.subject_id if visit else None,
    )  # fmt: skip
    if taken.twins:
        reverse_many(session, work, activities=taken.twins, reason=item.code)
    record(session, work, *taken.done, *((visit,) if visit else ()))
    return returned(session, work, loan, patron, item, day, taken, missing or "", visited=visit is not None)


def take_back(
    session: Session,
    work: Work,
    loan: OpenLoanRow,
    *,
    patron: PatronFacts,
    item: ItemFacts,
    on: date | None = None,
) -> TakenBack:
    """End another reader's loan inside a greater act (CO-15): no visit, and the copy stands free for who is here.

    The other reader is not here to be asked about parts: what is written on the copy stays.
    """
    day = _day(on, loan, work)
    return _take(
        session, work, loan, patron=patron, item=item, day=day, missing=None, put=False, visit_id=None
    )


def _day(on: date | None, loan: OpenLoanRow, work: Work) -> date:
    if on is not None and on > work.day:
        raise LoanInputError(LoanCode.RETURN_AHEAD, day=on)
    return return_day(on, lent_on=loan.lent_on, today=work.day)


def _counted(
    work: Work, item: ItemFacts, patron: PatronFacts, parts: str | None, given: Acknowledgement | None
) -> str:
    """Return what is missing of the copy; ask where nobody has counted yet (CI-10)."""
    if not item.parts:
        return ""
    if parts is None:
        asked = ask_parts(parts=item.parts, incomplete=item.incomplete, patron_id=patron.id, item_id=item.id)
        refuse_when_unanswered(asked, given, work)
    return clean_text(parts, field="parts", limit=200)


def _take(
    session: Session,
    work: Work,
    loan: OpenLoanRow,
    *,
    patron: PatronFacts,
    item: ItemFacts,
    day: date,
    missing: str | None,
    put: bool,
    visit_id: int | None,
) -> TakenBack:
    before = where_now(session, item.id)
    close_loan(session, work, loan, item, on=day)
    found = found_again(session, work, item=item) if loan.lost_on else None
    lifted = lift_for_loan(session, work, loan_id=loan.id, reason=item.code)
    late = lateness(loan.policy, loan.due_on, load_calendar(session), day)
    penalty = punish(session, work, loan, late, patron=patron, item=item, on=day)
    incomplete = _incomplete(item, patron, missing, day)
    write_incomplete(session, item, incomplete)
    where = put_away(session, work, item) if put else Put()
    if not put:
        free(session, work, item)
    audit(
        session, work, "loan_closed", subject_type="loan", subject_id=loan.id, item=item.id,
        days_late=late.days, day=day.isoformat(),
    )  # fmt: skip
    act_id = note_act(
        session, work, kind="return", loan_id=loan.id,
        before={
            "item": before, "after": where_now(session, item.id), "visit_id": visit_id, "lifted": list(lifted),
            "charge_id": penalty.charge_id, "suspension_id": penalty.suspension_id,
            "incomplete": [item.incomplete, incomplete], "caught": where.caught.image if where.caught else None,
            "loss": found.before if found else None,
        },
    )  # fmt: skip
    done = _closed(session, work, loan, patron, item, day)
    more = (*(found.done if found else ()), *(where.caught.done if where.caught else ()))
    twins = found.twins if found else ()
    return TakenBack(act_id, late, penalty, where, lifted, found, (done, *more), twins)


def _incomplete(item: ItemFacts, patron: PatronFacts, missing: str | None, day: date) -> str:
    """Return what stands on the copy from now on: it is complete where it has parts and none is missing."""
    if missing is None:
        return item.incomplete
    if missing:
        return note_of_missing(missing, reader=patron.full_name, day=day, before=item.incomplete)
    return "" if item.parts else item.incomplete


def _closed(
    session: Session, work: Work, loan: OpenLoanRow, patron: PatronFacts, item: ItemFacts, day: date
) -> Done:
    return Done(
        kind=Kind.LOAN_CLOSE, subject_type="loan", subject_id=loan.id, patron=patron_snapshot(patron, work.day),
        item=snapshot(session, item), day=day if day != work.day else None,
    )  # fmt: skip


__all__ = ["TakenBack", "check_in", "take_back"]
