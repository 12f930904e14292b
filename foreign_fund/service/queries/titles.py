"""The titles of a list, with what the library has of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.digital.models import DigitalObject, Rights
from catalog.export.queries import chunks
from catalog.export.services.pens import described
from catalog.marc import from_bytes
from catalog.public.queries import Copies, copies_of
from catalog.records.queries import Brief, brief
from foreign_fund.service.models import QueryTitle, ReviewTitle, SelectionTitle

Titles = type[QueryTitle] | type[ReviewTitle] | type[SelectionTitle]
QUERY, SELECTION, REVIEW = "query", "selection", "review"
TABLES: dict[str, Titles] = {QUERY: QueryTitle, SELECTION: SelectionTitle, REVIEW: ReviewTitle}


@dataclass(frozen=True, slots=True)
class Listed:
    """A title of a list; `record` is None where the library has none of it, and `described` says what it is."""

    id: int
    position: int
    note: str
    record: Brief | None
    described: str
    copies: int
    free: int
    open_text: bool
    additional: bool = False
    wish_copies: int = 0


def listed(session: Session, what: str, owner_id: int) -> tuple[Listed, ...]:
    """Return the titles of a list in their order."""
    return listed_of(session, what, (owner_id,)).get(owner_id, ())


def listed_of(session: Session, what: str, owner_ids: Collection[int]) -> dict[int, tuple[Listed, ...]]:
    """Return the titles of several lists, each in its order, by the ids of the lists; read at once."""
    table: Any = TABLES[what]
    asked = select(table).where(table.owner_id.in_(owner_ids)).order_by(table.position, table.id)
    rows = list(session.scalars(asked.execution_options(populate_existing=True)))
    ids = {row.record_id for row in rows if row.record_id}
    briefs, copies, texts = brief(session, ids), copies_of(session, ids), open_texts(session, ids)
    found: dict[int, list[Listed]] = defaultdict(list)
    for row in rows:
        found[row.owner_id].append(_listed(row, briefs, copies, texts))
    return {owner: tuple(titles) for owner, titles in found.items()}


def _listed(row: Any, briefs: dict[int, Brief], copies: dict[int, Copies], texts: set[int]) -> Listed:
    own = copies.get(row.record_id, Copies())
    return Listed(
        row.id, row.position, row.note, briefs.get(row.record_id), getattr(row, "described", ""), own.items,
        own.available, row.record_id in texts, getattr(row, "additional", False), getattr(row, "wish_copies", 0),
    )  # fmt: skip


def open_texts(session: Session, ids: Collection[int]) -> set[int]:
    """Return which of these records have a full text that everybody may open."""
    there = (DigitalObject.removed_at.is_(None), DigitalObject.full_text, DigitalObject.rights == Rights.OPEN)
    rows = select(DigitalObject.record_id).where(DigitalObject.record_id.in_(ids), *there)
    return set(session.scalars(rows))


def count_titles(session: Session, what: str, owner_ids: Collection[int]) -> dict[int, int]:
    """Return how many titles lists have, by their ids."""
    table: Any = TABLES[what]
    rows = session.execute(
        select(table.owner_id, func.count()).where(table.owner_id.in_(owner_ids)).group_by(table.owner_id)
    )
    return {owner: int(count) for owner, count in rows}


def descriptions(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Return the GOST descriptions of records by id."""
    wanted = sorted(set(ids))
    return {
        row.id: described(row, from_bytes(row.marc), row.profile)
        for part in chunks(session, wanted)
        for row in part
    }
