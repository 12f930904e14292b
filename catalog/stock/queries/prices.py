"""For how much a copy was bought: the price of the line by which it stands today, in the currency of its act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Subquery, case, func, select
from sqlalchemy.orm import Session

from catalog.stock.models import AcceptanceAct, AcceptanceLine, AcceptedItem, ActState
from catalog.stock.rules.money import HOME, RATE_UNIT

PORTION = 5_000  # copies asked for at a time: no engine takes a question of any length


@dataclass(frozen=True, slots=True)
class Bought:
    """What an act says of a copy: hundredths of the currency, soʻm for 10,000 units of it, whole soʻm."""

    item_id: int
    act_id: int
    year: int
    number: int
    day: date
    currency: str
    rate: int
    price: int
    price_som: int

    @property
    def act(self) -> str:
        """The act's number in its year, 3/2026."""
        return f"{self.number}/{self.year}"

    @property
    def abroad(self) -> bool:
        """Tell whether it was bought for another currency than the soʻm: then a rate goes with the price."""
        return self.currency != HOME and self.rate != RATE_UNIT


def standing_prices(items: Iterable[int] | None = None) -> Subquery:
    """Select a row a copy: the line by which it stands, as `standing` finds it, with its act; of some copies only.

    A copy that a correcting act took back keeps the line that did it, with the price at which it left.
    """
    latest = (
        AcceptanceAct.approved_at.desc(), AcceptanceAct.number.desc(),
        case((AcceptanceLine.copies > 0, 0), else_=1), AcceptanceLine.id.desc(),
    )  # fmt: skip
    lines = (
        select(
            AcceptedItem.item_id, AcceptanceAct.id.label("act_id"), AcceptanceAct.year, AcceptanceAct.number,
            AcceptanceAct.day, AcceptanceAct.currency, AcceptanceAct.rate, AcceptanceLine.price,
            AcceptanceLine.price_som,
            func.row_number().over(partition_by=AcceptedItem.item_id, order_by=latest).label("place"),
        )
        .join(AcceptanceLine, AcceptanceLine.id == AcceptedItem.line_id)
        .join(AcceptanceAct, AcceptanceAct.id == AcceptanceLine.act_id)
        .where(AcceptanceAct.state == ActState.APPROVED)
    )  # fmt: skip
    if items is not None:
        lines = lines.where(AcceptedItem.item_id.in_(set(items)))
    ranked = lines.subquery()
    kept = (column for column in ranked.c if column.name != "place")
    return select(*kept).where(ranked.c.place == 1).subquery("standing_price")


def bought(session: Session, items: Iterable[int]) -> dict[int, Bought]:
    """Return for how much each of these copies was bought; one that no act brought in is left out."""
    wanted, found = sorted(set(items)), list[Bought]()
    for at in range(0, len(wanted), PORTION):
        standing = standing_prices(wanted[at : at + PORTION])
        found += [Bought(*row) for row in session.execute(select(standing))]
    return {each.item_id: each for each in found}
