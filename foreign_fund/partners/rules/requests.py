"""Interlibrary requests: which state leads where, what each step needs (practice.md §3, duty 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from foreign_fund.partners.errors import PartnerError, PartnerInputError, RequestCode


class Way(StrEnum):
    """Who asks: the partner us (in), or we the partner (out)."""

    IN = "in"
    OUT = "out"


class RequestState(StrEnum):
    """Asked, found, sent, returned; or refused, or cancelled on the way."""

    ASKED = "asked"
    FOUND = "found"
    SENT = "sent"
    RETURNED = "returned"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class Form(StrEnum):
    """What is wanted: the book itself, which comes back; a copy on paper or a file, which stay."""

    BOOK = "book"
    COPY = "copy"
    FILE = "file"


STEPS: Mapping[RequestState, tuple[RequestState, ...]] = {
    RequestState.ASKED: (RequestState.FOUND, RequestState.SENT, RequestState.REFUSED, RequestState.CANCELLED),
    RequestState.FOUND: (RequestState.SENT, RequestState.REFUSED, RequestState.CANCELLED),
    RequestState.SENT: (RequestState.RETURNED,),
    RequestState.RETURNED: (),
    RequestState.REFUSED: (),
    RequestState.CANCELLED: (),
}
REASONED = frozenset({RequestState.REFUSED, RequestState.CANCELLED})


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What is said of a request; `for_whom` names a chair or a department, never a reader."""

    direction: str
    partner_id: int
    title: str
    asked_on: date
    department: str
    author: str = ""
    details: str = ""
    record_id: int | None = None
    form: str = Form.BOOK.value
    for_whom: str = ""
    note: str = ""


def next_states(state: str, form: str) -> tuple[RequestState, ...]:
    """Return where a request may go from here; a copy or a file that was sent does not come back."""
    known = STEPS[RequestState(state)]
    return () if state == RequestState.SENT and form != Form.BOOK else known


def is_open(state: str, form: str) -> bool:
    """Tell whether anything is still to be done."""
    return bool(next_states(state, form))


def is_late(state: str, form: str, due_on: date | None, today: date) -> bool:
    """Tell whether a book is out for longer than it should be."""
    return state == RequestState.SENT and form == Form.BOOK and due_on is not None and due_on < today


@dataclass(frozen=True, slots=True)
class Step:
    """A step to be taken."""

    state: str
    day: date
    due_on: date | None = None
    note: str = ""


def check_step(step: Step, *, now: str, form: str, since: date, today: date) -> None:
    """Refuse a step that does not lead from here, on a day that cannot be, or without what it needs."""
    if step.state not in next_states(now, form):
        raise PartnerError(RequestCode.STEP_INVALID, state=now, step=step.state[:20])
    if step.day > today:
        raise PartnerInputError(RequestCode.DAY_AHEAD, day=step.day)
    if step.day < since:
        raise PartnerInputError(RequestCode.DAY_BEFORE, day=step.day, since=since)
    if step.state in REASONED and not step.note.strip():
        raise PartnerInputError(RequestCode.REASON_MISSING)
    if step.state == RequestState.SENT and form == Form.BOOK:
        if step.due_on is None:
            raise PartnerInputError(RequestCode.DUE_MISSING)
        if step.due_on < step.day:
            raise PartnerInputError(RequestCode.DUE_BEFORE, due=step.due_on, day=step.day)
