"""Interlibrary requests: written down, changed, led from state to state; a step may be taken back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.records.queries import brief
from foreign_fund.partners.errors import (
    PartnerError,
    PartnerInputError,
    PartnerNotFoundError,
    RequestCode,
    ShipmentCode,
)
from foreign_fund.partners.models import InterlibraryRequest, InterlibraryStep
from foreign_fund.partners.queries.requests import LARGEST_ID, SUBJECT, steps_of
from foreign_fund.partners.rules.ledger import FIRST_DAY
from foreign_fund.partners.rules.requests import (
    Form,
    RequestFacts,
    RequestState,
    Step,
    Way,
    check_step,
    is_open,
)
from foreign_fund.partners.services.keeping import active_partner
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import queue_here
from ils.errors import clean_text
from ils.library.places import department as department_of

QUEUE = "interlibrary_requests"  # numbers of a year come without a gap


def open_request(session: Session, work: Work, *, facts: RequestFacts) -> InterlibraryRequest:
    """Write a request down; it gets the next number of its year."""
    queue_here(session, QUEUE)
    row = InterlibraryRequest(
        direction=Way(facts.direction).value, state=RequestState.ASKED.value, due_on=None, created_at=work.now,
        created_by=work.actor_id,
    )  # fmt: skip
    row.partner_id = active_partner(session, facts.partner_id).id
    _put(session, work, row, facts)
    row.year = row.asked_on.year
    last = select(func.max(InterlibraryRequest.number)).where(InterlibraryRequest.year == row.year)
    row.number = (session.scalar(last) or 0) + 1
    session.add(row)
    session.flush()
    _written(session, work, row, Step(RequestState.ASKED.value, row.asked_on))
    _note(session, work, "interlibrary_written", row, direction=row.direction)
    return row


def change_request(
    session: Session, work: Work, *, request_id: int, facts: RequestFacts
) -> InterlibraryRequest:
    """Change what is said of an open request; whose it is, its way and its day stay."""
    row = locked(session, request_id)
    if not is_open(row.state, row.form):
        raise PartnerError(RequestCode.ENDED, state=row.state)
    asked_on = row.asked_on
    _put(session, work, row, facts)
    row.asked_on = asked_on
    session.flush()
    _note(session, work, "interlibrary_changed", row)
    return row


def take_step(session: Session, work: Work, *, request_id: int, step: Step) -> InterlibraryRequest:
    """Lead a request on: found, sent (a book with the day it is due), returned, refused or cancelled with a reason."""
    row = locked(session, request_id)
    last = steps_of(session, row.id, undone=False)[-1]
    check_step(step, now=row.state, form=row.form, since=last.day, today=work.day)
    _written(session, work, row, step)
    _follow(session, row)
    _note(session, work, "interlibrary_step", row, state=step.state)
    return row


def take_step_back(session: Session, work: Work, *, request_id: int) -> InterlibraryRequest:
    """Take the latest step back; that it was taken stays on the page."""
    row = locked(session, request_id)
    steps = steps_of(session, row.id, undone=False)
    if len(steps) < 2:
        raise PartnerError(RequestCode.NOTHING_TO_UNDO)
    steps[-1].undone_at = work.now
    session.flush()
    _follow(session, row)
    _note(session, work, "interlibrary_step_back", row, state=steps[-1].state)
    return row


def locked(session: Session, request_id: int) -> InterlibraryRequest:
    """Return a request, held until the commit; refuse an unknown one."""
    row = None
    if 0 < request_id <= LARGEST_ID:
        row = session.get(InterlibraryRequest, request_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise PartnerNotFoundError(RequestCode.UNKNOWN)
    return row


def _written(session: Session, work: Work, row: InterlibraryRequest, step: Step) -> None:
    book_sent = step.state == RequestState.SENT and row.form == Form.BOOK
    session.add(
        InterlibraryStep(
            request_id=row.id, state=step.state, day=step.day, due_on=step.due_on if book_sent else None,
            note=clean_text(" ".join(step.note.split()), field="note", limit=300), at=work.now,
            staff_id=work.actor_id, undone_at=None,
        )
    )  # fmt: skip
    session.flush()


def _follow(session: Session, row: InterlibraryRequest) -> None:
    """Let the request say what its latest standing step says; the day a book is due stays known after its return."""
    steps = steps_of(session, row.id, undone=False)
    row.state = steps[-1].state
    row.due_on = next((step.due_on for step in reversed(steps) if step.due_on), None)
    session.flush()


def _put(session: Session, work: Work, row: InterlibraryRequest, facts: RequestFacts) -> None:
    if facts.form not in set(Form):
        raise PartnerInputError(RequestCode.FORM_UNKNOWN, form=facts.form[:20])
    if facts.asked_on > work.day:
        raise PartnerInputError(RequestCode.DAY_AHEAD, day=facts.asked_on)
    if facts.asked_on < FIRST_DAY:
        raise PartnerInputError(ShipmentCode.DAY_ODD, day=facts.asked_on)
    known = brief(session, {facts.record_id}) if facts.record_id and facts.record_id <= LARGEST_ID else {}
    if facts.record_id and facts.record_id not in known:
        raise PartnerInputError(ShipmentCode.RECORD_UNKNOWN, record=facts.record_id)
    record = known.get(facts.record_id or 0)
    row.record_id = facts.record_id or None
    row.title = clean_text(
        facts.title or (record.title if record else ""), field="title", limit=500, required=True
    )
    row.author = clean_text(facts.author or (record.author if record else ""), field="author", limit=300)
    row.details = clean_text(facts.details, field="details", limit=500)
    row.form, row.asked_on = facts.form, facts.asked_on
    row.for_whom = clean_text(facts.for_whom, field="for_whom", limit=200)
    row.department = department_of(session, facts.department).code
    row.note = clean_text(" ".join(facts.note.split()), field="note", limit=500)


def _note(session: Session, work: Work, action: str, row: InterlibraryRequest, **details: Any) -> None:
    audit(session, work, action, subject_type=SUBJECT, subject_id=row.id, **details)
