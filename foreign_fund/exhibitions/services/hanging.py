"""What all acts share: the exhibition under lock, its copies, and what the desk is told of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from catalog.items.models import Placement
from catalog.items.queries import ItemFacts
from catalog.items.services import end_placement, place
from foreign_fund.exhibitions.errors import ExhibitionCode, ExhibitionNotFoundError
from foreign_fund.exhibitions.models import Exhibition, ExhibitionItem
from foreign_fund.exhibitions.queries import PLACED
from foreign_fund.exhibitions.rules import Act, require_act
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
        lendable=exhibition.lendable,
        since=work.day,
        until=exhibition.closes_on,
    )


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
