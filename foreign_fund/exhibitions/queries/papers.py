"""Acts of issue and return, and which copies wait for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionNotFoundError
from foreign_fund.exhibitions.models import (
    Exhibition,
    ExhibitionItem,
    ExhibitionPaper,
    ExhibitionPaperLine,
    ExhibitionRound,
    ExhibitionSighting,
    ExhibitionState,
)
from foreign_fund.exhibitions.queries.listing import ShownCopy, copies_by_entry
from foreign_fund.exhibitions.rules.walking import Result, Walk


@dataclass(frozen=True, slots=True)
class PaperRow:
    """An act of issue or return and how many copies are on it."""

    id: int
    exhibition_id: int
    kind: str
    year: int
    number: int
    day: date
    handed_by: str
    received_by: str
    copies: int

    @property
    def name(self) -> str:
        """Its number in its year, 3/2026."""
        return f"{self.number}/{self.year}"


_OWN = tuple(getattr(ExhibitionPaper, name) for name in PaperRow.__slots__[:-1])
_COPIES = (
    select(func.count(ExhibitionPaperLine.id))
    .where(ExhibitionPaperLine.paper_id == ExhibitionPaper.id)
    .correlate(ExhibitionPaper)
    .scalar_subquery()
)

_COLUMNS: tuple[Any, ...] = (*_OWN, _COPIES)


def papers_of(session: Session, exhibition_id: int) -> tuple[PaperRow, ...]:
    """Return the acts of an exhibition, the oldest first."""
    rows = session.execute(
        select(*_COLUMNS).where(ExhibitionPaper.exhibition_id == exhibition_id).order_by(ExhibitionPaper.id)
    )
    return tuple(PaperRow(*row) for row in rows)


def paper_row(session: Session, *, exhibition_id: int, paper_id: int) -> PaperRow:
    """Return one act; refuse an unknown one."""
    row = session.execute(
        select(*_COLUMNS).where(
            ExhibitionPaper.id == paper_id, ExhibitionPaper.exhibition_id == exhibition_id
        )
    ).one_or_none()
    if row is None:
        raise ExhibitionNotFoundError(ExhibitionCode.PAPER_UNKNOWN, paper=paper_id)
    return PaperRow(*row)


def copies_on_paper(session: Session, paper: PaperRow) -> tuple[ShownCopy, ...]:
    """Return the copies of an act."""
    entries = session.scalars(
        select(ExhibitionPaperLine.entry_id).where(ExhibitionPaperLine.paper_id == paper.id)
    ).all()
    return copies_by_entry(session, paper.exhibition_id, entries)


def _balance() -> Any:
    """Issued less returned, of each entry: 1 while the exhibition answers for the copy."""
    sign = case((ExhibitionPaper.kind == "issue", 1), else_=-1)
    return (
        select(ExhibitionPaperLine.entry_id.label("entry"), func.sum(sign).label("out"))
        .join(ExhibitionPaper, ExhibitionPaper.id == ExhibitionPaperLine.paper_id)
        .group_by(ExhibitionPaperLine.entry_id)
        .subquery()
    )


def to_issue(session: Session, exhibition_id: int) -> tuple[int, ...]:
    """Return the entries on the list that no act answers for."""
    out = _balance()
    query = (
        select(ExhibitionItem.id)
        .join(Exhibition, Exhibition.id == ExhibitionItem.exhibition_id)
        .outerjoin(out, out.c.entry == ExhibitionItem.id)
        .where(
            ExhibitionItem.exhibition_id == exhibition_id, ExhibitionItem.removed_at.is_(None),
            func.coalesce(out.c.out, 0) == 0, Exhibition.state != ExhibitionState.CLOSED,
        )
    )  # fmt: skip
    return tuple(session.scalars(query.order_by(ExhibitionItem.id)))


def issued(session: Session, exhibition_id: int) -> tuple[int, ...]:
    """Return the entries that an act has issued and none has returned."""
    return tuple(session.scalars(_out(exhibition_id).order_by(ExhibitionItem.id)))


def to_return(session: Session, exhibition_id: int) -> tuple[int, ...]:
    """Return the entries issued that were taken down, or after the close were scanned on their way to the shelf."""
    back = or_(ExhibitionItem.removed_at.is_not(None), ExhibitionItem.id.in_(_shelved(exhibition_id)))
    return tuple(session.scalars(_out(exhibition_id).where(back).order_by(ExhibitionItem.id)))


def _out(exhibition_id: int) -> Select[Any]:
    out = _balance()
    return (
        select(ExhibitionItem.id)
        .join(out, and_(out.c.entry == ExhibitionItem.id, out.c.out == 1))
        .where(ExhibitionItem.exhibition_id == exhibition_id)
    )


def _shelved(exhibition_id: int) -> Select[Any]:
    """What a walk back to the shelf has seen since the close that holds."""
    return (
        select(ExhibitionSighting.entry_id)
        .join(ExhibitionRound, ExhibitionRound.id == ExhibitionSighting.round_id)
        .join(Exhibition, Exhibition.id == ExhibitionRound.exhibition_id)
        .where(
            Exhibition.id == exhibition_id, ExhibitionRound.kind == Walk.RETURN,
            ExhibitionRound.day >= Exhibition.closed_on, ExhibitionSighting.result == Result.RIGHT,
        )
    )  # fmt: skip


def count_returned(session: Session, exhibition_id: int) -> int:
    """Return how many copies went back by an act since the exhibition closed."""
    query = (
        select(func.count(ExhibitionPaperLine.id))
        .join(ExhibitionPaper, ExhibitionPaper.id == ExhibitionPaperLine.paper_id)
        .join(Exhibition, Exhibition.id == ExhibitionPaper.exhibition_id)
        .join(ExhibitionItem, ExhibitionItem.id == ExhibitionPaperLine.entry_id)
        .where(
            Exhibition.id == exhibition_id, ExhibitionPaper.kind == "return",
            ExhibitionItem.removed_at.is_(None),
        )
    )  # fmt: skip
    return session.scalars(query).one()
