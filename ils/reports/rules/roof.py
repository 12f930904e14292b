"""What the roof tells reports of floors above them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class MassWork:
    """One event held or exhibition opened, as the diary writes it down (practice.md §4.7, part 3)."""

    day: date
    form: str  # event | field | club | excursion | training | exhibition
    title: str
    topic: str
    persons: int | None
    shown: int | None  # copies put on the exhibition
    lent: int | None  # of them lent while it hung
    responsible: str
    subject: Literal["event", "exhibition"]
    subject_id: int
