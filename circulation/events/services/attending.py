"""Who came to an event, by card: each once, two desks may scan at the same time."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from circulation.events.errors import EventCode, EventError, EventNotFoundError
from circulation.events.models import Attendance, Event
from circulation.events.rules import EventState, check_come
from circulation.events.services.counting import count_card, locked, there, uncount_card
from circulation.events.services.planning import note
from circulation.patrons.queries import PatronFacts, find_patron
from circulation.patrons.services.base import refuse_erased
from circulation.visits.errors import VisitCode, VisitError
from ils.activity.services import record, reverse_many
from ils.activity.work import Work
from ils.db import is_postgresql, upsert
from ils.errors import clean_text


@dataclass(frozen=True, slots=True)
class Attended:
    """A scan: the reader, whether the card is written down by this very scan, whether it made a visit."""

    patron: PatronFacts
    new: bool
    visit_counted: bool


def attend(session: Session, work: Work, *, event_id: int, code: str) -> Attended:
    """Write down a reader who came, by card; a second scan of the card changes nothing and says so."""
    event = locked(session, event_id)
    if event.state == EventState.CANCELLED:
        raise EventError(EventCode.IS_CANCELLED, event=event.title)
    check_come(event.day, work.day)
    patron = _reader(session, code)
    attendance = _once(session, work, event, patron)
    if attendance is None:
        return Attended(patron, new=False, visit_counted=False)
    done = count_card(session, work, event, attendance)
    note(session, work, "event_attended", event, attendance=attendance.id, visit=done is not None)
    session.flush()
    record(session, there(work, event), *((done,) if done else ()))
    return Attended(patron, new=True, visit_counted=done is not None)


def _reader(session: Session, code: str) -> PatronFacts:
    card = clean_text(code, field="card", limit=60, required=True)
    patron = find_patron(session, card)
    if patron is None:
        raise VisitError(VisitCode.READER_UNKNOWN, card=card)
    refuse_erased(patron)
    if patron.card_lost_on is not None:
        raise VisitError(VisitCode.CARD_LOST, card=patron.card_number, day=patron.card_lost_on)
    return patron


def _once(session: Session, work: Work, event: Event, patron: PatronFacts) -> Attendance | None:
    """Insert the row; the constraint decides who was first, and the second gets none."""
    statement = upsert(Attendance, postgresql=is_postgresql(session)).values(
        event_id=event.id, patron_id=patron.id, at=work.now
    )
    once = statement.on_conflict_do_nothing(index_elements=("event_id", "patron_id"))
    made: int | None = session.execute(once.returning(Attendance.id)).scalar_one_or_none()
    return session.get_one(Attendance, made) if made is not None else None


def remove_attendance(session: Session, work: Work, *, event_id: int, attendance_id: int) -> None:
    """Strike off a card that was scanned by mistake; the visit it made gets its twin. The trail names no reader."""
    event = locked(session, event_id)
    attendance = session.get(Attendance, attendance_id)
    if attendance is None or attendance.event_id != event.id:
        raise EventNotFoundError(EventCode.ATTENDANCE_UNKNOWN)
    undone = uncount_card(session, work, attendance, event.title[:500])
    note(session, work, "event_attendance_removed", event, attendance=attendance.id, visit=bool(undone))
    session.delete(attendance)
    session.flush()
    reverse_many(session, work, activities=undone, reason=event.title[:500])
