"""The figures behind the question whether an exhibition raised lending."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select, and_, false, func, or_, select, union
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState, Placement
from catalog.records.models import Record
from circulation.loans.models import Loan
from foreign_fund.exhibitions.models import ExhibitionItem, ExhibitionPiece
from foreign_fund.exhibitions.queries.listing import PLACED, ExhibitionRow
from foreign_fund.exhibitions.rules.effect import Effect, Lending, Period, period_of


def effect_of(session: Session, exhibition: ExhibitionRow, *, today: date) -> Effect | None:
    """Return the comparison of an exhibition that is or was open; None for one that never was."""
    if exhibition.opened_on is None:
        return None
    period = period_of(exhibition.opened_on, exhibition.closed_on, today=today)
    shown, others = shown_titles(exhibition.id), comparable_titles(session, exhibition.id, period)
    return Effect(
        period=period,
        from_it=_loans_from(session, exhibition.id),
        shown=_lending(session, shown, period),
        others=_lending(session, others, period),
    )


def shown_titles(exhibition_id: int) -> Select[Any]:
    """Select the records of which a copy was shown, or which a virtual exhibition named."""
    copies = (
        select(Item.record_id)
        .join(ExhibitionItem, ExhibitionItem.item_id == Item.id)
        .where(ExhibitionItem.exhibition_id == exhibition_id, ExhibitionItem.undone_at.is_(None))
    )
    titles = (
        select(func.coalesce(Record.merged_into, Record.id))
        .join(ExhibitionPiece, ExhibitionPiece.record_id == Record.id)
        .where(ExhibitionPiece.exhibition_id == exhibition_id, ExhibitionPiece.removed_at.is_(None))
    )
    both = union(copies, titles).subquery()
    return select(both.c[0])


def comparable_titles(session: Session, exhibition_id: int, period: Period) -> Select[Any]:
    """Select records of the same language and branch as one shown, in stock, on no exhibition in either period."""
    shown = shown_titles(exhibition_id)
    like = session.execute(
        select(Record.language, Record.knowledge_branch).where(Record.id.in_(shown)).distinct()
    ).all()
    in_stock = select(Item.record_id).where(
        Item.state != ItemState.WITHDRAWN,
        or_(Item.acquired_on.is_(None), Item.acquired_on <= period.first),
    )
    pairs = [
        and_(Record.language == language, Record.knowledge_branch == branch) for language, branch in like
    ]
    alike = or_(*pairs) if pairs else false()
    return select(Record.id).where(
        alike,
        Record.merged_into.is_(None),
        Record.id.in_(in_stock),
        Record.id.not_in(shown),
        Record.id.not_in(_on_show(period)),
    )


def _on_show(period: Period) -> Select[Any]:
    """Records of which a copy hung on any exhibition in the period or in the equal one before it."""
    ended = or_(Placement.ended_at.is_(None), func.date(Placement.ended_at) >= period.before.first)
    return (
        select(Item.record_id)
        .join(Placement, Placement.item_id == Item.id)
        .where(Placement.kind == PLACED, and_(Placement.since <= period.last, ended))
    )


def _loans_from(session: Session, exhibition_id: int) -> int:
    return session.scalars(
        select(func.count(Loan.id))
        .join(Placement, Placement.id == Loan.placement_id)
        .where(Placement.kind == PLACED, Placement.ref_id == exhibition_id, Loan.undone_at.is_(None))
    ).one()


def _lending(session: Session, titles: Select[Any], period: Period) -> Lending:
    number = session.scalars(select(func.count()).select_from(titles.subquery())).one()
    return Lending(number, _loans(session, titles, period), _loans(session, titles, period.before))


def _loans(session: Session, titles: Select[Any], period: Period) -> int:
    """Loans of any copy of these titles, wherever it stood."""
    return session.scalars(
        select(func.count(Loan.id))
        .join(Item, Item.id == Loan.item_id)
        .where(
            Item.record_id.in_(titles), Loan.undone_at.is_(None),
            Loan.lent_on.between(period.first, period.last),
        )
    ).one()  # fmt: skip
