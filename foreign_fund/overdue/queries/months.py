"""The loans of the fund that a month saw, with the due date that held on its last day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.items.queries import belongs
from catalog.records.models import Record
from circulation.loans.models import Loan, Renewal
from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name
from foreign_fund.overdue.rules import LoanOfMonth, Part, due_on_day, parts_of
from ils.activity.work import day_of
from ils.library.funds import Fund


@dataclass(frozen=True, slots=True)
class MonthLoan:
    """A loan behind a figure of the report; a reader who was forgotten has no name."""

    loan_id: int
    patron_id: int | None
    patron: str
    card_number: str
    record_id: int
    title: str
    inventory_number: str
    language: str
    lent_on: date
    due_on: date
    closed_on: date | None
    lost_on: date | None


def loans_of_month(session: Session, *, fund: Fund, first: date, last: date) -> tuple[LoanOfMonth, ...]:
    """Return every loan of the fund that was open, made, closed or lost in a month; mistakes taken back are none."""
    query = _loans(
        fund, first, last, Loan.id, Record.language, Loan.lent_on, Loan.closed_on, Loan.due_on, Loan.lost_on
    )
    rows = session.execute(query.order_by(Loan.id)).all()
    renewed = _renewals(session, [row.id for row in rows], last)
    return tuple(
        LoanOfMonth(row.id, row.language, row.lent_on, row.closed_on, row.due_on,
                    due_on_day(row.due_on, renewed.get(row.id, []), last), row.lost_on)
        for row in rows
    )  # fmt: skip


def _loans(fund: Fund, first: date, last: date, *columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Loan)
        .join(Item, Item.id == Loan.item_id)
        .join(Record, Record.id == Item.record_id)
        .where(
            belongs(fund), Loan.undone_at.is_(None), Loan.lent_on <= last,
            or_(Loan.closed_on.is_(None), Loan.closed_on >= first),
        )
    )  # fmt: skip


def _renewals(session: Session, ids: list[int], last: date) -> dict[int, list[tuple[date, date]]]:
    """Return the renewals after the month: they moved due dates that held in it."""
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    rows = session.execute(
        select(Renewal.loan_id, Renewal.at, Renewal.old_due_on)
        .join(Loan, Loan.id == Renewal.loan_id)
        .where(Renewal.undone_at.is_(None), Loan.lent_on <= last)
        .order_by(Renewal.id)
    )
    wanted = set(ids)
    for loan_id, at, old_due_on in rows:
        if loan_id in wanted:
            found[loan_id].append((day_of(at), old_due_on))
    return found


def rows_of_month(
    session: Session, *, fund: Fund, first: date, last: date, part: Part, language: str | None = None
) -> tuple[MonthLoan, ...]:
    """Return the loans behind a figure of the report, of one language or of all (None)."""
    loans = loans_of_month(session, fund=fund, first=first, last=last)
    ids = {
        loan.loan_id
        for loan in loans
        if part in parts_of(loan, first, last) and language in (None, loan.language)
    }
    query = _loans(
        fund, first, last, Loan.id, Loan.patron_id, Patron.surname, Patron.given_name, Patron.patronymic,
        func.coalesce(Patron.card_number, ""), Item.record_id, Record.title,
        func.coalesce(Item.inventory_number, Item.barcode, ""), Record.language, Loan.lent_on, Loan.due_on,
        Loan.closed_on, Loan.lost_on,
    ).outerjoin(Patron, Patron.id == Loan.patron_id)  # fmt: skip
    rows = (tuple(row) for row in session.execute(query.order_by(Loan.due_on, Loan.id)))
    return tuple(
        MonthLoan(row[0], row[1], full_name(row[2], row[3], row[4]) if row[1] else "", *row[5:])
        for row in rows
        if row[0] in ids
    )
