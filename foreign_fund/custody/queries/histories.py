"""The movements of copies as the rules of the ledger take them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.stock.models import AcceptanceAct, AcceptanceLine, AcceptedItem, ActState
from foreign_fund.custody.models import CustodyLine
from foreign_fund.custody.queries.holding import first_holder
from foreign_fund.custody.rules.ledger import History, Leg, Step, legs
from ils.activity.work import day_of


def histories(session: Session, *where: ColumnElement[bool]) -> tuple[History, ...]:
    """Return the histories of the copies that meet the conditions, by id."""
    steps = _steps(session, *where)
    papers = _acceptance_papers(session, *where)
    columns = (
        Item.id, Item.record_id, Item.price, Item.acquired_on, Item.created_at, Item.withdrawn_on, Item.withdrawn_act,
        first_holder(session).label("first"),
    )  # fmt: skip
    rows = session.execute(select(*columns).where(*where).order_by(Item.id))
    return tuple(_history(row, steps.get(row.id, ()), papers.get(row.id, "")) for row in rows)


def _history(row: Any, steps: tuple[Step, ...], paper: str) -> History:
    return History(
        item_id=row.id,
        record_id=row.record_id,
        som=row.price or 0,
        came=row.acquired_on or day_of(row.created_at),
        came_by=paper,
        first=steps[0].giver if steps else row.first,
        steps=steps,
        withdrawn_on=row.withdrawn_on,
        withdrawn_by=row.withdrawn_act,
    )


def _steps(session: Session, *where: ColumnElement[bool]) -> dict[int, tuple[Step, ...]]:
    rows: Iterable[Any] = session.execute(
        select(
            CustodyLine.item_id,
            CustodyLine.day,
            CustodyLine.giver_id,
            CustodyLine.taker_id,
            CustodyLine.act_id,
        )
        .join(Item, Item.id == CustodyLine.item_id)
        .where(CustodyLine.turn.is_not(None), *where)
        .order_by(CustodyLine.item_id, CustodyLine.turn)
    )
    found: dict[int, list[Step]] = defaultdict(list)
    for item_id, day, giver, taker, act_id in rows:
        found[item_id].append(Step(day, giver, taker, act_id))
    return {item_id: tuple(steps) for item_id, steps in found.items()}


def _acceptance_papers(session: Session, *where: ColumnElement[bool]) -> dict[int, str]:
    """Return the number of the acceptance act by which each copy came, of those that came by one."""
    rows = session.execute(
        select(AcceptedItem.item_id, AcceptanceAct.number, AcceptanceAct.year)
        .join(AcceptanceLine, AcceptanceLine.id == AcceptedItem.line_id)
        .join(AcceptanceAct, AcceptanceAct.id == AcceptanceLine.act_id)
        .join(Item, Item.id == AcceptedItem.item_id)
        .where(AcceptanceAct.state == ActState.APPROVED, AcceptanceLine.copies > 0, *where)
        .order_by(AcceptanceAct.id.desc())
    )
    return {item_id: f"№ {number}/{year}" for item_id, number, year in rows}


def moves_of(session: Session, custodian_id: int | None) -> tuple[Leg, ...]:
    """Return every movement of the copies that an account ever had."""
    named = select(CustodyLine.item_id).where(CustodyLine.turn.is_not(None))
    sides = or_(CustodyLine.giver_id == custodian_id, CustodyLine.taker_id == custodian_id)
    if custodian_id is None:
        sides = or_(CustodyLine.giver_id.is_(None), CustodyLine.taker_id.is_(None))
    first = first_holder(session)
    began = first.is_(None) if custodian_id is None else first == custodian_id
    return tuple(
        chain.from_iterable(map(legs, histories(session, or_(Item.id.in_(named.where(sides)), began))))
    )


def all_moves(session: Session, ids: Collection[int] | None = None) -> tuple[Leg, ...]:
    """Return the movements of all copies, or of some."""
    where = () if ids is None else (Item.id.in_(ids),)
    return tuple(chain.from_iterable(map(legs, histories(session, *where))))
