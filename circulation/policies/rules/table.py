"""Which row of the table of policies holds (DD-01)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypedDict

# Where a copy is used (DD-01); the same words as the copy's own place of use.
USES = ("home", "room", "overnight", "exhibition", "organisation")
TODAY, FROM_DUE = "today", "due"


class Row(TypedDict, total=False):
    """The cells of a row and what it says; an empty cell fits all, an absent number means no such rule. Soʻm, days."""

    category: str
    item_type: str
    use: str
    department: str
    days: int
    open_days: bool
    renewals: int
    limit_total: int
    renewal_from: str
    renew_earliest: int | None
    fixed_due: date | None
    queue_longer: int | None
    queue_days: int | None
    debt_limit: int | None
    overdue_blocks: int | None
    fine_per_day: int
    suspend_per_day: int


@dataclass(frozen=True, slots=True)
class Policy:
    """One row; an empty cell fits all. Zero days: due the same day at closing (DD-07).

    `limit_total` is how many copies a reader may hold for another one to be lent by this row (CO-16);
    `renewal_from` "today" or "due" (RN-08); `renew_earliest` days before the due date (RN-06); `fixed_due` is
    never crossed (DD-05); where more than `queue_longer` wait, the loan is for `queue_days` (DD-08);
    `debt_limit` in soʻm (CO-07); from `overdue_blocks` days late nothing more is lent (CO-08);
    `fine_per_day` in soʻm and `suspend_per_day` in days for each open day late (CI-04).
    """

    id: int
    category: str
    item_type: str
    use: str
    department: str
    days: int
    open_days: bool
    renewals: int
    limit_total: int
    renewal_from: str = TODAY
    renew_earliest: int | None = None
    fixed_due: date | None = None
    queue_longer: int | None = None
    queue_days: int | None = None
    debt_limit: int | None = None
    overdue_blocks: int | None = None
    fine_per_day: int = 0
    suspend_per_day: int = 0

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """Whom and what the row is for."""
        return self.category, self.item_type, self.use, self.department

    @property
    def is_general(self) -> bool:
        """Tell whether the row fits everything."""
        return not any(self.cells)

    @property
    def specificity(self) -> tuple[bool, bool, bool, bool]:
        """Reader category counts before item type, item type before place of use, place before department."""
        return bool(self.category), bool(self.item_type), bool(self.use), bool(self.department)

    def fits(self, category: str, item_type: str, use: str, department: str) -> bool:
        """Tell whether every cell is empty or says the very same."""
        asked = (category, item_type, use, department)
        return all(cell in ("", value) for cell, value in zip(self.cells, asked, strict=True))


def fitting(
    policies: Iterable[Policy], category: str, item_type: str, use: str, department: str
) -> tuple[Policy, ...]:
    """Return every row that fits, the most specific first."""
    found = [each for each in policies if each.fits(category, item_type, use, department)]
    return tuple(sorted(found, key=lambda each: each.specificity, reverse=True))


def most_specific(
    policies: Iterable[Policy], category: str, item_type: str, use: str, department: str
) -> Policy | None:
    """Return the row that holds; two never tie, because no two rows have the same cells. None is CO-26."""
    return next(iter(fitting(policies, category, item_type, use, department)), None)


def sorted_table(policies: Iterable[Policy]) -> tuple[Policy, ...]:
    """Return the rows as the screen shows them: the general one first, then by their cells."""
    return tuple(sorted(policies, key=lambda each: each.cells))


def policy_as_data(policy: Policy) -> dict[str, Any]:
    """Return the row as it is kept with a loan: plain JSON values."""
    values = ((each.name, getattr(policy, each.name)) for each in fields(Policy))
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values}


_NEEDED: dict[str, Any] = {
    "id": 0, "category": "", "item_type": "", "use": "", "department": "", "days": 0, "open_days": False,
    "renewals": 0, "limit_total": 0,
}  # fmt: skip


def policy_from_data(data: Mapping[str, Any]) -> Policy:
    """Return the row that was kept with a loan, also one of an older program: other names, fewer columns."""
    known = {each.name for each in fields(Policy)}
    values = _NEEDED | {name: value for name, value in data.items() if name in known}
    if "item_type" not in data and "document_type" in data:
        values["item_type"] = data["document_type"]
    if isinstance(fixed := values.get("fixed_due"), str):
        values["fixed_due"] = date.fromisoformat(fixed)
    return Policy(**values)
