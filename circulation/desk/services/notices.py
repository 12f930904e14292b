"""The end of a reader's session: one grouped notice, on the screen and as a message to the reader (SB-10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy.orm import Session

from circulation.desk.models import ScanReceipt
from circulation.desk.queries import abandoned, idle_time, notices_wanted, session_of, told_of_loans
from circulation.desk.rules import Desk, Ended, Said, ScanAnswer, to_data
from circulation.patrons.queries import patron_facts, recipient_of
from ils.activity.work import Work
from ils.outbox.services import queue_message

KIND = "session"
BY = ("telegram", "email")  # a note of what one has just been handed is worth neither an SMS nor a letter


def end_session(session: Session, work: Work, desk: Desk) -> Ended | None:
    """Return what was done in the reader's session, and queue the notice of it; None where nobody was open."""
    if desk.patron_id is None:
        return None
    opened = desk.opened_at or work.now
    patron = patron_facts(session, desk.patron_id)
    ended = session_of(session, work.actor_id, patron_id=patron.id, reader=patron.full_name, since=opened)
    if ended.loans and notices_wanted(session):
        _queue(session, work, ended, key=f"{KIND}:{work.actor_id or 0}:{patron.id}:{opened:%Y%m%d%H%M%S%f}")
    return ended


def _queue(session: Session, work: Work, ended: Ended, *, key: str) -> None:
    """Queue the notice once, however often the session ends: by a card, by a key, by the clock."""
    recipient = recipient_of(patron_facts(session, ended.patron_id), work.day)
    if not any(recipient.addresses.get(channel) for channel in BY):
        return
    facts = told_of_loans(
        session, lent=ended.lent_ids, renewed=ended.renewed_ids, returned=ended.returned_ids
    )
    if any(facts.values()):
        queue_message(
            session, work, kind=KIND, recipient=recipient, facts=facts, dedupe=key,
            subjects=[("patron", ended.patron_id), *(("loan", loan_id) for loan_id in ended.loans)],
        )  # fmt: skip


def settle(session: Session, work: Work, desk: Desk) -> tuple[Desk, Ended | None]:
    """Return the desk as it stands now; a session left alone too long ends with its notice (SB-10)."""
    now = desk.settled(work.now, idle_time(session))
    ended = end_session(session, work, desk) if desk.patron_id is not None and now.patron_id is None else None
    return (replace(now, last_at=desk.last_at), ended)


def end_abandoned(session: Session, work: Work, *, look_back: timedelta) -> int:
    """End the sessions that closed browsers left open, each in the name of whose desk it was; returns how many."""
    left = abandoned(session, before=work.now - idle_time(session), since=work.now - look_back)
    for each in left:
        ended = end_session(session, replace(work, actor_id=each.staff_id), each.desk)
        key = f"left-{each.staff_id}-{work.now:%Y%m%d%H%M%S}"
        answer = ScanAnswer(key, work.now, "", Said(each.desk.closed(), ended=ended))
        session.add(ScanReceipt(key=key, at=work.now, staff_id=each.staff_id, answer=to_data(answer)))
    session.flush()
    return len(left)
