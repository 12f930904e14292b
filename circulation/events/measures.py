"""Proof that events agree with the log and with the visits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.events.models import Event
from circulation.events.rules import EventState
from circulation.visits.models import Visit
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem
from ils.activity.models import Activity

Key = tuple[int, str, date]


def held_events_are_logged(session: Session) -> Iterator[Problem]:
    """Every held event stands once in the log, of its type and on its day (lines 18, 20, 21); no other does."""
    own: Counter[Key] = Counter()
    for event in session.execute(
        select(Event.id, Event.type, Event.day).where(Event.state == EventState.HELD)
    ):
        own[event.id, event.type, event.day] = 1
    said: Counter[Key] = Counter()
    for act in session.execute(
        select(Activity.subject_id, Activity.source, Activity.day, Activity.amount).where(
            Activity.kind == str(Kind.EVENT_HOLD)
        )
    ):
        said[act.subject_id, act.source, act.day] += act.amount
    for key in sorted(own.keys() | said.keys()):
        if own[key] != said[key]:
            facts = dict(zip(("event", "type", "day"), key, strict=True))
            yield Problem("event_log_differs", {**facts, "held": own[key], "logged": said[key]})


def head_counts_are_visits(session: Session) -> Iterator[Problem]:
    """The head-count of a held event stands among the visits, as many persons, on its day and in its sector."""
    twin = select(Visit.corrects_id).where(Visit.corrects_id.is_not(None))
    stands = select(Visit.id, Visit.persons, Visit.day, Visit.sector).where(Visit.id.not_in(twin)).subquery()
    rows = session.execute(
        select(Event.id, Event.headcount, Event.day, Event.sector, stands)
        .outerjoin(stands, stands.c.id == Event.visit_id)
        .where(Event.state == EventState.HELD)
    )
    for event, headcount, day, sector, _visit, persons, counted_on, place in rows:
        expected = (headcount, day, sector) if headcount else (None, None, None)
        if expected != (persons, counted_on, place):
            yield Problem(
                "event_headcount_differs", {"event": event, "said": headcount, "counted": persons or 0}
            )


CHECKS: tuple[Check, ...] = (held_events_are_logged, head_counts_are_visits)
