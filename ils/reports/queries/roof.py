"""What lives on floors above and is handed down: names of codes, the stock, events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from ils.reports.rules import MassWork

Names = Callable[[Session, str, str], Mapping[str, str]]
"""(session, distribution, language) → code → name, in the library's order."""
StockMeasure = Callable[[Session, date], int]
StockBy = Callable[[Session, str, date], Mapping[str, int]]
MassWorkOf = Callable[[Session, date, date], tuple[MassWork, ...]]


@dataclass(frozen=True, slots=True)
class Roof:
    """The hooks; `stock` knows `copies` and `titles`."""

    names: Names
    stock: Mapping[str, StockMeasure]
    stock_by: StockBy
    mass_work: MassWorkOf

    def order(self, session: Session, by: str) -> tuple[str, ...]:
        """Return the codes of a distribution in the library's order."""
        return tuple(self.names(session, by, "en"))
