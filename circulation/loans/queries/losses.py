"""The register of lost books and of what was taken instead of them (practice.md §4.4), and what was chosen for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from catalog.items.models import Item
from catalog.items.rules import shown_code
from catalog.records.models import Record
from circulation.loans.errors import LoanCode, LoanNotFound
from circulation.loans.models import Loss, LossState
from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name
from ils.library.models import Setting

MULTIPLE, REFUND = "loss_multiple", "loss_refund"


@dataclass(frozen=True, slots=True)
class LossRow:
    """A row of the register: who lost which copy, and what was accepted instead. Soʻm."""

    id: int
    year: int
    number: int
    loan_id: int
    patron_id: int
    item_id: int
    day: date
    at: datetime
    reported_by: int | None
    price: int | None
    multiple: int
    charge_id: int | None
    state: LossState
    settled_at: datetime | None
    settled_on: date | None
    settled_by: int | None
    new_author: str
    new_title: str
    new_year: int | None
    new_price: int | None
    new_item_id: int | None
    note: str
    record_id: int
    author: str
    title: str
    inventory_number: str | None
    barcode: str | None
    department: str
    new_inventory_number: str | None
    new_barcode: str | None
    card_number: str
    patron: str

    @property
    def code(self) -> str:
        """The number of the lost copy."""
        return shown_code(self.barcode, self.inventory_number)

    @property
    def new_code(self) -> str:
        """The number of the copy accepted instead."""
        return shown_code(self.new_barcode, self.new_inventory_number)

    @property
    def compensation(self) -> int:
        """What the library asks for it; 0 where it asks nothing, or the price is not known."""
        return (self.price or 0) * self.multiple


_NEW = aliased(Item)
_OWN = LossRow.__slots__[:22]


def _losses() -> Select[Any]:
    return (
        select(
            *(getattr(Loss, name) for name in _OWN), Item.record_id, Record.author, Record.title,
            Item.inventory_number, Item.barcode, Item.department,
            _NEW.inventory_number.label("new_number"), _NEW.barcode.label("new_barcode"),
            Patron.card_number, Patron.surname, Patron.given_name, Patron.patronymic,
        )
        .join(Item, Item.id == Loss.item_id)
        .join(Record, Record.id == Item.record_id)
        .join(Patron, Patron.id == Loss.patron_id)
        .outerjoin(_NEW, _NEW.id == Loss.new_item_id)
    )  # fmt: skip


def _row(row: Any) -> LossRow:
    known: tuple[Any, ...] = (*row[:-3], full_name(*row[-3:]))
    return LossRow(*known)


def register(session: Session, year: int, *, state: LossState | None = None) -> tuple[LossRow, ...]:
    """Return the register of a year by number, all of it or what is in one state."""
    query = _losses().where(Loss.year == year)
    if state is not None:
        query = query.where(Loss.state == state)
    return tuple(_row(row) for row in session.execute(query.order_by(Loss.number)))


def loss_row(session: Session, loss_id: int) -> LossRow:
    """Return one row of the register; refuse an unknown one."""
    row = session.execute(_losses().where(Loss.id == loss_id)).one_or_none()
    if row is None:
        raise LoanNotFound(LoanCode.LOSS_UNKNOWN, loss=loss_id)
    return _row(row)


def losses_of_loan(session: Session, loan_id: int) -> tuple[LossRow, ...]:
    """Return the losses of a loan, the first first."""
    rows = session.execute(_losses().where(Loss.loan_id == loan_id).order_by(Loss.id))
    return tuple(_row(row) for row in rows)


def years_of_losses(session: Session) -> tuple[int, ...]:
    """Return the years that have a register, the latest first."""
    return tuple(session.scalars(select(Loss.year).distinct().order_by(Loss.year.desc())))


def open_losses(session: Session) -> int:
    """Count the lost copies that are not made good yet."""
    return session.scalars(select(func.count()).where(Loss.state == LossState.OPEN)).one()


def loss_multiple(session: Session) -> int:
    """Return how many times the price the library asks for a lost copy; 0: it asks for no money (practice.md §4.5)."""
    return int(_chosen(session, MULTIPLE, 0))


def refunds_paid_losses(session: Session) -> bool:
    """Tell whether money paid for a lost copy is given back when the copy is found (CI-08)."""
    return bool(_chosen(session, REFUND, True))


def _chosen(session: Session, name: str, usual: int | bool) -> Any:
    value = session.scalars(select(Setting.value).where(Setting.name == name)).one_or_none()
    return usual if value is None else value
