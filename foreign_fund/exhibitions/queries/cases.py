"""Cases of an exhibition, and what is shown beside our copies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.records.models import Record
from catalog.records.queries import resolve
from foreign_fund.exhibitions.models import ExhibitionCase, ExhibitionItem, ExhibitionPiece
from foreign_fund.exhibitions.rules.places import place_words


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case and how many copies stand in it now."""

    id: int
    code: str
    section: str
    name: str
    position: int
    copies: int

    @property
    def words(self) -> str:
        """Where it is, in words."""
        return place_words(self.section, self.name)


@dataclass(frozen=True, slots=True)
class PieceRow:
    """Something shown that is no copy of ours; of a title the record it leads to now, also after a merge."""

    id: int
    case_id: int | None
    kind: str
    record_id: int | None
    title: str
    responsibility: str
    author: str
    year: int | None
    language: str
    owner: str
    act: str
    worth: int | None
    received_on: date | None
    return_by: date | None
    returned_on: date | None
    annotation: str


def cases_of(session: Session, exhibition_id: int) -> tuple[CaseRow, ...]:
    """Return the cases of an exhibition in their order."""
    copies = (
        select(func.count())
        .where(ExhibitionItem.case_id == ExhibitionCase.id, ExhibitionItem.removed_at.is_(None))
        .correlate(ExhibitionCase)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            ExhibitionCase.id, ExhibitionCase.code, ExhibitionCase.section, ExhibitionCase.name,
            ExhibitionCase.position, copies,
        )
        .where(ExhibitionCase.exhibition_id == exhibition_id)
        .order_by(ExhibitionCase.position)
    )  # fmt: skip
    return tuple(CaseRow(*row) for row in rows)


def has_cases(session: Session, exhibition_id: int) -> bool:
    """Tell whether an exhibition has any case."""
    query = select(ExhibitionCase.id).where(ExhibitionCase.exhibition_id == exhibition_id)
    return session.scalars(query.limit(1)).first() is not None


def count_pieces(session: Session, exhibition_id: int) -> int:
    """Return how many titles and pieces of others are shown."""
    return session.scalars(
        select(func.count()).where(
            ExhibitionPiece.exhibition_id == exhibition_id, ExhibitionPiece.removed_at.is_(None)
        )
    ).one()


def pieces_of(session: Session, exhibition_id: int) -> tuple[PieceRow, ...]:
    """Return the titles and pieces shown, in the order in which they were added."""
    rows = session.scalars(
        select(ExhibitionPiece)
        .where(ExhibitionPiece.exhibition_id == exhibition_id, ExhibitionPiece.removed_at.is_(None))
        .order_by(ExhibitionPiece.id)
    ).all()
    known = _records(session, {row.record_id for row in rows if row.record_id})
    return tuple(_piece(row, known.get(row.record_id or 0)) for row in rows)


def _records(session: Session, ids: set[int]) -> dict[int, Record]:
    """Return the records to which numbers lead now, read at once: only merged ones are followed one by one."""
    known = {record.id: record for record in session.scalars(select(Record).where(Record.id.in_(ids)))}
    leads = {
        number: resolve(session, number) for number, record in known.items() if record.merged_into is not None
    }
    return known | {number: session.get_one(Record, into) for number, into in leads.items()}


def _piece(row: ExhibitionPiece, record: Record | None) -> PieceRow:
    return PieceRow(
        id=row.id, case_id=row.case_id, kind=row.kind, record_id=record.id if record else None,
        title=record.title if record else row.title, responsibility=record.responsibility if record else "",
        author=record.author if record else "", year=record.year if record else None,
        language=record.language if record else "", owner=row.owner, act=row.act, worth=row.worth,
        received_on=row.received_on, return_by=row.return_by, returned_on=row.returned_on,
        annotation=row.annotation,
    )  # fmt: skip
