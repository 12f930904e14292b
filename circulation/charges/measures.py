"""Proof that receipts have no gap, that their parts are their sums, and that the log knows every payment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from circulation.charges.models import Charge, Receipt, ReceiptLine
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem, equals_log


def payments_are_logged(session: Session) -> Iterator[Problem]:
    """The receipts come to as much as the log says was paid."""
    amount = int(session.scalars(select(func.coalesce(func.sum(Receipt.amount), 0))).one())
    yield from equals_log(session, what="receipt", rows=amount, kinds=(Kind.PAYMENT,))


def receipts_have_no_gap(session: Session) -> Iterator[Problem]:
    """The numbers of a year run from 1 without a gap."""
    counts = select(Receipt.year, func.count(), func.min(Receipt.number), func.max(Receipt.number))
    for year, count, first, last in session.execute(counts.group_by(Receipt.year)):
        if (first, last) != (1, count):
            yield Problem("receipt_gap", {"year": year, "receipts": count, "last": last})


def parts_are_the_sum(session: Session) -> Iterator[Problem]:
    """What a receipt settles comes to its amount."""
    parts = func.coalesce(func.sum(ReceiptLine.amount), 0)
    differing = (
        select(Receipt.id, Receipt.amount, parts)
        .outerjoin(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
        .group_by(Receipt.id, Receipt.amount)
        .having(parts != Receipt.amount)
    )
    for receipt_id, amount, found in session.execute(differing):
        yield Problem("receipt_parts_differ", {"receipt": receipt_id, "amount": amount, "parts": int(found)})


def none_is_paid_twice(session: Session) -> Iterator[Problem]:
    """No debt has more paid than was charged, and none less than nothing."""
    settled = func.coalesce(func.sum(ReceiptLine.amount), 0)
    wrong = (
        select(Charge.id, Charge.amount, settled)
        .join(ReceiptLine, ReceiptLine.charge_id == Charge.id)
        .group_by(Charge.id, Charge.amount)
        .having(or_(settled < 0, settled > Charge.amount))
    )
    for charge_id, amount, found in session.execute(wrong):
        yield Problem("charge_paid_wrongly", {"charge": charge_id, "amount": amount, "paid": int(found)})


def twins_are_opposite(session: Session) -> Iterator[Problem]:
    """What takes a debt or a receipt back is of the same reader and the opposite amount."""
    yield from _unlike(session, Charge, "charge")
    yield from _unlike(session, Receipt, "receipt")


def _unlike(session: Session, table: type[Charge] | type[Receipt], what: str) -> Iterator[Problem]:
    twin: Any = aliased(table)
    pair = twin.reverses_id == table.id
    differ = or_(twin.amount != -table.amount, twin.patron_id != table.patron_id)
    for row_id in session.scalars(select(table.id).join(twin, pair).where(differ)):
        yield Problem("twin_differs", {"what": what, "id": row_id})


CHECKS: tuple[Check, ...] = (
    payments_are_logged,
    receipts_have_no_gap,
    parts_are_the_sum,
    none_is_paid_twice,
    twins_are_opposite,
)
