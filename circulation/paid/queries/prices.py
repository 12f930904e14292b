"""The price list of a day, and how prices changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from circulation.paid.models import PriceItem
from circulation.paid.rules import LANGUAGES, Priced, spoken


@dataclass(frozen=True, slots=True)
class PriceView:
    """A price as a page shows it; names and units by language."""

    id: int
    code: str
    names: dict[str, str]
    units: dict[str, str]
    price: int
    since: date
    until: date | None

    def name(self, language: str) -> str:
        """The service in a language, else in one that has it."""
        return spoken(self.names, language)

    def unit(self, language: str) -> str:
        """What one of it is: a page, an hour."""
        return spoken(self.units, language)


def view_of(row: PriceItem) -> PriceView:
    """Return a row of the price list as pages show it."""
    names = {each: getattr(row, f"name_{each}") for each in LANGUAGES}
    units = {each: getattr(row, f"unit_{each}") for each in LANGUAGES}
    return PriceView(row.id, row.code, names, units, row.price, row.since, row.until)


def prices_on(session: Session, day: date) -> tuple[PriceView, ...]:
    """Return the price list of a day by code."""
    rows = select(PriceItem).where(
        PriceItem.since <= day, or_(PriceItem.until.is_(None), PriceItem.until >= day)
    )
    return tuple(view_of(row) for row in session.scalars(rows.order_by(PriceItem.code)))


def priced_on(session: Session, day: date) -> dict[str, Priced]:
    """Return what each service costs on a day."""
    return {each.code: Priced(each.id, each.code, each.price) for each in prices_on(session, day)}


def prices_of(session: Session, code: str | None = None) -> tuple[PriceView, ...]:
    """Return every price of one service or of all, the newest of each first."""
    rows = select(PriceItem).order_by(PriceItem.code, PriceItem.since.desc())
    if code is not None:
        rows = rows.where(PriceItem.code == code)
    return tuple(view_of(row) for row in session.scalars(rows))


def latest_price(session: Session, code: str) -> PriceItem | None:
    """Return the row of a service that begins last, held for a change."""
    rows = select(PriceItem).where(PriceItem.code == code).order_by(PriceItem.since.desc()).limit(1)
    return session.scalars(rows.with_for_update()).one_or_none()
