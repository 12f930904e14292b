"""Reads of loans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Select, bindparam, case, func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.records.models import Record
from circulation.loans.errors import LoanCode, LoanNotFound
from circulation.loans.models import Loan, Renewal
from circulation.loans.rules import Held, Step, days_late, steps_from_data
from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name
from circulation.policies.rules import Policy
from ils.activity.kinds import Kind
from ils.activity.queries import totals_by_kind


@dataclass(frozen=True, slots=True)
class OpenLoanRow:
    """An open loan as the acts need it; `policy` is the row as it was kept."""

    id: int
    patron_id: int
    lent_on: date
    due_on: date
    renewals: int
    policy: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LoanRow:
    """A loan as lists show it; `days_late` are calendar days up to the day asked for or of the return."""

    id: int
    patron_id: int
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
    renewals: int
    closed_on: date | None
    days_late: int

    @property
    def code(self) -> str:
        """The number to show for the copy: its barcode, else its inventory number."""
        return self.barcode or self.inventory_number or ""


@dataclass(frozen=True, slots=True)
class LoanPage:
    """A page of loans and how many there are in all."""

    rows: tuple[LoanRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class RenewalRow:
    """One renewal."""

    at: datetime
    old_due_on: date
    new_due_on: date
    channel: str
    renewed_by: int | None


@dataclass(frozen=True, slots=True)
class LoanStory:
    """One loan with all that happened to it, the policy row that held and how its date came about."""

    loan: LoanRow
    lent_at: datetime
    lent_by: int | None
    lent_in: str
    closed_at: datetime | None
    closed_by: int | None
    first_due_on: date
    renewals: tuple[RenewalRow, ...]
    policy: Policy | None
    due_steps: tuple[Step, ...]
    placement_id: int | None


@dataclass(frozen=True, slots=True)
class DayCounts:
    """What the desks did on one day, corrections taken off."""

    lent: int
    returned: int
    renewed: int


# On the check-out path: made once, so that an act pays for running them only.
_OPEN_OF_ITEM = select(*(getattr(Loan, name) for name in OpenLoanRow.__slots__)).where(
    Loan.item_id == bindparam("item"), Loan.closed_at.is_(None)
)
_HELD = select(
    func.count(),
    func.coalesce(func.sum(case((Loan.due_on < bindparam("day", type_=Date), 1), else_=0)), 0),
    func.min(Loan.due_on),
).where(Loan.patron_id == bindparam("patron"), Loan.closed_at.is_(None))

_NAME = (Patron.surname, Patron.given_name, Patron.patronymic)
_SHOWN: tuple[Any, ...] = (
    Loan.id, Loan.patron_id, Patron.card_number, Loan.item_id, Item.record_id, Record.title,
    Record.responsibility, Record.language, Item.barcode, Item.inventory_number, Item.department, Loan.lent_on,
    Loan.due_on, Loan.renewals, Loan.closed_on, *_NAME,
)  # fmt: skip


def open_loan_of(session: Session, item_id: int) -> OpenLoanRow | None:
    """Return the loan that a copy is on, None for a copy that is here."""
    row = session.execute(_OPEN_OF_ITEM, {"item": item_id}).one_or_none()
    return OpenLoanRow(*row) if row else None


def item_of_loan(session: Session, loan_id: int) -> int | None:
    """Return the copy of a loan, None for an unknown loan."""
    return session.scalars(select(Loan.item_id).where(Loan.id == loan_id)).one_or_none()


def held_by(session: Session, patron_id: int, day: date) -> Held:
    """Return how many open loans a reader has, how many are late on that day, and the oldest due date."""
    return Held(*session.execute(_HELD, {"patron": patron_id, "day": day}).one())


def _loans() -> Select[Any]:
    return (
        select(*_SHOWN)
        .join(Patron, Patron.id == Loan.patron_id)
        .join(Item, Item.id == Loan.item_id)
        .join(Record, Record.id == Item.record_id)
    )


def _row(row: Any, day: date) -> LoanRow:
    return LoanRow(
        id=row.id,
        patron_id=row.patron_id,
        patron=full_name(row.surname, row.given_name, row.patronymic),
        card_number=row.card_number,
        item_id=row.item_id,
        record_id=row.record_id,
        title=row.title,
        responsibility=row.responsibility,
        language=row.language,
        barcode=row.barcode,
        inventory_number=row.inventory_number,
        department=row.department,
        lent_on=row.lent_on,
        due_on=row.due_on,
        renewals=row.renewals,
        closed_on=row.closed_on,
        days_late=days_late(row.due_on, row.closed_on or day),
    )


def open_loans(session: Session, patron_id: int, *, day: date) -> tuple[LoanRow, ...]:
    """Return what a reader has at home, the most urgent first."""
    query = _loans().where(Loan.patron_id == patron_id, Loan.closed_at.is_(None))
    return tuple(_row(row, day) for row in session.execute(query.order_by(Loan.due_on, Loan.id)))


def history(session: Session, patron_id: int, *, day: date, limit: int = 50, offset: int = 0) -> LoanPage:
    """Return what a reader has brought back, the latest first."""
    closed = (Loan.patron_id == patron_id, Loan.closed_at.is_not(None))
    total = session.scalars(select(func.count()).select_from(Loan).where(*closed)).one()
    page = _loans().where(*closed).order_by(Loan.closed_at.desc(), Loan.id.desc())
    rows = session.execute(page.limit(limit).offset(offset))
    return LoanPage(tuple(_row(row, day) for row in rows), total)


def loans_of_item(session: Session, item_id: int, *, day: date, limit: int = 50) -> tuple[LoanRow, ...]:
    """Return who has had a copy, the latest first."""
    query = _loans().where(Loan.item_id == item_id).order_by(Loan.id.desc()).limit(limit)
    return tuple(_row(row, day) for row in session.execute(query))


def loan_page(session: Session, loan_id: int, *, day: date) -> LoanStory:
    """Return one loan with its whole story; refuse an unknown one."""
    row = session.execute(_loans().where(Loan.id == loan_id)).one_or_none()
    loan = session.get(Loan, loan_id, populate_existing=True)
    if row is None or loan is None:
        raise LoanNotFound(LoanCode.LOAN_UNKNOWN, loan=loan_id)
    renewals = _renewals(session, loan_id)
    return LoanStory(
        loan=_row(row, day),
        lent_at=loan.lent_at,
        lent_by=loan.lent_by,
        lent_in=loan.department,
        closed_at=loan.closed_at,
        closed_by=loan.closed_by,
        first_due_on=renewals[0].old_due_on if renewals else loan.due_on,
        renewals=renewals,
        policy=Policy(**loan.policy) if loan.policy else None,
        due_steps=steps_from_data(loan.due_steps),
        placement_id=loan.placement_id,
    )


def _renewals(session: Session, loan_id: int) -> tuple[RenewalRow, ...]:
    columns = (getattr(Renewal, name) for name in RenewalRow.__slots__)
    rows = session.execute(select(*columns).where(Renewal.loan_id == loan_id).order_by(Renewal.id))
    return tuple(RenewalRow(*row) for row in rows)


def counts_of_day(session: Session, day: date) -> DayCounts:
    """Return what was lent, taken back and renewed on a day, from the log's totals."""
    totals = totals_by_kind(session, since=day, until=day)
    return DayCounts(
        totals.get(Kind.LOAN_OPEN, 0), totals.get(Kind.LOAN_CLOSE, 0), totals.get(Kind.LOAN_RENEW, 0)
    )
