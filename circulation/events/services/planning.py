"""Events entered, changed and cancelled."""

from __future__ import annotations

from datetime import date
from typing import Any, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.events.errors import ClubCode, EventCode, EventError, EventNotFoundError
from circulation.events.models import Club, Event
from circulation.events.rules import (
    EventState,
    EventType,
    Passport,
    check_come,
    check_day,
    check_link,
    check_persons,
    check_times,
    check_type,
    require_state,
    weekly,
)
from circulation.events.services.counting import (
    SUBJECT,
    count_cards,
    count_head,
    counted_as,
    held,
    locked,
    there,
    uncount,
    uncount_cards,
)
from ils.accounts.audit import audit
from ils.activity.services import record, reverse_many
from ils.activity.work import Work
from ils.errors import clean_text
from ils.library.errors import PlaceCode, PlaceError
from ils.library.places import department as department_of
from ils.library.places import sectors

LIMITS = {
    "topic": 300, "place": 300, "organiser": 200, "partner": 300, "audience": 200, "link": 500, "note": 2000
}  # fmt: skip


def plan(
    session: Session, work: Work, *, repeat_until: date | None = None, **passport: Unpack[Passport]
) -> tuple[Event, ...]:
    """Enter an event, or one on the same weekday of every week until a day: each meeting of a cycle counts."""
    known = _checked(session, passport)
    days = weekly(passport["day"], repeat_until)
    for day in days:
        check_day(day)
    made = tuple(
        Event(
            **{**known, "day": day}, state=EventState.PLANNED.value, created_at=work.now, created_by=work.actor_id
        )
        for day in days
    )  # fmt: skip
    session.add_all(made)
    session.flush()
    for event in made:
        note(session, work, "event_planned", event, title=event.title, day=event.day.isoformat())
    return made


def change(session: Session, work: Work, *, event_id: int, **passport: Unpack[Passport]) -> Event:
    """Change what is said of an event; if a held one counts otherwise now, its acts are taken back and done anew."""
    event = locked(session, event_id)
    if event.state == EventState.CANCELLED:
        raise EventError(EventCode.IS_CANCELLED, event=event.title)
    known, before = _checked(session, passport), counted_as(event)
    if event.state == EventState.HELD:
        check_come(known["day"], work.day)
    for name, value in known.items():
        setattr(event, name, value)
    changed = counted_as(event) != before
    note(session, work, "event_changed", event, title=event.title, counts_anew=changed)
    if changed:
        _count_anew(session, work, event)
    return event


def _count_anew(session: Session, work: Work, event: Event) -> None:
    """Move what was counted to the new day, place and type: twins on the old day, acts on the new one."""
    reason = event.title[:500]
    was_held = event.state == EventState.HELD
    undone = (
        uncount(session, work, event, reason) if was_held else uncount_cards(session, work, event, reason)
    )
    session.flush()
    done = count_cards(session, work, event) if event.day <= work.day else ()
    session.flush()
    reverse_many(session, work, activities=undone, reason=reason)
    if was_held:
        count_head(session, work, event)
        done = (held(event), *done)
    record(session, there(work, event), *done)


def cancel(session: Session, work: Work, *, event_id: int, reason: str) -> Event:
    """Say that a planned event does not take place, and why; visits of cards scanned too early are taken back."""
    event = locked(session, event_id)
    require_state(event.state, EventState.PLANNED, title=event.title)
    text = clean_text(reason, field="reason", limit=300, required=True)
    undone = uncount_cards(session, work, event, text)
    event.state, event.cancel_reason = EventState.CANCELLED.value, text
    event.cancelled_at, event.cancelled_by = work.now, work.actor_id
    note(session, work, "event_cancelled", event, reason=text)
    session.flush()
    reverse_many(session, work, activities=undone, reason=text)
    return event


def restore(session: Session, work: Work, *, event_id: int) -> Event:
    """Plan a cancelled event again."""
    event = locked(session, event_id)
    require_state(event.state, EventState.CANCELLED, title=event.title)
    event.state, event.cancel_reason = EventState.PLANNED.value, ""
    event.cancelled_at = event.cancelled_by = None
    note(session, work, "event_restored", event)
    return event


def note(session: Session, work: Work, action: str, event: Event, **details: Any) -> None:
    """Write the audit trail of an act."""
    audit(session, work, action, subject_type=SUBJECT, subject_id=event.id, **details)


def _checked(session: Session, passport: Passport) -> dict[str, Any]:
    """Return the columns of an event; refuse what no event can have."""
    kind = check_type(passport["type"], passport.get("club_id"))
    check_day(passport["day"])
    check_times(passport.get("starts"), passport.get("ends"))
    check_persons(passport.get("expected"))
    texts = {name: clean_text(str(passport.get(name, "")), field=name, limit=LIMITS[name]) for name in LIMITS}
    check_link(texts["link"])
    return {
        **texts,
        "type": kind.value,
        "title": clean_text(passport["title"], field="title", limit=300, required=True),
        "day": passport["day"],
        "starts": passport.get("starts"),
        "ends": passport.get("ends"),
        "expected": passport.get("expected"),
        "club_id": _club(session, passport) if kind is EventType.CLUB else None,
        "sector": _sector(session, passport["sector"]),
        "department": department_of(session, passport["department"]).code,
    }


def _sector(session: Session, code: str) -> str:
    if code not in {place.code for place in sectors(session)}:
        raise PlaceError(PlaceCode.SECTOR_UNKNOWN, sector=code[:40])
    return code


def _club(session: Session, passport: Passport) -> int:
    club = session.scalars(select(Club).where(Club.id == passport.get("club_id"))).one_or_none()
    if club is None:
        raise EventNotFoundError(ClubCode.UNKNOWN, club=passport.get("club_id"))
    if club.closed_on is not None and passport["day"] > club.closed_on:
        raise EventError(ClubCode.CLOSED, club=club.name, day=club.closed_on)
    return club.id
