"""Reads of debts and payments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from circulation.charges.errors import ChargeCode, ChargeNotFound
from circulation.charges.models import Charge, ChargeKind, Method, Receipt, ReceiptLine
from circulation.charges.rules import Debt
from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """One debt; `paid` is what receipts have settled of it, `forgiven` how much of that was struck off and not paid.

    `reversed_by` is the twin that took it back.
    """

    id: int
    patron_id: int
    kind: ChargeKind
    amount: int
    at: datetime
    day: date
    department: str
    loan_id: int | None
    staff_id: int | None
    note: str
    reverses_id: int | None
    reversed_by: int | None
    paid: int
    forgiven: int

    @property
    def open(self) -> int:
        """What is still owed for it; negative where it was paid and then taken back."""
        return -self.paid if self.reversed_by else self.amount - self.paid


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """One receipt with its reader; `reversed_by` is the receipt that took it back."""

    id: int
    year: int
    number: int
    patron_id: int
    amount: int
    method: Method
    at: datetime
    day: date
    department: str
    staff_id: int | None
    note: str
    reverses_id: int | None
    reversed_by: int | None
    patron: str
    card_number: str

    @property
    def label(self) -> str:
        """The number as it is written: 17/2026."""
        return f"{self.number}/{self.year}"


@dataclass(frozen=True, slots=True)
class ReceiptPart:
    """What of a receipt went to which debt."""

    charge_id: int
    kind: ChargeKind
    day: date
    note: str
    loan_id: int | None
    amount: int


@dataclass(frozen=True, slots=True)
class Account:
    """All that a reader was charged and has paid, the newest first, and what is owed."""

    charges: tuple[ChargeRow, ...]
    receipts: tuple[ReceiptFacts, ...]
    owed: int


def _sum_of(table: type[Charge] | type[Receipt]) -> Any:
    amounts = select(func.coalesce(func.sum(table.amount), 0))
    return amounts.where(table.patron_id == bindparam("patron")).scalar_subquery()


# On the check-out path: made once, one statement whatever the reader has behind them.
_OWED = select(_sum_of(Charge) - _sum_of(Receipt))

_TWIN, _TAKEN_BACK = aliased(Charge), aliased(Receipt)
_OWN = (
    "id",
    "patron_id",
    "kind",
    "amount",
    "at",
    "day",
    "department",
    "loan_id",
    "staff_id",
    "note",
    "reverses_id",
)
_OF_RECEIPT = (
    "id", "year", "number", "patron_id", "amount", "method", "at", "day", "department", "staff_id", "note",
    "reverses_id",
)  # fmt: skip


def owed(session: Session, patron_id: int) -> int:
    """Return what a reader owes in soʻm; negative where the library owes the reader (CO-07)."""
    return int(session.execute(_OWED, {"patron": patron_id}).scalar_one())


def owed_by(session: Session, patron_ids: set[int]) -> dict[int, int]:
    """Return what each of these readers owes, those who owe nothing left out: two questions for all of them."""
    sums = dict.fromkeys(patron_ids, 0)
    for table, sign in ((Charge, 1), (Receipt, -1)):
        amounts = select(table.patron_id, func.sum(table.amount)).where(table.patron_id.in_(patron_ids))
        for patron_id, amount in session.execute(amounts.group_by(table.patron_id)):
            sums[patron_id] += sign * int(amount)
    return {patron_id: amount for patron_id, amount in sums.items() if amount}


def open_debts(session: Session, patron_ids: set[int]) -> dict[int, tuple[ChargeRow, ...]]:
    """Return the debts of these readers that are not settled, the oldest first: one question for all of them."""
    found: dict[int, tuple[ChargeRow, ...]] = {}
    asked = _charges().where(Charge.patron_id.in_(patron_ids), Charge.reverses_id.is_(None))
    for row in map(_charge_row, session.execute(asked.order_by(Charge.id))):
        if row.open > 0:
            found[row.patron_id] = (*found.get(row.patron_id, ()), row)
    return found


def _settled(*more: Any) -> Any:
    """Return what the receipts, all or some, have settled of a charge."""
    parts = select(func.coalesce(func.sum(ReceiptLine.amount), 0)).where(
        ReceiptLine.charge_id == Charge.id, *more
    )
    return parts.correlate(Charge).scalar_subquery()


def _charges() -> Select[Any]:
    struck_off = select(Receipt.id).where(Receipt.method == Method.FORGIVEN)
    columns = (getattr(Charge, name) for name in _OWN)
    return select(*columns, _TWIN.id, _settled(), _settled(ReceiptLine.receipt_id.in_(struck_off))).outerjoin(
        _TWIN, _TWIN.reverses_id == Charge.id
    )


def _charge_row(row: Any) -> ChargeRow:
    known: tuple[Any, ...] = (*row[:-2], int(row[-2]), int(row[-1]))  # sums are Decimals on PostgreSQL
    return ChargeRow(*known)


def forgiven_receipts(session: Session, charge_id: int) -> tuple[int, ...]:
    """Return the receipts by which a debt was struck off and which still stand."""
    standing = select(Receipt.id).join(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
    standing = standing.outerjoin(_TAKEN_BACK, _TAKEN_BACK.reverses_id == Receipt.id)
    rows = session.scalars(
        standing.where(
            ReceiptLine.charge_id == charge_id, Receipt.method == Method.FORGIVEN, Receipt.amount > 0,
            _TAKEN_BACK.id.is_(None),
        ).order_by(Receipt.id)
    )  # fmt: skip
    return tuple(rows)


def charge_row(session: Session, charge_id: int) -> ChargeRow:
    """Return one charge; refuse an unknown one."""
    row = session.execute(_charges().where(Charge.id == charge_id)).one_or_none()
    if row is None:
        raise ChargeNotFound(ChargeCode.UNKNOWN, charge=charge_id)
    return _charge_row(row)


def charges_of(session: Session, patron_id: int) -> tuple[ChargeRow, ...]:
    """Return all charges of a reader, the oldest first, twins too."""
    rows = session.execute(_charges().where(Charge.patron_id == patron_id).order_by(Charge.id))
    return tuple(_charge_row(row) for row in rows)


def charges_of_loan(session: Session, loan_id: int) -> tuple[ChargeRow, ...]:
    """Return what was charged for one loan, the oldest first, twins too."""
    rows = session.execute(_charges().where(Charge.loan_id == loan_id).order_by(Charge.id))
    return tuple(_charge_row(row) for row in rows)


def debts_of(session: Session, patron_id: int) -> tuple[Debt, ...]:
    """Return what of each charge is open, the oldest first; twins are reckoned in what they take back."""
    return tuple(Debt(row.id, row.open) for row in charges_of(session, patron_id) if row.reverses_id is None)


def _receipts() -> Select[Any]:
    names = (Patron.surname, Patron.given_name, Patron.patronymic, Patron.card_number)
    columns = (getattr(Receipt, name) for name in _OF_RECEIPT)
    return (
        select(*columns, _TAKEN_BACK.id, *names)
        .join(Patron, Patron.id == Receipt.patron_id)
        .outerjoin(_TAKEN_BACK, _TAKEN_BACK.reverses_id == Receipt.id)
    )


def _receipt(row: Any) -> ReceiptFacts:
    known: tuple[Any, ...] = (*row[:13], full_name(*row[13:16]), row[16])
    return ReceiptFacts(*known)


def receipt_facts(session: Session, receipt_id: int) -> ReceiptFacts:
    """Return one receipt; refuse an unknown one."""
    row = session.execute(_receipts().where(Receipt.id == receipt_id)).one_or_none()
    if row is None:
        raise ChargeNotFound(ChargeCode.RECEIPT_UNKNOWN, receipt=receipt_id)
    return _receipt(row)


def receipts_of(session: Session, patron_id: int) -> tuple[ReceiptFacts, ...]:
    """Return all receipts of a reader, the newest first."""
    rows = session.execute(_receipts().where(Receipt.patron_id == patron_id).order_by(Receipt.id.desc()))
    return tuple(_receipt(row) for row in rows)


def receipts_between(session: Session, *, since: date, until: date) -> tuple[ReceiptFacts, ...]:
    """Return the receipts of these days, by number: the till's journal."""
    query = _receipts().where(Receipt.day.between(since, until))
    return tuple(_receipt(row) for row in session.execute(query.order_by(Receipt.year, Receipt.number)))


def parts_of(session: Session, receipt_id: int) -> tuple[ReceiptPart, ...]:
    """Return which debts a receipt settled, the oldest first."""
    rows = session.execute(
        select(Charge.id, Charge.kind, Charge.day, Charge.note, Charge.loan_id, ReceiptLine.amount)
        .join(Charge, Charge.id == ReceiptLine.charge_id)
        .where(ReceiptLine.receipt_id == receipt_id)
        .order_by(Charge.id)
    )
    return tuple(ReceiptPart(*row) for row in rows)


def account(session: Session, patron_id: int) -> Account:
    """Return a reader's whole account."""
    return Account(
        charges=charges_of(session, patron_id)[::-1],
        receipts=receipts_of(session, patron_id),
        owed=owed(session, patron_id),
    )
