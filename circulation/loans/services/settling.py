"""A loss is made good: by another book, by money, by finding the copy, or it is forgiven (practice.md §4.4)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.queries import ItemFacts, find_item, item_facts, snapshot
from circulation.charges.models import ChargeKind, Method
from circulation.charges.queries import charge_row, owed
from circulation.charges.rules import check_amount
from circulation.charges.services import charge, charge_reversed, forgiven, paid
from circulation.loans.errors import LoanCode, LoanError, LoanInputError, LoanNotFound
from circulation.loans.models import Loss, LossState
from circulation.loans.queries import open_loan_of
from circulation.loans.queries.losses import LossRow, loss_row
from circulation.loans.services.finding import settled
from circulation.loans.services.returning import check_in
from circulation.loans.services.taking import close_loan
from circulation.patrons.queries import PatronFacts, patron_facts, patron_snapshot
from circulation.patrons.services import lift_for_loan
from ils.accounts.audit import audit
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.services import record, reverse_many
from ils.activity.work import Done, Work
from ils.errors import clean_text

LARGEST_ID = 2**31 - 1
# What came of the debt: rows of the log to reverse, and what is to be recorded.
Log = tuple[tuple[Activity, ...], tuple[Done, ...]]


def settle(
    session: Session,
    work: Work,
    *,
    loss_id: int,
    way: LossState,
    author: str = "",
    title: str = "",
    year: int | None = None,
    price: int | None = None,
    new_code: str = "",
    amount: int | None = None,
    method: Method | None = None,
    note: str = "",
) -> LossRow:
    """Settle an open loss and end its loan.

    `REPLACED`: `title` is needed, `new_code` is the copy that an act has accepted, now or later (`name_new_copy`).
    `COMPENSATED`: `method` pays what is open; `amount` where the library's rule gives none. `FORGIVEN`: `note` says why.
    `FOUND`: as a return of the copy.
    """
    loss = _open(session, loss_id)
    if way is LossState.FOUND:
        check_in(session, work, loan_id=loss.loan_id, counted=False)
        return loss_row(session, loss_id)
    text = clean_text(note, field="note", limit=500, required=way is LossState.FORGIVEN)
    item = item_facts(session, loss.item_id, lock=True)
    if way is LossState.REPLACED:
        _write_new(session, loss, author=author, title=title, year=year, price=price, new_code=new_code)
        rows, done = _cancel_debt(session, work, loss, item)
    elif way is LossState.COMPENSATED:
        rows, done = _take_money(session, work, loss, item, amount=amount, method=method)
    else:
        rows, done = _strike_off(session, work, loss, text)
    patron = patron_facts(session, loss.patron_id)
    loan_done = _end_loan(session, work, loss, item, patron, way)
    loss.state, loss.settled_at, loss.settled_on, loss.settled_by = way, work.now, work.day, work.actor_id
    loss.note = "; ".join(each for each in (loss.note, text) if each)[:500]
    session.flush()
    audit(session, work, "loss_settled", subject_type="loss", subject_id=loss.id, way=way.value)
    reverse_many(session, work, activities=rows, reason=item.code)
    record(session, work, *done, loan_done, settled(session, work, loss, item))
    return loss_row(session, loss_id)


def _open(session: Session, loss_id: int) -> Loss:
    """Return an open loss with its reader held until the commit; refuse an unknown or settled one."""
    seen = session.get(Loss, loss_id) if 0 < loss_id <= LARGEST_ID else None
    if seen is None:
        raise LoanNotFound(LoanCode.LOSS_UNKNOWN, loss=loss_id)
    patron_facts(session, seen.patron_id, lock=True)
    loss = session.get_one(Loss, loss_id, populate_existing=True, with_for_update=True)
    if loss.state is not LossState.OPEN:
        raise LoanError(LoanCode.LOSS_SETTLED, number=f"{loss.number}/{loss.year}", day=loss.settled_on)
    return loss


def _write_new(
    session: Session,
    loss: Loss,
    *,
    author: str,
    title: str,
    year: int | None,
    price: int | None,
    new_code: str,
) -> None:
    loss.new_author = clean_text(author, field="author", limit=400)
    loss.new_title = clean_text(title, field="title", limit=1000, required=True)
    loss.new_year, loss.new_price = year, None if price is None else check_amount(price)
    if new_code.strip():
        loss.new_item_id = _new_copy(session, loss, new_code)


def name_new_copy(session: Session, work: Work, *, loss_id: int, code: str) -> LossRow:
    """Name the copy that an acceptance act has made of the book taken instead of the lost one."""
    loss = session.get(Loss, loss_id, with_for_update=True) if 0 < loss_id <= LARGEST_ID else None
    if loss is None:
        raise LoanNotFound(LoanCode.LOSS_UNKNOWN, loss=loss_id)
    if loss.state is not LossState.REPLACED:
        raise LoanError(LoanCode.LOSS_NOT_REPLACED, number=f"{loss.number}/{loss.year}")
    loss.new_item_id = _new_copy(session, loss, code)
    session.flush()
    audit(session, work, "loss_copy_named", subject_type="loss", subject_id=loss.id, item=loss.new_item_id)
    return loss_row(session, loss_id)


def _new_copy(session: Session, loss: Loss, code: str) -> int:
    item = find_item(session, code)
    if item is None or item.id == loss.item_id:
        raise LoanInputError(LoanCode.NEW_COPY_UNKNOWN, code=code.strip()[:40])
    taken = select(Loss.number, Loss.year).where(Loss.new_item_id == item.id, Loss.id != loss.id)
    if row := session.execute(taken).first():
        raise LoanInputError(LoanCode.NEW_COPY_TAKEN, code=item.code, number=f"{row.number}/{row.year}")
    return item.id


def _cancel_debt(session: Session, work: Work, loss: Loss, item: ItemFacts) -> Log:
    """A book was given instead: no money is owed any more."""
    if loss.charge_id is None or charge_row(session, loss.charge_id).reversed_by is not None:
        return (), ()
    about = f"{item.title} · {item.code}"[:500]
    return charge_reversed(session, work, charge_id=loss.charge_id, reason=about)[1], ()


def _take_money(
    session: Session, work: Work, loss: Loss, item: ItemFacts, *, amount: int | None, method: Method | None
) -> Log:
    """Take what is open of the debt; charge it first where the library's rule gave no sum."""
    if loss.charge_id is None:
        if amount is None:
            raise LoanInputError(LoanCode.LOSS_UNPRICED)
        loss.charge_id = charge(
            session, work, patron_id=loss.patron_id, kind=ChargeKind.LOSS, amount=amount, loan_id=loss.loan_id,
            note=f"{item.title} · {item.code}"[:500],
        )  # fmt: skip
    still_open = min(charge_row(session, loss.charge_id).open, owed(session, loss.patron_id))
    if still_open <= 0:  # paid, or covered by what the library owes the reader
        return (), ()
    if method is None:
        raise LoanError(LoanCode.LOSS_UNPAID, amount=still_open)
    _receipt, done = paid(
        session, work, patron_id=loss.patron_id, amount=still_open, method=method, charge_id=loss.charge_id
    )  # fmt: skip
    return (), (done,)


def _strike_off(session: Session, work: Work, loss: Loss, reason: str) -> Log:
    if loss.charge_id is None or charge_row(session, loss.charge_id).open <= 0:
        return (), ()
    _receipt, done = forgiven(session, work, charge_id=loss.charge_id, reason=reason)
    return (), (done,)


def _end_loan(
    session: Session, work: Work, loss: Loss, item: ItemFacts, patron: PatronFacts, way: LossState
) -> Done:
    """End the loan of a loss that is made good; the copy itself stays lost until an act writes it off."""
    held = open_loan_of(session, item.id)
    if held is None or held.id != loss.loan_id:
        raise LoanError(LoanCode.CHANGED_MEANWHILE, copy=item.code)
    close_loan(session, work, held, item, on=work.day)
    lift_for_loan(session, work, loan_id=loss.loan_id, reason=item.code)
    audit(
        session, work, "loan_closed", subject_type="loan", subject_id=loss.loan_id, item=item.id,
        way=way.value,
    )  # fmt: skip
    return Done(
        kind=Kind.LOAN_CLOSE, subject_type="loan", subject_id=loss.loan_id,
        patron=patron_snapshot(patron, work.day), item=snapshot(session, item), note=way.value,
    )  # fmt: skip
