"""Inventory books: their names and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.stock.errors import StockCode, StockNotFoundError
from catalog.stock.models import AcceptanceAct, AcceptanceLine, InventorySeries
from catalog.stock.rules.numbers import highest, number_text


@dataclass(frozen=True, slots=True)
class SeriesView:
    """A series as lists show it."""

    code: str
    name_uz: str
    name_ru: str
    name_en: str
    prefix: str
    digits: int
    next_number: int

    def name(self, language: str) -> str:
        """Return the name in `uz`, `uz_Cyrl` (still in Latin: the edge transliterates), `ru` or `en`."""
        return {"ru": self.name_ru, "en": self.name_en}.get(language, self.name_uz)

    @property
    def next_text(self) -> str:
        """The next number as the inventory book will write it."""
        return number_text(self.prefix, self.digits, self.next_number)


_SERIES = tuple(getattr(InventorySeries, name) for name in SeriesView.__slots__)


def all_series(session: Session) -> tuple[SeriesView, ...]:
    """Return all series in the library's order."""
    rows = session.execute(select(*_SERIES).order_by(InventorySeries.position, InventorySeries.code))
    return tuple(SeriesView(*row) for row in rows)


def series_view(session: Session, code: str) -> SeriesView:
    """Return one series; refuse an unknown code."""
    for each in all_series(session):
        if each.code == code:
            return each
    raise StockNotFoundError(StockCode.SERIES_UNKNOWN, series=code[:40])


def highest_used(session: Session, *, code: str, prefix: str) -> int:
    """Return the highest number that copies or acts have used of a series, 0 for none."""
    numbers = session.scalars(
        select(Item.inventory_number).where(
            Item.inventory_number.is_not(None), Item.inventory_number.startswith(prefix, autoescape=True)
        )
    )
    of_copies = highest(prefix, (number for number in numbers if number))
    of_acts = session.scalars(
        select(func.max(AcceptanceLine.last_number))
        .join(AcceptanceAct, AcceptanceAct.id == AcceptanceLine.act_id)
        .where(AcceptanceAct.series == code)
    ).one()
    return max(of_copies, of_acts or 0)


def given_numbers(session: Session, code: str) -> bool:
    """Tell whether an act has given numbers of a series."""
    used = (
        select(AcceptanceLine.id)
        .join(AcceptanceAct, AcceptanceAct.id == AcceptanceLine.act_id)
        .where(AcceptanceAct.series == code, AcceptanceLine.first_number.is_not(None))
        .limit(1)
    )
    return session.execute(used).first() is not None
