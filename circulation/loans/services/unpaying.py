"""The debts and restrictions of an undone return: what it charged goes, what it took back comes again (SB-08)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from circulation.charges.models import ChargeKind, Method
from circulation.charges.queries import ChargeRow, charge_row
from circulation.charges.services import charge, charge_reversed, paid, receipt_reversed
from circulation.loans.errors import LoanCode, LoanError
from circulation.loans.models import Loan, Loss, LossState
from circulation.loans.services.readers import borrower_of
from circulation.loans.services.twins import latest_row
from circulation.patrons.errors import PatronCode, PatronError
from circulation.patrons.services import lift
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.work import Done, Work

RULE = "SB-08"


def take_fine_back(session: Session, work: Work, charge_id: int | None) -> tuple[Activity, ...]:
    """Take the fine of a return back; refused where money was paid for it: that receipt comes first."""
    if charge_id is None:
        return ()
    row = charge_row(session, charge_id)
    if row.reversed_by is not None:
        return ()
    if row.paid > row.forgiven:
        raise LoanError(LoanCode.FINE_PAID, amount=row.paid - row.forgiven)
    return charge_reversed(session, work, charge_id=charge_id, reason=RULE)[1]


def take_suspension_back(session: Session, work: Work, restriction_id: int | None) -> None:
    """Lift the suspension that a return had brought, unless somebody has lifted it before."""
    if restriction_id is None:
        return
    try:
        lift(session, work, restriction_id=restriction_id, reason=RULE)
    except PatronError as refused:
        if refused.code is not PatronCode.RESTRICTION_LIFTED:
            raise


def charge_again(
    session: Session, work: Work, loan: Loan, image: Mapping[str, Any] | None
) -> tuple[tuple[Activity, ...], tuple[Done, ...]]:
    """Open a loss again that the return had settled as found; what was charged and struck off for it comes again.

    A twin cannot be taken back: the debt is a new charge of the same amount. Returns the rows that the caller
    reverses and what it records.
    """
    if image is None:
        return (), ()
    loss = session.get_one(Loss, image["id"])
    if loss.state is not LossState.FOUND:
        raise LoanError(LoanCode.CHANGED_SINCE)
    rows = latest_row(session, Kind.LOSS_SETTLE, "loss", loss.id)
    if image.get("struck"):
        rows += receipt_reversed(session, work, receipt_id=image["struck"], reason=RULE)
    loss.state, loss.settled_at, loss.settled_on, loss.settled_by = LossState.OPEN, None, None, None
    done: tuple[Done, ...] = ()
    if image["charge_id"]:
        done = _charge_as_before(
            session, work, loan, loss, charge_row(session, image["charge_id"]), image["forgiven"]
        )
    session.flush()
    return rows, done


def _charge_as_before(
    session: Session, work: Work, loan: Loan, loss: Loss, before: ChargeRow, forgiven: int
) -> tuple[Done, ...]:
    loss.charge_id = charge(
        session, work, patron_id=borrower_of(loan), kind=ChargeKind.LOSS, amount=before.amount, loan_id=loan.id,
        note=before.note,
    )  # fmt: skip
    if not forgiven:
        return ()
    _receipt, done = paid(
        session, work, patron_id=borrower_of(loan), amount=forgiven, method=Method.FORGIVEN, note=RULE,
        charge_id=loss.charge_id,
    )  # fmt: skip
    return (done,)
