"""What a closure moves: loans and days on the hold shelf, each with its new date (DD-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.holds.services import holds_to_move
from circulation.loans.models import Loan, Redating
from circulation.loans.queries.redated import (
    DatedLoan,
    RedatedRow,
    loans_due_between,
    named,
    unsent_about,
)
from circulation.loans.rules.due import steps_as_data
from circulation.loans.rules.redating import (
    Bounds,
    check_span,
    minute_of,
    moved,
    steps_of_closure,
    with_closure,
)
from circulation.loans.services.readers import borrower_of
from circulation.patrons.queries import patron_facts, patrons_by_id
from circulation.policies.rules import policy_from_data
from ils.activity.work import Work
from ils.library.calendar import Calendar, load_calendar


@dataclass(frozen=True, slots=True)
class Preview:
    """What a closure would move, before anything is changed; `notices` counts the unsent ones about these."""

    first: date
    last: date
    open_days: int  # days of it on which the library is open by now
    rows: tuple[RedatedRow, ...]
    notices: int


@dataclass(frozen=True, slots=True)
class Move:
    """A loan and its new date."""

    loan: DatedLoan
    new_on: date
    minute: int | None


def preview(session: Session, work: Work, first: date, last: date) -> Preview:
    """Return what a closure of these days would move, as if it stood in the calendar; nothing is changed."""
    check_span(first, last)
    calendar = load_calendar(session)
    closed = with_closure(calendar, first, last, "")
    moves = moves_of(session, work, first, last, closed)
    holds = holds_of(session, first, last, closed)
    loans = [("loan", each.loan.id, each.loan.patron_id, each.loan.item_id, each.loan.due_on, each.new_on, "")
             for each in moves]  # fmt: skip
    notices = unsent_about(session, [each[1] for each in loans], [each[1] for each in holds])
    return Preview(
        first, last, _open_days(calendar, first, last), named(session, [*loans, *holds]), len(notices)
    )


def count_hit(session: Session, first: date, last: date) -> int:
    """Return how many due dates and hold-shelf dates fall on closed days of this span."""
    check_span(first, last)
    calendar = load_calendar(session)
    loans = sum(not calendar.is_open(each.due_on) for each in loans_due_between(session, first, last))
    return loans + len(holds_of(session, first, last, calendar))


def keep_off_closed_days(session: Session, work: Work, loan: Loan, *, since: datetime) -> None:
    """Move a loan that an undo brings back where its old date was closed since: it was not there to be moved (DD-10)."""
    calendar = load_calendar(session)
    if loan.lost_on or calendar.is_open(loan.due_on) or not _closed_since(session, loan.due_on, since):
        return
    fixed = policy_from_data(loan.policy).fixed_due if loan.policy else None
    member_until = patron_facts(session, borrower_of(loan)).member_until
    new = max(moved(loan.due_on, calendar, Bounds(fixed, member_until), work.day), loan.lent_on)
    added = steps_of_closure(loan.due_on, loan.due_on, calendar.reason(loan.due_on), new)
    loan.due_steps = [*loan.due_steps, *steps_as_data(added)]
    loan.due_on, loan.due_minute = new, minute_of(loan.use, loan.due_minute, calendar, new)
    session.flush()


def _closed_since(session: Session, day: date, since: datetime) -> bool:
    later = (Redating.at > since, Redating.undone_at.is_(None), Redating.first <= day, Redating.last >= day)
    return session.scalars(select(Redating.id).where(*later).limit(1)).first() is not None


def _open_days(calendar: Calendar, first: date, last: date) -> int:
    return sum(calendar.is_open(first + timedelta(days=each)) for each in range((last - first).days + 1))


def moves_of(
    session: Session, work: Work, first: date, last: date, calendar: Calendar, *, lock: bool = False
) -> list[Move]:
    """Return the loans due on these days that the calendar has closed, each with its new date."""
    loans = [
        each
        for each in loans_due_between(session, first, last, lock=lock)
        if not calendar.is_open(each.due_on)
    ]
    readers = patrons_by_id(session, {each.patron_id for each in loans})
    found = []
    for loan in loans:
        fixed = policy_from_data(loan.policy).fixed_due if loan.policy else None
        bounds = Bounds(fixed, readers[loan.patron_id].member_until)
        new = max(moved(loan.due_on, calendar, bounds, work.day), loan.lent_on)
        if new != loan.due_on:
            found.append(Move(loan, new, minute_of(loan.use, loan.due_minute, calendar, new)))
    return found


def holds_of(session: Session, first: date, last: date, calendar: Calendar) -> list[tuple[Any, ...]]:
    """Return the days on the hold shelf that the calendar has closed, as rows of the list."""
    return [
        (
            "hold",
            each.id,
            each.patron_id,
            each.item_id,
            each.shelf_until,
            calendar.next_open(each.shelf_until),
            "",
        )
        for each in holds_to_move(session, first, last)
        if each.shelf_until is not None and not calendar.is_open(each.shelf_until)
    ]
