"""Databases entered, changed, closed; clicks counted."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.stock.rules.money import check_price, check_rate, price_in_som
from foreign_fund.databases.errors import (
    DatabaseCode,
    DatabaseError,
    DatabaseInputError,
    DatabaseNotFoundError,
)
from foreign_fund.databases.models import DatabaseUse, OnlineDatabase
from foreign_fund.databases.queries import LARGEST_ID, SUBJECT
from foreign_fund.databases.rules import (
    SHOWN,
    DatabaseFacts,
    LinkState,
    check_terms,
    checked_languages,
    checked_link,
    standing_of,
)
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import is_postgresql, queue_here, upsert
from ils.errors import clean_text
from ils.library.places import department as department_of

QUEUE = "online_databases"
LIMITS = {
    "title": 300, "provider": 300, "subjects": 300, "about": 1000, "how": 500, "terms": 1000, "note": 500
}  # fmt: skip


def enter_database(session: Session, work: Work, *, facts: DatabaseFacts) -> OnlineDatabase:
    """Enter a database; its title stands once."""
    row = OnlineDatabase(closed_on=None, created_at=work.now, created_by=work.actor_id)
    _put(session, row, facts)
    session.add(row)
    session.flush()
    _note(session, work, "database_entered", row, title=row.title[:100])
    return row


def change_database(
    session: Session, work: Work, *, database_id: int, facts: DatabaseFacts
) -> OnlineDatabase:
    """Change what is said of a database; another address has not been asked yet."""
    row = locked(session, database_id)
    before = row.url
    _put(session, row, facts)
    if row.url != before:
        row.link_state, row.link_told = LinkState.UNASKED.value, ""
        row.link_checked_at = row.broken_since = None
    session.flush()
    _note(session, work, "database_changed", row, title=row.title[:100])
    return row


def close_database(session: Session, work: Work, *, database_id: int) -> OnlineDatabase:
    """Take a database off every list from today; what was clicked stays."""
    row = locked(session, database_id)
    if row.closed_on is not None:
        raise DatabaseError(DatabaseCode.CLOSED, title=row.title, day=row.closed_on)
    row.closed_on = work.day
    _note(session, work, "database_closed", row)
    return row


def reopen_database(session: Session, work: Work, *, database_id: int) -> OnlineDatabase:
    """Put a closed database back on the lists."""
    row = locked(session, database_id)
    if row.closed_on is None:
        raise DatabaseError(DatabaseCode.NOT_CLOSED, title=row.title)
    row.closed_on = None
    _note(session, work, "database_reopened", row)
    return row


def count_click(session: Session, work: Work, *, database_id: int) -> str:
    """Count that a database was opened today and return its address; refuse one that readers are not shown.

    A counter and no act: no line of the work plan counts clicks (its rules name loans, visits, deliveries), and a row
    for each click would be the trail of somebody's reading.
    """
    address = shown_address(session, work, database_id=database_id)
    add = upsert(DatabaseUse, postgresql=is_postgresql(session)).values(
        database_id=database_id, day=work.day, uses=1
    )
    session.execute(
        add.on_conflict_do_update(
            index_elements=[DatabaseUse.database_id, DatabaseUse.day], set_={"uses": DatabaseUse.uses + 1}
        )
    )
    return address


def shown_address(session: Session, work: Work, *, database_id: int) -> str:
    """Return the address of a database; refuse one that readers are not shown today."""
    row = session.get(OnlineDatabase, database_id) if 0 < database_id <= LARGEST_ID else None
    if row is None:
        raise DatabaseNotFoundError(DatabaseCode.UNKNOWN)
    if standing_of(row, work.day) not in SHOWN:
        raise DatabaseError(DatabaseCode.NOT_SHOWN, title=row.title)
    return row.url


def locked(session: Session, database_id: int) -> OnlineDatabase:
    """Return a database, held until the commit; refuse an unknown one."""
    row = None
    if 0 < database_id <= LARGEST_ID:
        row = session.get(OnlineDatabase, database_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise DatabaseNotFoundError(DatabaseCode.UNKNOWN)
    return row


def _put(session: Session, row: OnlineDatabase, facts: DatabaseFacts) -> None:
    check_terms(facts)
    clean: dict[str, Any] = {
        name: clean_text(" ".join(getattr(facts, name).split()), field=name, limit=limit, required=name == "title")
        for name, limit in LIMITS.items()
    }  # fmt: skip
    _refuse_taken(session, clean["title"], row.id)
    rate = check_rate(facts.currency, facts.rate)
    price = check_price(facts.price)
    clean |= {
        "url": checked_link(facts.url), "access": facts.access, "languages": checked_languages(facts.languages),
        "subscribed_from": facts.subscribed_from, "subscribed_until": facts.subscribed_until,
        "trial_until": facts.trial_until, "price": price, "currency": facts.currency, "rate": rate,
        "price_som": price_in_som(price, rate), "department": department_of(session, facts.department).code,
    }  # fmt: skip
    for name, value in clean.items():
        setattr(row, name, value)


def _refuse_taken(session: Session, title: str, own: int | None) -> None:
    """Compare here and not in the database: SQLite makes only Latin letters small. One entering waits for the other."""
    queue_here(session, QUEUE)
    with session.no_autoflush:
        known = session.execute(select(OnlineDatabase.id, OnlineDatabase.title)).all()
    if any(row.title.casefold() == title.casefold() and row.id != own for row in known):
        raise DatabaseInputError(DatabaseCode.TITLE_TAKEN, title=title)


def _note(session: Session, work: Work, action: str, row: OnlineDatabase, **details: Any) -> None:
    audit(session, work, action, subject_type=SUBJECT, subject_id=row.id, **details)
