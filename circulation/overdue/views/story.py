"""A loan's overdue history (OV-09) as a part of the loan's page, which lives on a floor below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from circulation.overdue import queries
from circulation.overdue.messages import CHANNEL_SHOWN, EVENT_WORDS, OUTCOME_SHOWN, RESTRICTION_SHOWN
from circulation.overdue.models import CallOutcome
from circulation.overdue.queries import Event, EventKind
from circulation.overdue.rules import PromiseOutcome
from circulation.overdue.views.base import level_name
from ils import clock
from ils.accounts.queries import staff_names
from ils.web.errors import explain
from ils.web.filters import day as show_day
from ils.web.filters import num

BAD = frozenset({
    EventKind.ATTEMPT_FAILED, EventKind.FAILED, EventKind.PROMISE_BROKEN, EventKind.RESTRICTED, EventKind.LOST,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """One line of the story in words."""

    at: datetime
    text: str
    note: str
    who: str
    bad: bool
    message_id: int | None


def loan_panel(session: Session, loan_id: int) -> Markup:
    """Return the overdue history of a loan for its page; nothing where there is none and none is needed."""
    rows = queries.shown_rows_of_loan(session, loan_id, day=clock.today())
    events = queries.timeline(session, loan_id)
    row = next(iter(rows), None)
    if not events and (row is None or not row.days_late):
        return Markup()
    held = [
        promise
        for promise in queries.promises_of(session, loan_id, day=clock.today())
        if promise.ended_at is None and promise.outcome is PromiseOutcome.OPEN
    ]
    names = staff_names(session, {event.staff_id for event in events})
    panel = render_template(
        "overdue/story.html",
        events=[shown(event, names) for event in together(events)],
        row=row,
        promise=next(iter(held), None),
    )
    return Markup(panel)  # noqa: S704 - a template of ours has escaped every value


def together(events: Iterable[Event]) -> list[Event]:
    """Return the events with the levels that one night passed over told in one line."""
    found: list[Event] = []
    for event in events:
        last = found[-1] if found else None
        if last and last.kind is event.kind is EventKind.PASSED and last.at == event.at:
            levels = [*last.facts["levels"], event.facts["level"]]
            found[-1] = replace(last, facts={**last.facts, "levels": levels})
        elif event.kind is EventKind.PASSED:
            found.append(replace(event, facts={**event.facts, "levels": [event.facts["level"]]}))
        else:
            found.append(event)
    return found


def shown(event: Event, names: Mapping[int, str]) -> ShownEvent:
    """Return an event in the language of the request."""
    facts = {name: _fact(name, value) for name, value in event.facts.items()}
    note = event.note
    if event.facts.get("code"):
        note = explain(str(event.facts["code"]), {}) + (f" · {note}" if note else "")
    return ShownEvent(
        at=event.at,
        text=str(EVENT_WORDS[event.kind]) % facts,
        note=note,
        who=names.get(event.staff_id or 0, ""),
        bad=event.kind in BAD,
        message_id=event.message_id,
    )


def _fact(name: str, value: Any) -> str:
    if isinstance(value, date):
        return show_day(value)
    if name == "level":
        return level_name(value)
    if name == "levels":
        return ", ".join(level_name(level) for level in value)
    if name == "kind":
        return str(RESTRICTION_SHOWN.get(value, value))
    if name == "channel":
        return str(CHANNEL_SHOWN.get(value, value))
    if name == "outcome":
        return str(OUTCOME_SHOWN[CallOutcome(value)])
    return num(value) if isinstance(value, int) else str(value)
