"""What a definition of the fund takes in, and what another one would."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, case, func, not_, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.queries import belongs, of_series
from catalog.records.models import Record
from catalog.stock.queries.series import all_series
from foreign_fund.fund.queries.listing import count_where
from ils.library.funds import Fund


@dataclass(frozen=True, slots=True)
class LanguageShare:
    """A language of the whole catalogue and how much of it a definition would take in."""

    language: str
    titles: int
    copies: int
    belonging_titles: int
    belonging_copies: int


@dataclass(frozen=True, slots=True)
class Change:
    """What another definition would do: copies that it would take in, and copies that it would let go."""

    comes: int
    goes: int


def change(session: Session, *, now: Fund, then: Fund) -> Change:
    """Count the copies, withdrawn ones left out, that belong by only one of two definitions."""
    had, has = belongs(now), belongs(then)
    query = select(count_where(and_(has, not_(had))), count_where(and_(had, not_(has))))
    query = query.select_from(Item).join(Record, Record.id == Item.record_id)
    comes, goes = session.execute(query.where(Item.state != ItemState.WITHDRAWN)).one()
    return Change(int(comes), int(goes))


def series_stock(session: Session) -> dict[str, int]:
    """Return how many copies each inventory book has, by its prefix; withdrawn ones are left out."""
    figures = [count_where(of_series([each.prefix])) for each in all_series(session)]
    if not figures:
        return {}
    row = session.execute(select(*figures).where(Item.state != ItemState.WITHDRAWN)).one()
    return {each.prefix: int(count) for each, count in zip(all_series(session), row, strict=True)}


def shares(session: Session, *, fund: Fund) -> tuple[LanguageShare, ...]:
    """Return every language of the catalogue with what the definition would take in, largest first."""
    inside = belongs(fund)
    query = select(
        Record.language,
        func.count(Record.id.distinct()),
        func.count(Item.id),
        func.count(case((inside, Record.id)).distinct()),
        count_where(inside),
    ).join(Item, Item.record_id == Record.id)
    rows = session.execute(query.where(Item.state != ItemState.WITHDRAWN).group_by(Record.language))
    found = [LanguageShare(row[0], *(int(value) for value in row[1:])) for row in rows]
    return tuple(sorted(found, key=lambda each: (-each.belonging_copies, -each.copies, each.language)))
