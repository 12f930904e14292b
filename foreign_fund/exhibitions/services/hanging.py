"""What all acts share: the exhibition under lock, its copies, and what the desk is told of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from catalog.items.models import Placement
from catalog.items.queries import ItemFacts
from catalog.items.services import end_placement, place
from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionNotFoundError
from foreign_fund.exhibitions.models import (
    Exhibition,
    ExhibitionCase,
    ExhibitionItem,
    ExhibitionPlan,
    ExhibitionRotation,
)
from foreign_fund.exhibitions.queries import PLACED
from foreign_fund.exhibitions.rules import Act, require_act
from foreign_fund.exhibitions.rules.places import lends, place_words
from foreign_fund.exhibitions.rules.rotating import Span
from ils.accounts.audit import audit
from ils.activity.work import Work

SUBJECT, COPY = "exhibition", "exhibition_item"


def locked(session: Session, exhibition_id: int, act: Act) -> Exhibition:
    """Return the exhibition, held until the commit; refuse what its state does not let be done."""
    exhibition = session.scalars(
        select(Exhibition)
        .where(Exhibition.id == exhibition_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if exhibition is None:
        raise ExhibitionNotFoundError(ExhibitionCode.UNKNOWN, exhibition=exhibition_id)
    require_act(exhibition.state.value, act, title=exhibition.title)
    return exhibition


def present(session: Session, exhibition_id: int) -> list[ExhibitionItem]:
    """Return the copies on the exhibition in one order for all who lock copies."""
    query = select(ExhibitionItem).where(
        ExhibitionItem.exhibition_id == exhibition_id, ExhibitionItem.removed_at.is_(None)
    )
    return list(session.scalars(query.order_by(ExhibitionItem.item_id)))


def hang(session: Session, work: Work, exhibition: Exhibition, entry: ExhibitionItem) -> None:
    """Tell the desk that the copy hangs in the exhibition from today."""
    place(
        session,
        item_id=entry.item_id,
        kind=PLACED,
        ref_id=exhibition.id,
        label=exhibition.title,
        section=entry.section,
        lendable=lends(exhibition=exhibition.lendable, access=entry.access),
        since=work.day,
        until=last_day(session, exhibition, entry),
    )


def last_day(session: Session, exhibition: Exhibition, entry: ExhibitionItem) -> date:
    """Return until when a copy is to hang: the last day of its rotation, else of the exhibition."""
    rotation = session.get(ExhibitionRotation, entry.rotation_id) if entry.rotation_id else None
    return rotation.last_on if rotation else exhibition.closes_on


def tell_desk(session: Session, exhibition: Exhibition) -> None:
    """Tell the desk again what it is told of each copy that hangs there: title, place, last day, whether it is lent."""
    of_this = (ExhibitionItem.item_id == Placement.item_id, ExhibitionItem.exhibition_id == Placement.ref_id)
    rows = session.execute(
        select(Placement, ExhibitionItem)
        .join(ExhibitionItem, and_(*of_this))
        .where(Placement.id.in_(placements(exhibition.id)))
        .execution_options(populate_existing=True)
    ).all()
    for placement, entry in rows:
        placement.label, placement.section = exhibition.title, entry.section
        placement.until = last_day(session, exhibition, entry)
        placement.lendable = lends(exhibition=exhibition.lendable, access=entry.access)
    session.flush()


def case_of(session: Session, exhibition_id: int, case_id: int | None) -> ExhibitionCase | None:
    """Return a case of this exhibition, None for none; refuse one that is not there."""
    if case_id is None:
        return None
    case = session.get(ExhibitionCase, case_id)
    if case is None or case.exhibition_id != exhibition_id:
        raise ExhibitionNotFoundError(ExhibitionCode.CASE_UNKNOWN, case=case_id)
    return case


def rotation_of(session: Session, exhibition_id: int, rotation_id: int) -> ExhibitionRotation:
    """Return a rotation of this exhibition; refuse one that is not there."""
    row = session.get(ExhibitionRotation, rotation_id, populate_existing=True)
    if row is None or row.exhibition_id != exhibition_id:
        raise ExhibitionNotFoundError(ExhibitionCode.ROTATION_UNKNOWN, rotation=rotation_id)
    return row


def span_of(row: ExhibitionRotation) -> Span:
    """Return number, name and days of a rotation."""
    return Span(row.number, row.name, row.first_on, row.last_on)


def planned_copy(session: Session, exhibition_id: int, item_id: int) -> ExhibitionPlan | None:
    """Return the plan of a copy that waits for a rotation of this exhibition."""
    return session.scalars(
        select(ExhibitionPlan).where(
            ExhibitionPlan.exhibition_id == exhibition_id, ExhibitionPlan.item_id == item_id
        )
    ).one_or_none()


def stand(session: Session, entry: ExhibitionItem, case: ExhibitionCase | None) -> None:
    """Put a copy into a case, behind those that stand there."""
    entry.case_id = case.id if case else None
    if case is None:
        entry.position = 0
        return
    entry.section = place_words(case.section, case.name)
    last = select(func.max(ExhibitionItem.position)).where(
        ExhibitionItem.case_id == case.id, ExhibitionItem.removed_at.is_(None)
    )
    entry.position = (session.scalars(last).one() or 0) + 1


def unhang(session: Session, work: Work, exhibition_id: int, *, item_id: int | None = None) -> None:
    """Tell the desk that a copy, or every copy, hangs there no longer."""
    query = placements(exhibition_id)
    if item_id is not None:
        query = query.where(Placement.item_id == item_id)
    for placement_id in session.scalars(query.order_by(Placement.item_id)).all():
        end_placement(session, placement_id=placement_id, now=work.now)


def placements(exhibition_id: int) -> Select[Any]:
    """Select the open placements of an exhibition."""
    return select(Placement.id).where(
        Placement.kind == PLACED, Placement.ref_id == exhibition_id, Placement.ended_at.is_(None)
    )


def shown_number(item: ItemFacts) -> str:
    """Return the number by which people know the copy: its inventory number, else its barcode."""
    return item.inventory_number or item.barcode or ""


def note(session: Session, work: Work, action: str, exhibition: Exhibition, **details: Any) -> None:
    """Write the audit trail of an act."""
    audit(session, work, action, subject_type=SUBJECT, subject_id=exhibition.id, **details)
