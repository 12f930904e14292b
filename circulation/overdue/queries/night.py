"""What a night looks at: the open loans that any level of the ladder may have reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.items.rules import shown_code
from catalog.records.models import Record
from circulation.loans.models import Loan
from circulation.overdue.models import OverdueNotice, Promise
from circulation.overdue.queries.ladder import load_levels
from circulation.overdue.rules import (
    CopyTold,
    Decision,
    Level,
    LoanNow,
    LoanSeen,
    decide,
    furthest_due,
)
from ils.library.calendar import Calendar, load_calendar


@dataclass(frozen=True, slots=True)
class Ladder:
    """All that a night decides by."""

    levels: tuple[Level, ...]
    calendar: Calendar
    day: date

    @property
    def furthest(self) -> date:
        """The last due date that may be reached today."""
        return furthest_due(self.levels, self.calendar, self.day)


@dataclass(frozen=True, slots=True)
class NightLoan:
    """One open loan with what the ladder and the message need of it."""

    seen: LoanSeen
    patron_id: int
    item_id: int
    told: CopyTold


@dataclass(frozen=True, slots=True)
class Judged:
    """A loan and what tonight does about it."""

    loan: NightLoan
    decision: Decision


_COLUMNS: tuple[Any, ...] = (
    Loan.id, Loan.patron_id, Loan.item_id, Loan.lent_on, Loan.due_on, Loan.claimed_on, Loan.lost_on,
    Promise.until, Record.title, Record.author, Item.inventory_number, Item.barcode,
)  # fmt: skip


def load_ladder(session: Session, day: date) -> Ladder:
    """Read the levels and the calendar for a day."""
    return Ladder(load_levels(session), load_calendar(session), day)


def _promised() -> Any:
    return and_(Promise.loan_id == Loan.id, Promise.ended_at.is_(None))


def _open_loans(*where: Any) -> Any:
    return (
        select(*_COLUMNS)
        .join(Item, Item.id == Loan.item_id)
        .join(Record, Record.id == Item.record_id)
        .outerjoin(Promise, _promised())
        .where(Loan.closed_at.is_(None), *where)
        .order_by(Loan.patron_id, Loan.due_on, Loan.id)
    )


def loans_of_night(
    session: Session, ladder: Ladder, *, patron_id: int | None = None
) -> tuple[NightLoan, ...]:
    """Return the open loans that may be reached, by reader and due date; of one reader if one is named."""
    where = [Loan.due_on <= ladder.furthest]
    if patron_id is not None:
        where.append(Loan.patron_id == patron_id)
    rows = session.execute(_open_loans(*where)).all()
    done = _done(session, where)
    return tuple(_night_loan(row, done.get((row.id, row.due_on), frozenset())) for row in rows)


def _done(session: Session, where: Sequence[Any]) -> dict[tuple[int, date], frozenset[int]]:
    """Return, for each loan and its due date, the levels dealt with."""
    notices = (
        select(OverdueNotice.loan_id, OverdueNotice.due_on, OverdueNotice.level_id)
        .join(Loan, and_(Loan.id == OverdueNotice.loan_id, Loan.due_on == OverdueNotice.due_on))
        .where(Loan.closed_at.is_(None), *where)
    )
    found: dict[tuple[int, date], set[int]] = {}
    for loan_id, due_on, level_id in session.execute(notices):
        found.setdefault((loan_id, due_on), set()).add(level_id)
    return {key: frozenset(levels) for key, levels in found.items()}


def _night_loan(row: Any, done: frozenset[int]) -> NightLoan:
    seen = LoanSeen(
        id=row.id,
        lent_on=row.lent_on,
        due_on=row.due_on,
        done=done,
        promised_until=row.until,
        claimed=row.claimed_on is not None,
        lost=row.lost_on is not None,
    )
    return NightLoan(seen, row.patron_id, row.item_id, _told(row))


def _told(row: Any) -> CopyTold:
    return CopyTold(
        loan_id=row.id,
        title=row.title,
        author=row.author,
        code=shown_code(row.barcode, row.inventory_number),
        due_on=row.due_on,
    )


def judge(loans: Iterable[NightLoan], ladder: Ladder) -> tuple[Judged, ...]:
    """Return what tonight does about each loan."""
    return tuple(
        Judged(loan, decide(loan.seen, ladder.levels, ladder.calendar, ladder.day)) for loan in loans
    )


def readers_reached(judged: Iterable[Judged]) -> tuple[int, ...]:
    """Return the readers who are written to tonight."""
    return tuple(dict.fromkeys(each.loan.patron_id for each in judged if each.decision.written))


def copies_now(session: Session, loan_ids: Sequence[int], day: date) -> dict[int, LoanNow]:
    """Return what became of loans, as a message about them must know at the moment of sending (OV-03)."""
    columns = (Loan.id, Loan.due_on, Loan.closed_at, Loan.claimed_on, Loan.lost_on, Promise.until)
    rows = session.execute(select(*columns).outerjoin(Promise, _promised()).where(Loan.id.in_(loan_ids)))
    return {
        row.id: LoanNow(
            due_on=row.due_on,
            closed=row.closed_at is not None,
            claimed=row.claimed_on is not None,
            lost=row.lost_on is not None,
            promised=row.until is not None and day <= row.until,
        )
        for row in rows
    }
