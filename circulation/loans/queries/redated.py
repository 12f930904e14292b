"""What a late closure would move, and what it moved (DD-10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.queries import items_by_id
from circulation.holds.models import Hold
from circulation.loans.errors import LoanCode, LoanNotFound
from circulation.loans.models import Loan, RedatedThing, Redating
from circulation.patrons.queries import patrons_by_id
from ils.outbox.models import MessageState
from ils.outbox.queries import MessageView, messages_about

UNSENT = frozenset({MessageState.QUEUED, MessageState.TO_PRINT, MessageState.TO_CALL})
LARGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class DatedLoan:
    """An open loan that falls due within a span of days; `policy` is the row kept with it."""

    id: int
    patron_id: int
    item_id: int
    lent_on: date
    due_on: date
    due_minute: int | None
    use: str
    policy: dict[str, Any]
    due_steps: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class RedatedRow:
    """One loan or hold that is moved: whose, what, from when to when; `kept` says why an undo left it."""

    kind: str
    ref_id: int
    patron_id: int | None  # None: forgotten
    patron: str
    card_number: str
    item_id: int | None
    title: str
    code: str
    old_on: date
    new_on: date
    kept: str = ""


@dataclass(frozen=True, slots=True)
class RedatingRow:
    """A late closure and how many dates it moved."""

    id: int
    at: datetime
    staff_id: int | None
    first: date
    last: date
    reason: str
    undone_at: datetime | None
    undone_by: int | None
    things: int


def loans_due_between(
    session: Session, first: date, last: date, *, lock: bool = False
) -> tuple[DatedLoan, ...]:
    """Return the open loans that fall due on these days and are not given up for lost, in the order of their ids."""
    columns = (getattr(Loan, name) for name in DatedLoan.__slots__)
    due = (Loan.closed_at.is_(None), Loan.lost_on.is_(None), Loan.due_on.between(first, last))
    query = select(*columns).where(*due).order_by(Loan.id)
    return tuple(
        DatedLoan(*row) for row in session.execute(query.with_for_update(of=Loan) if lock else query)
    )


def unsent_about(session: Session, loans: Iterable[int], holds: Iterable[int]) -> tuple[MessageView, ...]:
    """Return the messages about these loans and holds that have not reached anybody yet."""
    found = {
        each.id: each
        for kind, ids in (("loan", list(loans)), ("hold", list(holds)))
        if ids
        for each in messages_about(session, kind, ids)
        if each.state in UNSENT
    }
    return tuple(found[key] for key in sorted(found))


def redatings(session: Session, limit: int = 50) -> tuple[RedatingRow, ...]:
    """Return the late closures, the latest first."""
    query = _redatings().order_by(Redating.id.desc()).limit(limit)
    return tuple(RedatingRow(*row) for row in session.execute(query))


def redating(session: Session, redating_id: int) -> RedatingRow:
    """Return one late closure; refuse an unknown one."""
    row = None
    if 0 < redating_id <= LARGEST_ID:
        row = session.execute(_redatings().where(Redating.id == redating_id)).one_or_none()
    if row is None:
        raise LoanNotFound(LoanCode.REDATING_UNKNOWN, redating=redating_id)
    return RedatingRow(*row)


def _redatings() -> Any:
    things = select(func.count()).where(RedatedThing.redating_id == Redating.id).correlate(Redating)
    names = ("id", "at", "staff_id", "first", "last", "reason", "undone_at", "undone_by")
    return select(*(getattr(Redating, name) for name in names), things.scalar_subquery())


def things_of(session: Session, redating_id: int) -> tuple[RedatedRow, ...]:
    """Return what a late closure moved, by reader."""
    own = RedatedThing.redating_id == redating_id
    loans = session.execute(
        select(RedatedThing, Loan.patron_id, Loan.item_id)
        .join(Loan, Loan.id == RedatedThing.ref_id)
        .where(own, RedatedThing.kind == "loan")
    ).all()
    holds = session.execute(
        select(RedatedThing, Hold.patron_id, Hold.item_id)
        .join(Hold, Hold.id == RedatedThing.ref_id)
        .where(own, RedatedThing.kind == "hold")
    ).all()
    found = [
        (thing.kind, thing.ref_id, patron_id, item_id, thing.old_on, thing.new_on, thing.kept)
        for thing, patron_id, item_id in (*loans, *holds)
    ]
    return named(session, found)


def named(session: Session, found: Iterable[tuple[Any, ...]]) -> tuple[RedatedRow, ...]:
    """Return rows (kind, id, reader, copy, old, new, kept) with names, by reader and date: two questions for all."""
    found = list(found)
    patrons = patrons_by_id(session, {each[2] for each in found if each[2]})
    items = items_by_id(session, {each[3] for each in found if each[3]})
    rows = [
        RedatedRow(
            kind=kind, ref_id=ref_id, patron_id=patron_id, patron=patrons[patron_id].full_name if patron_id else "",
            card_number=patrons[patron_id].card_number if patron_id else "", item_id=item_id,
            title=items[item_id].title if item_id else "", code=items[item_id].code if item_id else "",
            old_on=old, new_on=new, kept=kept,
        )
        for kind, ref_id, patron_id, item_id, old, new, kept in found
    ]  # fmt: skip
    return tuple(
        sorted(rows, key=lambda each: (each.patron, each.patron_id or 0, each.old_on, each.kind, each.ref_id))
    )
