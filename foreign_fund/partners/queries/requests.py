"""Interlibrary requests and their steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from foreign_fund.partners.errors import PartnerNotFoundError, RequestCode
from foreign_fund.partners.models import InterlibraryRequest, InterlibraryStep, Partner
from foreign_fund.partners.rules.requests import Form, RequestState, is_late, is_open, next_states

SUBJECT = "interlibrary_request"
LARGEST_ID = 2**31 - 1
LATE = "late"


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request with its partner."""

    id: int
    direction: str
    year: int
    number: int
    partner_id: int
    title: str
    author: str
    details: str
    record_id: int | None
    form: str
    for_whom: str
    asked_on: date
    due_on: date | None
    state: str
    department: str
    note: str
    created_at: datetime
    created_by: int | None
    partner: str
    country: str

    @property
    def name(self) -> str:
        """The number as papers have it."""
        return f"{self.number}/{self.year}"

    @property
    def open(self) -> bool:
        """Whether anything is still to be done."""
        return is_open(self.state, self.form)

    @property
    def steps(self) -> tuple[RequestState, ...]:
        """Where it may go from here."""
        return next_states(self.state, self.form)

    def late(self, today: date) -> bool:
        """Whether a book is out for longer than it should be."""
        return is_late(self.state, self.form, self.due_on, today)


@dataclass(frozen=True, slots=True)
class WantedRequests:
    """Which requests a list shows; `state` may also be `late`."""

    direction: str = ""
    state: str = ""
    partner_id: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class RequestPage:
    """Some requests, and how many there are in all."""

    rows: tuple[RequestRow, ...]
    total: int


_OWN = tuple(each.name for each in fields(RequestRow))[:-2]


def _requests() -> Select[Any]:
    own = (getattr(InterlibraryRequest, name) for name in _OWN)
    return select(*own, Partner.name, Partner.country).join(
        Partner, Partner.id == InterlibraryRequest.partner_id
    )


def _late(today: date) -> Any:
    own = InterlibraryRequest
    return and_(own.state == RequestState.SENT.value, own.form == Form.BOOK.value, own.due_on < today)


def _open() -> Any:
    own = InterlibraryRequest
    waits = own.state.in_([RequestState.ASKED.value, RequestState.FOUND.value])
    return or_(waits, and_(own.state == RequestState.SENT.value, own.form == Form.BOOK.value))


def requests(
    session: Session, wanted: WantedRequests, *, today: date, limit: int | None = None, offset: int = 0
) -> RequestPage:
    """Return the requests asked for: late ones first, then open ones by their age, then the ended ones."""
    own = InterlibraryRequest
    where: list[Any] = []
    if wanted.direction:
        where.append(own.direction == wanted.direction)
    if wanted.state:
        where.append(_late(today) if wanted.state == LATE else own.state == wanted.state)
    if wanted.partner_id:
        where.append(own.partner_id == wanted.partner_id)
    if wanted.text:
        columns = (own.title, own.author, own.for_whom)
        where.append(or_(*(each.icontains(wanted.text, autoescape=True) for each in columns)))
    total = session.scalars(select(func.count(own.id)).where(*where)).one()
    order = case((_late(today), 0), (_open(), 1), else_=2)
    aged = case((_open(), own.asked_on))
    query = _requests().where(*where).order_by(order, aged, own.asked_on.desc(), own.id.desc())
    rows = session.execute(query.limit(limit).offset(offset))
    return RequestPage(tuple(RequestRow(*row) for row in rows), total)


def request_row(session: Session, request_id: int) -> RequestRow:
    """Return a request; refuse an unknown id."""
    found = None
    if 0 < request_id <= LARGEST_ID:
        found = session.execute(_requests().where(InterlibraryRequest.id == request_id)).one_or_none()
    if found is None:
        raise PartnerNotFoundError(RequestCode.UNKNOWN)
    return RequestRow(*found)


def steps_of(session: Session, request_id: int, *, undone: bool = True) -> tuple[InterlibraryStep, ...]:
    """Return the steps of a request in their order, those taken back among them."""
    query = select(InterlibraryStep).where(InterlibraryStep.request_id == request_id)
    if not undone:
        query = query.where(InterlibraryStep.undone_at.is_(None))
    return tuple(session.scalars(query.order_by(InterlibraryStep.id)))


def count_late(session: Session, today: date) -> int:
    """Return how many books are out for longer than they should be."""
    return session.scalars(select(func.count(InterlibraryRequest.id)).where(_late(today))).one()


def count_open(session: Session) -> dict[str, int]:
    """Return how many requests of each way are open."""
    own = InterlibraryRequest
    rows = session.execute(select(own.direction, func.count()).where(_open()).group_by(own.direction))
    return {way: number for way, number in rows}  # noqa: C416 - rows are no pairs to a type checker


def describe(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, int | None]]:
    """Return one line for each request, with its page."""
    own = InterlibraryRequest
    rows = session.execute(select(own.id, own.number, own.year, own.title).where(own.id.in_(set(ids))))
    return {key: (f"№ {number}/{year} · {title}", key) for key, number, year, title in rows}
