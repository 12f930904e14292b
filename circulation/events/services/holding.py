"""An event was held: it counts on its day, with who came; and all of that taken back."""

from __future__ import annotations

from sqlalchemy.orm import Session

from circulation.events.models import Event
from circulation.events.rules import EventState, check_come, check_persons, require_state
from circulation.events.services.counting import (
    count_cards,
    count_head,
    head_stands,
    held,
    locked,
    there,
    uncount,
    uncount_head,
)
from circulation.events.services.planning import note
from ils.activity.services import record, reverse_many
from ils.activity.work import Work
from ils.errors import clean_text


def hold(session: Session, work: Work, *, event_id: int, headcount: int = 0) -> Event:
    """Say that an event was held, and how many came without a card (lines 16, 18, 20, 21); once, on its day."""
    event = locked(session, event_id)
    require_state(event.state, EventState.PLANNED, title=event.title)
    check_come(event.day, work.day)
    check_persons(headcount)
    event.state, event.headcount = EventState.HELD.value, headcount
    event.held_at, event.held_by = work.now, work.actor_id
    done = (held(event), *count_cards(session, work, event))
    note(session, work, "event_held", event, day=event.day.isoformat(), headcount=headcount)
    count_head(session, work, event)
    record(session, there(work, event), *done)
    return event


def unhold(session: Session, work: Work, *, event_id: int, reason: str) -> Event:
    """Take back that an event was held: twins of it, of its head-count and of the visits its cards have made."""
    event = locked(session, event_id)
    require_state(event.state, EventState.HELD, title=event.title)
    text = clean_text(reason, field="reason", limit=300, required=True)
    undone = uncount(session, work, event, text)
    event.state, event.headcount = EventState.PLANNED.value, 0
    event.held_at = event.held_by = None
    note(session, work, "event_unheld", event, reason=text)
    session.flush()
    reverse_many(session, work, activities=undone, reason=text)
    return event


def set_headcount(session: Session, work: Work, *, event_id: int, headcount: int) -> Event:
    """Correct how many came without a card: a twin of the old head-count, and the new one, on the event's day."""
    event = locked(session, event_id)
    require_state(event.state, EventState.HELD, title=event.title)
    check_persons(headcount)
    if headcount == event.headcount and head_stands(session, event) == bool(headcount):
        return event
    reason = f"{event.headcount} → {headcount}"
    undone = uncount_head(session, work, event, reason)
    event.headcount = headcount
    note(session, work, "event_headcount_set", event, headcount=headcount)
    session.flush()
    reverse_many(session, work, activities=undone, reason=reason)
    count_head(session, work, event)
    return event
