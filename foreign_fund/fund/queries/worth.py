"""What copies of the fund cost: in the currency they were bought for, and in soʻm."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.queries import belongs
from catalog.records.models import Record
from catalog.stock.queries.prices import Bought, bought
from foreign_fund.fund.queries.listing import NO_ACT, PRICES, Asked, conditions, count_where, joined
from ils.library.funds import Fund


@dataclass(frozen=True, slots=True)
class Worth:
    """What copies were bought for in one currency: hundredths of it, `som` in soʻm, `unpriced` without a price.

    `currency` is `NO_ACT` for the copies that no act brought in: their soʻm are those written at the copy itself.
    """

    currency: str
    copies: int
    unpriced: int
    amount: int
    som: int


@dataclass(frozen=True, slots=True)
class Purchase:
    """Copies of a title bought alike: by one act's line or by none, `som` for each, None for no price."""

    bought: Bought | None
    som: int | None
    copies: int


def worth_of(session: Session, *, fund: Fund, asked: Asked, day: date) -> tuple[Worth, ...]:
    """Return what copies of the fund were bought for, by currency, the dearest first, what came without an act last."""
    currency = func.coalesce(PRICES.c.currency, NO_ACT)
    columns = (
        currency, func.count(Item.id), count_where(Item.price.is_(None)),
        func.coalesce(func.sum(cast(PRICES.c.price, BigInteger)), 0),
        func.coalesce(func.sum(cast(Item.price, BigInteger)), 0),
    )  # fmt: skip
    query = joined(*columns).outerjoin(PRICES, PRICES.c.item_id == Item.id)
    rows = session.execute(query.where(*conditions(fund, asked, day)).group_by(currency))
    found = [Worth(row[0], *(int(value) for value in row[1:])) for row in rows]
    return tuple(sorted(found, key=lambda each: (each.currency == NO_ACT, -each.som, each.currency)))


def som_of(rows: Sequence[Worth]) -> int:
    """Return what all these copies are worth in soʻm; those without a price add nothing."""
    return sum(row.som for row in rows)


def purchases_of(
    session: Session, *, fund: Fund, records: Collection[int]
) -> dict[int, tuple[Purchase, ...]]:
    """Return for each title for how much its copies in the fund were bought; withdrawn ones are left out."""
    rows = session.execute(
        select(Item.record_id, Item.id, Item.price)
        .join(Record, Record.id == Item.record_id)
        .where(belongs(fund), Item.state != ItemState.WITHDRAWN, Item.record_id.in_(set(records)))
        .order_by(Item.id)
    ).all()
    known = bought(session, [row.id for row in rows])
    found: dict[int, list[Purchase]] = {}
    for record, item, som in rows:
        _add(found.setdefault(record, []), known.get(item), som)
    return {record: tuple(each) for record, each in found.items()}


def _add(rows: list[Purchase], act: Bought | None, som: int | None) -> None:
    for at, row in enumerate(rows):
        if (_price(row.bought), row.som) == (_price(act), som):
            rows[at] = Purchase(row.bought, som, row.copies + 1)
            return
    rows.append(Purchase(act, som, 1))


def _price(act: Bought | None) -> tuple[str, int, int] | None:
    return (act.currency, act.rate, act.price) if act else None
