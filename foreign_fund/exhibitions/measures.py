"""Proof that exhibitions agree with the log and with what the desk is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session, aliased

from catalog.items.models import Placement
from foreign_fund.exhibitions.models import (
    Exhibition,
    ExhibitionItem,
    ExhibitionPaper,
    ExhibitionPaperLine,
    ExhibitionPlan,
    ExhibitionRotation,
    ExhibitionRound,
    ExhibitionSighting,
    ExhibitionState,
)
from foreign_fund.exhibitions.queries import PLACED
from foreign_fund.exhibitions.rules.places import lends
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


def desk_is_told_the_truth(session: Session) -> Iterator[Problem]:
    """What the desk says of a copy that hangs: whether it is lent, where it stands, until when."""
    rows = session.execute(
        select(
            Placement.item_id, Placement.ref_id, Placement.lendable, Placement.section, Placement.until,
            Exhibition.lendable, ExhibitionItem.access, ExhibitionItem.section,
            func.coalesce(ExhibitionRotation.last_on, Exhibition.closes_on),
        )
        .join(Exhibition, Exhibition.id == Placement.ref_id)
        .join(
            ExhibitionItem,
            and_(ExhibitionItem.exhibition_id == Exhibition.id, ExhibitionItem.item_id == Placement.item_id),
        )
        .outerjoin(ExhibitionRotation, ExhibitionRotation.id == ExhibitionItem.rotation_id)
        .where(Placement.kind == PLACED, Placement.ended_at.is_(None))
        .order_by(Placement.id)
    )  # fmt: skip
    for item, shown, lent, section, until, lendable, access, stands, last in rows:
        if (lent, section, until) != (lends(exhibition=lendable, access=access), stands, last):
            yield Problem("placement_says_otherwise", {"exhibition": shown, "item": item})


def walks_saw_what_was_there(session: Session) -> Iterator[Problem]:
    """What a walk found is of copies of its own exhibition; what an act names too."""
    strange = (
        select(ExhibitionRound.exhibition_id, ExhibitionItem.item_id)
        .join(ExhibitionSighting, ExhibitionSighting.round_id == ExhibitionRound.id)
        .join(ExhibitionItem, ExhibitionItem.id == ExhibitionSighting.entry_id)
        .where(ExhibitionItem.exhibition_id != ExhibitionRound.exhibition_id)
        .union(
            select(ExhibitionPaper.exhibition_id, ExhibitionItem.item_id)
            .join(ExhibitionPaperLine, ExhibitionPaperLine.paper_id == ExhibitionPaper.id)
            .join(ExhibitionItem, ExhibitionItem.id == ExhibitionPaperLine.entry_id)
            .where(ExhibitionItem.exhibition_id != ExhibitionPaper.exhibition_id)
        )
    )
    for exhibition, item in session.execute(strange):
        yield Problem("exhibition_copy_of_another", {"exhibition": exhibition, "item": item})


def acts_balance(session: Session) -> Iterator[Problem]:
    """An act returns only what an act has issued: of each copy the exhibition answers for it once or not at all."""
    sign = case((ExhibitionPaper.kind == "issue", 1), else_=-1)
    rows = session.execute(
        select(ExhibitionItem.exhibition_id, ExhibitionItem.item_id)
        .join(ExhibitionPaperLine, ExhibitionPaperLine.entry_id == ExhibitionItem.id)
        .join(ExhibitionPaper, ExhibitionPaper.id == ExhibitionPaperLine.paper_id)
        .group_by(ExhibitionItem.exhibition_id, ExhibitionItem.item_id)
        .having(func.sum(sign).not_in((0, 1)))
    )
    for exhibition, item in rows:
        yield Problem("exhibition_acts_differ", {"exhibition": exhibition, "item": item})


def rotations_fit(session: Session) -> Iterator[Problem]:
    """Rotations lie beside each other; what hangs or waits for one is of its exhibition and does not do both."""
    first, second = aliased(ExhibitionRotation), aliased(ExhibitionRotation)
    overlapping = select(first.exhibition_id, first.number).join(
        second,
        and_(
            second.exhibition_id == first.exhibition_id, second.id > first.id, first.first_on <= second.last_on,
            second.first_on <= first.last_on,
        ),
    )  # fmt: skip
    strange = [
        select(ExhibitionRotation.exhibition_id, ExhibitionRotation.number)
        .join(table, table.rotation_id == ExhibitionRotation.id)
        .where(table.exhibition_id != ExhibitionRotation.exhibition_id)
        for table in (ExhibitionItem, ExhibitionPlan)
    ]
    for exhibition, number in session.execute(overlapping.union(*strange)):
        yield Problem("exhibition_rotation_odd", {"exhibition": exhibition, "rotation": number})
    twice = (
        select(ExhibitionPlan.exhibition_id, ExhibitionPlan.item_id)
        .join(
            ExhibitionItem,
            and_(
                ExhibitionItem.exhibition_id == ExhibitionPlan.exhibition_id,
                ExhibitionItem.item_id == ExhibitionPlan.item_id,
            ),
        )
        .where(ExhibitionItem.removed_at.is_(None))
    )
    for exhibition, item in session.execute(twice):
        yield Problem("exhibition_planned_twice", {"exhibition": exhibition, "item": item})


def _pairs(session: Session, query: Any) -> set[tuple[int, int]]:
    return {(exhibition, item) for exhibition, item in session.execute(query)}


CHECKS: tuple[Check, ...] = (
    copies_are_logged,
    openings_are_logged,
    desk_sees_what_hangs,
    desk_is_told_the_truth,
    walks_saw_what_was_there,
    acts_balance,
    rotations_fit,
)
