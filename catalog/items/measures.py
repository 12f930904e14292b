"""Proof that the table of copies is what the log says was done."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState, Placement
from catalog.records.models import Record
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem, equals_log


def added_items(session: Session) -> Iterator[Problem]:
    """Every copy was added once."""
    rows = session.scalars(select(func.count()).select_from(Item)).one()
    yield from equals_log(session, what="item", rows=rows, kinds=(Kind.ITEM_ADD,))


def withdrawn_items(session: Session) -> Iterator[Problem]:
    """Every withdrawn copy was withdrawn once."""
    withdrawn = select(func.count()).where(Item.state == ItemState.WITHDRAWN)
    rows = session.scalars(withdrawn).one()
    yield from equals_log(session, what="item_withdrawn", rows=rows, kinds=(Kind.ITEM_WITHDRAW,))


def placed_items(session: Session) -> Iterator[Problem]:
    """No withdrawn copy hangs anywhere."""
    query = (
        select(Item.id)
        .join(Placement, Placement.item_id == Item.id)
        .where(Item.state == ItemState.WITHDRAWN, Placement.ended_at.is_(None))
    )
    for item_id in session.scalars(query):
        yield Problem("withdrawn_item_placed", {"item": item_id})


def items_hang_on_living_records(session: Session) -> Iterator[Problem]:
    """No copy is left on a record that was merged into another."""
    query = select(Item.id).join(Record, Record.id == Item.record_id).where(Record.merged_into.is_not(None))
    for item_id in session.scalars(query.order_by(Item.id)):
        yield Problem("item_of_merged_record", {"item": item_id})


CHECKS: tuple[Check, ...] = (added_items, withdrawn_items, placed_items, items_hang_on_living_records)
