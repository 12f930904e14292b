"""Requests from afar and their documents, as lists and pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session

from catalog.orders.errors import OrderCode, OrderNotFoundError
from catalog.orders.models import RemoteDocument, RemoteRequest
from catalog.orders.queries.scans import has_text
from catalog.orders.rules import Recipient, RequestState
from catalog.records.queries import LARGEST_ID


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request, with how many documents it asks for and how many were delivered."""

    id: int
    recipient_kind: Recipient
    recipient: str
    contact: str
    country: str
    paid: bool
    asked_on: date
    state: RequestState
    department: str
    sector: str
    note: str
    created_at: datetime
    created_by: int | None
    ended_at: datetime | None
    refuse_reason: str
    documents: int
    delivered: int


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One document; `form` is empty until it is delivered."""

    id: int
    request_id: int
    title: str
    record_id: int | None
    object_id: int | None
    form: str
    delivered_on: date | None
    delivered_at: datetime | None
    delivered_by: int | None


@dataclass(frozen=True, slots=True)
class WantedRequests:
    """Which requests a list shows; what is empty narrows nothing."""

    since: date | None = None
    until: date | None = None
    recipient: str = ""
    state: str = ""
    department: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Some of the requests, how many there are in all, and how many documents of all of them were delivered."""

    rows: tuple[RequestRow, ...]
    total: int
    delivered: int


_OWN = RequestRow.__slots__[:-2]


def _documents(*where: Any) -> Any:
    return (
        select(func.count(RemoteDocument.id))
        .where(RemoteDocument.request_id == RemoteRequest.id, *where)
        .correlate(RemoteRequest)
        .scalar_subquery()
    )


_DELIVERED = RemoteDocument.delivered_on.is_not(None)


def _requests() -> Select[Any]:
    return select(*(getattr(RemoteRequest, name) for name in _OWN), _documents(), _documents(_DELIVERED))


def _row(found: Any) -> RequestRow:
    row = RequestRow(*found)
    return replace(row, recipient_kind=Recipient(row.recipient_kind), state=RequestState(row.state))


def requests(
    session: Session, wanted: WantedRequests, *, limit: int | None = None, offset: int = 0
) -> RequestPage:
    """Return the requests asked for: those that wait first, the longest waiting at the top, then the ended ones."""
    where = _where(wanted)
    total, delivered = session.execute(
        select(func.count(RemoteRequest.id), func.coalesce(func.sum(_documents(_DELIVERED)), 0)).where(*where)
    ).one()
    waits = RemoteRequest.state == RequestState.ASKED
    rows = session.execute(
        _requests()
        .where(*where)
        .order_by(
            case((waits, 0), else_=1),
            case((waits, RemoteRequest.asked_on)),
            RemoteRequest.asked_on.desc(),
            RemoteRequest.id.desc(),
        )
        .limit(limit)
        .offset(offset)
    )
    return RequestPage(tuple(_row(row) for row in rows), total, int(delivered))


def _where(wanted: WantedRequests) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = []
    if wanted.since:
        parts.append(RemoteRequest.asked_on >= wanted.since)
    if wanted.until:
        parts.append(RemoteRequest.asked_on <= wanted.until)
    exact = (
        (RemoteRequest.recipient_kind, wanted.recipient),
        (RemoteRequest.state, wanted.state),
        (RemoteRequest.department, wanted.department),
    )
    parts += [column == value for column, value in exact if value]
    if wanted.text:
        own = has_text(wanted.text, RemoteRequest.recipient)
        titles = select(RemoteDocument.request_id).where(has_text(wanted.text, RemoteDocument.title))
        parts.append(own | RemoteRequest.id.in_(titles))
    return parts


def request_row(session: Session, request_id: int) -> RequestRow:
    """Return one request; refuse an unknown one."""
    found = None
    if 0 < request_id <= LARGEST_ID:
        found = session.execute(_requests().where(RemoteRequest.id == request_id)).one_or_none()
    if found is None:
        raise OrderNotFoundError(OrderCode.REQUEST_UNKNOWN, request=request_id)
    return _row(found)


_DOCUMENT = tuple(getattr(RemoteDocument, name) for name in DocumentRow.__slots__)


def documents_of(session: Session, *requests: int) -> tuple[DocumentRow, ...]:
    """Return the documents of the requests, in the order in which they were asked for."""
    rows = session.execute(
        select(*_DOCUMENT).where(RemoteDocument.request_id.in_(requests)).order_by(RemoteDocument.id)
    )
    return tuple(DocumentRow(*row) for row in rows)


def delivered_by_kind(session: Session, since: date, until: date) -> dict[Recipient, int]:
    """Return how many documents were delivered between two days, by the kind of who asked."""
    rows = session.execute(
        select(RemoteRequest.recipient_kind, func.count())
        .join(RemoteDocument, RemoteDocument.request_id == RemoteRequest.id)
        .where(RemoteDocument.delivered_on.between(since, until))
        .group_by(RemoteRequest.recipient_kind)
    )
    return {Recipient(kind): number for kind, number in rows}


def count_waiting(session: Session) -> int:
    """Return how many requests wait."""
    waiting = RemoteRequest.state == RequestState.ASKED
    return session.scalars(select(func.count(RemoteRequest.id)).where(waiting)).one()


def describe_documents(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Return (title and who asked, request) by document, for the acts behind a figure."""
    rows = session.execute(
        select(RemoteDocument.id, RemoteDocument.title, RemoteRequest.recipient, RemoteRequest.id)
        .join(RemoteRequest, RemoteRequest.id == RemoteDocument.request_id)
        .where(RemoteDocument.id.in_(set(ids)))
    )
    return {key: (f"{title} · {recipient}", request) for key, title, recipient, request in rows}
