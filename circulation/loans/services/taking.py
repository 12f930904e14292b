"""The pieces of a return: the loan closed, the debt and the restrictions, the copy put where it goes (desk.md §2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.queries import ItemFacts
from catalog.items.services import set_state
from circulation.charges.models import ChargeKind
from circulation.charges.services import charge
from circulation.holds.services import Caught, catch_returned, send_on
from circulation.loans.errors import LoanCode, LoanError
from circulation.loans.models import Loan
from circulation.loans.queries import OpenLoanRow
from circulation.loans.rules.returning import Lateness
from circulation.loans.services.finding import Found
from circulation.patrons.models import RestrictionKind
from circulation.patrons.queries import PatronFacts
from circulation.patrons.services import restrict
from ils.activity.models import Activity
from ils.activity.work import Done, Work

# A copy that was on loan or given up for lost is free again; a written-off one never silently (CI-08).
FREED = frozenset({ItemState.ON_LOAN, ItemState.LOST, ItemState.MISSING})


@dataclass(frozen=True, slots=True)
class Put:
    """Where a copy went: set aside for a reader (CI-05), to another department (CI-06), or free here."""

    caught: Caught | None = None
    transit_to: str = ""


@dataclass(frozen=True, slots=True)
class Penalty:
    """What being late cost: the fine with its charge, or a suspension."""

    fine: int = 0
    charge_id: int | None = None
    suspended_until: date | None = None
    suspension_id: int | None = None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A loan that was ended and all that came with it; `done` and `twins` are the log's, for the act's own end."""

    act_id: int
    late: Lateness
    penalty: Penalty
    put: Put
    lifted: tuple[int, ...]
    found: Found | None
    done: tuple[Done, ...]
    twins: tuple[Activity, ...]


def close_loan(session: Session, work: Work, loan: OpenLoanRow, item: ItemFacts, *, on: date) -> None:
    """End a loan by compare-and-set; `on` is the day it counts for, the real time is kept beside it (CI-11)."""
    closed = {"closed_at": work.now, "closed_on": max(on, loan.lent_on), "closed_by": work.actor_id}
    still_open = update(Loan).where(Loan.id == loan.id, Loan.closed_at.is_(None)).values(**closed)
    result = session.execute(still_open, execution_options={"synchronize_session": False})
    if cast("CursorResult[Any]", result).rowcount != 1:
        raise LoanError(LoanCode.CHANGED_MEANWHILE, copy=item.code)


def punish(
    session: Session,
    work: Work,
    loan: OpenLoanRow,
    late: Lateness,
    *,
    patron: PatronFacts,
    item: ItemFacts,
    on: date,
) -> Penalty:
    """Charge the fine, or keep the reader from borrowing for a time, as the loan's own rule says (CI-04)."""
    about = f"{item.title} · {item.code}"[:300]
    charge_id = suspension_id = until = None
    if late.fine:
        charge_id = charge(
            session, work, patron_id=patron.id, kind=ChargeKind.OVERDUE, amount=late.fine, loan_id=loan.id, note=about
        )  # fmt: skip
    if late.suspended_days:
        until = on + timedelta(days=late.suspended_days)
    if until is not None and until >= work.day:  # a back-dated return may have served its time
        suspension_id = restrict(
            session, work, patron_id=patron.id, kind=RestrictionKind.SUSPENSION, reason=about, until=until,
            loan_id=loan.id,
        )  # fmt: skip
    return Penalty(late.fine, charge_id, until if suspension_id else None, suspension_id)


def put_away(session: Session, work: Work, item: ItemFacts) -> Put:
    """Give a copy that came back to who waits for it, send it home, or let it stand here; a written-off one stays so."""
    if item.state not in FREED:
        return Put()
    caught = catch_returned(session, work, item=item)
    if caught is not None:
        return Put(caught, caught.department if caught.travels else "")
    if work.department and item.department != work.department:
        send_on(session, work, item=item, to=item.department)
        return Put(transit_to=item.department)
    free(session, work, item)
    return Put()


def free(session: Session, work: Work, item: ItemFacts) -> None:
    """Let a copy stand free here; what is written off, in repair or still being processed stays what it is."""
    if item.state in FREED and not set_state(
        session, item.id, was=item.state, becomes=ItemState.AVAILABLE, now=work.now
    ):
        raise LoanError(LoanCode.CHANGED_MEANWHILE, copy=item.code)


def write_incomplete(session: Session, item: ItemFacts, text: str) -> None:
    """Write on a copy what is missing of it, or that nothing is (CI-10)."""
    if text != item.incomplete:
        statement = update(Item).where(Item.id == item.id).values(incomplete=text)
        session.execute(statement, execution_options={"synchronize_session": False})


def where_now(session: Session, item_id: int) -> dict[str, str]:
    """Return a copy's state and where it is sent, as plain JSON."""
    row = session.execute(select(Item.state, Item.transit_to).where(Item.id == item_id)).one()
    return {"state": row.state.value, "transit_to": row.transit_to}
