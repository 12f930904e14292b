"""Records together with their copies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import case, distinct, func, select
from sqlalchemy.orm import Session

from catalog.export.queries import ANYWHERE, Holding
from catalog.items.models import Item, ItemState
from catalog.records.queries import NO_FILTERS, Facets, Filters, Found, Sort, search_records
from catalog.records.queries import Brief as RecordBrief


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies of a record that are not withdrawn, how many of them stand on the shelf, and a call number."""

    items: int = 0
    available: int = 0
    call_number: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """A record as the command line shows it."""

    id: int
    control_number: str
    title: str
    author: str
    year: int | None
    items: int
    available: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of the result list."""

    record: RecordBrief
    copies: Copies


@dataclass(frozen=True, slots=True)
class Results:
    """One page of a search: `departments` are (code, records with a copy there), the most first."""

    total: int
    hits: tuple[Hit, ...]
    facets: Facets
    departments: tuple[tuple[str, int], ...]


def search(
    session: Session,
    query: str,
    *,
    filters: Filters = NO_FILTERS,
    holding: Holding = ANYWHERE,
    sort: Sort = Sort.RELEVANCE,
    limit: int = 20,
    offset: int = 0,
) -> Results:
    """Return one page of what a query finds, with copies and the counts of all found."""
    found = search_records(
        session, query, filters=filters, sort=sort, also=holding.conditions(), limit=limit, offset=offset
    )
    copies = copies_of(session, [record.id for record in found.records])
    hits = tuple(Hit(record, copies.get(record.id, Copies())) for record in found.records)
    return Results(found.total, hits, found.facets, _departments(session, found) if found.total else ())


def _departments(session: Session, found: Found) -> tuple[tuple[str, int], ...]:
    records = func.count(distinct(Item.record_id))
    counted = select(Item.department, records).where(Item.state != ItemState.WITHDRAWN)
    if not found.everything:
        counted = counted.where(Item.record_id.in_(found.scope))
    rows = session.execute(counted.group_by(Item.department).order_by(records.desc(), Item.department))
    return tuple((department, count) for department, count in rows)


def copies_of(session: Session, ids: Collection[int]) -> dict[int, Copies]:
    """Return the copies of each record that has any."""
    if not ids:
        return {}
    available = func.sum(case((Item.state == ItemState.AVAILABLE, 1), else_=0))
    rows = session.execute(
        select(Item.record_id, func.count(), available, func.max(Item.call_number))
        .where(Item.record_id.in_(ids), Item.state != ItemState.WITHDRAWN)
        .group_by(Item.record_id)
    )
    return {record_id: Copies(items, int(free), call_number) for record_id, items, free, call_number in rows}


def search_briefs(session: Session, query: str, limit: int = 20) -> tuple[int, list[Brief]]:
    """Return how many records a query finds, and the first of them."""
    found = search_records(session, query, limit=limit)
    copies = copies_of(session, [record.id for record in found.records])
    return found.total, [_brief(record, copies.get(record.id, Copies())) for record in found.records]


def _brief(record: RecordBrief, copies: Copies) -> Brief:
    return Brief(
        id=record.id,
        control_number=record.control_number,
        title=record.title,
        author=record.author,
        year=record.year,
        items=copies.items,
        available=copies.available,
    )
