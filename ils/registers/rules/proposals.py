"""What the program has prepared for a half-automatic line, and a person confirms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Proposal:
    """An entry that only waits for somebody to confirm it; `about` names what it was prepared from.

    `rows` are the table of a list that is printed and filed (line 24), each as long as the headings of that paper.
    """

    register: str
    type: str
    title: str
    day: date
    about_type: str
    about_id: int
    people: str = ""
    link: str = ""
    rows: Sequence[tuple[str, ...]] = field(default=())

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.register}:{self.about_type}:{self.about_id}"
