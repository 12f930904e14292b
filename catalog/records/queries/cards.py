"""Card indexes and the records in them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.records.errors import RecordCode, RecordNotFoundError
from catalog.records.models import CardIndex, Record, RecordCard
from catalog.records.queries.showing import Brief, brief


@dataclass(frozen=True, slots=True)
class CardIndexRow:
    """A card index and how many records stand in it."""

    code: str
    name_uz: str
    name_ru: str
    name_en: str
    position: int
    records: int

    def name(self, language: str) -> str:
        """Return the name in `uz`, `uz_Cyrl` (still in Latin: the edge transliterates), `ru` or `en`."""
        return {"ru": self.name_ru, "en": self.name_en}.get(language, self.name_uz)


def card_indexes(session: Session) -> tuple[CardIndexRow, ...]:
    """Return all card indexes in the library's order."""
    counts = (
        select(RecordCard.card_index, func.count().label("records"))
        .group_by(RecordCard.card_index)
        .subquery()
    )
    rows = session.execute(
        select(
            CardIndex.code, CardIndex.name_uz, CardIndex.name_ru, CardIndex.name_en, CardIndex.position,
            func.coalesce(counts.c.records, 0),
        )
        .outerjoin(counts, counts.c.card_index == CardIndex.code)
        .order_by(CardIndex.position)
    )  # fmt: skip
    return tuple(CardIndexRow(*row) for row in rows)


def card_index(session: Session, code: str) -> CardIndexRow:
    """Return one card index; refuse an unknown code."""
    for row in card_indexes(session):
        if row.code == code:
            return row
    raise RecordNotFoundError(RecordCode.CARD_INDEX_UNKNOWN, code=code[:40])


def cards_of(session: Session, record_id: int) -> frozenset[str]:
    """Return the codes of the card indexes that a record stands in."""
    return frozenset(session.scalars(select(RecordCard.card_index).where(RecordCard.record_id == record_id)))


def cards_page(
    session: Session, code: str, *, limit: int = 50, offset: int = 0
) -> tuple[int, tuple[Brief, ...]]:
    """Return how many records a card index has and one page of them, by title."""
    inside = select(RecordCard.record_id).where(RecordCard.card_index == code)
    total = session.scalars(select(func.count()).select_from(inside.subquery())).one()
    ids = list(
        session.scalars(
            select(Record.id)
            .where(Record.id.in_(inside))
            .order_by(Record.title_sort, Record.id)
            .limit(limit)
            .offset(offset)
        )
    )
    shown = brief(session, ids)
    return total, tuple(shown[record_id] for record_id in ids)
