"""The directory of other libraries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import queue_here
from ils.errors import clean_text
from ils.registers.errors import RegisterCode, RegisterError, RegisterInputError, RegisterNotFound
from ils.registers.models import OtherLibrary, RegisterEntry
from ils.registers.queries.entries import document_of
from ils.registers.queries.libraries import libraries
from ils.registers.rules.checking import Facts
from ils.registers.rules.kinds import Doc, Register
from ils.registers.services.entries import enter

LIBRARY_KINDS = ("school", "college", "university", "departmental", "public", "other")
MOST = 100_000_000
SUBJECT = "other_library"


@dataclass(frozen=True, slots=True)
class LibraryFacts:
    """What the directory says of a library; numbers are None while nobody knows them."""

    name: str
    kind: str
    address: str = ""
    head: str = ""
    phone: str = ""
    stock: int | None = None
    readers: int | None = None
    staff: int | None = None
    note: str = ""


def save_library(
    session: Session, work: Work, *, facts: LibraryFacts, library_id: int | None = None
) -> OtherLibrary:
    """Add a library to the directory, or change what is said of it."""
    name = clean_text(facts.name, field="name", limit=200, required=True)
    if facts.kind not in LIBRARY_KINDS:
        raise RegisterInputError(RegisterCode.LIBRARY_KIND, kind=facts.kind[:40])
    queue_here(session, "other_library")
    _refuse_taken(session, name, library_id)
    row = _library(session, library_id) if library_id is not None else OtherLibrary()
    row.name, row.kind = name, facts.kind
    row.address = clean_text(facts.address, field="address", limit=300)
    row.head = clean_text(facts.head, field="head", limit=200)
    row.phone = clean_text(facts.phone, field="phone", limit=40)
    row.note = clean_text(facts.note, field="note", limit=500)
    row.stock, row.readers, row.staff = (
        _number(facts, "stock"),
        _number(facts, "readers"),
        _number(facts, "staff"),
    )
    session.add(row)
    session.flush()
    audit(session, work, "other_library_saved", subject_type=SUBJECT, subject_id=row.id, name=name)
    return row


def close_library(session: Session, work: Work, *, library_id: int, day: date | None) -> None:
    """Note that a library was closed for good on a day, or (None) that it is open after all."""
    row = _library(session, library_id)
    if day is not None and day > work.day:
        raise RegisterInputError(RegisterCode.DAY_AHEAD, day=day)
    row.closed_on = day
    audit(
        session, work, "other_library_closed", subject_type=SUBJECT, subject_id=library_id,
        day=day.isoformat() if day else "",
    )  # fmt: skip


def file_directory(session: Session, work: Work, *, year: int, title: str) -> RegisterEntry:
    """Enter the directory of a year as a document (line 3): one a year, on the day it is filed."""
    about = date(year, 12, 31)
    if document_of(session, type=Doc.DIRECTORY, since=date(year, 1, 1), until=about) is not None:
        raise RegisterError(RegisterCode.YEAR_FILED, year=year)
    if not libraries(session, year=year):
        raise RegisterError(RegisterCode.LIBRARY_NONE)
    facts = Facts(day=work.day, title=title, type=Doc.DIRECTORY, until=about)
    return enter(session, work, register=Register.DOCUMENTS, facts=facts)


def _library(session: Session, library_id: int) -> OtherLibrary:
    row = session.get(OtherLibrary, library_id)
    if row is None:
        raise RegisterNotFound(RegisterCode.LIBRARY_UNKNOWN, library=library_id)
    return row


def _refuse_taken(session: Session, name: str, library_id: int | None) -> None:
    taken = session.scalars(select(OtherLibrary.id).where(OtherLibrary.name == name)).first()
    if taken is not None and taken != library_id:
        raise RegisterError(RegisterCode.LIBRARY_TAKEN, name=name)


def _number(facts: LibraryFacts, name: str) -> int | None:
    value: int | None = getattr(facts, name)
    if value is not None and not 0 <= value <= MOST:
        raise RegisterInputError(RegisterCode.NUMBER_OUT, field=name, least=0, most=MOST)
    return value
