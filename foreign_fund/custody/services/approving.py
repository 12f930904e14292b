"""Approving a transfer act: its number, the side that each copy leaves and the one it comes to, its department."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.items.services import move_items
from foreign_fund.custody.errors import CustodyCode, CustodyRefused
from foreign_fund.custody.models import CustodyAct, CustodyLine, CustodyState
from foreign_fund.custody.queries.acts import act_view, what_is_missing
from foreign_fund.custody.services.custodians import QUEUE
from foreign_fund.custody.services.drafting import SUBJECT, draft
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import among, queue_here


def approve(session: Session, work: Work, *, act_id: int) -> int:
    """Approve a draft; NOT_READY with all reasons if anything stands in the way. Returns its number in its year."""
    queue_here(session, QUEUE)
    act = draft(session, act_id)
    _hold_copies(session, act_id)
    found = what_is_missing(session, act_view(session, act_id), today=work.day)
    if found:
        raise CustodyRefused(CustodyCode.NOT_READY, found)
    _number(session, work, act)
    name = f"{act.number}/{act.year}"
    lines = session.scalars(
        select(CustodyLine).where(CustodyLine.act_id == act_id).order_by(CustodyLine.id)
    ).all()
    _move(session, work, act, lines, name)
    audit(
        session,
        work,
        "custody_act_approved",
        subject_type=SUBJECT,
        subject_id=act_id,
        number=name,
        copies=len(lines),
    )
    return act.number or 0


def _hold_copies(session: Session, act_id: int) -> None:
    """Hold the copies until the commit, in the one order of all who lock copies: none goes between look and act."""
    ids = select(CustodyLine.item_id).where(CustodyLine.act_id == act_id)
    session.execute(select(Item.id).where(Item.id.in_(ids)).order_by(Item.id).with_for_update()).all()


def _number(session: Session, work: Work, act: CustodyAct) -> None:
    last = select(func.coalesce(func.max(CustodyAct.number), 0)).where(CustodyAct.year == act.year)
    act.number = (session.scalars(last).one() or 0) + 1
    act.state = CustodyState.APPROVED
    act.approved_at, act.approved_by = work.now, work.actor_id
    session.flush()


def _move(session: Session, work: Work, act: CustodyAct, lines: Sequence[CustodyLine], name: str) -> None:
    """Write both sides of every copy, and where it stands from now on."""
    ids = [line.item_id for line in lines]
    turns = dict(
        session.execute(
            select(CustodyLine.item_id, func.max(CustodyLine.turn))
            .where(among(session, CustodyLine.item_id, ids), CustodyLine.turn.is_not(None))
            .group_by(CustodyLine.item_id)
        ).all()
    )
    query = select(Item.id, Item.department, Item.price).where(among(session, Item.id, ids))
    copies = {row.id: row for row in session.execute(query)}
    moved: dict[str, list[int]] = defaultdict(list)
    for line in lines:
        copy = copies[line.item_id]
        line.turn, line.day, line.price = (turns.get(line.item_id) or 0) + 1, act.day, copy.price
        line.giver_id, line.taker_id = act.giver_id, act.taker_id
        line.from_department = copy.department
        line.to_department = line.to_department or act.to_department or copy.department
        if line.to_department != copy.department:
            moved[line.to_department].append(line.item_id)
    session.flush()
    for department, item_ids in sorted(moved.items()):
        move_items(session, work, item_ids=item_ids, department=department, act=f"№ {name}")
