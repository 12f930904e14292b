"""Clearance sheets (practice.md §3, duty 11): given to whoever owes nothing, numbered without gaps each year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.account.errors import ClearCode, ClearError, ClearInputError
from circulation.account.models import Clearance
from circulation.account.queries.clearing import Standing, standing_of
from circulation.account.queries.sheets import ClearanceFacts, Sheets, clearance, list_sheets, valid_sheets
from circulation.holds.models import Hold
from circulation.holds.queries import ACTIVE_STATES
from circulation.holds.services import cancel_hold
from circulation.holds.services.locking import lock_items, queue_for
from circulation.patrons.errors import PatronCode, PatronNotFound
from circulation.patrons.models import Patron
from circulation.patrons.services import change_patron
from circulation.patrons.services.base import locked_patron, refuse_erased
from ils.accounts.audit import audit
from ils.accounts.models import AuditEntry
from ils.activity.work import Work
from ils.db import queue_here
from ils.errors import clean_text

MOST = 300  # readers in one act: more than any year of a faculty
GIVEN, TAKEN_BACK = "clearance_given", "clearance_withdrawn"


@dataclass(frozen=True, slots=True)
class Cleared:
    """What became of several readers: sheets given, what stands with the others, sheets given today before."""

    sheets: tuple[ClearanceFacts, ...]
    standing: tuple[Standing, ...]
    before: tuple[ClearanceFacts, ...]


def clear(
    session: Session, work: Work, *, patron_id: int, reason: str, leaves: bool = False
) -> ClearanceFacts:
    """Give one reader a sheet; refuse while a copy, a loss or a debt stands, and a second sheet on one day."""
    done = clear_all(session, work, patron_ids=[patron_id], reason=reason, leaves=leaves)
    for each in done.standing:
        raise ClearError(ClearCode.OWES, loans=each.loans, losses=each.losses, amount=max(each.owed, 0))
    for sheet in done.before:
        raise ClearError(ClearCode.GIVEN, number=sheet.label)
    return done.sheets[0]


def clear_all(
    session: Session, work: Work, *, patron_ids: Sequence[int], reason: str, leaves: bool = False
) -> Cleared:
    """Give each of these readers who owes nothing a sheet, in the order given; what stands with the others is told.

    `leaves`: membership ends with this day, and nobody waits for anything any more.
    """
    ids = list(dict.fromkeys(patron_ids))
    text = clean_text(reason, field="reason", limit=200, required=True)
    patrons = _locked(session, ids)
    standing = standing_of(session, ids)
    before = {key: each for key, each in valid_sheets(session, ids).items() if each.day == work.day}
    free = [each for each in ids if standing[each].is_clear and each not in before]
    waiting = _held_fast(session, free) if leaves else []
    rows = _numbered(session, work, free, text, leaves)
    for row in rows:
        ended = _see_off(session, work, patrons[row.patron_id], waiting, text) if leaves else {}
        audit(
            session, work, GIVEN, subject_type="clearance", subject_id=row.id, number=row.number, year=row.year,
            patron=row.patron_id, reason=text, **ended,
        )  # fmt: skip
    session.flush()
    return Cleared(
        _sheets(session, rows),
        tuple(standing[each] for each in ids if not standing[each].is_clear),
        tuple(before[each] for each in ids if standing[each].is_clear and each in before),
    )


def _locked(session: Session, ids: Sequence[int]) -> dict[int, Patron]:
    """Hold the readers until the commit, in one order; refuse nobody, too many, unknown and erased ones."""
    if not ids:
        raise ClearInputError(ClearCode.NOBODY)
    if len(ids) > MOST:
        raise ClearInputError(ClearCode.TOO_MANY, count=len(ids), most=MOST)
    asked = select(Patron).where(Patron.id.in_(ids)).order_by(Patron.id).with_for_update()
    found = {each.id: each for each in session.scalars(asked.execution_options(populate_existing=True))}
    for each in ids:
        if each not in found:
            raise PatronNotFound(PatronCode.UNKNOWN, id=each)
        refuse_erased(found[each])
    return found


def _held_fast(session: Session, ids: Sequence[int]) -> list[Hold]:
    """Return what these readers wait for, copies and queues held in the order that everybody keeps."""
    asked = select(Hold).where(Hold.patron_id.in_(ids), Hold.state.in_(ACTIVE_STATES)).order_by(Hold.id)
    waiting = list(session.scalars(asked))
    lock_items(session, [each.item_id for each in waiting if each.item_id])
    for record_id in sorted({each.record_id for each in waiting}):
        queue_for(session, record_id)
    return waiting


def _numbered(session: Session, work: Work, ids: Sequence[int], reason: str, leaves: bool) -> list[Clearance]:
    """Write the sheets; whoever numbers sheets passes one by one, so that no number is left out."""
    queue_here(session, "clearance-number")
    year = work.day.year
    last = session.scalars(
        select(func.coalesce(func.max(Clearance.number), 0)).where(Clearance.year == year)
    ).one()
    rows = [
        Clearance(
            year=year, number=number, patron_id=patron_id, day=work.day, at=work.now, staff_id=work.actor_id,
            department=work.department, reason=reason, leaves=leaves, withdraw_reason="",
        )
        for number, patron_id in enumerate(ids, start=last + 1)
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    return rows


def _see_off(
    session: Session, work: Work, patron: Patron, waiting: Sequence[Hold], reason: str
) -> dict[str, Any]:
    """End what a leaving reader waits for, and the membership unless it ended before; returns what it was."""
    for each in waiting:
        if each.patron_id == patron.id:
            cancel_hold(session, work, hold_id=each.id, reason=reason)
    was = patron.member_until
    if was is not None and was <= work.day:
        return {}
    change_patron(session, work, patron_id=patron.id, member_until=work.day)
    return {"member_until": work.day.isoformat(), "was_until": was.isoformat() if was else None}


def _sheets(session: Session, rows: Sequence[Clearance]) -> tuple[ClearanceFacts, ...]:
    if not rows:
        return ()
    wanted = Sheets(rows[0].year, rows[0].number, rows[-1].number)
    return list_sheets(session, wanted).rows


def withdraw(session: Session, work: Work, *, clearance_id: int, reason: str) -> ClearanceFacts:
    """Mark a sheet as withdrawn; the membership that this very sheet ended is given back, ended holds are not."""
    text = clean_text(reason, field="reason", limit=300, required=True)
    locked_patron(session, clearance(session, clearance_id).patron_id)
    row = session.get_one(Clearance, clearance_id, populate_existing=True)
    if row.withdrawn_at is not None:
        raise ClearError(ClearCode.WITHDRAWN, number=f"{row.number}/{row.year}")
    row.withdrawn_at, row.withdrawn_by, row.withdraw_reason = work.now, work.actor_id, text
    given_back = row.leaves and _give_back(session, work, row)
    audit(
        session, work, TAKEN_BACK, subject_type="clearance", subject_id=row.id, number=row.number, year=row.year,
        patron=row.patron_id, reason=text, member_again=given_back,
    )  # fmt: skip
    session.flush()
    return clearance(session, clearance_id)


def _give_back(session: Session, work: Work, row: Clearance) -> bool:
    """Let the membership be what it was before the sheet; somebody's later change of it is left alone."""
    told = session.scalars(
        select(AuditEntry.details).where(
            AuditEntry.action == GIVEN,
            AuditEntry.subject_type == "clearance",
            AuditEntry.subject_id == row.id,
        )
    ).one()
    patron = session.get_one(Patron, row.patron_id)
    if "member_until" not in told or patron.member_until != row.day:
        return False
    was = told["was_until"]
    until = date.fromisoformat(was) if was else None
    change_patron(session, work, patron_id=row.patron_id, member_until=until)
    return True
