"""The loans of a reader and of a copy as lists show them, and the figures of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.items.rules import shown_code
from catalog.records.models import Record
from circulation.loans.models import Loan
from circulation.loans.rules import days_late
from circulation.patrons.models import Patron
from circulation.patrons.rules import name_if_any
from ils.activity.kinds import Kind
from ils.activity.queries import totals_by_kind


@dataclass(frozen=True, slots=True)
class LoanRow:
    """A loan as lists show it; `days_late` are calendar days up to the day asked for or of the return.

    A loan that has let go of its reader has no `patron_id`, an empty name and card.
    """

    id: int
    patron_id: int | None
    patron: str
    card_number: str
    item_id: int
    record_id: int
    title: str
    responsibility: str
    language: str
    barcode: str | None
    inventory_number: str | None
    department: str
    lent_on: date
    due_on: date
    due_minute: int | None
    use: str
    renewals: int
    closed_on: date | None
    claimed_on: date | None
    lost_on: date | None
    days_late: int

    @property
    def code(self) -> str:
        """The number to show for the copy: its barcode, else its inventory number."""
        return shown_code(self.barcode, self.inventory_number)


@dataclass(frozen=True, slots=True)
class LoanPage:
    """A page of loans and how many there are in all."""

    rows: tuple[LoanRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class DayCounts:
    """What the desks did on one day, corrections taken off."""

    lent: int
    returned: int
    renewed: int


_NAME = (Patron.surname, Patron.given_name, Patron.patronymic)
_OWN = tuple(name for name in LoanRow.__slots__ if name not in {"patron", "days_late"})
_OF_RECORD = frozenset({"title", "responsibility", "language"})
_OF_ITEM = frozenset({"record_id", "barcode", "inventory_number", "department"})


def _column(name: str) -> Any:
    if name in _OF_RECORD:
        return getattr(Record, name)
    if name in _OF_ITEM:
        return getattr(Item, name)
    return func.coalesce(Patron.card_number, "").label(name) if name == "card_number" else getattr(Loan, name)


def loans() -> Select[Any]:
    """Return the join behind every loan shown; loans taken back as mistakes are in no list (SB-08)."""
    return (
        select(*(_column(name) for name in _OWN), *_NAME)
        .outerjoin(Patron, Patron.id == Loan.patron_id)
        .join(Item, Item.id == Loan.item_id)
        .join(Record, Record.id == Item.record_id)
    )


def real() -> ColumnElement[bool]:
    """Return the condition that a loan was not undone."""
    return Loan.undone_at.is_(None)


def loan_row(row: Any, day: date) -> LoanRow:
    """Return a row of `loans()` as lists show it."""
    facts = {name: getattr(row, name) for name in _OWN}
    return LoanRow(
        **facts,
        patron=name_if_any(row.surname, row.given_name, row.patronymic),
        days_late=days_late(row.due_on, row.closed_on or day),
    )


def open_loans(session: Session, patron_id: int, *, day: date) -> tuple[LoanRow, ...]:
    """Return what a reader has at home, the most urgent first."""
    query = loans().where(Loan.patron_id == patron_id, Loan.closed_at.is_(None))
    return tuple(loan_row(row, day) for row in session.execute(query.order_by(Loan.due_on, Loan.id)))


def history(session: Session, patron_id: int, *, day: date, limit: int = 50, offset: int = 0) -> LoanPage:
    """Return what a reader has brought back, the latest first."""
    closed = (Loan.patron_id == patron_id, Loan.closed_at.is_not(None), real())
    total = session.scalars(select(func.count()).select_from(Loan).where(*closed)).one()
    page = loans().where(*closed).order_by(Loan.closed_at.desc(), Loan.id.desc())
    rows = session.execute(page.limit(limit).offset(offset))
    return LoanPage(tuple(loan_row(row, day) for row in rows), total)


def loans_of_item(session: Session, item_id: int, *, day: date, limit: int = 50) -> tuple[LoanRow, ...]:
    """Return who has had a copy, the latest first."""
    query = loans().where(Loan.item_id == item_id, real()).order_by(Loan.id.desc()).limit(limit)
    return tuple(loan_row(row, day) for row in session.execute(query))


def counts_of_day(session: Session, day: date) -> DayCounts:
    """Return what was lent, taken back and renewed on a day, from the log's totals."""
    totals = totals_by_kind(session, since=day, until=day)
    return DayCounts(
        totals.get(Kind.LOAN_OPEN, 0), totals.get(Kind.LOAN_CLOSE, 0), totals.get(Kind.LOAN_RENEW, 0)
    )
