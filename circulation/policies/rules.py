"""Which row of the table of policies holds (DD-01)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict


class Row(TypedDict):
    """The cells of a row and what it says; an empty cell fits all."""

    category: str
    document_type: str
    department: str
    days: int
    open_days: bool
    renewals: int
    limit_total: int


@dataclass(frozen=True, slots=True)
class Policy:
    """One row; an empty cell fits all. Zero days: for use in the room, due the same day (DD-07).

    `limit_total` is how many copies a reader may hold for another one to be lent by this row.
    """

    id: int
    category: str
    document_type: str
    department: str
    days: int
    open_days: bool
    renewals: int
    limit_total: int

    @property
    def is_general(self) -> bool:
        """Tell whether the row fits everything."""
        return not (self.category or self.document_type or self.department)

    @property
    def specificity(self) -> tuple[bool, bool, bool]:
        """Category counts before document type, document type before department."""
        return bool(self.category), bool(self.document_type), bool(self.department)

    def fits(self, category: str, document_type: str, department: str) -> bool:
        """Tell whether every cell is empty or says the very same."""
        return (
            self.category in ("", category)
            and self.document_type in ("", document_type)
            and self.department in ("", department)
        )


def fitting(
    policies: Iterable[Policy], category: str, document_type: str, department: str
) -> tuple[Policy, ...]:
    """Return every row that fits, the most specific first."""
    found = [each for each in policies if each.fits(category, document_type, department)]
    return tuple(sorted(found, key=lambda each: each.specificity, reverse=True))


def most_specific(
    policies: Iterable[Policy], category: str, document_type: str, department: str
) -> Policy | None:
    """Return the row that holds; two never tie, because no two rows have the same cells. None is CO-26."""
    return next(iter(fitting(policies, category, document_type, department)), None)
