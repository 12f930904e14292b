"""By which line a copy stands today: the one that brought it in, or the last that corrected it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState, Placement
from catalog.records.models import Record
from catalog.stock.models import AcceptanceAct, AcceptanceLine, AcceptedItem, ActState


@dataclass(frozen=True, slots=True)
class StandingLine:
    """What a correcting line needs of the line it corrects."""

    id: int
    corrects_id: int | None
    record_id: int
    price: int
    price_som: int
    call_number: str
    title: str

    @property
    def first_id(self) -> int:
        """The line that brought the copies in, of which this one may be a correction."""
        return self.corrects_id or self.id


@dataclass(frozen=True, slots=True)
class StandingCopy:
    """A copy that an act brought in and that no correcting act took back."""

    item_id: int
    code: str
    inventory_number: str | None
    state: ItemState
    label: str  # where it hangs, empty for nowhere
    line: StandingLine


def standing(session: Session, act_id: int) -> tuple[StandingCopy, ...]:
    """Return the copies of an act that still stand by it, in the order of its lines."""
    lines = _lines_of_copies(session, act_id)
    views = _lines(session, set(lines.values()))
    rows = session.execute(
        select(Item.id, Item.barcode, Item.inventory_number, Item.state, Placement.label)
        .outerjoin(Placement, (Placement.item_id == Item.id) & Placement.ended_at.is_(None))
        .where(Item.id.in_(lines))
        .order_by(Item.id)
    )
    copies = [
        StandingCopy(item_id, barcode or number or "", number, state, label or "", views[lines[item_id]])
        for item_id, barcode, number, state, label in rows
    ]
    return tuple(sorted(copies, key=lambda copy: (copy.line.id, copy.item_id)))


def _lines_of_copies(session: Session, act_id: int) -> dict[int, int]:
    """Return item → line; within an act negative lines first: a copy leaves its old price before it has a new one."""
    rows = session.execute(
        select(AcceptedItem.item_id, AcceptanceLine.id, AcceptanceLine.copies)
        .join(AcceptanceLine, AcceptanceLine.id == AcceptedItem.line_id)
        .join(AcceptanceAct, AcceptanceAct.id == AcceptanceLine.act_id)
        .where(
            AcceptanceAct.state == ActState.APPROVED,
            (AcceptanceAct.id == act_id) | (AcceptanceAct.corrects_id == act_id),
        )
        .order_by(
            AcceptanceAct.approved_at, AcceptanceAct.number, AcceptanceLine.copies > 0, AcceptanceLine.id
        )
    )
    found: dict[int, int] = {}
    for item_id, line_id, copies in rows:
        if copies > 0:
            found[item_id] = line_id
        else:
            found.pop(item_id, None)
    return found


def _lines(session: Session, ids: set[int]) -> dict[int, StandingLine]:
    rows = session.execute(
        select(
            AcceptanceLine.id, AcceptanceLine.corrects_id, AcceptanceLine.record_id, AcceptanceLine.price,
            AcceptanceLine.price_som, AcceptanceLine.call_number, Record.title,
        )
        .join(Record, Record.id == AcceptanceLine.record_id)
        .where(AcceptanceLine.id.in_(ids))
    )  # fmt: skip
    return {row.id: StandingLine(*row) for row in rows}


def named_by(session: Session, act_id: int) -> dict[int, tuple[int, ...]]:
    """Return the copies that each line of an act names, by the line's id."""
    rows = session.execute(
        select(AcceptedItem.line_id, AcceptedItem.item_id)
        .join(AcceptanceLine, AcceptanceLine.id == AcceptedItem.line_id)
        .where(AcceptanceLine.act_id == act_id)
        .order_by(AcceptedItem.line_id, AcceptedItem.item_id)
    )
    found: dict[int, tuple[int, ...]] = {}
    for line_id, item_id in rows:
        found[line_id] = (*found.get(line_id, ()), item_id)
    return found
