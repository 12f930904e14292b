"""The acts on loans: what was done last, and what may be undone (SB-08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.items.rules import shown_code
from catalog.records.models import Record
from circulation.loans.errors import LoanCode, LoanNotFound
from circulation.loans.models import Loan, LoanAct
from circulation.patrons.models import Patron
from circulation.patrons.rules import name_if_any

RECENT = 50  # acts that are looked through: nobody undoes more, and the question stays cheap
UNDOABLE = ("lend", "renew", "return", "claim")


@dataclass(frozen=True, slots=True)
class ActView:
    """One act on a loan: lend, renew, return, lose or claim; `undone_at` once it was taken back."""

    id: int
    kind: str
    loan_id: int
    at: datetime
    staff_id: int | None
    channel: str
    undone_at: datetime | None
    undone_by: int | None
    patron_id: int | None  # None: forgotten, `patron` is empty
    item_id: int
    title: str
    code: str
    patron: str


_OF_ACT = ("id", "kind", "loan_id", "at", "staff_id", "channel", "undone_at", "undone_by")


def _acts() -> Select[Any]:
    columns = (getattr(LoanAct, name) for name in _OF_ACT)
    return (
        select(
            *columns, Loan.patron_id, Loan.item_id, Record.title, Item.barcode, Item.inventory_number,
            Patron.surname, Patron.given_name, Patron.patronymic,
        )
        .join(Loan, Loan.id == LoanAct.loan_id)
        .outerjoin(Patron, Patron.id == Loan.patron_id)
        .join(Item, Item.id == Loan.item_id)
        .join(Record, Record.id == Item.record_id)
    )  # fmt: skip


def _view(row: Any) -> ActView:
    code = shown_code(row.barcode, row.inventory_number)
    name = name_if_any(row.surname, row.given_name, row.patronymic)
    known: tuple[Any, ...] = (*row[:11], code, name)
    return ActView(*known)


def act_view(session: Session, act_id: int) -> ActView:
    """Return one act; refuse an unknown one."""
    row = session.execute(_acts().where(LoanAct.id == act_id)).one_or_none()
    if row is None:
        raise LoanNotFound(LoanCode.ACT_UNKNOWN, act=act_id)
    return _view(row)


def last_act(session: Session, staff_id: int | None, *, since: datetime) -> ActView | None:
    """Return the latest act of a member of staff since an instant that is not undone yet; None for none."""
    mine = LoanAct.staff_id.is_(None) if staff_id is None else LoanAct.staff_id == staff_id
    recent = select(LoanAct.id).where(mine).order_by(LoanAct.id.desc()).limit(RECENT)
    found = _acts().where(
        LoanAct.id.in_(recent), LoanAct.at >= since, LoanAct.undone_at.is_(None), LoanAct.kind.in_(UNDOABLE)
    )
    row = session.execute(found.order_by(LoanAct.id.desc()).limit(1)).one_or_none()
    return _view(row) if row else None


def acts_of(session: Session, loan_id: int) -> tuple[ActView, ...]:
    """Return everything that was done on a loan, the first first; undone acts too."""
    rows = session.execute(_acts().where(LoanAct.loan_id == loan_id).order_by(LoanAct.id))
    return tuple(_view(row) for row in rows)
