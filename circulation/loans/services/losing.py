"""Lost copies: declared lost by the reader or by the ladder, and what they cost (practice.md §4.5)."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import ItemState
from catalog.items.queries import ItemFacts, item_facts, snapshot
from catalog.items.services import set_state
from circulation.charges.models import ChargeKind
from circulation.charges.services import charge
from circulation.loans.errors import LoanCode, LoanError
from circulation.loans.models import Loan, Loss, LossState
from circulation.loans.queries.losses import MULTIPLE, REFUND, LossRow, loss_multiple, loss_row
from circulation.loans.rules.losses import check_multiple, compensation
from circulation.loans.services.acts import note_act
from circulation.loans.services.claiming import open_loan
from circulation.loans.services.readers import borrower_of
from circulation.patrons.models import RestrictionKind
from circulation.patrons.queries import patron_facts, patron_snapshot
from circulation.patrons.services import restrict
from ils.accounts.audit import audit
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done, Work
from ils.db import queue_here
from ils.errors import clean_text
from ils.library.models import Setting


def declare_lost(
    session: Session, work: Work, *, loan_id: int, note: str = "", by_ladder: bool = False
) -> LossRow:
    """Give a lent copy up for lost: by the reader's word, or by the ladder of overdue control (OV-01).

    The loan stays open until the copy is back or made good; the reader may not borrow, and owes the price as many
    times as the library asks. The loss is a row of the register, numbered each year from 1.
    """
    text = clean_text(note, field="note", limit=500)
    loan = open_loan(session, loan_id)
    item = item_facts(session, loan.item_id, lock=True)
    if loan.lost_on is not None:
        raise LoanError(LoanCode.ALREADY_LOST, day=loan.lost_on)
    stays = item.state is ItemState.WITHDRAWN  # written off before: no act makes it anything else
    if not stays and not set_state(
        session, item.id, was=ItemState.ON_LOAN, becomes=ItemState.LOST, now=work.now
    ):
        raise LoanError(LoanCode.CHANGED_MEANWHILE, copy=item.code)
    loan.lost_on = work.day
    patron = patron_facts(session, borrower_of(loan))
    about = f"{item.title} · {item.code}"[:300]
    loss = _enter(session, work, loan, item, text)
    if asked := compensation(item.price, loss.multiple):
        loss.charge_id = charge(
            session, work, patron_id=patron.id, kind=ChargeKind.LOSS, amount=asked, loan_id=loan.id, note=about
        )  # fmt: skip
    restrict(
        session, work, patron_id=patron.id, kind=RestrictionKind.LOSS, reason=about, loan_id=loan.id
    )  # fmt: skip
    audit(
        session, work, "loan_lost", subject_type="loan", subject_id=loan.id, loss=loss.id, by_ladder=by_ladder
    )  # fmt: skip
    note_act(session, work, kind="lose", loan_id=loan.id, before={"item_state": ItemState.ON_LOAN.value})
    done = Done(
        kind=Kind.LOSS_REPORT, subject_type="loss", subject_id=loss.id, patron=patron_snapshot(patron, work.day),
        item=snapshot(session, item),
    )  # fmt: skip
    record(session, work, done)
    return loss_row(session, loss.id)


def _enter(session: Session, work: Work, loan: Loan, item: ItemFacts, note: str) -> Loss:
    queue_here(session, "loss-number")
    year = work.day.year
    last = session.scalars(select(func.coalesce(func.max(Loss.number), 0)).where(Loss.year == year)).one()
    loss = Loss(
        year=year, number=last + 1, loan_id=loan.id, patron_id=borrower_of(loan), item_id=item.id, day=work.day,
        at=work.now, reported_by=work.actor_id, price=item.price, multiple=loss_multiple(session),
        state=LossState.OPEN, note=note,
    )  # fmt: skip
    session.add(loss)
    session.flush()
    return loss


def set_rules(session: Session, work: Work, *, multiple: int, refund: bool) -> None:
    """Choose how many times the price a lost copy costs, and whether money paid for it is given back when it is found."""
    session.merge(Setting(name=MULTIPLE, value=check_multiple(multiple)))
    session.merge(Setting(name=REFUND, value=refund))
    audit(
        session,
        work,
        "loss_rules_set",
        subject_type="setting",
        subject_id=None,
        multiple=multiple,
        refund=refund,
    )
