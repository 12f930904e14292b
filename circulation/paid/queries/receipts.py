"""Receipts and their lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast, func, select
from sqlalchemy.orm import Session, aliased

from circulation.paid.errors import PaidCode, PaidNotFound
from circulation.paid.models import PaidLine, PaidReceipt, PriceItem
from circulation.paid.queries.prices import view_of
from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name

_OWN = (
    "id", "year", "number", "day", "at", "patron_id", "payer", "amount", "method", "department", "sector", "staff_id",
    "note", "reverses_id",
)  # fmt: skip
_BACK = aliased(PaidReceipt)
_FIRST = aliased(PaidReceipt)


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt as a page shows it; `refund` and `first` are number and year of its refund, of what it refunds."""

    id: int
    year: int
    number: int
    day: date
    at: datetime
    patron_id: int | None
    payer: str
    amount: int
    method: str
    department: str
    sector: str
    staff_id: int | None
    note: str
    reverses_id: int | None
    refund_id: int | None
    refund: str
    first: str
    patron: str
    card_number: str

    @property
    def label(self) -> str:
        """The number as it is written: 17/2026."""
        return f"{self.number}/{self.year}"

    @property
    def who(self) -> str:
        """Who paid, empty for somebody without a name."""
        return " · ".join(each for each in (self.patron, self.payer) if each)


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of a receipt with the names of its service."""

    receipt_id: int
    code: str
    names: dict[str, str]
    units: dict[str, str]
    quantity: int
    price: int
    amount: int


@dataclass(frozen=True, slots=True)
class ReceiptFilter:
    """Which receipts are wanted, days inclusive; what is empty does not narrow."""

    since: date
    until: date
    department: str = ""
    method: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """Some receipts, how many there are in all, and what all of them come to."""

    rows: tuple[ReceiptView, ...]
    total: int
    amount: int


def where(wanted: ReceiptFilter) -> list[ColumnElement[bool]]:
    """Return the conditions of a filter."""
    told: list[ColumnElement[bool]] = [PaidReceipt.day.between(wanted.since, wanted.until)]
    if wanted.department:
        told.append(PaidReceipt.department == wanted.department)
    if wanted.method:
        told.append(PaidReceipt.method == wanted.method)
    if wanted.service:
        of_service = select(PaidLine.receipt_id).join(PriceItem).where(PriceItem.code == wanted.service)
        told.append(PaidReceipt.id.in_(of_service))
    return told


def receipts(
    session: Session, wanted: ReceiptFilter, *, limit: int | None = 50, offset: int = 0
) -> ReceiptPage:
    """Return a page of receipts, the newest first; `limit` None gives all of them."""
    asked = where(wanted)
    amount = cast(func.coalesce(func.sum(PaidReceipt.amount), 0), BigInteger)
    total, sum_of_all = session.execute(select(func.count(), amount).where(*asked)).one()
    rows = _selected().where(*asked).order_by(PaidReceipt.day.desc(), PaidReceipt.id.desc())
    rows = rows.limit(limit).offset(offset) if limit is not None else rows
    return ReceiptPage(tuple(_view(row) for row in session.execute(rows)), int(total), int(sum_of_all))


def receipt_view(session: Session, receipt_id: int) -> ReceiptView:
    """Return one receipt; refuse an unknown id."""
    row = session.execute(_selected().where(PaidReceipt.id == receipt_id)).one_or_none()
    if row is None:
        raise PaidNotFound(PaidCode.RECEIPT_UNKNOWN)
    return _view(row)


def _selected() -> Any:
    columns = [getattr(PaidReceipt, name) for name in _OWN]
    reader = (Patron.surname, Patron.given_name, Patron.patronymic, Patron.card_number)
    return (
        select(*columns, _BACK.id, _BACK.number, _BACK.year, _FIRST.number, _FIRST.year, *reader)
        .outerjoin(_BACK, _BACK.reverses_id == PaidReceipt.id)
        .outerjoin(_FIRST, _FIRST.id == PaidReceipt.reverses_id)
        .outerjoin(Patron, Patron.id == PaidReceipt.patron_id)
    )


def _view(row: Any) -> ReceiptView:
    values: tuple[Any, ...] = tuple(row)
    own, (back, *rest) = values[: len(_OWN)], values[len(_OWN) :]
    number, year, first, first_year, surname, given, patronymic, card = rest
    refund = f"{number}/{year}" if back else ""
    name = full_name(surname, given, patronymic) if surname is not None else ""
    told: Any = (*own, back, refund, f"{first}/{first_year}" if first else "", name, card or "")
    return ReceiptView(*told)


def lines_of_receipts(session: Session, ids: Collection[int]) -> dict[int, tuple[LineView, ...]]:
    """Return the lines of receipts, in their order."""
    found: defaultdict[int, list[LineView]] = defaultdict(list)
    rows = (
        select(PaidLine, PriceItem)
        .join(PriceItem, PriceItem.id == PaidLine.price_id)
        .where(PaidLine.receipt_id.in_(ids))
    )
    for line, priced in session.execute(rows.order_by(PaidLine.receipt_id, PaidLine.line)):
        told = view_of(priced)
        found[line.receipt_id].append(
            LineView(
                line.receipt_id, told.code, told.names, told.units, line.quantity, line.price, line.amount
            )
        )
    return {key: tuple(each) for key, each in found.items()}


def describe(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Return one line about each receipt, for the rows behind a figure."""
    rows = session.execute(_selected().where(PaidReceipt.id.in_(set(ids))))
    views = (_view(row) for row in rows)
    return {each.id: " · ".join(part for part in (f"№ {each.label}", each.who) if part) for each in views}
