"""What the desk shows of its reader, and asks about a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.items.queries import find_item
from catalog.items.rules import shown_code
from catalog.records.models import Record
from circulation.loans.models import Loan
from circulation.patrons.queries import find_patron
from circulation.visits.models import Visit


def is_known(session: Session, code: str) -> bool:
    """Tell whether a number is that of a reader or of a copy."""
    return find_patron(session, code) is not None or find_item(session, code) is not None


def is_at_home(session: Session, *, patron_id: int, record_id: int) -> bool:
    """Tell whether the reader has a copy of the title on loan: nobody waits for what they have."""
    loan = (
        select(Loan.id)
        .join(Item, Item.id == Loan.item_id)
        .where(Loan.patron_id == patron_id, Loan.closed_at.is_(None), Item.record_id == record_id)
    )
    return session.scalars(loan.limit(1)).first() is not None


def visits_in(session: Session, patron_id: int, year: int) -> int:
    """Return the visits of a reader in a calendar year."""
    inside = Visit.day.between(date(year, 1, 1), date(year, 12, 31))
    return session.scalars(
        select(func.count()).select_from(Visit).where(Visit.patron_id == patron_id, inside)
    ).one()


@dataclass(frozen=True, slots=True)
class LoanLine:
    """An open loan as the reader's list at the desk shows it."""

    id: int
    record_id: int
    title: str
    author: str
    barcode: str | None
    inventory_number: str | None
    call_number: str
    due_on: date
    renewals: int

    @property
    def code(self) -> str:
        """The number to show for the copy."""
        return shown_code(self.barcode, self.inventory_number)


def loan_lines(session: Session, patron_id: int, *, limit: int) -> tuple[LoanLine, ...]:
    """Return the most urgent open loans of a reader; a reader with hundreds costs no more than one with ten."""
    urgent = (
        select(Loan.id)
        .where(Loan.patron_id == patron_id, Loan.closed_at.is_(None))
        .order_by(Loan.due_on, Loan.id)
        .limit(limit)
        .subquery()  # chosen before the joins, which then touch `limit` rows only
    )
    rows = session.execute(
        select(
            Loan.id, Item.record_id, Record.title, Record.author, Item.barcode, Item.inventory_number,
            Item.call_number, Loan.due_on, Loan.renewals,
        )
        .join(urgent, urgent.c.id == Loan.id)
        .join(Item, Item.id == Loan.item_id)
        .join(Record, Record.id == Item.record_id)
        .order_by(Loan.due_on, Loan.id)
    )  # fmt: skip
    return tuple(LoanLine(*row) for row in rows)
