"""Titles put on a list, moved, noted, taken off: of a query, a selection, a review."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.queries import find_item
from catalog.records.models import Record
from catalog.records.queries import resolve
from foreign_fund.service.errors import (
    ListCode,
    ServiceError,
    ServiceInputError,
    ServiceNotFoundError,
)
from foreign_fund.service.models import BiblioReview, ReaderQuery, Selection, SelectionTitle
from foreign_fund.service.queries.titles import QUERY, REVIEW, SELECTION, TABLES
from foreign_fund.service.rules.asking import require_open
from foreign_fund.service.rules.covering import MOST_TITLES
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text

OWNERS: dict[str, Any] = {QUERY: ReaderQuery, SELECTION: Selection, REVIEW: BiblioReview}
SUBJECTS = {QUERY: "reader_query", SELECTION: "selection", REVIEW: "biblio_review"}
LARGEST_ID = 2_147_483_647


def add_title(session: Session, work: Work, *, what: str, owner_id: int, record_id: int) -> Any:
    """Put a record at the end of a list; refuse an unknown one and one that stands there."""
    owner = locked_owner(session, what, owner_id)
    number = resolve(session, record_id) if 0 < record_id <= LARGEST_ID else 0
    known = session.scalars(select(Record.title).where(Record.id == number)).one_or_none()
    if known is None:
        raise ServiceNotFoundError(ListCode.TITLE_UNKNOWN, code=record_id)
    table: Any = TABLES[what]
    twice = select(table.id).where(table.owner_id == owner_id, table.record_id == number)
    if session.scalars(twice).first() is not None:
        raise ServiceError(ListCode.TITLE_TWICE, title=known)
    return _append(session, work, what, owner, record_id=number)


def add_by_code(session: Session, work: Work, *, what: str, owner_id: int, code: str) -> Any:
    """Put the title of a scanned copy on a list: barcode or inventory number."""
    text = clean_text(code, field="code", limit=60, required=True)
    item = find_item(session, text)
    if item is None:
        raise ServiceNotFoundError(ListCode.TITLE_UNKNOWN, code=text)
    return add_title(session, work, what=what, owner_id=owner_id, record_id=item.record_id)


def add_words(session: Session, work: Work, *, owner_id: int, described: str, copies: int = 0) -> Any:
    """Put a title that the library does not have on a selection, with how many copies are to be ordered."""
    owner = locked_owner(session, SELECTION, owner_id)
    text = clean_text(described, field="described", limit=500, required=True)
    row: SelectionTitle = _append(session, work, SELECTION, owner, described=text)
    row.wish_copies, row.wished_on = copies, work.day if copies else None
    session.flush()
    return row


def _append(session: Session, work: Work, what: str, owner: Any, **values: Any) -> Any:
    table: Any = TABLES[what]
    count, last = session.execute(
        select(func.count(), func.coalesce(func.max(table.position), 0)).where(table.owner_id == owner.id)
    ).one()
    if count >= MOST_TITLES:
        raise ServiceInputError(ListCode.TOO_LONG, most=MOST_TITLES)
    row = table(owner_id=owner.id, position=last + 1, **values)
    session.add(row)
    session.flush()
    _note(session, work, "list_title_added", what, owner.id, record=values.get("record_id"))
    return row


def remove_title(session: Session, work: Work, *, what: str, owner_id: int, title_id: int) -> None:
    """Take a title off a list."""
    locked_owner(session, what, owner_id)
    row = _row(session, what, owner_id, title_id)
    _note(session, work, "list_title_removed", what, owner_id, record=row.record_id)
    session.delete(row)
    session.flush()


def move_title(session: Session, work: Work, *, what: str, owner_id: int, title_id: int, up: bool) -> None:
    """Change places with the title before, or behind; the first goes no further up, the last no further down."""
    locked_owner(session, what, owner_id)
    row = _row(session, what, owner_id, title_id)
    table: Any = TABLES[what]
    beyond = table.position < row.position if up else table.position > row.position
    order = table.position.desc() if up else table.position
    other = session.scalars(
        select(table).where(table.owner_id == owner_id, beyond).order_by(order).limit(1)
    ).first()
    if other is not None:
        row.position, other.position = other.position, row.position
        session.flush()


def note_title(
    session: Session,
    work: Work,
    *,
    what: str,
    owner_id: int,
    title_id: int,
    note: str,
    additional: bool = False,
) -> None:
    """Write under a title what is to be said of it; `additional`: further reading of a course."""
    locked_owner(session, what, owner_id)
    row = _row(session, what, owner_id, title_id)
    row.note = clean_text(note, field="note", limit=300)
    if what == SELECTION:
        row.additional = additional
    session.flush()


def locked_owner(session: Session, what: str, owner_id: int) -> Any:
    """Return whose list it is, held until the commit; an answered query's list is closed."""
    table: Any = OWNERS[what]
    row = session.scalars(
        select(table).where(table.id == owner_id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise ServiceNotFoundError(ListCode.TITLE_NOT_THERE)
    if what == QUERY:
        require_open(row.state)
    return row


def _row(session: Session, what: str, owner_id: int, title_id: int) -> Any:
    table: Any = TABLES[what]
    row = session.scalars(select(table).where(table.id == title_id, table.owner_id == owner_id)).one_or_none()
    if row is None:
        raise ServiceNotFoundError(ListCode.TITLE_NOT_THERE)
    return row


def _note(session: Session, work: Work, action: str, what: str, owner_id: int, **details: Any) -> None:
    audit(session, work, action, subject_type=SUBJECTS[what], subject_id=owner_id, **details)
