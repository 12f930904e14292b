"""How many copies of a kind a reader may hold (CO-17)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """So many copies of an item type, or of a fund, for readers of a category; an empty category fits all."""

    id: int
    category: str
    item_type: str
    fund: str
    copies: int


def fitting_limits(limits: Iterable[Limit], category: str, item_type: str, fund: str) -> tuple[Limit, ...]:
    """Return the limits that a copy of this type and fund falls under: at most one by type and one by fund.

    A limit made for the reader's category takes the place of the one for all.
    """
    found: dict[bool, Limit] = {}
    for each in sorted(limits, key=lambda each: bool(each.category)):
        of_type = bool(each.item_type) and each.item_type == item_type
        of_fund = bool(each.fund) and each.fund == fund
        if each.category in ("", category) and (of_type or of_fund):
            found[of_type] = each
    return tuple(found[key] for key in sorted(found, reverse=True))
