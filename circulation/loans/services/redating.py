"""A closure entered late: what falls due on it is moved, the readers are told, and all of it can be undone (DD-10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from circulation.holds.services import move_shelf_date
from circulation.loans.errors import LoanCode, LoanError, LoanNotFound
from circulation.loans.models import Loan, RedatedThing, Redating
from circulation.loans.queries.redated import (
    LARGEST_ID,
    RedatedRow,
    redating,
    things_of,
    unsent_about,
)
from circulation.loans.rules.due import steps_as_data
from circulation.loans.rules.redating import (
    check_span,
    minute_of,
    steps_of_closure,
    without_tail,
)
from circulation.loans.services.moving import Move, Preview, count_hit, holds_of, moves_of, preview
from circulation.loans.services.telling import tell_moved
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text
from ils.library.calendar import Calendar, clear_special_day, load_calendar, set_special_days
from ils.library.models import DayKind, SpecialDay
from ils.outbox.models import MessageState
from ils.outbox.services import resend

Closed = dict[str, dict[str, Any] | None]
MISSING: Any = object()
RETURNED, CHANGED, CLOSED, PASSED = "returned", "changed", "closed", "passed"  # why an undo left a date


def redate(session: Session, work: Work, *, first: date, last: date, reason: str) -> int:
    """Close these days, move what falls due on them, and tell the readers; returns the redating's id.

    Days that are closed already stay as the calendar has them.
    """
    check_span(first, last)
    text = clean_text(reason, field="reason", limit=200, required=True)
    closed = _close_days(session, first, last, text)
    calendar = load_calendar(session)
    moves = moves_of(session, work, first, last, calendar, lock=True)
    holds = holds_of(session, first, last, calendar)
    row = Redating(at=work.now, staff_id=work.actor_id, first=first, last=last, reason=text, closed=closed)
    session.add(row)
    session.flush()
    for move in moves:
        _move(session, move, first, last, text)
        session.add(_thing(row.id, "loan", move.loan.id, move.loan.due_on, move.new_on))
    for _kind, hold_id, _patron, _item, old, new, _kept in holds:
        if move_shelf_date(session, hold_id=hold_id, was=old, becomes=new):
            session.add(_thing(row.id, "hold", hold_id, old, new))
    audit(
        session, work, "loans_redated", subject_type="redating", subject_id=row.id, first=first.isoformat(),
        last=last.isoformat(), reason=text, loans=len(moves), holds=len(holds),
    )  # fmt: skip
    session.flush()
    _write_again(session, work, [move.loan.id for move in moves], [each[1] for each in holds])
    tell_moved(session, work, redating_id=row.id, reason=text, rows=things_of(session, row.id))
    return row.id


def _thing(redating_id: int, kind: str, ref_id: int, old: date, new: date) -> RedatedThing:
    return RedatedThing(redating_id=redating_id, kind=kind, ref_id=ref_id, old_on=old, new_on=new)


def _close_days(session: Session, first: date, last: date, reason: str) -> Closed:
    """Close what is open; return those days with what the calendar had for each before."""
    calendar, closed = load_calendar(session), {}
    for each in range((last - first).days + 1):
        day = first + timedelta(days=each)
        if calendar.is_open(day):
            closed[day.isoformat()] = _image(session.get(SpecialDay, day))
            set_special_days(session, first=day, last=day, is_open=False, reason=reason, kind=DayKind.CLOSURE)
    session.flush()
    return closed


def _image(row: SpecialDay | None) -> dict[str, Any] | None:
    """Return what the calendar says of a day, as plain JSON; None for the usual hours of the week."""
    if row is None:
        return None
    return {
        "open": row.open,
        "reason": row.reason,
        "kind": row.kind.value,
        "opens": row.opens,
        "closes": row.closes,
    }


def _move(session: Session, move: Move, first: date, last: date, reason: str) -> None:
    loan = move.loan
    steps = [*loan.due_steps, *steps_as_data(steps_of_closure(first, last, reason, move.new_on))]
    _set_due(session, loan.id, due_on=move.new_on, due_minute=move.minute, due_steps=steps)


def _set_due(session: Session, loan_id: int, **values: Any) -> None:
    statement = update(Loan).where(Loan.id == loan_id).values(**values)
    session.execute(statement, execution_options={"synchronize_session": False})


def _write_again(session: Session, work: Work, loans: list[int], holds: list[int]) -> None:
    """Let letters and calls not dealt with yet be written anew; what is only queued is read again anyway (OV-03)."""
    for each in unsent_about(session, loans, holds):
        if each.state is not MessageState.QUEUED:
            resend(session, work, message_id=each.id)


def undo_redating(session: Session, work: Work, *, redating_id: int) -> tuple[RedatedRow, ...]:
    """Open the days again and put the dates back; returns the list, with what was left as it is and why."""
    row = session.get(Redating, redating_id, with_for_update=True) if 0 < redating_id <= LARGEST_ID else None
    if row is None:
        raise LoanNotFound(LoanCode.REDATING_UNKNOWN, redating=redating_id)
    if row.undone_at is not None:
        raise LoanError(LoanCode.REDATING_UNDONE)
    _open_days_again(session, work, row)
    calendar = load_calendar(session)
    row.undone_at, row.undone_by = work.now, work.actor_id
    things = session.scalars(
        select(RedatedThing)
        .where(RedatedThing.redating_id == row.id)
        .order_by(RedatedThing.kind, RedatedThing.ref_id)
    ).all()
    for thing in things:
        thing.kept = _put_back(session, work, row, thing, calendar)
    session.flush()
    audit(session, work, "redating_undone", subject_type="redating", subject_id=row.id)
    rows = things_of(session, row.id)
    back = [each for each in rows if not each.kept]
    _write_again(
        session, work, [each.ref_id for each in back if each.kind == "loan"],
        [each.ref_id for each in back if each.kind == "hold"],
    )  # fmt: skip
    tell_moved(session, work, redating_id=row.id, reason=row.reason, rows=back, undone=True)
    return rows


def _open_days_again(session: Session, work: Work, row: Redating) -> None:
    """Take the closure out of the calendar where it stands for this very reason and is not over.

    A day gets back what it was before. Where another closure covers it, it stays closed, and that one opens it.
    """
    same = (SpecialDay.open.is_(False), SpecialDay.kind == DayKind.CLOSURE, SpecialDay.reason == row.reason)
    ahead = SpecialDay.day.between(max(row.first, work.day), row.last)
    others = _standing_beside(session, row)
    for day in session.scalars(select(SpecialDay.day).where(ahead, *same)).all():
        known = (row.closed or {}).get(day.isoformat(), MISSING)
        if known is MISSING and row.closed is not None:
            continue  # closed by another before this one
        before = None if known is MISSING else known
        heir = next((each for each in others if each.first <= day <= each.last), None)
        if heir is not None:
            heir.closed = (heir.closed or {}) | {day.isoformat(): before}
        else:
            _give_back(session, day, before)
    session.flush()


def _standing_beside(session: Session, row: Redating) -> Sequence[Redating]:
    """Return the other closures that stand and have a day of this one."""
    return session.scalars(
        select(Redating)
        .where(
            Redating.id != row.id,
            Redating.undone_at.is_(None),
            Redating.first <= row.last,
            Redating.last >= row.first,
        )
        .order_by(Redating.id)
        .with_for_update()
    ).all()


def _give_back(session: Session, day: date, before: dict[str, Any] | None) -> None:
    if before is None:
        clear_special_day(session, day=day)
        return
    row = session.get_one(SpecialDay, day)
    row.open, row.reason, row.kind = before["open"], before["reason"], DayKind(before["kind"])
    row.opens, row.closes = before["opens"], before["closes"]


def _put_back(session: Session, work: Work, row: Redating, thing: RedatedThing, calendar: Calendar) -> str:
    """Give a loan or hold its old date; return why not, empty where it was done."""
    if thing.old_on < work.day:
        return PASSED
    if not calendar.is_open(thing.old_on):
        return CLOSED
    if thing.kind == "hold":
        back = move_shelf_date(session, hold_id=thing.ref_id, was=thing.new_on, becomes=thing.old_on)
        return "" if back else CHANGED
    return _put_loan_back(session, row, thing, calendar)


def _put_loan_back(session: Session, row: Redating, thing: RedatedThing, calendar: Calendar) -> str:
    loan = session.get_one(Loan, thing.ref_id, populate_existing=True, with_for_update=True)
    if loan.closed_at is not None:
        return RETURNED
    if loan.due_on != thing.new_on:
        return CHANGED
    added = steps_as_data(steps_of_closure(row.first, row.last, row.reason, thing.new_on))
    _set_due(
        session, loan.id, due_on=thing.old_on, due_steps=without_tail(loan.due_steps, added),
        due_minute=minute_of(loan.use, loan.due_minute, calendar, thing.old_on),
    )  # fmt: skip
    return ""


__all__ = ["Preview", "count_hit", "preview", "redate", "redating", "undo_redating"]
