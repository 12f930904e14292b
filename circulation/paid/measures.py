"""Proof that receipts for services have no gap, that their lines are their sums, and that the log knows every line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from circulation.paid.models import PaidLine, PaidReceipt, PriceItem
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem, equals_log
from ils.activity.models import Activity

Key = tuple[int, str, date, str]


def lines_are_logged(session: Session) -> Iterator[Problem]:
    """Each receipt stands in the log with the soʻm of each service, on its day and in its department (line 42.1)."""
    own: Counter[Key] = Counter()
    rows = (
        select(
            PaidReceipt.id, PriceItem.code, PaidReceipt.day, PaidReceipt.department, func.sum(PaidLine.amount)
        )
        .join(PaidLine, PaidLine.receipt_id == PaidReceipt.id)
        .join(PriceItem, PriceItem.id == PaidLine.price_id)
        .group_by(PaidReceipt.id, PriceItem.code, PaidReceipt.day, PaidReceipt.department)
    )
    for receipt, service, day, department, amount in session.execute(rows):
        own[receipt, service, day, department] += int(amount)
    said: Counter[Key] = Counter()
    place = (Activity.subject_id, Activity.source, Activity.day, Activity.department)
    logged = select(*place, func.sum(Activity.amount)).where(Activity.kind == str(Kind.PAID_SERVICE))
    for receipt, service, day, department, amount in session.execute(logged.group_by(*place)):
        said[receipt, service, day, department] += int(amount)
    for each in sorted(own.keys() | said.keys()):
        if own[each] != said[each]:
            facts = {"receipt": each[0], "service": each[1], "rows": own[each], "logged": said[each]}
            yield Problem("paid_log_differs", facts)


def income_is_logged(session: Session) -> Iterator[Problem]:
    """The receipts come to as much as the log says was received."""
    amount = int(session.scalars(select(func.coalesce(func.sum(PaidReceipt.amount), 0))).one())
    yield from equals_log(session, what="paid_receipt", rows=amount, kinds=(Kind.PAID_SERVICE,))


def receipts_have_no_gap(session: Session) -> Iterator[Problem]:
    """The numbers of a year run from 1 without a gap."""
    numbers = (func.count(), func.min(PaidReceipt.number), func.max(PaidReceipt.number))
    counts = select(PaidReceipt.year, *numbers).group_by(PaidReceipt.year)
    for year, count, first, last in session.execute(counts):
        if (first, last) != (1, count):
            yield Problem("paid_gap", {"year": year, "receipts": count, "last": last})


def lines_are_the_sum(session: Session) -> Iterator[Problem]:
    """The lines of a receipt, each quantity times price, come to its amount."""
    parts = func.coalesce(func.sum(PaidLine.amount), 0)
    products = func.coalesce(func.sum(cast(PaidLine.quantity, BigInteger) * PaidLine.price), 0)
    differing = (
        select(PaidReceipt.id, PaidReceipt.amount, parts)
        .outerjoin(PaidLine, PaidLine.receipt_id == PaidReceipt.id)
        .group_by(PaidReceipt.id, PaidReceipt.amount)
        .having(or_(parts != PaidReceipt.amount, products != PaidReceipt.amount))
    )
    for receipt_id, amount, found in session.execute(differing):
        yield Problem("paid_parts_differ", {"receipt": receipt_id, "amount": amount, "parts": int(found)})


def refunds_are_opposite(session: Session) -> Iterator[Problem]:
    """A refund is of the opposite amount, in the same way of paying, not before its receipt."""
    back: Any = aliased(PaidReceipt)
    differ = or_(
        back.amount != -PaidReceipt.amount, back.method != PaidReceipt.method, back.day < PaidReceipt.day
    )
    for receipt_id in session.scalars(
        select(back.id).join(PaidReceipt, PaidReceipt.id == back.reverses_id).where(differ)
    ):
        yield Problem("paid_refund_differs", {"receipt": receipt_id})


CHECKS: tuple[Check, ...] = (
    lines_are_logged, income_is_logged, receipts_have_no_gap, lines_are_the_sum, refunds_are_opposite,
)  # fmt: skip
