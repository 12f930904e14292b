"""Reminders of terms that end: trials and subscriptions of databases, agreements of the register."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from foreign_fund.databases.errors import (
    DatabaseCode,
    DatabaseError,
    DatabaseInputError,
    DatabaseNotFoundError,
)
from foreign_fund.databases.models import Deadline, OnlineDatabase
from foreign_fund.databases.queries import LARGEST_ID, SUBJECT
from foreign_fund.databases.rules import ANSWERS, Outcome, Term, ends_soon
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import queue_here
from ils.errors import clean_text
from ils.registers.models import RegisterEntry
from ils.registers.queries.entries import SUBJECT as ENTRY
from ils.registers.rules.kinds import Register

QUEUE = "deadlines"
Ending = tuple[str, int, str, date]
"""Whose term it is (type and id), what ends, and when."""


def remind(session: Session, work: Work) -> dict[str, int]:
    """Write a reminder of each term that ends soon, once; close those whose term has another end by now.

    One that was closed so is opened again when its term ends on that day after all: a database closed by mistake, an
    end typed wrongly. Returns how many were written or opened, and closed. A second run of the day changes nothing.
    """
    queue_here(session, QUEUE)
    ending = endings(session)
    known = {
        (row.owner_type, row.owner_id, row.what, row.ends_on): row
        for row in session.scalars(select(Deadline))
    }
    new = [each for each in ending if each not in known and _wanted(each, ending, work.day)]
    session.add_all(
        Deadline(
            owner_type=owner, owner_id=number, what=what, ends_on=ends_on, reminded_on=work.day, answered_at=None,
            answered_by=None, outcome="", answer="",
        )
        for owner, number, what, ends_on in sorted(new)
    )  # fmt: skip
    back = [
        row for key, row in known.items() if row.outcome == Outcome.MOVED and _wanted(key, ending, work.day)
    ]
    for row in back:
        row.answered_at, row.outcome, row.reminded_on = None, "", work.day
    moved = [row for key, row in known.items() if row.answered_at is None and key not in ending]
    for row in moved:
        row.answered_at, row.answered_by, row.outcome = work.now, None, Outcome.MOVED.value
    session.flush()
    return {"reminded": len(new) + len(back), "moved": len(moved)}


def _wanted(term: Ending, ending: Collection[Ending], day: date) -> bool:
    return term in ending and ends_soon(Term(term[2]), term[3], day)


def endings(session: Session) -> set[Ending]:
    """Return the ends of all terms: of databases that are not closed, of agreements that stand."""
    found: set[Ending] = set()
    open_rows = select(
        OnlineDatabase.id, OnlineDatabase.trial_until, OnlineDatabase.subscribed_until
    ).where(OnlineDatabase.closed_on.is_(None))  # fmt: skip
    for number, trial, subscription in session.execute(open_rows):
        if trial is not None:
            found.add((SUBJECT, number, Term.TRIAL.value, trial))
        if subscription is not None:
            found.add((SUBJECT, number, Term.SUBSCRIPTION.value, subscription))
    agreements = select(RegisterEntry.id, RegisterEntry.until).where(
        RegisterEntry.register == Register.AGREEMENTS.value,
        RegisterEntry.withdrawn_at.is_(None),
        RegisterEntry.until.is_not(None),
    )
    for number, until in session.execute(agreements):
        if until is not None:
            found.add((ENTRY, number, Term.AGREEMENT.value, until))
    return found


def answer_deadline(
    session: Session, work: Work, *, deadline_id: int, outcome: str, answer: str = ""
) -> Deadline:
    """Say what came of a reminder: renewed (its new end is entered where the term stands), or let go."""
    row = None
    if 0 < deadline_id <= LARGEST_ID:
        row = session.get(Deadline, deadline_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise DatabaseNotFoundError(DatabaseCode.DEADLINE_UNKNOWN)
    if row.answered_at is not None:
        raise DatabaseError(DatabaseCode.DEADLINE_ANSWERED)
    if outcome not in ANSWERS:
        raise DatabaseInputError(DatabaseCode.OUTCOME_UNKNOWN, outcome=outcome[:20])
    row.answered_at, row.answered_by, row.outcome = work.now, work.actor_id, outcome
    row.answer = clean_text(answer, field="note", limit=300)
    audit(
        session, work, "deadline_answered", subject_type=row.owner_type, subject_id=row.owner_id, outcome=outcome,
        ends=row.ends_on.isoformat(),
    )  # fmt: skip
    return row
