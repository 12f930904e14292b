"""Acts with money. Rows are only ever added; receipts are numbered without gaps, each year from 1."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.charges.errors import ChargeCode, ChargeError
from circulation.charges.models import Charge, ChargeKind, Method, Receipt, ReceiptLine
from circulation.charges.queries import (
    ChargeRow,
    ReceiptFacts,
    charge_row,
    debts_of,
    forgiven_receipts,
    owed,
    parts_of,
    receipt_facts,
)
from circulation.charges.rules import Debt, Part, check_amount, spread
from circulation.patrons.queries import patron_facts, patron_snapshot
from ils.accounts.audit import audit
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.services import record, reverse, reverse_many
from ils.activity.work import Done, Work
from ils.db import queue_here
from ils.errors import clean_text


def charge(
    session: Session,
    work: Work,
    *,
    patron_id: int,
    kind: ChargeKind,
    amount: int,
    loan_id: int | None = None,
    note: str = "",
) -> int:
    """Charge a reader and return the charge's id; a part of a greater act or an act of its own."""
    text = clean_text(note, field="note", limit=500)
    patron = patron_facts(session, patron_id, lock=True)
    row = Charge(
        patron_id=patron.id, kind=kind, amount=check_amount(amount), at=work.now, day=work.day,
        department=work.department, loan_id=loan_id, staff_id=work.actor_id, note=text, reverses_id=None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit(
        session, work, "debt_charged",
        subject_type="charge", subject_id=row.id, patron=patron.id, kind=kind.value, amount=amount,
    )  # fmt: skip
    return row.id


def reverse_charge(session: Session, work: Work, *, charge_id: int, reason: str) -> int:
    """Take a charge back by its negative twin, whose id is returned; what was paid for it is owed to the reader."""
    twin_id, rows = charge_reversed(session, work, charge_id=charge_id, reason=reason)
    reverse_many(session, work, activities=rows, reason=reason)
    return twin_id


def charge_reversed(
    session: Session, work: Work, *, charge_id: int, reason: str
) -> tuple[int, tuple[Activity, ...]]:
    """Take a charge back as a part of a greater act, which hands the returned rows to `reverse_many` at its own end.

    What was struck off of it is no money that anybody paid: those receipts are taken back with it.
    """
    text = clean_text(reason, field="reason", limit=500, required=True)
    row = _standing(session, charge_id)
    rows = tuple(
        _reversed_receipt(session, work, receipt_facts(session, each), text)[1]
        for each in forgiven_receipts(session, charge_id)
    )
    twin = Charge(
        patron_id=row.patron_id, kind=row.kind, amount=-row.amount, at=work.now, day=work.day,
        department=work.department, loan_id=row.loan_id, staff_id=work.actor_id, note=text, reverses_id=row.id,
    )  # fmt: skip
    session.add(twin)
    session.flush()
    audit(
        session, work, "debt_reversed",
        subject_type="charge", subject_id=row.id, amount=row.amount, reason=text,
    )  # fmt: skip
    return twin.id, rows


def _standing(session: Session, charge_id: int) -> ChargeRow:
    """Return a charge that can be settled or taken back, its reader held until the commit."""
    patron_facts(session, charge_row(session, charge_id).patron_id, lock=True)
    row = charge_row(session, charge_id)  # as it is under the lock
    if row.reverses_id is not None:
        raise ChargeError(ChargeCode.IS_REVERSAL)
    if row.reversed_by is not None:
        raise ChargeError(ChargeCode.REVERSED)
    return row


def pay(
    session: Session,
    work: Work,
    *,
    patron_id: int,
    amount: int,
    method: Method,
    note: str = "",
    charge_id: int | None = None,
) -> ReceiptFacts:
    """Take a payment for a reader's debts, the oldest first, or for one of them only; return the receipt."""
    receipt, done = paid(
        session, work, patron_id=patron_id, amount=amount, method=method, note=note, charge_id=charge_id
    )
    record(session, work, done)
    return receipt


def paid(
    session: Session,
    work: Work,
    *,
    patron_id: int,
    amount: int,
    method: Method,
    note: str = "",
    charge_id: int | None = None,
) -> tuple[ReceiptFacts, Done]:
    """Take a payment as a part of a greater act, which hands the returned `Done` to `record` at its own end."""
    text = clean_text(note, field="note", limit=500)
    patron = patron_facts(session, patron_id, lock=True)
    debts: Iterable[Debt] = debts_of(session, patron.id)
    if charge_id is not None:
        debts = [debt for debt in debts if debt.charge_id == charge_id]
    parts = spread(debts, amount)
    receipt = _receipt(
        session, work, patron_id=patron.id, amount=amount, method=method, note=text, parts=parts
    )
    done = Done(
        kind=Kind.PAYMENT, subject_type="receipt", subject_id=receipt.id, amount=amount,
        patron=patron_snapshot(patron, work.day), source=method.value,
    )  # fmt: skip
    return receipt, done


def _receipt(
    session: Session,
    work: Work,
    *,
    patron_id: int,
    amount: int,
    method: Method,
    note: str,
    parts: Iterable[Part],
    reverses_id: int | None = None,
) -> ReceiptFacts:
    queue_here(session, "receipt-number")
    row = Receipt(
        year=work.day.year, number=_next_number(session, work.day.year), patron_id=patron_id, amount=amount,
        method=method, at=work.now, day=work.day, department=work.department, staff_id=work.actor_id, note=note,
        reverses_id=reverses_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add_all(
        ReceiptLine(receipt_id=row.id, charge_id=each.charge_id, amount=each.amount) for each in parts
    )
    audit(
        session, work, "receipt_reversed" if reverses_id else "receipt_made",
        subject_type="receipt", subject_id=row.id, number=row.number, year=row.year, amount=amount,
        method=method.value,
    )  # fmt: skip
    session.flush()
    return receipt_facts(session, row.id)


def _next_number(session: Session, year: int) -> int:
    """Return the next number of a year; the caller holds the queue, so that none is left out."""
    last = select(func.coalesce(func.max(Receipt.number), 0)).where(Receipt.year == year)
    return session.scalars(last).one() + 1


def reverse_receipt(session: Session, work: Work, *, receipt_id: int, reason: str) -> ReceiptFacts:
    """Take a payment back by a negative receipt with a number of its own; the debts that it settled are open again."""
    text = clean_text(reason, field="reason", limit=500, required=True)
    patron_facts(session, receipt_facts(session, receipt_id).patron_id, lock=True)
    receipt = receipt_facts(session, receipt_id)  # as it is under the lock
    if receipt.reverses_id is not None:
        raise ChargeError(ChargeCode.RECEIPT_IS_REVERSAL)
    if receipt.reversed_by is not None:
        raise ChargeError(ChargeCode.RECEIPT_REVERSED, number=receipt.label)
    twin, row = _reversed_receipt(session, work, receipt, text)
    reverse(session, work, activity=row, reason=text)
    return twin


def receipt_reversed(session: Session, work: Work, *, receipt_id: int, reason: str) -> tuple[Activity, ...]:
    """Take a payment back as a part of a greater act, which hands the returned rows to `reverse_many` at its own end."""
    receipt = receipt_facts(session, receipt_id)
    return () if receipt.reversed_by is not None else (_reversed_receipt(session, work, receipt, reason)[1],)


def _reversed_receipt(
    session: Session, work: Work, receipt: ReceiptFacts, reason: str
) -> tuple[ReceiptFacts, Activity]:
    """Write the twin of a receipt; returns it with the row of the log that is to be reversed."""
    parts = [Part(each.charge_id, -each.amount) for each in parts_of(session, receipt.id)]
    twin = _receipt(
        session, work, patron_id=receipt.patron_id, amount=-receipt.amount, method=receipt.method, note=reason,
        parts=parts, reverses_id=receipt.id,
    )  # fmt: skip
    return twin, _act_of(session, receipt.id)


def _act_of(session: Session, receipt_id: int) -> Activity:
    """Return the row of the log that a payment left."""
    of_receipt = (Activity.subject_type == "receipt", Activity.subject_id == receipt_id)
    return session.scalars(select(Activity).where(*of_receipt, Activity.undo_of.is_(None))).one()


def forgive(session: Session, work: Work, *, charge_id: int, reason: str) -> ReceiptFacts:
    """Strike off what is still open of a debt: a receipt that says forgiven, with the reason."""
    text = clean_text(reason, field="reason", limit=500, required=True)
    receipt, done = forgiven(session, work, charge_id=charge_id, reason=text)
    record(session, work, done)
    return receipt


def forgiven(session: Session, work: Work, *, charge_id: int, reason: str) -> tuple[ReceiptFacts, Done]:
    """Strike a debt off as a part of a greater act, which hands the returned `Done` to `record` at its own end."""
    row = _standing(session, charge_id)
    left = min(row.open, owed(session, row.patron_id))  # what the library owes the reader covers the rest
    if left <= 0:
        raise ChargeError(ChargeCode.NOTHING_OWED)
    return paid(
        session, work, patron_id=row.patron_id, amount=left, method=Method.FORGIVEN, note=reason,
        charge_id=charge_id,
    )  # fmt: skip
