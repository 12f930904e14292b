"""Letters written by hand from the workbench (OV-07): beside the ladder, which they neither climb nor replace."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.charges.queries import owed
from circulation.overdue.errors import OverdueCode, OverdueInputError
from circulation.overdue.queries import OverdueRow, copies_now, load_levels
from circulation.overdue.rules import KIND, CopyTold, Level, message_facts, what_is_left
from circulation.patrons.queries import patron_facts, recipient_of
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.outbox.models import ChannelName, Message
from ils.outbox.services import queue_message


@dataclass(frozen=True, slots=True)
class LetterPlan:
    """What a yes would do: how many letters are written, and how many readers get none, and why."""

    to_write: int
    today_already: int
    resting: int  # promised, said to be returned, or lost: nobody is written to about it


def write_letters(session: Session, work: Work, *, rows: Iterable[OverdueRow]) -> tuple[int, ...]:
    """Queue one letter for each reader of the rows, about these copies; return the messages' ids.

    Each copy speaks as sternly as the level its days have reached. A reader has one such letter a day.
    """
    told = _copies_told(session, work, rows)
    if not told:
        raise OverdueInputError(OverdueCode.NOTHING_CHOSEN)
    written = [_write(session, work, patron_id, copies) for patron_id, copies in told.items()]
    made = tuple(message_id for message_id in written if message_id is not None)
    audit(session, work, "overdue_letters", subject_type="overdue", subject_id=None, letters=len(made))
    return made


def plan_letters(session: Session, work: Work, *, rows: Iterable[OverdueRow]) -> LetterPlan:
    """Return what `write_letters` would do with the rows now; nothing is written."""
    told = _copies_told(session, work, rows)
    keys = {_dedupe(patron_id, work): patron_id for patron_id, copies in told.items() if copies}
    known = {keys[key] for key in session.scalars(select(Message.dedupe).where(Message.dedupe.in_(keys)))}
    return LetterPlan(
        to_write=sum(bool(copies) and patron_id not in known for patron_id, copies in told.items()),
        today_already=len(known),
        resting=sum(not copies for copies in told.values()),
    )


def _copies_told(session: Session, work: Work, rows: Iterable[OverdueRow]) -> dict[int, tuple[CopyTold, ...]]:
    """Return the copies that the letter to each reader would tell of; none where nobody is written to about them."""
    by_reader: dict[int, list[OverdueRow]] = {}
    for row in rows:
        by_reader.setdefault(row.patron_id, []).append(row)
    levels = [level for level in load_levels(session) if level.active and not level.is_reminder]
    now = copies_now(session, [row.loan_id for rows_of in by_reader.values() for row in rows_of], work.day)
    return {
        patron_id: what_is_left([_told(row, levels) for row in theirs], now)
        for patron_id, theirs in by_reader.items()
    }


def _dedupe(patron_id: int, work: Work) -> str:
    return f"{KIND}-letter:{patron_id}:{work.day.isoformat()}"


def _told(row: OverdueRow, levels: Iterable[Level]) -> CopyTold:
    """Return the copy with the text of the sternest level its days have reached; consequences are the ladder's alone."""
    copy = CopyTold(row.loan_id, row.title, row.responsibility, row.code, row.due_on)
    days = {True: row.open_days_late, False: row.days_late}
    fits = [level for level in levels if level.days <= days[level.open_days] and not level.marks_lost]
    level = max(fits, key=lambda each: each.days, default=None)
    if level is None:
        return copy
    return CopyTold(
        row.loan_id, row.title, row.responsibility, row.code, row.due_on,
        template=level.template, level_days=level.days, restricts=level.restricts,
    )  # fmt: skip


def _write(session: Session, work: Work, patron_id: int, copies: Sequence[CopyTold]) -> int | None:
    if not copies:  # promised, said to be returned, or lost: nobody is written to about it
        return None
    return queue_message(
        session,
        work,
        kind=KIND,
        recipient=recipient_of(patron_facts(session, patron_id), work.day),
        facts=message_facts(copies, work.day, owed=owed(session, patron_id)),
        subjects=[("loan", copy.loan_id) for copy in copies],
        dedupe=_dedupe(patron_id, work),
        channels=(ChannelName.LETTER.value,),
    )
