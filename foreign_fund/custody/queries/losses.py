"""The fund's part of the register of lost books and of what was taken instead (practice.md §4.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.items.queries import belongs
from catalog.records.models import Record
from circulation.loans.models import LossState
from circulation.loans.queries.losses import LossRow, register
from ils.library.funds import Fund


@dataclass(frozen=True, slots=True)
class LossSums:
    """What the losses of a year came to. Soʻm."""

    lost: int
    open: int
    replaced: int
    compensated: int
    price: int
    replacements: int


def losses_of_fund(
    session: Session, year: int, *, fund: Fund, state: LossState | None = None
) -> tuple[LossRow, ...]:
    """Return the rows of the library's register, with its numbers, whose lost copy belongs to the fund."""
    rows = register(session, year, state=state)
    query = select(Item.id).join(Record, Record.id == Item.record_id)
    ours = set(session.scalars(query.where(Item.id.in_({row.item_id for row in rows}), belongs(fund))))
    return tuple(row for row in rows if row.item_id in ours)


def sums_of(rows: Iterable[LossRow]) -> LossSums:
    """Return the sums of the rows."""
    rows = tuple(rows)
    count = {state: sum(row.state is state for row in rows) for state in LossState}
    return LossSums(
        lost=len(rows),
        open=count[LossState.OPEN],
        replaced=count[LossState.REPLACED],
        compensated=count[LossState.COMPENSATED],
        price=sum(row.price or 0 for row in rows),
        replacements=sum(row.new_price or 0 for row in rows),
    )
