"""The log of queries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name
from foreign_fund.service.errors import QueryCode, ServiceNotFoundError
from foreign_fund.service.models import ReaderQuery
from foreign_fund.service.rules.asking import QueryState

LARGEST_ID = 2_147_483_647


@dataclass(frozen=True, slots=True)
class QueryRow:
    """A query; `name` of a reader by card or of somebody else, empty once it is forgotten."""

    id: int
    day: date
    way: str
    asker_kind: str
    patron_id: int | None
    asker: str
    contact: str
    language: str
    topic: str
    wanted: str
    languages: str
    type: str
    channel: str
    department: str
    sector: str
    state: str
    answer: str
    refuse_reason: str
    sends: int
    received_at: datetime
    received_by: int | None
    ended_on: date | None
    ended_at: datetime | None
    ended_by: int | None
    card_number: str
    name: str

    @property
    def codes(self) -> tuple[str, ...]:
        """The languages of the literature asked for."""
        return tuple(self.languages.split())


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which queries a list shows; what is empty narrows nothing."""

    since: date | None = None
    until: date | None = None
    state: str = ""
    way: str = ""
    asker_kind: str = ""
    reason: str = ""
    patron_id: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class QueryPage:
    """Some of the queries, and how many there are in all."""

    rows: tuple[QueryRow, ...]
    total: int


_OWN = QueryRow.__slots__[:-2]


def _queries() -> Select[Any]:
    named = (Patron.card_number, Patron.surname, Patron.given_name, Patron.patronymic)
    own = (getattr(ReaderQuery, name) for name in _OWN)
    return select(*own, *named).outerjoin(Patron, Patron.id == ReaderQuery.patron_id)


def _row(found: Any) -> QueryRow:
    *own, card, surname, given, patronymic = found
    called = full_name(surname or "", given or "", patronymic or "")
    made: tuple[Any, ...] = (*own, card or "", called or own[_OWN.index("asker")])
    return QueryRow(*made)


def _where(wanted: Wanted) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = []
    if wanted.since:
        parts.append(ReaderQuery.day >= wanted.since)
    if wanted.until:
        parts.append(ReaderQuery.day <= wanted.until)
    exact = (
        (ReaderQuery.state, wanted.state), (ReaderQuery.way, wanted.way), (ReaderQuery.patron_id, wanted.patron_id),
        (ReaderQuery.asker_kind, wanted.asker_kind), (ReaderQuery.refuse_reason, wanted.reason),
    )  # fmt: skip
    parts += [column == value for column, value in exact if value]
    if wanted.text:
        told = (ReaderQuery.topic, ReaderQuery.wanted, ReaderQuery.answer, ReaderQuery.asker)
        word = wanted.text.lower()
        parts.append(or_(*(func.lower(column).contains(word, autoescape=True) for column in told)))
    return parts


def queries(session: Session, wanted: Wanted, *, limit: int | None = None, offset: int = 0) -> QueryPage:
    """Return queries: those that wait first, the oldest of them on top; then the newest."""
    where = _where(wanted)
    total = session.scalars(select(func.count(ReaderQuery.id)).where(*where)).one()
    waits = ReaderQuery.state == QueryState.RECEIVED
    order = (waits.desc(), ReaderQuery.day.desc(), ReaderQuery.id.desc())
    if wanted.state == QueryState.RECEIVED:
        order = (ReaderQuery.day.asc(), ReaderQuery.id.asc())  # type: ignore[assignment]
    rows = session.execute(_queries().where(*where).order_by(*order).limit(limit).offset(offset))
    return QueryPage(tuple(_row(row) for row in rows), int(total))


def query_row(session: Session, query_id: int) -> QueryRow:
    """Return one query; refuse an unknown one."""
    found = session.execute(_queries().where(ReaderQuery.id == query_id)).one_or_none()
    if found is None:
        raise ServiceNotFoundError(QueryCode.UNKNOWN)
    return _row(found)


def counts(session: Session, wanted: Wanted) -> Counter[str]:
    """Return how many of the queries there are by state."""
    rows = session.execute(
        select(ReaderQuery.state, func.count()).where(*_where(wanted)).group_by(ReaderQuery.state)
    )
    return Counter({state: int(count) for state, count in rows})


def count_waiting(session: Session) -> int:
    """Count the queries that wait for an answer."""
    waits = select(func.count()).where(ReaderQuery.state == QueryState.RECEIVED.value)
    return int(session.scalars(waits).one())


def describe(session: Session, ids: Any) -> dict[int, tuple[str, int]]:
    """Return the topics of queries, for the acts behind a figure."""
    rows = session.execute(select(ReaderQuery.id, ReaderQuery.topic).where(ReaderQuery.id.in_(set(ids))))
    return {key: (topic, key) for key, topic in rows}
