"""What stands on readers' forms (practice.md §4.5), for any number of readers in a constant number of questions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.records.models import Record
from circulation.loans.models import Loan
from circulation.patrons.models import Patron, PatronPhoto, Registration
from circulation.patrons.queries import PatronFacts, patrons_by_id
from ils.outbox.models import Message, MessageState

REMINDERS = 10  # of a year, the latest: so many lines the back of the form has
NOT_SENT = (MessageState.QUEUED, MessageState.CANCELLED)


class Fill(StrEnum):
    """What the table of loans is filled with."""

    OPEN = "open"
    YEAR = "year"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class FormLoan:
    """A line of the table; `closed_on` None while the copy is at home."""

    due_on: date
    code: str
    department: str
    call_number: str
    author: str
    title: str
    closed_on: date | None
    lost_on: date | None


@dataclass(frozen=True, slots=True)
class FormYear:
    """A registration: the mark and the number of a year."""

    year: int
    number: int
    day: date


@dataclass(frozen=True, slots=True)
class FormReminder:
    """A reminder of late copies; `channel` empty where none has reached the reader."""

    day: date
    state: MessageState
    channel: str


@dataclass(frozen=True, slots=True)
class FormFacts:
    """One reader's form."""

    patron: PatronFacts
    education: str
    workplace: str
    document_number: str
    years: tuple[FormYear, ...]
    loans: tuple[FormLoan, ...]
    reminders: tuple[FormReminder, ...]
    photo: bytes | None


def forms_of(session: Session, patron_ids: Sequence[int], *, fill: Fill, year: int) -> tuple[FormFacts, ...]:
    """Return the forms of these readers in the order given; readers who are not here are left out."""
    ids = set(patron_ids)
    known = patrons_by_id(session, ids)
    more, years, loans = _more(session, ids), _years(session, ids), _loans(session, ids, fill, year)
    reminders, photos = _reminders(session, ids, year), _photos(session, ids)
    return tuple(
        FormFacts(
            known[each], *more[each], tuple(years.get(each, ())), tuple(loans.get(each, ())),
            tuple(reminders.get(each, ()))[-REMINDERS:], photos.get(each),
        )
        for each in dict.fromkeys(patron_ids)
        if each in known
    )  # fmt: skip


def _more(session: Session, ids: Collection[int]) -> dict[int, tuple[str, str, str]]:
    columns = (Patron.id, Patron.education, Patron.workplace, Patron.document_number)
    rows = session.execute(select(*columns).where(Patron.id.in_(ids)))
    return {row.id: (row.education, row.workplace, row.document_number) for row in rows}


def _photos(session: Session, ids: Collection[int]) -> dict[int, bytes]:
    asked = select(PatronPhoto.patron_id, PatronPhoto.content).where(PatronPhoto.patron_id.in_(ids))
    return {row.patron_id: row.content for row in session.execute(asked)}


def _years(session: Session, ids: Collection[int]) -> dict[int, list[FormYear]]:
    columns = (Registration.patron_id, Registration.year, Registration.running_number, Registration.day)
    asked = select(*columns).where(Registration.patron_id.in_(ids)).order_by(Registration.year)
    return _by_reader(session, asked, FormYear)


def _loans(session: Session, ids: Collection[int], fill: Fill, year: int) -> dict[int, list[FormLoan]]:
    if fill is Fill.BLANK:
        return {}
    number = func.coalesce(Item.inventory_number, Item.barcode, "")
    asked = (
        select(
            Loan.patron_id, Loan.due_on, number, Item.department, Item.call_number, Record.author, Record.title,
            Loan.closed_on, Loan.lost_on,
        )
        .join(Item, Item.id == Loan.item_id)
        .join(Record, Record.id == Item.record_id)
        .where(Loan.patron_id.in_(ids), Loan.undone_at.is_(None))
        .order_by(Loan.lent_on, Loan.id)
    )  # fmt: skip
    at_home: Any = Loan.closed_at.is_(None)
    if fill is Fill.YEAR:
        at_home = or_(at_home, Loan.lent_on >= date(year, 1, 1))
    return _by_reader(session, asked.where(at_home), FormLoan)


def _reminders(session: Session, ids: Collection[int], year: int) -> dict[int, list[FormReminder]]:
    asked = select(Message.recipient_id, Message.day, Message.state, Message.sent_by).where(
        Message.recipient_type == "patron", Message.recipient_id.in_(ids), Message.kind == "overdue",
        Message.day >= date(year, 1, 1), Message.state.not_in(NOT_SENT),
    )  # fmt: skip
    return _by_reader(session, asked.order_by(Message.id), FormReminder)


def _by_reader(session: Session, asked: Any, kind: Any) -> dict[int, list[Any]]:
    """Return what was found, by the reader who stands in the first column."""
    found: dict[int, list[Any]] = {}
    for row in session.execute(asked):
        found.setdefault(row[0], []).append(kind(*row[1:]))
    return found
