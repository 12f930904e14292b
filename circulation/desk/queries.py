"""Reads of the scan box: its receipts, and what the reader's card shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.items.queries import find_item
from catalog.records.models import Record
from circulation.desk.models import ScanReceipt
from circulation.desk.rules import Ended, Outcome, Row, ScanAnswer, from_data
from circulation.loans.models import Loan
from circulation.patrons.queries import find_patron
from circulation.visits.models import Visit

_CHUNK = 40


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A row of the feed with its instant and the key of the scan that made it."""

    at: datetime
    key: str
    row: Row


def answers_of(
    session: Session, staff_id: int | None, *, since: datetime, limit: int = _CHUNK
) -> Iterator[ScanAnswer]:
    """Yield what a member of staff was answered since an instant, newest first."""
    receipts = session.execute(
        select(ScanReceipt.key, ScanReceipt.at, ScanReceipt.answer)
        .where(ScanReceipt.staff_id == staff_id, ScanReceipt.at >= since)
        .order_by(ScanReceipt.at.desc(), ScanReceipt.key)
        .limit(limit)
    )
    for key, at, data in receipts:
        if answer := from_data(key, at, data):
            yield answer


def kept_answer(session: Session, key: str) -> tuple[ScanAnswer | None, int | None]:
    """Return the answer kept under a key and whose it is."""
    key, at, staff_id, data = session.execute(
        select(ScanReceipt.key, ScanReceipt.at, ScanReceipt.staff_id, ScanReceipt.answer).where(
            ScanReceipt.key == key
        )
    ).one()
    return from_data(key, at, data), staff_id


def last_answer(session: Session, staff_id: int | None, *, besides: str = "") -> ScanAnswer | None:
    """Return the latest answer that a member of staff was given; `besides` is the key of the present scan."""
    receipt = session.execute(
        select(ScanReceipt.key, ScanReceipt.at, ScanReceipt.answer)
        .where(ScanReceipt.staff_id == staff_id, ScanReceipt.key != besides)
        .order_by(ScanReceipt.at.desc())
        .limit(1)
    ).one_or_none()
    return from_data(*receipt) if receipt else None


def is_known(session: Session, code: str) -> bool:
    """Tell whether a number is that of a reader or of a copy."""
    return find_patron(session, code) is not None or find_item(session, code) is not None


def feed(session: Session, staff_id: int | None, *, since: datetime, limit: int = 20) -> tuple[FeedRow, ...]:
    """Return the latest rows of a member of staff since an instant, newest first."""
    rows: list[FeedRow] = []
    for answer in answers_of(session, staff_id, since=since):
        rows += [FeedRow(answer.at, answer.key, row) for row in reversed(answer.said.rows)]
        if len(rows) >= limit:
            break
    return tuple(rows[:limit])


def session_of(
    session: Session, staff_id: int | None, *, patron_id: int, reader: str, since: datetime
) -> Ended:
    """Return what was done with one reader since the card was scanned: the grouped notice (SB-10)."""
    done = {Outcome.LENT: 0, Outcome.RENEWED: 0, Outcome.RETURNED: 0}
    for answer in answers_of(session, staff_id, since=since, limit=1000):
        for row in answer.said.rows:
            if row.patron_id == patron_id and row.outcome in done:
                done[row.outcome] += 1
    return Ended(patron_id, reader, *done.values())


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
        return self.barcode or self.inventory_number or ""


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
