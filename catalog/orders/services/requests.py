"""Requests from afar: written down, changed, refused, and the documents that they ask for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.orders.errors import OrderCode, OrderError, OrderInputError, OrderNotFoundError
from catalog.orders.models import RemoteDocument, RemoteRequest
from catalog.orders.queries.acts import DOCUMENT, ever_counted
from catalog.orders.rules import (
    MOST_DOCUMENTS,
    RequestFacts,
    RequestState,
    Wish,
    check_day,
    country_of,
    refuse_unless,
)
from catalog.orders.services.counting import count_delivery, named, placed, take_back
from catalog.records.queries import LARGEST_ID
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text

REQUEST = "remote_request"


def open_request(
    session: Session, work: Work, *, facts: RequestFacts, wishes: Sequence[Wish]
) -> RemoteRequest:
    """Write a request down with its documents; nothing counts before it is delivered."""
    if not wishes:
        raise OrderInputError(OrderCode.DOCUMENTS_MISSING)
    request = RemoteRequest(
        state=RequestState.ASKED.value, created_at=work.now, created_by=work.actor_id, ended_at=None, refuse_reason=""
    )  # fmt: skip
    _put(session, work, request, facts)
    session.add(request)
    session.flush()
    _add(session, request, wishes)
    note(session, work, "request_written", request, documents=len(wishes))
    return request


def change_request(session: Session, work: Work, *, request_id: int, facts: RequestFacts) -> RemoteRequest:
    """Change what is said of a request; where who asks or the place changes, what was delivered is counted anew."""
    request = locked_request(session, request_id)
    before = (request.recipient_kind, request.department)
    _put(session, work, request, facts)
    delivered = [row for row in _documents(session, request.id) if row.delivered_on is not None]
    first = min((row.delivered_on for row in delivered if row.delivered_on), default=request.asked_on)
    if first < request.asked_on:
        raise OrderInputError(OrderCode.WORK_BEFORE_ORDER, day=first, ordered=request.asked_on)
    changed = (request.recipient_kind, request.department) != before
    note(session, work, "request_changed", request, counts_anew=changed)
    if changed:
        session.flush()
        take_back(
            session, work, DOCUMENT, [row.id for row in delivered], f"{before[0]} → {request.recipient_kind}"
        )
        for row in delivered:
            count_delivery(session, work, request, row)
    return request


def add_document(session: Session, work: Work, *, request_id: int, wish: Wish) -> RemoteDocument:
    """Ask for one document more; a request that was done waits again."""
    request = locked_request(session, request_id)
    refuse_refused(request)
    (row,) = _add(session, request, [wish])
    note(session, work, "request_document_added", request, document=row.id)
    follow(session, work, request)
    return row


def drop_document(session: Session, work: Work, *, document_id: int) -> None:
    """Strike off a document that was never delivered; what the log has counted once stays on its request."""
    row, request = locked_document(session, document_id)
    if row.delivered_on is not None:
        raise OrderError(OrderCode.DOCUMENT_DELIVERED, title=row.title, day=row.delivered_on)
    if ever_counted(session, DOCUMENT, row.id):
        raise OrderError(OrderCode.DOCUMENT_COUNTED, title=row.title)
    if len(_documents(session, request.id)) == 1:
        raise OrderInputError(OrderCode.DOCUMENTS_MISSING)
    note(session, work, "request_document_dropped", request, title=row.title[:100])
    session.delete(row)
    session.flush()
    if request.state != RequestState.REFUSED:
        follow(session, work, request)


def refuse_request(session: Session, work: Work, *, request_id: int, reason: str) -> RemoteRequest:
    """Refuse what is not delivered yet, with a reason; documents delivered stay counted."""
    request = locked_request(session, request_id)
    refuse_unless(request.state, RequestState.ASKED, OrderCode.REQUEST_NOT_ASKED, recipient=request.recipient)
    request.refuse_reason = clean_text(reason, field="reason", limit=300, required=True)
    request.state, request.ended_at = RequestState.REFUSED.value, work.now
    note(session, work, "request_refused", request, reason=request.refuse_reason)
    return request


def reopen_request(session: Session, work: Work, *, request_id: int) -> RemoteRequest:
    """Take a refusal back."""
    request = locked_request(session, request_id)
    refuse_unless(
        request.state, RequestState.REFUSED, OrderCode.REQUEST_NOT_REFUSED, recipient=request.recipient
    )
    request.state, request.refuse_reason, request.ended_at = RequestState.ASKED.value, "", None
    note(session, work, "request_reopened", request)
    follow(session, work, request)
    return request


def follow(session: Session, work: Work, request: RemoteRequest) -> None:
    """Let the state of a request follow its documents: done when the last one is delivered."""
    session.flush()
    done = all(row.delivered_on is not None for row in _documents(session, request.id))
    state = RequestState.DONE if done else RequestState.ASKED
    if request.state != state:
        request.state, request.ended_at = state.value, work.now if done else None
    session.flush()


def locked_request(session: Session, request_id: int) -> RemoteRequest:
    """Return a request, held until the commit; refuse an unknown one."""
    row = None
    if 0 < request_id <= LARGEST_ID:
        row = session.get(RemoteRequest, request_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise OrderNotFoundError(OrderCode.REQUEST_UNKNOWN, request=request_id)
    return row


def locked_document(session: Session, document_id: int) -> tuple[RemoteDocument, RemoteRequest]:
    """Return a document and its request, the request held until the commit; refuse an unknown one."""
    row = session.get(RemoteDocument, document_id) if 0 < document_id <= LARGEST_ID else None
    if row is None:
        raise OrderNotFoundError(OrderCode.DOCUMENT_UNKNOWN)
    request = locked_request(session, row.request_id)
    session.refresh(row)
    return row, request


def refuse_refused(request: RemoteRequest) -> None:
    """Refuse to go on with a request that was refused."""
    if request.state == RequestState.REFUSED:
        raise OrderError(OrderCode.REQUEST_REFUSED, recipient=request.recipient)


def note(session: Session, work: Work, action: str, request: RemoteRequest, **details: Any) -> None:
    """Write the audit trail of an act."""
    audit(session, work, action, subject_type=REQUEST, subject_id=request.id, **details)


def _documents(session: Session, request_id: int) -> Sequence[RemoteDocument]:
    rows = select(RemoteDocument).where(RemoteDocument.request_id == request_id).order_by(RemoteDocument.id)
    return session.scalars(rows).all()


def _add(session: Session, request: RemoteRequest, wishes: Sequence[Wish]) -> list[RemoteDocument]:
    if len(_documents(session, request.id)) + len(wishes) > MOST_DOCUMENTS:
        raise OrderInputError(OrderCode.DOCUMENTS_MANY, most=MOST_DOCUMENTS)
    known = [named(session, wish) for wish in wishes]
    rows = [
        RemoteDocument(
            request_id=request.id, title=title, record_id=record_id, object_id=None, form="", delivered_on=None,
            delivered_at=None, delivered_by=None,
        )
        for title, record_id in known
    ]  # fmt: skip
    session.add_all(rows)
    session.flush()
    return rows


def _put(session: Session, work: Work, request: RemoteRequest, facts: RequestFacts) -> None:
    check_day(facts.asked_on, work.day)
    country = country_of(facts)
    place = placed(session, work, facts.department)
    recipient = clean_text(facts.recipient, field="recipient", limit=300, required=True)
    contact = clean_text(facts.contact, field="contact", limit=200)
    said = clean_text(facts.note, field="note", limit=500)
    request.recipient_kind, request.recipient, request.contact = (
        facts.recipient_kind.value,
        recipient,
        contact,
    )
    request.country, request.paid, request.asked_on, request.note = country, facts.paid, facts.asked_on, said
    request.department, request.sector = place.department, place.sector
