"""Money for services: taken, given back. Rows are only ever added; numbers of a year run from 1 without a gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.paid.errors import PaidCode, PaidInputError, PaidNotFound
from circulation.paid.models import PaidLine, PaidReceipt, PriceItem
from circulation.paid.queries.prices import priced_on
from circulation.paid.queries.receipts import ReceiptView, receipt_view
from circulation.paid.rules import Line, Wanted, check_day, check_method, check_refund, lines_of, total_of
from circulation.patrons.queries import PatronFacts, find_patron, patron_facts, patron_snapshot
from circulation.patrons.services.base import refuse_erased
from ils.accounts.audit import audit
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import NO_PATRON, Done, Work
from ils.db import queue_here
from ils.errors import clean_text

SUBJECT = "paid_receipt"
QUEUE = "paid-receipt-number"


def take(
    session: Session,
    work: Work,
    *,
    wanted: Sequence[Wanted],
    method: str,
    card: str = "",
    payer: str = "",
    note: str = "",
    day: date | None = None,
) -> ReceiptView:
    """Take money for services at the prices of the day; whoever pays gives a card, a name, or neither."""
    on = check_day(day or work.day, work.day)
    lines = lines_of(priced_on(session, on), wanted)
    row = PaidReceipt(
        day=on, method=check_method(method).value, department=work.department, sector=work.sector,
        payer=clean_text(payer, field="payer", limit=200), note=clean_text(note, field="note", limit=500),
    )  # fmt: skip
    patron = _reader(session, card)
    row.patron_id = patron.id if patron else None
    return _written(session, work, row, lines, patron)


def _reader(session: Session, card: str) -> PatronFacts | None:
    text = clean_text(card, field="card", limit=60)
    patron = find_patron(session, text) if text else None
    if text and patron is None:
        raise PaidInputError(PaidCode.READER_UNKNOWN, card=text)
    if patron is not None:
        refuse_erased(patron)
    return patron


def refund(
    session: Session, work: Work, *, receipt_id: int, reason: str, day: date | None = None
) -> ReceiptView:
    """Give the money of a receipt back: a negative receipt with a number of its own, on the day the money goes."""
    text = clean_text(reason, field="reason", limit=500, required=True)
    on = check_day(day or work.day, work.day)
    first = session.get(PaidReceipt, receipt_id, with_for_update=True)
    if first is None:
        raise PaidNotFound(PaidCode.RECEIPT_UNKNOWN)
    check_refund(
        day=on, paid_on=first.day, is_refund=first.reverses_id is not None,
        refunded_by=receipt_view(session, first.id).refund,
    )  # fmt: skip
    row = PaidReceipt(
        day=on, method=first.method, department=first.department, sector=first.sector, payer=first.payer, note=text,
        patron_id=first.patron_id, reverses_id=first.id,
    )  # fmt: skip
    patron = patron_facts(session, first.patron_id) if first.patron_id else None
    return _written(session, work, row, _negative(session, first.id), patron)


def _negative(session: Session, receipt_id: int) -> tuple[Line, ...]:
    rows = session.execute(
        select(PaidLine.price_id, PriceItem.code, -PaidLine.quantity, PaidLine.price)
        .join(PriceItem, PriceItem.id == PaidLine.price_id)
        .where(PaidLine.receipt_id == receipt_id)
        .order_by(PaidLine.line)
    )
    return tuple(Line(*row) for row in rows)


def _written(
    session: Session, work: Work, row: PaidReceipt, lines: Sequence[Line], patron: PatronFacts | None
) -> ReceiptView:
    queue_here(session, QUEUE)
    row.year, row.number = row.day.year, _next_number(session, row.day.year)
    row.at, row.staff_id, row.amount = work.now, work.actor_id, total_of(lines)
    session.add(row)
    session.flush()
    session.add_all(
        PaidLine(
            receipt_id=row.id, line=number, price_id=each.price_id, quantity=each.quantity, price=each.price,
            amount=each.amount,
        )
        for number, each in enumerate(lines, start=1)
    )  # fmt: skip
    audit(
        session, work, "paid_refunded" if row.reverses_id else "paid_taken",
        subject_type=SUBJECT, subject_id=row.id, number=row.number, year=row.year, amount=row.amount,
        method=row.method,
    )  # fmt: skip
    session.flush()
    record(session, replace(work, department=row.department, sector=row.sector), *_done(row, lines, patron))
    return receipt_view(session, row.id)


def _next_number(session: Session, year: int) -> int:
    """Return the next number of a year; the caller holds the queue, so that none is left out."""
    last = select(func.coalesce(func.max(PaidReceipt.number), 0)).where(PaidReceipt.year == year)
    return session.scalars(last).one() + 1


def _done(row: PaidReceipt, lines: Sequence[Line], patron: PatronFacts | None) -> list[Done]:
    """Return an act for each line; a refund is an act of its own day and undoes nothing of the day of the sale.

    What was typed on the receipt stays there alone: neither the log nor the trail can ever let go of a reader.
    """
    who = patron_snapshot(patron, row.day) if patron else NO_PATRON
    return [
        Done(
            kind=Kind.PAID_SERVICE, subject_type=SUBJECT, subject_id=row.id, amount=each.amount, patron=who,
            source=each.code, day=row.day,
        )
        for each in lines
    ]  # fmt: skip
