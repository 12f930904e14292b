"""What readers still have to settle: copies, lost ones among them, and debts; the same few questions for any number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.records.models import Record
from circulation.charges.queries import ChargeRow, open_debts, owed_by
from circulation.holds.models import Hold
from circulation.holds.queries import ACTIVE_STATES
from circulation.loans.models import Loan, Loss, LossState


@dataclass(frozen=True, slots=True)
class OwedCopy:
    """A copy that a reader has not brought back or, lost, not made good. Price in soʻm, None where not known."""

    patron_id: int
    loan_id: int
    author: str
    title: str
    code: str  # the inventory number, else the barcode
    price: int | None
    due_on: date
    lost_on: date | None

    @property
    def lost(self) -> bool:
        """Whether the copy was given up for lost."""
        return self.lost_on is not None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a reader has to settle. `owed` in soʻm, below 0 where the library owes; holds stand in nobody's way."""

    patron_id: int
    copies: tuple[OwedCopy, ...] = ()
    debts: tuple[ChargeRow, ...] = ()
    owed: int = 0
    holds: int = 0

    @property
    def loans(self) -> int:
        """How many copies are at home."""
        return sum(not each.lost for each in self.copies)

    @property
    def losses(self) -> int:
        """How many lost copies are not made good."""
        return sum(each.lost for each in self.copies)

    @property
    def price(self) -> int:
        """What the copies cost, as far as their prices are known."""
        return sum(each.price or 0 for each in self.copies)

    @property
    def is_clear(self) -> bool:
        """Whether the reader may have a clearance sheet."""
        return not self.copies and self.owed <= 0


def standing_of(session: Session, patron_ids: Collection[int]) -> dict[int, Standing]:
    """Return what each of these readers has to settle: always six questions."""
    ids = set(patron_ids)
    copies = _copies(session, ids)
    debts, sums, holds = open_debts(session, ids), owed_by(session, ids), _holds(session, ids)
    return {
        each: Standing(
            each, tuple(copies.get(each, ())), debts.get(each, ()), sums.get(each, 0), holds.get(each, 0)
        )
        for each in ids
    }


def _copies(session: Session, ids: set[int]) -> dict[int, list[OwedCopy]]:
    lost = _rows(session, _copies_of(Loss.patron_id).join(Loss, Loss.loan_id == Loan.id).where(
        Loss.patron_id.in_(ids), Loss.state == LossState.OPEN
    ))  # fmt: skip
    known = {each.loan_id for each in lost}
    out = _rows(session, _copies_of(Loan.patron_id).where(Loan.patron_id.in_(ids), Loan.closed_at.is_(None)))
    found: dict[int, list[OwedCopy]] = {}
    for each in (*(one for one in out if one.loan_id not in known), *lost):
        found.setdefault(each.patron_id, []).append(each)
    return found


def _copies_of(reader: Any) -> Select[Any]:
    number = func.coalesce(Item.inventory_number, Item.barcode, "")
    return (
        select(reader, Loan.id, Record.author, Record.title, number, Item.price, Loan.due_on, Loan.lost_on)
        .select_from(Loan)
        .join(Item, Item.id == Loan.item_id)
        .join(Record, Record.id == Item.record_id)
        .order_by(Loan.due_on, Loan.id)
    )


def _rows(session: Session, query: Select[Any]) -> list[OwedCopy]:
    return [OwedCopy(*row) for row in session.execute(query)]


def _holds(session: Session, ids: set[int]) -> dict[int, int]:
    counted = select(Hold.patron_id, func.count()).where(
        Hold.patron_id.in_(ids), Hold.state.in_(ACTIVE_STATES)
    )
    rows = session.execute(counted.group_by(Hold.patron_id))
    return {row[0]: row[1] for row in rows if row[0] is not None}
