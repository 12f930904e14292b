"""Where a copy hangs for a while."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from catalog.items.errors import ItemCode, ItemError, ItemNotFoundError
from catalog.items.models import ItemState, Placement
from catalog.items.queries import item_facts, open_placement_of


def place(
    session: Session,
    *,
    item_id: int,
    kind: str,
    ref_id: int,
    label: str,
    section: str,
    lendable: bool,
    since: date,
    until: date | None,
) -> Placement:
    """Tell the desk that a copy hangs somewhere; a copy hangs in one place at a time."""
    facts = item_facts(session, item_id, lock=True)
    # Read again under the lock: a desk that held the row before may just have placed the copy.
    already = open_placement_of(session, item_id)
    if already is not None:
        raise ItemError(ItemCode.PLACED, code=facts.code, label=already.label)
    if facts.state is ItemState.WITHDRAWN:
        raise ItemError(ItemCode.WITHDRAWN, code=facts.code, act=facts.withdrawn_act, day=facts.withdrawn_on)
    placement = Placement(
        item_id=item_id, kind=kind, ref_id=ref_id, label=label[:200], section=section[:100],
        lendable=lendable, since=since, until=until,
    )  # fmt: skip
    session.add(placement)
    session.flush()
    return placement


def end_placement(session: Session, *, placement_id: int, now: datetime) -> bool:
    """End a placement; False if it had ended before, refused if it never was."""
    statement = (
        update(Placement)
        .where(Placement.id == placement_id, Placement.ended_at.is_(None))
        .values(ended_at=now)
    )
    result = session.execute(statement, execution_options={"synchronize_session": "fetch"})
    if cast("CursorResult[Any]", result).rowcount:
        return True
    if session.get(Placement, placement_id) is None:
        raise ItemNotFoundError(ItemCode.PLACEMENT_UNKNOWN, placement=placement_id)
    return False
