"""The debts, losses and restrictions of an undone act: what it charged goes, what it took back comes again (SB-08)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from circulation.charges.models import ChargeKind, Method
from circulation.charges.queries import charge_row, receipt_facts
from circulation.charges.services import charge, charge_reversed, paid, receipt_reversed
from circulation.loans.errors import LoanCode, LoanError
from circulation.loans.models import Loss, LossState
from circulation.loans.services.twins import latest_row
from circulation.patrons.errors import PatronCode, PatronError
from circulation.patrons.services import lift
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.work import Done, Work

RULE = "SB-08"


@dataclass(frozen=True, slots=True)
class Back:
    """What the log gets for an undo, at its very end: rows to reverse, acts done anew, and rows that stand again."""

    rows: tuple[Activity, ...] = ()
    done: tuple[Done, ...] = ()
    again: tuple[Activity, ...] = ()

    def __add__(self, other: Back) -> Back:
        return Back(self.rows + other.rows, self.done + other.done, self.again + other.again)


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


def lose_again(session: Session, work: Work, image: Mapping[str, Any] | None) -> Back:
    """Give a loss that was settled as found the standing it had, with the debt and what was struck off of it.

    A twin cannot be taken back: the debt is a new charge of the same amount. `image` is `Found.before`.
    """
    if image is None:
        return Back()
    loss = session.get_one(Loss, image["id"])
    if loss.state is not LossState.FOUND:
        raise LoanError(LoanCode.CHANGED_SINCE)
    rows = latest_row(session, Kind.LOSS_SETTLE, "loss", loss.id)
    if image.get("struck"):
        rows += receipt_reversed(session, work, receipt_id=image["struck"], reason=RULE)
    _settle_as_before(loss, image)
    done: tuple[Done, ...] = ()
    if image["charge_id"]:
        done = _charge_as_before(session, work, loss, image)
    session.flush()
    settled = image.get("settled_row")
    return Back(rows, done, (session.get_one(Activity, settled),) if settled else ())


def _settle_as_before(loss: Loss, image: Mapping[str, Any]) -> None:
    loss.state, loss.settled_by = LossState(image["was"]), image.get("settled_by")
    at, on = image.get("settled_at"), image.get("settled_on")
    loss.settled_at = datetime.fromisoformat(at) if at else None
    loss.settled_on = date.fromisoformat(on) if on else None


def _charge_as_before(session: Session, work: Work, loss: Loss, image: Mapping[str, Any]) -> tuple[Done, ...]:
    before = charge_row(session, image["charge_id"])
    loss.charge_id = charge(
        session, work, patron_id=loss.patron_id, kind=ChargeKind.LOSS, amount=before.amount, loan_id=loss.loan_id,
        note=before.note,
    )  # fmt: skip
    return tuple(
        _struck_off_again(session, work, loss.charge_id, each) for each in image.get("struck_off", ())
    )


def _struck_off_again(session: Session, work: Work, charge_id: int, receipt_id: int) -> Done:
    """Strike off what a receipt had struck off; the log has it on the day it was decided."""
    before = receipt_facts(session, receipt_id)
    _receipt, done = paid(
        session, work, patron_id=before.patron_id, amount=before.amount, method=Method.FORGIVEN, note=before.note,
        charge_id=charge_id,
    )  # fmt: skip
    return replace(done, day=before.day)
