"""Proof that balances are double entry: what acts and copies say, and what is answered for today, is the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from foreign_fund.custody.models import CheckState, CustodyAct, CustodyLine, CustodyState, FundCheck
from foreign_fund.custody.queries.histories import all_moves
from foreign_fund.custody.queries.holding import balances
from foreign_fund.custody.rules.ledger import Sum, balance
from ils.activity.measures import Check, Problem
from ils.registers.models import RegisterEntry

LAST = date(9999, 12, 30)
"""A day after all that was ever written down."""


def what_one_gives_another_has(session: Session) -> Iterator[Problem]:
    """The acts of a copy follow one another: each is given by whom the last one gave it to, on no earlier day."""
    columns = (
        CustodyLine.item_id,
        CustodyLine.turn,
        CustodyLine.day,
        CustodyLine.giver_id,
        CustodyLine.taker_id,
    )
    rows = session.execute(
        select(*columns).where(CustodyLine.turn.is_not(None)).order_by(CustodyLine.item_id, CustodyLine.turn)
    ).all()
    last: dict[int, Any] = {}
    for row in rows:
        before = last.get(row.item_id)
        wanted = (before.turn + 1, before.taker_id) if before else (1, row.giver_id)
        if (row.turn, row.giver_id) != wanted or (before and row.day < before.day):
            yield Problem("custody_chain_broken", {"item": row.item_id, "turn": row.turn})
        last[row.item_id] = row


def balances_are_sums_of_moves(session: Session) -> Iterator[Problem]:
    """What each custodian answers for is the sum of all that came to them and went; and so is what nobody answers for."""
    kept = {key: Sum(each.copies, each.titles, each.som) for key, each in balances(session, LAST).items()}
    summed = balance(all_moves(session), LAST)
    for account in sorted(kept.keys() | summed.keys(), key=lambda key: key or 0):
        own, moved = kept.get(account, Sum()), summed.get(account, Sum())
        if own != moved:
            facts: dict[str, object] = {
                "custodian": account or 0,
                "copies": own.copies,
                "moved": moved.copies,
                "som": own.som - moved.som,
            }
            yield Problem("custody_balance_differs", facts)


def copies_stand_where_acts_put_them(session: Session) -> Iterator[Problem]:
    """A copy belongs to the department that its last act names."""
    last = (
        select(CustodyLine.item_id, func.max(CustodyLine.turn).label("turn"))
        .where(CustodyLine.turn.is_not(None))
        .group_by(CustodyLine.item_id)
        .subquery()
    )
    rows = session.execute(
        select(Item.id, Item.department, CustodyLine.to_department)
        .join(CustodyLine, CustodyLine.item_id == Item.id)
        .join(last, (last.c.item_id == Item.id) & (last.c.turn == CustodyLine.turn))
        .where(Item.department != CustodyLine.to_department)
        .order_by(Item.id)
    )
    for item_id, here, said in rows:
        yield Problem("custody_place_differs", {"item": item_id, "department": here, "said": said})


def act_numbers_have_no_gaps(session: Session) -> Iterator[Problem]:
    """The approved transfer acts of a year are numbered 1, 2, 3 …, and so are the acts of checks."""
    sources = (
        ("custody", CustodyAct, CustodyAct.state == CustodyState.APPROVED),
        ("check", FundCheck, FundCheck.state == CheckState.CLOSED),
    )
    for what, table, closed in sources:
        query = select(table.year, func.count(), func.min(table.number), func.max(table.number)).where(closed)
        for year, count, first, last in session.execute(query.group_by(table.year).order_by(table.year)):
            if (first, last) != (1, count):
                yield Problem("custody_number_gap", {"what": what, "year": year, "acts": count, "last": last})


def closed_checks_stand_in_the_register(session: Session) -> Iterator[Problem]:
    """Every closed check has its entry in the register of stocktaking acts (line 27), which counts it once."""
    rows = session.execute(
        select(FundCheck.id, FundCheck.number, FundCheck.year)
        .outerjoin(RegisterEntry, RegisterEntry.id == FundCheck.entry_id)
        .where(FundCheck.state == CheckState.CLOSED, RegisterEntry.id.is_(None))
        .order_by(FundCheck.id)
    )
    for check_id, number, year in rows:
        yield Problem("check_not_in_register", {"check": check_id, "act": f"{number}/{year}"})


CHECKS: tuple[Check, ...] = (
    what_one_gives_another_has,
    balances_are_sums_of_moves,
    copies_stand_where_acts_put_them,
    act_numbers_have_no_gaps,
    closed_checks_stand_in_the_register,
)
