"""Proof that exhibitions agree with the log and with what the desk is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Placement
from foreign_fund.exhibitions.models import Exhibition, ExhibitionItem, ExhibitionState
from foreign_fund.exhibitions.queries import PLACED
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem, equals_log


def copies_are_logged(session: Session) -> Iterator[Problem]:
    """Line 26: as many copies shown as the log says were put on exhibitions."""
    rows = session.scalars(select(func.count()).where(ExhibitionItem.undone_at.is_(None))).one()
    yield from equals_log(session, what="exhibition_item", rows=rows, kinds=(Kind.EXHIBITION_ITEM,))


def openings_are_logged(session: Session) -> Iterator[Problem]:
    """Every exhibition that is or was open was opened once."""
    rows = session.scalars(select(func.count()).where(Exhibition.state != ExhibitionState.PREPARING)).one()
    yield from equals_log(session, what="exhibition", rows=rows, kinds=(Kind.EXHIBITION_OPEN,))


def desk_sees_what_hangs(session: Session) -> Iterator[Problem]:
    """Open placements of exhibitions ⇔ copies that are on open exhibitions."""
    placed = _pairs(
        session,
        select(Placement.ref_id, Placement.item_id).where(
            Placement.kind == PLACED, Placement.ended_at.is_(None)
        ),
    )
    hanging = _pairs(
        session,
        select(ExhibitionItem.exhibition_id, ExhibitionItem.item_id)
        .join(Exhibition, Exhibition.id == ExhibitionItem.exhibition_id)
        .where(Exhibition.state == ExhibitionState.OPEN, ExhibitionItem.removed_at.is_(None)),
    )
    for exhibition, item in sorted(hanging - placed):
        yield Problem("exhibition_copy_not_placed", {"exhibition": exhibition, "item": item})
    for exhibition, item in sorted(placed - hanging):
        yield Problem("placement_without_exhibition", {"exhibition": exhibition, "item": item})


def _pairs(session: Session, query: Any) -> set[tuple[int, int]]:
    return {(exhibition, item) for exhibition, item in session.execute(query)}


CHECKS: tuple[Check, ...] = (copies_are_logged, openings_are_logged, desk_sees_what_hangs)
