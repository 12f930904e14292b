"""Databases with their clicks, and reminders, as lists and pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Select, cast, func, or_, select
from sqlalchemy.orm import Session

from foreign_fund.databases.errors import DatabaseCode, DatabaseNotFoundError
from foreign_fund.databases.models import DatabaseUse, Deadline, OnlineDatabase
from foreign_fund.databases.rules import SHOWN, LinkState, Outcome, Standing, Term, standing_of
from ils.registers.models import RegisterEntry
from ils.registers.queries.entries import SUBJECT as ENTRY

SUBJECT = "online_database"
LARGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class DatabaseRow:
    """A database; `uses` are the clicks of the days asked for."""

    id: int
    title: str
    provider: str
    subjects: str
    languages: str
    about: str
    url: str
    access: str
    how: str
    terms: str
    subscribed_from: date | None
    subscribed_until: date | None
    trial_until: date | None
    price: int
    currency: str
    rate: int
    price_som: int
    department: str
    note: str
    closed_on: date | None
    link_state: str
    link_told: str
    link_checked_at: datetime | None
    broken_since: date | None
    created_at: datetime
    created_by: int | None
    uses: int

    def standing(self, day: date) -> Standing:
        """Where it stands on a day."""
        return standing_of(self, day)

    @property
    def link(self) -> LinkState:
        """What the last look at its address found."""
        state = LinkState(self.link_state)
        return LinkState.INNER if state is LinkState.UNASKED and self.link_told == LinkState.INNER else state

    @property
    def link_status(self) -> str:
        """The status that its address answered with; what a system says in its own English is not for pages."""
        return self.link_told if self.link_told.startswith("HTTP ") else ""

    def ends_on(self, day: date) -> date | None:
        """Return the last day of what holds now; None for what has no end."""
        now = self.standing(day)
        return {Standing.SUBSCRIBED: self.subscribed_until, Standing.TRIAL: self.trial_until}.get(now)


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """A reminder with the name of what it is about."""

    id: int
    owner_type: str
    owner_id: int
    term: Term
    ends_on: date
    reminded_on: date
    answered_at: datetime | None
    answered_by: int | None
    outcome: Outcome | None
    answer: str
    title: str


_OWN = tuple(each.name for each in fields(DatabaseRow))[:-1]


def _databases(since: date | None = None, until: date | None = None) -> Select[Any]:
    clicks = select(cast(func.coalesce(func.sum(DatabaseUse.uses), 0), BigInteger)).where(
        DatabaseUse.database_id == OnlineDatabase.id
    )
    if since:
        clicks = clicks.where(DatabaseUse.day >= since)
    if until:
        clicks = clicks.where(DatabaseUse.day <= until)
    own = (getattr(OnlineDatabase, name) for name in _OWN)
    return select(*own, clicks.correlate(OnlineDatabase).scalar_subquery())


def _row(found: Any) -> DatabaseRow:
    values: tuple[Any, ...] = tuple(found)
    return DatabaseRow(*values)


def databases(
    session: Session, *, since: date | None = None, until: date | None = None, words: str = ""
) -> tuple[DatabaseRow, ...]:
    """Return all databases by title with the clicks of the days; `words` narrow by title, provider and subject."""
    query = _databases(since, until).order_by(func.lower(OnlineDatabase.title), OnlineDatabase.id)
    if words:
        columns = (OnlineDatabase.title, OnlineDatabase.provider, OnlineDatabase.subjects)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return tuple(_row(row) for row in session.execute(query))


def shown_to_readers(session: Session, day: date, *, words: str = "") -> tuple[DatabaseRow, ...]:
    """Return what readers may open on a day."""
    return tuple(row for row in databases(session, words=words) if row.standing(day) in SHOWN)


def database_row(session: Session, database_id: int) -> DatabaseRow:
    """Return a database with all its clicks; refuse an unknown id."""
    found = None
    if 0 < database_id <= LARGEST_ID:
        found = session.execute(_databases().where(OnlineDatabase.id == database_id)).one_or_none()
    if found is None:
        raise DatabaseNotFoundError(DatabaseCode.UNKNOWN)
    return _row(found)


def uses_by_month(session: Session, database_id: int, year: int) -> tuple[int, ...]:
    """Return the clicks of the twelve months of a year."""
    rows = session.execute(
        select(DatabaseUse.day, DatabaseUse.uses).where(
            DatabaseUse.database_id == database_id,
            DatabaseUse.day.between(date(year, 1, 1), date(year, 12, 31)),
        )
    )
    months = [0] * 12
    for day, uses in rows:
        months[day.month - 1] += uses
    return tuple(months)


def uses_by_day(session: Session, database_id: int, *, limit: int = 60) -> tuple[tuple[date, int], ...]:
    """Return the latest days on which a database was opened, with how often."""
    query = select(DatabaseUse.day, DatabaseUse.uses).where(DatabaseUse.database_id == database_id)
    rows = session.execute(query.order_by(DatabaseUse.day.desc()).limit(limit))
    return tuple((day, uses) for day, uses in rows)


def addresses(session: Session, day: date) -> tuple[tuple[int, str], ...]:
    """Return the addresses to be asked, of everything that is not closed: those that waited longest come first."""
    query = select(OnlineDatabase.id, OnlineDatabase.url).where(
        or_(OnlineDatabase.closed_on.is_(None), OnlineDatabase.closed_on > day)
    )
    query = query.order_by(OnlineDatabase.link_checked_at.asc().nulls_first(), OnlineDatabase.id)
    return tuple((number, url) for number, url in session.execute(query))


def count_broken(session: Session) -> int:
    """Return how many addresses do not answer."""
    broken = (OnlineDatabase.link_state == LinkState.BROKEN, OnlineDatabase.closed_on.is_(None))
    return session.scalars(select(func.count(OnlineDatabase.id)).where(*broken)).one()


def deadlines(session: Session, *, answered: bool = False, limit: int = 200) -> tuple[DeadlineRow, ...]:
    """Return reminders: the open ones by their end, or those answered, the latest first."""
    query = select(Deadline, OnlineDatabase.title, RegisterEntry.partner, RegisterEntry.title)
    query = query.outerjoin(
        OnlineDatabase, (Deadline.owner_type == SUBJECT) & (OnlineDatabase.id == Deadline.owner_id)
    ).outerjoin(RegisterEntry, (Deadline.owner_type == ENTRY) & (RegisterEntry.id == Deadline.owner_id))
    if answered:
        query = query.where(Deadline.answered_at.is_not(None)).order_by(Deadline.id.desc())
    else:
        query = query.where(Deadline.answered_at.is_(None)).order_by(Deadline.ends_on, Deadline.id)
    found = session.execute(query.limit(limit))
    return tuple(
        _deadline(row, title or " · ".join(each for each in (partner, about) if each))
        for row, title, partner, about in found
    )


def _deadline(row: Deadline, title: str) -> DeadlineRow:
    return DeadlineRow(
        row.id, row.owner_type, row.owner_id, Term(row.what), row.ends_on, row.reminded_on, row.answered_at,
        row.answered_by, Outcome(row.outcome) if row.outcome else None, row.answer, title,
    )  # fmt: skip


def count_deadlines(session: Session) -> int:
    """Return how many reminders wait for an answer."""
    return session.scalars(select(func.count(Deadline.id)).where(Deadline.answered_at.is_(None))).one()


def describe(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, int | None]]:
    """Return the titles of databases, each with its page."""
    rows = session.execute(
        select(OnlineDatabase.id, OnlineDatabase.title).where(OnlineDatabase.id.in_(set(ids)))
    )
    return {key: (title, key) for key, title in rows}
