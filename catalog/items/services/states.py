"""The state of a copy: every change is a compare-and-set."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from catalog.items.errors import ItemCode, ItemError
from catalog.items.models import Item, ItemState
from catalog.items.queries import ItemFacts, item_facts, open_placement_of, snapshot
from catalog.items.rules import check_withdrawal_day
from ils.accounts.audit import audit
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done, Work
from ils.errors import clean_text

PROMISED = frozenset({ItemState.HELD, ItemState.IN_TRANSIT})
"""A copy that waits for a reader or travels: whoever wants it otherwise ends the hold or the journey first."""

MAY_BE_WITHDRAWN = frozenset(ItemState) - {ItemState.ON_LOAN, ItemState.WITHDRAWN} - PROMISED


def withdraw(session: Session, work: Work, *, item_id: int, act: str, day: date) -> None:
    """Write a copy off by an act (the paper); a lent or exhibited copy must come back first."""
    paper = clean_text(act, field="act", limit=100, required=True)
    facts = item_facts(session, item_id, lock=True)
    if facts.state is ItemState.WITHDRAWN:
        raise ItemError(ItemCode.WITHDRAWN, code=facts.code, act=facts.withdrawn_act, day=facts.withdrawn_on)
    placement = open_placement_of(
        session, item_id
    )  # under the lock: it may be newer than what was read above
    if placement is not None:
        raise ItemError(ItemCode.PLACED, code=facts.code, label=placement.label)
    refuse_promised(facts)
    check_withdrawal_day(day, today=work.day, acquired_on=facts.acquired_on)
    changed = _change(
        session, item_id, MAY_BE_WITHDRAWN,
        state=ItemState.WITHDRAWN, state_since=work.now, withdrawn_on=day, withdrawn_act=paper,
    )  # fmt: skip
    if not changed:
        raise ItemError(ItemCode.ON_LOAN, code=facts.code)
    audit(session, work, "item_written_off", subject_type="item", subject_id=item_id, act=paper, day=str(day))
    done = Done(Kind.ITEM_WITHDRAW, "item", item_id, item=snapshot(session, facts), note=paper, day=day)
    record(session, work, done)


def refuse_promised(facts: ItemFacts) -> None:
    """Refuse to take a copy that is set aside for a reader, or on its way, for anything else."""
    if facts.state is ItemState.HELD:
        raise ItemError(ItemCode.HELD, code=facts.code)
    if facts.state is ItemState.IN_TRANSIT:
        raise ItemError(ItemCode.IN_TRANSIT, code=facts.code, to=facts.transit_to)


def set_state(
    session: Session,
    item_id: int,
    *,
    was: ItemState | Collection[ItemState],
    becomes: ItemState,
    now: datetime,
    transit_to: str = "",
) -> bool:
    """Change the state if it still is what one saw; False if somebody else was quicker.

    `transit_to` is the department that a copy is sent to, and stays empty for every state but `IN_TRANSIT`.
    """
    seen = {was} if isinstance(was, ItemState) else was
    return _change(session, item_id, seen, state=becomes, state_since=now, transit_to=transit_to)


def _change(session: Session, item_id: int, was: Collection[ItemState], **values: object) -> bool:
    statement = update(Item).where(Item.id == item_id, Item.state.in_(was)).values(**values)
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", result).rowcount == 1
