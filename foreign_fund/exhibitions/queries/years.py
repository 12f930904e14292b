"""The annual table of exhibitions, and what readers may see of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from foreign_fund.exhibitions.models import Exhibition, ExhibitionEvent, ExhibitionPiece, ExhibitionState
from foreign_fund.exhibitions.queries.listing import ExhibitionRow, listed_rows
from foreign_fund.exhibitions.queries.telling import visitors_by_exhibition


@dataclass(frozen=True, slots=True)
class YearRow:
    """An exhibition in the annual table."""

    exhibition: ExhibitionRow
    visitors: int
    events: int
    pieces: int


def exhibitions_of_year(session: Session, year: int) -> tuple[YearRow, ...]:
    """Return the exhibitions of a year, by number: those opened in it, and those that it has planned and not opened."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    opened = Exhibition.opened_on.between(first, last)
    planned = (Exhibition.opened_on.is_(None)) & Exhibition.opens_on.between(first, last)
    rows = listed_rows(session, or_(opened, planned), order=(Exhibition.year, Exhibition.number))
    ids = tuple(row.id for row in rows)
    visitors = visitors_by_exhibition(session, ids)
    events = _counted(session, ExhibitionEvent.exhibition_id, ids)
    pieces = _counted(session, ExhibitionPiece.exhibition_id, ids, ExhibitionPiece.removed_at.is_(None))
    return tuple(
        YearRow(row, visitors.get(row.id, 0), events.get(row.id, 0), pieces.get(row.id, 0)) for row in rows
    )


def _counted(session: Session, column: object, ids: Sequence[int], *where: object) -> dict[int, int]:
    rows = session.execute(
        select(column, func.count()).where(column.in_(ids), *where).group_by(column)  # type: ignore[call-overload, attr-defined]
    )
    return {key: count for key, count in rows}  # noqa: C416 - rows are no pairs to a type checker


def years_with_exhibitions(session: Session) -> tuple[int, ...]:
    """Return the years that have exhibitions, the newest first."""
    return tuple(session.scalars(select(Exhibition.year).distinct().order_by(Exhibition.year.desc())))


def public_exhibitions(session: Session, *, limit: int = 60) -> tuple[ExhibitionRow, ...]:
    """Return the exhibitions that readers may see: the open ones, then what comes, then what was."""
    rows = listed_rows(
        session,
        Exhibition.public.is_(True),
        order=(Exhibition.opens_on.desc(), Exhibition.id.desc()),
        limit=limit,
    )
    order = {ExhibitionState.OPEN: 0, ExhibitionState.PREPARING: 1, ExhibitionState.CLOSED: 2}
    return tuple(sorted(rows, key=lambda row: order[row.state]))
