"""What the log and the visits get of a held event, and how all of it is taken back by twins."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.events.errors import EventCode, EventNotFoundError
from circulation.events.models import Attendance, Event
from circulation.patrons.queries import patron_facts
from circulation.visits.models import Visit
from circulation.visits.services import count_visit, take_visit_back, tally
from ils.activity.kinds import Kind, Source
from ils.activity.models import Activity
from ils.activity.work import Done, Work

SUBJECT = "event"
LONGEST_TITLE = 200  # of a head-count


@dataclass(frozen=True, slots=True)
class Counted:
    """What of an event counts, and where and when: if any of it changes, the acts are taken back and done anew."""

    kind: str
    day: object
    sector: str
    department: str


def counted_as(event: Event) -> Counted:
    """Return what of the event counts."""
    return Counted(event.type, event.day, event.sector, event.department)


def locked(session: Session, event_id: int) -> Event:
    """Return the event, held until the commit; refuse an unknown one."""
    event = session.scalars(
        select(Event).where(Event.id == event_id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if event is None:
        raise EventNotFoundError(EventCode.UNKNOWN, event=event_id)
    return event


def there(work: Work, event: Event) -> Work:
    """Return the circumstances with the place of the event: its acts count there, whoever enters them."""
    return replace(work, department=event.department, sector=event.sector)


def held(event: Event) -> Done:
    """Return the act of holding, on the day of the event."""
    return Done(
        kind=Kind.EVENT_HOLD, subject_type=SUBJECT, subject_id=event.id, source=event.type, day=event.day,
        note=event.title,
    )  # fmt: skip


def count_head(session: Session, work: Work, event: Event) -> None:
    """Count who came without a card, as one visit of that many persons (line 16)."""
    if not event.headcount:
        return
    visit = tally(
        session, there(work, event), sector=event.sector, persons=event.headcount, day=event.day,
        source=Source.EVENT, title=event.title[:LONGEST_TITLE],
    )  # fmt: skip
    event.visit_id = visit.id


def head_stands(session: Session, event: Event) -> bool:
    """Tell whether the visit of the head-count is there, and nobody has taken it back among the visits."""
    return event.visit_id is not None and not _corrected(session, event.visit_id)


def count_card(session: Session, work: Work, event: Event, attendance: Attendance) -> Done | None:
    """Count the visit of one who came with a card, unless one stands already that day in that sector (VS-01)."""
    if attendance.patron_id is None:
        _count_forgotten(session, work, event, attendance)
        return None
    patron = patron_facts(session, attendance.patron_id)
    done = count_visit(session, there(work, event), patron=patron, source=Source.EVENT, day=event.day)
    attendance.visit_id = done.subject_id if done else None
    return done


def _count_forgotten(session: Session, work: Work, event: Event, attendance: Attendance) -> None:
    """Count a reader who is known no more as one person without a name, where a visit of the event was taken back."""
    if attendance.visit_id is None or not _corrected(session, attendance.visit_id):
        return
    visit = tally(
        session, there(work, event), sector=event.sector, persons=1, day=event.day, source=Source.EVENT,
        title=event.title[:LONGEST_TITLE],
    )  # fmt: skip
    attendance.visit_id = visit.id


def count_cards(session: Session, work: Work, event: Event) -> tuple[Done, ...]:
    """Count the visits of all who came with a card and have none of this event yet."""
    found = _attendance(session, event)
    waiting = [each for each in found if each.patron_id and each.visit_id is None]
    waiting += [
        each for each in found if each.patron_id is None
    ]  # last: their acts take the queue of the log
    made = (count_card(session, work, event, each) for each in waiting)
    return tuple(done for done in made if done is not None)


def uncount(session: Session, work: Work, event: Event, reason: str) -> tuple[Activity, ...]:
    """Take back the holding, the head-count and the visits of the cards; return the rows of the log to reverse."""
    rows = (*uncount_head(session, work, event, reason), *uncount_cards(session, work, event, reason))
    return (*_holding(session, event), *rows)


def uncount_head(session: Session, work: Work, event: Event, reason: str) -> tuple[Activity, ...]:
    """Take the visit of the head-count back."""
    visit_id, event.visit_id = event.visit_id, None
    return _visit_back(session, work, visit_id, reason)


def uncount_cards(session: Session, work: Work, event: Event, reason: str) -> tuple[Activity, ...]:
    """Take back the visits that the cards have made; who came stays written down."""
    rows: list[Activity] = []
    for each in _attendance(session, event):
        rows += uncount_card(session, work, each, reason)
    return tuple(rows)


def uncount_card(session: Session, work: Work, attendance: Attendance, reason: str) -> tuple[Activity, ...]:
    """Take back the visit that one card has made; one whose reader is forgotten still tells that it was counted."""
    visit_id = attendance.visit_id
    if attendance.patron_id is not None:
        attendance.visit_id = None
    return _visit_back(session, work, visit_id, reason)


def _attendance(session: Session, event: Event) -> list[Attendance]:
    asked = select(Attendance).where(Attendance.event_id == event.id).order_by(Attendance.id)
    return list(session.scalars(asked))


def _visit_back(session: Session, work: Work, visit_id: int | None, reason: str) -> tuple[Activity, ...]:
    if visit_id is None or _corrected(session, visit_id):
        return ()  # nothing was counted, or somebody has taken it back among the visits
    return (take_visit_back(session, work, visit_id=visit_id, reason=reason),)


def _corrected(session: Session, visit_id: int) -> bool:
    return session.scalars(select(Visit.id).where(Visit.corrects_id == visit_id)).first() is not None


def _holding(session: Session, event: Event) -> tuple[Activity, ...]:
    """Return the act of holding that no twin has taken back yet."""
    own = (
        Activity.subject_type == SUBJECT, Activity.subject_id == event.id, Activity.kind == str(Kind.EVENT_HOLD)
    )  # fmt: skip
    twins = select(Activity.undo_of).where(*own, Activity.undo_of.is_not(None))
    return tuple(
        session.scalars(select(Activity).where(*own, Activity.undo_of.is_(None), Activity.id.not_in(twins)))
    )
