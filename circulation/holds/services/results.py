"""What came of acts on holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.items.queries import ItemFacts
from circulation.holds.rules.endings import Arrival
from ils.activity.work import Done


@dataclass(frozen=True, slots=True)
class Caught:
    """A copy set aside for the first of the queue (CI-05); `shelf_until` None: it travels to `department` first.

    `done` is for the log: the act that the catching is part of hands it to `record`, last of all.
    `image` is plain JSON, for `release`.
    """

    hold_id: int
    patron_id: int
    patron: str
    card: str
    department: str
    shelf_until: date | None
    image: dict[str, Any]
    done: tuple[Done, ...]

    @property
    def travels(self) -> bool:
        """Tell whether the copy is sent to another department."""
        return self.shelf_until is None


@dataclass(frozen=True, slots=True)
class Arrived:
    """A copy received; `department` is where it belongs now, `patron` for whom it is set aside."""

    outcome: Arrival
    item: ItemFacts
    department: str
    hold_id: int | None = None
    patron: str = ""
    card: str = ""
    shelf_until: date | None = None
