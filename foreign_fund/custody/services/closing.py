"""Closing a check of the fund: its act is numbered, what became of each copy is frozen, line 27 counts it once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from catalog.items.models import ItemState
from catalog.items.services import RESTING, set_state
from foreign_fund.custody.errors import CheckingCode, CustodyCode, CustodyError, CustodyInputError
from foreign_fund.custody.models import CheckState, FundCheck, FundCheckCopy
from foreign_fund.custody.queries.checks import (
    CheckRow,
    CopyRow,
    check_row,
    copies_of_check,
    outcomes,
    turned_up,
)
from foreign_fund.custody.rules.checking import HERE, Outcome
from foreign_fund.custody.services.checking import QUEUE, SUBJECT, open_check
from foreign_fund.custody.services.drafting import clean_lines
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import among, queue_here
from ils.errors import clean_text
from ils.registers.rules.checking import Facts
from ils.registers.rules.kinds import Register
from ils.registers.services import enter

LONGEST_PEOPLE = 500


def close_check(
    session: Session, work: Work, *, check_id: int, day: date, minutes: str, conclusions: str, place: str
) -> int:
    """Close a check by its act, which is entered in the register of stocktaking acts; `place` names the fund there."""
    queue_here(session, QUEUE)
    check = open_check(session, check_id)
    if not check.commission:
        raise CustodyError(CheckingCode.COMMISSION_MISSING)
    if not check.started_on <= day <= work.day:
        raise CustodyInputError(CustodyCode.DAY_ODD, day=day)
    found = _freeze(session, check_id)
    check.minutes = clean_text(minutes, field="minutes", limit=100)
    check.conclusions = clean_lines(conclusions, field="conclusions", limit=2000)
    last = select(func.coalesce(func.max(FundCheck.number), 0)).where(FundCheck.year == day.year)
    check.number, check.year = (session.scalars(last).one() or 0) + 1, day.year
    check.state, check.closed_at, check.closed_on, check.closed_by = (
        CheckState.CLOSED,
        work.now,
        day,
        work.actor_id,
    )
    session.flush()
    here = sum(found[each] for each in HERE)
    audit(
        session, work, "fund_check_closed", subject_type=SUBJECT, subject_id=check_id,
        number=f"{check.number}/{day.year}", expected=sum(found.values()), found=here, missing=found[Outcome.MISSING],
    )  # fmt: skip
    entry = enter(
        session, work, register=Register.STOCKTAKES, facts=_facts(check, place), about=(SUBJECT, check_id)
    )
    check.entry_id = entry.id
    session.flush()
    return check.number


def _facts(check: FundCheck, place: str) -> Facts:
    """Return the entry of the register: its number names the fund, for other funds number their acts from 1 too."""
    people = ", ".join(line.strip() for line in check.commission.splitlines())[:LONGEST_PEOPLE]
    number = f"{place[:40]} {check.number}/{check.year}"
    return Facts(check.closed_on or check.started_on, check.title, number=number, people=people, place=place)


def _freeze(session: Session, check_id: int) -> dict[Outcome, int]:
    copies = copies_of_check(session, check_row(session, check_id))
    for each in Outcome:
        ids = [copy.item_id for copy in copies if copy.outcome is each]
        if ids:
            session.execute(
                update(FundCheckCopy)
                .where(FundCheckCopy.check_id == check_id, among(session, FundCheckCopy.item_id, ids))
                .values(outcome=each.value),
                execution_options={"synchronize_session": False},
            )
    return outcomes(copies)


def markable(session: Session, row: CheckRow, copies: Iterable[CopyRow]) -> list[CopyRow]:
    """Return the copies that a closed check did not find and nobody has had in hand since."""
    since = turned_up(session, row)
    return [
        copy
        for copy in copies
        if copy.outcome is Outcome.MISSING and copy.state in RESTING and copy.state is not ItemState.MISSING
        and copy.item_id not in since and not copy.shown_at
    ]  # fmt: skip


def mark_missing(session: Session, work: Work, *, check_id: int, item_ids: Collection[int] = ()) -> int:
    """Let copies that a closed check did not find be missing from now on: those ticked, or all; returns how many.

    One that turned up since, at a desk, on an exhibition or in another check, is left as it is.
    """
    row = check_row(session, check_id)
    if row.state is not CheckState.CLOSED:
        raise CustodyError(CheckingCode.NOT_CLOSED, title=row.title)
    marked = 0
    for copy in markable(session, row, copies_of_check(session, row)):
        if not item_ids or copy.item_id in item_ids:
            changed = set_state(
                session, copy.item_id, was=copy.state, becomes=ItemState.MISSING, now=work.now
            )
            if changed:
                marked += 1
                audit(
                    session, work, "item_marked_missing", subject_type="item", subject_id=copy.item_id,
                    check=row.name,
                )  # fmt: skip
    if not marked:
        raise CustodyError(CheckingCode.NOTHING_MISSING)
    return marked
