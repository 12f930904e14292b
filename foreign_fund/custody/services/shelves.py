"""Shelves with a code to scan."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from foreign_fund.custody.errors import CheckingCode, CustodyError, CustodyNotFoundError
from foreign_fund.custody.models import Shelf
from foreign_fund.custody.rules.checking import read_begins
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import queue_here
from ils.errors import clean_text
from ils.library.places import department as department_of

QUEUE = "shelves"


def save_shelf(
    session: Session,
    work: Work,
    *,
    code: str,
    name: str,
    department: str,
    begins: str,
    shelf_id: int | None = None,
) -> Shelf:
    """Write a shelf down, or change it; `begins` are beginnings of call numbers, parted by commas."""
    clean = clean_text(code, field="code", limit=40, required=True).upper()
    queue_here(session, QUEUE)
    taken = select(Shelf.id).where(Shelf.code == clean, Shelf.id != (shelf_id or 0))
    if session.scalars(taken).first() is not None:
        raise CustodyError(CheckingCode.SHELF_TAKEN, code=clean)
    shelf = _shelf(session, shelf_id) if shelf_id else Shelf()
    shelf.code = clean
    shelf.name = clean_text(name, field="name", limit=200, required=True)
    shelf.department = department_of(session, department).code
    shelf.begins = ", ".join(read_begins(clean_text(begins, field="begins", limit=500)))
    session.add(shelf)
    session.flush()
    audit(
        session, work, "shelf_saved", subject_type="shelf", subject_id=shelf.id, code=clean, name=shelf.name
    )
    return shelf


def remove_shelf(session: Session, work: Work, *, shelf_id: int) -> None:
    """Forget a shelf; what was scanned on it keeps its name."""
    shelf = _shelf(session, shelf_id)
    audit(session, work, "shelf_removed", subject_type="shelf", subject_id=shelf_id, code=shelf.code)
    session.delete(shelf)
    session.flush()


def _shelf(session: Session, shelf_id: int) -> Shelf:
    shelf = session.get(Shelf, shelf_id)
    if shelf is None:
        raise CustodyNotFoundError(CheckingCode.SHELF_UNKNOWN, shelf=shelf_id)
    return shelf
