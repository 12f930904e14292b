"""Copies that are late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.records.models import Record
from circulation.loans.models import Loan
from circulation.loans.rules import days_late, open_days_late
from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name, show_phone
from ils.library.calendar import load_calendar
from ils.library.funds import Fund

EVERYTHING = 1_000_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which late copies are asked for; what is empty does not narrow. A fund is met by department or language."""

    fund: Fund | None = None
    department: str = ""
    language: str = ""
    category: str = ""
    min_days: int = 1


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """One late copy; `days_late` are calendar days, `open_days_late` the days on which it could have come back."""

    loan_id: int
    patron_id: int
    card_number: str
    patron: str
    phone: str
    category: str
    study_group: str
    item_id: int
    record_id: int
    title: str
    responsibility: str
    barcode: str | None
    inventory_number: str | None
    department: str
    language: str
    lent_on: date
    due_on: date
    renewals: int
    days_late: int
    open_days_late: int


@dataclass(frozen=True, slots=True)
class OverduePage:
    """Some of the late copies; how many copies and readers there are in all, and the worst delay in days."""

    rows: tuple[OverdueRow, ...]
    total: int
    readers: int
    worst: int


_SHOWN: tuple[Any, ...] = (
    Loan.id.label("loan_id"), Loan.patron_id, Patron.card_number, Patron.surname, Patron.given_name,
    Patron.patronymic, Patron.phone, Patron.category, Patron.study_group, Loan.item_id, Item.record_id,
    Record.title, Record.responsibility, Item.barcode, Item.inventory_number, Item.department,
    Record.language, Loan.lent_on, Loan.due_on, Loan.renewals,
)  # fmt: skip
_AS_THEY_ARE = (
    "loan_id", "patron_id", "card_number", "category", "study_group", "item_id", "record_id", "title",
    "responsibility", "barcode", "inventory_number", "department", "language", "lent_on", "due_on", "renewals",
)  # fmt: skip


def _joined(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Loan)
        .join(Patron, Patron.id == Loan.patron_id)
        .join(Item, Item.id == Loan.item_id)
        .join(Record, Record.id == Item.record_id)
    )


def _conditions(day: date, wanted: Wanted) -> list[ColumnElement[bool]]:
    last_due = day - timedelta(days=max(1, wanted.min_days))
    narrow = (
        (Item.department, wanted.department),
        (Record.language, wanted.language),
        (Patron.category, wanted.category),
    )
    found: list[ColumnElement[bool]] = [Loan.closed_at.is_(None), Loan.due_on <= last_due]
    found += [column == value for column, value in narrow if value]
    if wanted.fund is not None:
        found.append(_belongs(wanted.fund))
    return found


def _belongs(fund: Fund) -> ColumnElement[bool]:
    return or_(Item.department.in_(fund.departments), Record.language.in_(fund.languages))


def overdue(
    session: Session,
    *,
    day: date,
    fund: Fund | None = None,
    department: str = "",
    language: str = "",
    category: str = "",
    min_days: int = 1,
    limit: int = 100,
    offset: int = 0,
) -> OverduePage:
    """Return the copies that are late on `day`, the latest first."""
    where = _conditions(day, Wanted(fund, department, language, category, min_days))
    total, readers, oldest = session.execute(
        _joined(func.count(), func.count(Loan.patron_id.distinct()), func.min(Loan.due_on)).where(*where)
    ).one()
    page = _joined(*_SHOWN).where(*where).order_by(Loan.due_on, Loan.id).limit(limit).offset(offset)
    rows = _rows(session, page, day)
    return OverduePage(rows, total, readers, days_late(oldest, day) if oldest else 0)


def _rows(session: Session, page: Select[Any], day: date) -> tuple[OverdueRow, ...]:
    calendar = load_calendar(session)

    @cache  # many copies share a due date
    def open_days(due_on: date) -> int:
        return open_days_late(calendar, due_on, day)

    return tuple(
        OverdueRow(
            **{name: getattr(row, name) for name in _AS_THEY_ARE},
            patron=full_name(row.surname, row.given_name, row.patronymic),
            phone=show_phone(row.phone),
            days_late=days_late(row.due_on, day),
            open_days_late=open_days(row.due_on),
        )
        for row in session.execute(page)
    )


def overdue_rows(session: Session, *, day: date, fund: Fund | None = None) -> tuple[OverdueRow, ...]:
    """Return every copy that is late on `day`, the latest first: for lists that go elsewhere."""
    return overdue(session, day=day, fund=fund, limit=EVERYTHING).rows


def count_overdue(session: Session, *, day: date, fund: Fund | None = None) -> int:
    """Return how many copies are late on `day`; for the whole library an index alone answers."""
    if fund is not None:
        return int(session.scalars(_joined(func.count()).where(*_conditions(day, Wanted(fund)))).one())
    late = select(func.count()).select_from(Loan).where(Loan.closed_at.is_(None), Loan.due_on < day)
    return session.scalars(late).one()


def languages_of_late(session: Session, *, day: date) -> tuple[str, ...]:
    """Return the languages of the copies that are late: ISO 639-2 codes in order."""
    late = _joined(Record.language).where(*_conditions(day, Wanted())).distinct()
    return tuple(sorted(code for code in session.scalars(late) if code))
