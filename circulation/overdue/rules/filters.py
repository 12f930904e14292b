"""Reading the filters of the workbench (OV-07) from an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ils.text import whole_number

LONGEST = 100
MOST_DAYS = 9999
NO_LEVEL = "none"
STATES = ("free", "promised", "broken", "claimed", "lost")
LANGUAGE_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
_TEXTS = (
    "department",
    "fund",
    "language",
    "language_level",
    "category",
    "faculty",
    "group",
    "level",
    "state",
)
_LIMITS = {"department": 40, "fund": 40, "language": 3, "category": 40, "level": 10, "state": 10}


@dataclass(frozen=True, slots=True)
class Filter:
    """What was chosen above the list; `page` counts from 1; 0 of `max_days` is no limit.

    `level` is an id of the ladder or `none`; `language_level` is what the title says of itself, one of A1 … C2.
    """

    department: str = ""
    fund: str = ""
    language: str = ""
    language_level: str = ""
    category: str = ""
    faculty: str = ""
    group: str = ""
    level: str = ""
    state: str = ""
    min_days: int = 1
    max_days: int = 0
    page: int = 1

    @property
    def is_narrow(self) -> bool:
        """Tell whether anything but the page was chosen."""
        return bool(self.as_query())

    def as_query(self) -> dict[str, Any]:
        """Return what an address has to carry for the same choice, without the page."""
        given: dict[str, Any] = {name: getattr(self, name) for name in _TEXTS}
        if self.min_days > 1:
            given["days"] = self.min_days
        if self.max_days:
            given["most"] = self.max_days
        return {name: value for name, value in given.items() if value}


def read_filter(given: Mapping[str, str]) -> Filter:
    """Return the choice of a query string; what makes no sense narrows nothing."""
    texts = {name: given.get(name, "").strip()[: _LIMITS.get(name, LONGEST)] for name in _TEXTS}
    texts["level"] = texts["level"] if _is_level(texts["level"]) else ""
    texts["language_level"] = texts["language_level"] if texts["language_level"] in LANGUAGE_LEVELS else ""
    texts["state"] = texts["state"] if texts["state"] in STATES else ""
    return Filter(
        **texts,
        min_days=_number(given.get("days"), most=MOST_DAYS, least=1),
        max_days=_number(given.get("most"), most=MOST_DAYS, least=0),
        page=_number(given.get("page"), most=100_000, least=1),
    )


def _is_level(text: str) -> bool:
    return text == NO_LEVEL or whole_number(text) is not None


def _number(text: str | None, *, most: int, least: int) -> int:
    return min(most, max(least, whole_number(text) or least))


def read_ids(given: list[str], *, most: int = 500) -> tuple[int, ...]:
    """Return the ids that were ticked, each once, in their order; what is no id is left out."""
    found = [number for number in map(whole_number, given) if number is not None]
    return tuple(dict.fromkeys(found))[:most]
