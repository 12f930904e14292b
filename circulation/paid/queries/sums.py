"""What paid services brought: by day and way of paying, by service."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.orm import Session

from circulation.paid.models import PaidLine, PaidReceipt, PriceItem
from circulation.paid.queries.prices import prices_of
from circulation.paid.queries.receipts import ReceiptFilter, where
from circulation.paid.rules import Method


@dataclass(frozen=True, slots=True)
class DaySums:
    """A day: receipts written, refunds among them, soʻm by way of paying."""

    day: date
    receipts: int
    refunds: int
    by_method: dict[str, int]

    @property
    def amount(self) -> int:
        """All of it."""
        return sum(self.by_method.values())


@dataclass(frozen=True, slots=True)
class ServiceSum:
    """A service: how much of it was sold and what it brought, refunds taken off."""

    code: str
    names: dict[str, str]
    units: dict[str, str]
    quantity: int
    amount: int


def by_day(session: Session, wanted: ReceiptFilter) -> tuple[DaySums, ...]:
    """Return the days that have receipts, in their order."""
    rows = session.execute(
        select(
            PaidReceipt.day, PaidReceipt.method, cast(func.sum(PaidReceipt.amount), BigInteger), func.count(),
            func.count(PaidReceipt.reverses_id),
        )
        .where(*where(wanted))
        .group_by(PaidReceipt.day, PaidReceipt.method)
        .order_by(PaidReceipt.day)
    )  # fmt: skip
    counts: defaultdict[date, list[int]] = defaultdict(lambda: [0, 0])
    sums: defaultdict[date, dict[str, int]] = defaultdict(lambda: {each.value: 0 for each in Method})
    for day, method, amount, written, back in rows:
        sums[day][method] += int(amount)
        counts[day][0] += written
        counts[day][1] += back
    return tuple(DaySums(day, counts[day][0], counts[day][1], sums[day]) for day in sorted(sums))


def by_service(session: Session, wanted: ReceiptFilter) -> tuple[ServiceSum, ...]:
    """Return what each service brought, the most first; its name is that of its newest price."""
    rows = session.execute(
        select(
            PriceItem.code, cast(func.sum(PaidLine.quantity), BigInteger), cast(func.sum(PaidLine.amount), BigInteger)
        )
        .join(PaidLine, PaidLine.price_id == PriceItem.id)
        .join(PaidReceipt, PaidReceipt.id == PaidLine.receipt_id)
        .where(*where(wanted))
        .group_by(PriceItem.code)
    ).all()  # fmt: skip
    known = {each.code: each for each in reversed(prices_of(session))}
    found = (
        ServiceSum(code, known[code].names, known[code].units, int(quantity), int(amount))
        for code, quantity, amount in rows
        if not wanted.service or code == wanted.service
    )
    return tuple(sorted(found, key=lambda each: (-each.amount, each.code)))


def taken(session: Session, *, since: date, until: date) -> int:
    """Return what paid services brought between both days inclusive."""
    amount = cast(func.coalesce(func.sum(PaidReceipt.amount), 0), BigInteger)
    return int(session.scalars(select(amount).where(PaidReceipt.day.between(since, until))).one())
