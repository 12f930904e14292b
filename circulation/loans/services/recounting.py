"""What is told of a return: what came with it, and what it did (desk.md §2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from catalog.items.queries import ItemFacts
from circulation.holds.services import Caught
from circulation.loans.errors import LoanCode
from circulation.loans.queries import OpenLoanRow
from circulation.loans.rules.outcome import Reason, in_order
from circulation.loans.rules.returning import (
    return_reasons,
    tell,
)
from circulation.loans.services.making import as_open_loan, copy_of
from circulation.loans.services.results import RETURNED, Returned
from circulation.loans.services.taking import (
    TakenBack,
)
from circulation.patrons.queries import PatronFacts
from ils.activity.work import Work
from ils.library.calendar import load_calendar


def returned(
    session: Session,
    work: Work,
    loan: OpenLoanRow,
    patron: PatronFacts,
    item: ItemFacts,
    day: date,
    taken: TakenBack,
    missing: str,
    *,
    visited: bool,
) -> Returned:
    """Return what came of a return, with everything that is to be told."""
    copy, judged = copy_of(item), as_open_loan(session, loan, patron)
    if taken.put.caught:  # it goes to its reader, not home
        copy = replace(copy, department=work.department)
    reasons = return_reasons(copy, judged, calendar=load_calendar(session), day=day, here=work.department)
    return Returned(
        outcome=RETURNED,
        item=item,
        reasons=tuple(in_order([*reasons, *_also(loan, taken, day, missing, back_dated=day != work.day)])),
        loan_id=loan.id,
        patron=patron,
        due_on=loan.due_on,
        days_late=taken.late.days,
        open_days_late=taken.late.open_days,
        visit_counted=visited,
        closed_on=day,
        act_id=taken.act_id,
        caught=taken.put.caught,
        charge=taken.penalty.fine,
        suspended_until=taken.penalty.suspended_until,
        transit_to=taken.put.transit_to,
        claim_resolved=loan.claimed_on is not None,
        lifted=taken.lifted,
        loss_reversed=taken.found.reversed if taken.found else 0,
    )


def _also(loan: OpenLoanRow, taken: TakenBack, day: date, missing: str, *, back_dated: bool) -> list[Reason]:
    """Return what this return did, to be told."""
    penalty, caught, found = taken.penalty, taken.put.caught, taken.found
    return [
        *([tell("CI-04", LoanCode.FINED, amount=penalty.fine)] if penalty.fine else ()),
        *(
            [tell("CI-04", LoanCode.SUSPENDED, until=penalty.suspended_until)]
            if penalty.suspended_until
            else ()
        ),
        *([tell("CI-04", LoanCode.RESTRICTION_LIFTED, count=len(taken.lifted))] if taken.lifted else ()),
        *([_told_caught(caught)] if caught else ()),
        *([tell("CI-08", LoanCode.LOSS_REVERSED, amount=found.reversed)] if found and found.reversed else ()),
        *([tell("CI-09", LoanCode.CLAIM_RESOLVED, since=loan.claimed_on)] if loan.claimed_on else ()),
        *([tell("CI-10", LoanCode.COPY_INCOMPLETE, missing=missing)] if missing else ()),
        *([tell("CI-11", LoanCode.BACK_DATED, day=day)] if back_dated else ()),
    ]


def _told_caught(caught: Caught) -> Reason:
    return tell(
        "CI-05", LoanCode.CAUGHT, reader=caught.patron, card=caught.card, department=caught.department,
        until=caught.shelf_until,
    )  # fmt: skip
