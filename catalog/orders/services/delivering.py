"""Documents delivered to people far away (line 23), each counted on its day; and that taken back."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from catalog.digital.models import DigitalObject
from catalog.orders.errors import OrderCode, OrderError, OrderInputError
from catalog.orders.models import RemoteDocument
from catalog.orders.queries.acts import DOCUMENT
from catalog.orders.rules import Form, check_day
from catalog.orders.services.counting import count_delivery, take_back
from catalog.orders.services.requests import follow, locked_document, note, refuse_refused
from catalog.records.queries import LARGEST_ID
from ils.activity.work import Work
from ils.errors import clean_text


def deliver(
    session: Session,
    work: Work,
    *,
    document_id: int,
    form: Form,
    day: date | None = None,
    object_id: int | None = None,
) -> RemoteDocument:
    """Say that a document was sent, how and when; `object_id` names the full text that was sent. Counts once."""
    row, request = locked_document(session, document_id)
    refuse_refused(request)
    if row.delivered_on is not None:
        raise OrderError(OrderCode.DOCUMENT_DELIVERED, title=row.title, day=row.delivered_on)
    sent = check_day(day or work.day, work.day, ordered=request.asked_on)
    if object_id is not None:
        _check_object(session, row, object_id)
    row.form, row.delivered_on, row.object_id = form.value, sent, object_id
    row.delivered_at, row.delivered_by = work.now, work.actor_id
    note(session, work, "document_delivered", request, document=row.id, form=form.value, day=sent.isoformat())
    follow(session, work, request)
    count_delivery(session, work, request, row)
    return row


def take_delivery_back(session: Session, work: Work, *, document_id: int, reason: str = "") -> RemoteDocument:
    """Take back that a document was delivered: a twin on its day, and the request waits again."""
    row, request = locked_document(session, document_id)
    if row.delivered_on is None:
        raise OrderError(OrderCode.DOCUMENT_NOT_DELIVERED, title=row.title)
    text = clean_text(reason, field="reason", limit=300) or row.title[:300]
    row.form, row.delivered_on, row.object_id, row.delivered_at, row.delivered_by = "", None, None, None, None
    note(session, work, "document_delivery_back", request, document=row.id, reason=text)
    if request.refuse_reason:
        session.flush()
    else:
        follow(session, work, request)
    take_back(session, work, DOCUMENT, [row.id], text)
    return row


def _check_object(session: Session, row: RemoteDocument, object_id: int) -> None:
    with session.no_autoflush:
        found = session.get(DigitalObject, object_id) if 0 < object_id <= LARGEST_ID else None
    if found is None or found.removed_at is not None or found.record_id != row.record_id:
        raise OrderInputError(OrderCode.OBJECT_FOREIGN)
