"""Which records go out, and in what order."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from catalog.export.models import UnionRecord
from catalog.importing.models import StagedRecord, StagedState
from catalog.items.models import Item, ItemState
from catalog.records.models import Record, RecordCard
from catalog.records.queries import NO_FILTERS, Filters, Sort, search_records


@dataclass(frozen=True, slots=True)
class Holding:
    """Narrowing by copies: held in a department, standing on the shelf there (or anywhere)."""

    department: str = ""
    available: bool = False

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what the copies require of `Record`."""
        if not self.department and not self.available:
            return []
        copy = select(Item.id).where(Item.record_id == Record.id, Item.state != ItemState.WITHDRAWN)
        if self.department:
            copy = copy.where(Item.department == self.department)
        if self.available:
            copy = copy.where(Item.state == ItemState.AVAILABLE)
        return [copy.correlate(Record).exists()]


ANYWHERE = Holding()


@dataclass(frozen=True, slots=True)
class Selection:
    """Records by one of: their numbers, an import, a batch of the union catalogue, a card index, else a search.

    A search for nothing, unnarrowed, is the whole catalogue. `sort` orders lists for people.
    """

    query: str = ""
    filters: Filters = NO_FILTERS
    holding: Holding = ANYWHERE
    sort: Sort = Sort.RELEVANCE
    ids: tuple[int, ...] | None = None
    imported: int | None = None
    union: int | None = None
    cards: str = ""


def selected(session: Session, selection: Selection, *, for_people: bool = False) -> array[int]:
    """Return the numbers of the records, by number; for people by heading, or by year if the search is.

    What was merged into another record is left out. A million of them take 8 MB.
    """
    query = _scope(session, selection).where(Record.merged_into.is_(None))
    order = _order(selection.sort) if for_people else [Record.id]
    return array(
        "q", session.scalars(query.order_by(None).order_by(*order).execution_options(yield_per=5000))
    )


def count_selected(session: Session, selection: Selection) -> int:
    """Return how many records a selection has."""
    query = _scope(session, selection).where(Record.merged_into.is_(None)).order_by(None)
    return session.scalars(select(func.count()).select_from(query.subquery())).one()


def _scope(session: Session, selection: Selection) -> Select[Any]:
    if selection.ids is not None:
        return select(Record.id).where(Record.id.in_(selection.ids))
    if selection.imported is not None:
        rows = select(StagedRecord.record_id).where(
            StagedRecord.batch_id == selection.imported,
            StagedRecord.state.in_((StagedState.ACCEPTED, StagedState.UPDATED)),
        )
        return select(Record.id).where(Record.id.in_(rows))
    if selection.union is not None:
        put_in = select(UnionRecord.record_id).where(UnionRecord.batch_id == selection.union)
        return select(Record.id).where(Record.id.in_(put_in))
    if selection.cards:
        cards = select(RecordCard.record_id).where(RecordCard.card_index == selection.cards)
        return select(Record.id).where(Record.id.in_(cards))
    found = search_records(
        session, selection.query, filters=selection.filters, also=selection.holding.conditions(), limit=0
    )
    return found.scope


def _order(sort: Sort) -> list[Any]:
    """Bibliographies stand in the order of their headings: the author, else the title."""
    heading = func.coalesce(func.nullif(Record.author_sort, ""), Record.title_sort)
    if sort is Sort.YEAR:
        return [Record.year.desc().nulls_last(), heading, Record.title_sort, Record.id]
    if sort is Sort.TITLE:
        return [Record.title_sort, Record.id]
    return [heading, Record.title_sort, Record.id]
