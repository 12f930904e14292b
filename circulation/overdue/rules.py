"""Reading the filters of the overdue list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LEVELS = (1, 7, 30, 90)  # OV-01: the days at which the control of delays becomes sterner
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Filter:
    """What was chosen above the list; `page` counts from 1."""

    department: str = ""
    language: str = ""
    category: str = ""
    min_days: int = 1
    page: int = 1

    @property
    def is_narrow(self) -> bool:
        """Tell whether anything but the page was chosen."""
        return bool(self.department or self.language or self.category or self.min_days > 1)

    def as_query(self) -> dict[str, Any]:
        """Return what an address has to carry for the same choice, without the page."""
        given: dict[str, Any] = {
            "department": self.department,
            "language": self.language,
            "category": self.category,
        }
        if self.min_days > 1:
            given["days"] = self.min_days
        return {name: value for name, value in given.items() if value}


def read_filter(given: Mapping[str, str]) -> Filter:
    """Return the choice of a query string; what makes no sense narrows nothing."""
    return Filter(
        department=given.get("department", "")[:LONGEST],
        language=given.get("language", "")[:3],
        category=given.get("category", "")[:LONGEST],
        min_days=_number(given.get("days"), most=9999),
        page=_number(given.get("page"), most=100_000),
    )


def _number(text: str | None, *, most: int) -> int:
    text = text or ""
    return min(most, max(1, int(text))) if text.isascii() and text.isdigit() and len(text) < 9 else 1
