"""What is out of the fund, late or not: by reader, for the end of a semester and for graduation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.items.queries import belongs
from catalog.records.models import Record
from circulation.loans.models import Loan
from circulation.overdue.queries.late import joined
from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name, show_phone
from ils.library.funds import Fund


@dataclass(frozen=True, slots=True)
class OutRow:
    """A copy of the fund that a reader has; `due_on` may be ahead."""

    loan_id: int
    patron_id: int
    card_number: str
    patron: str
    phone: str
    category: str
    faculty: str
    group: str
    course: str
    record_id: int
    title: str
    author: str
    inventory_number: str
    language: str
    lent_on: date
    due_on: date
    lost_on: date | None
    price: int | None


@dataclass(frozen=True, slots=True)
class OutWanted:
    """Whose copies are asked for; what is empty does not narrow. `studying` leaves out who is in no group or faculty."""

    faculty: str = ""
    group: str = ""
    course: str = ""
    category: str = ""
    language: str = ""
    studying: bool = True


def out_rows(session: Session, *, fund: Fund, wanted: OutWanted) -> tuple[OutRow, ...]:
    """Return what readers have of the fund, by faculty, group and name, the earliest due first."""
    query = joined(
        Loan.id, Loan.patron_id, Patron.card_number, Patron.surname, Patron.given_name, Patron.patronymic, Patron.phone,
        Patron.category, Patron.faculty, Patron.study_group, Patron.course, Item.record_id, Record.title, Record.author,
        func.coalesce(Item.inventory_number, Item.barcode, ""), Record.language, Loan.lent_on, Loan.due_on, Loan.lost_on,
        Item.price,
    )  # fmt: skip
    order = (Patron.faculty, Patron.study_group, Patron.name_sort, Patron.id, Loan.due_on, Loan.id)
    rows = session.execute(
        query.where(Loan.closed_at.is_(None), belongs(fund), *_narrow(wanted)).order_by(*order)
    )
    return tuple(_row(row) for row in rows)


def _row(row: Any) -> OutRow:
    known: tuple[Any, ...] = (*row[:3], full_name(*row[3:6]), show_phone(row[6]), *row[7:])
    return OutRow(*known)


def _narrow(wanted: OutWanted) -> list[ColumnElement[bool]]:
    narrow = (
        (Patron.faculty, wanted.faculty),
        (Patron.study_group, wanted.group),
        (Patron.course, wanted.course),
        (Patron.category, wanted.category),
        (Record.language, wanted.language),
    )
    found: list[ColumnElement[bool]] = [column == value for column, value in narrow if value]
    if wanted.studying:
        found.append((Patron.faculty != "") | (Patron.study_group != ""))
    return found


@dataclass(frozen=True, slots=True)
class Studies:
    """What students have been written down with, each once and in order."""

    faculties: tuple[str, ...]
    groups: tuple[str, ...]
    courses: tuple[str, ...]


def studies(session: Session, *, faculty: str = "") -> Studies:
    """Return the faculties, groups (of a faculty, if one is asked for) and courses of readers who study."""
    rows = session.execute(select(Patron.faculty, Patron.study_group, Patron.course).distinct()).all()
    return Studies(
        tuple(sorted({row[0] for row in rows if row[0]})),
        tuple(sorted({row[1] for row in rows if row[1] and faculty in ("", row[0])})),
        tuple(sorted({row[2] for row in rows if row[2]})),
    )


def count_readers(session: Session, *, course: str, faculty: str = "", group: str = "") -> int:
    """Return how many readers of a course there are, whether they have a copy or not."""
    where = [Patron.course == course, Patron.erased_at.is_(None)]
    where += [
        column == value for column, value in ((Patron.faculty, faculty), (Patron.study_group, group)) if value
    ]
    return session.scalars(select(func.count()).select_from(Patron).where(*where)).one()
