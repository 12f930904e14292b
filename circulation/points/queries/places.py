"""Points, and who has copies of the library there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.records.models import Record
from circulation.loans.models import Loan
from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name
from circulation.points.errors import PointCode, PointNotFoundError
from circulation.points.models import Point, Trip, TripAct
from circulation.points.rules import ActKind, TripState
from ils.text import sort_key


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point with its last trip, its trips of a year, and the copies that are out there now."""

    id: int
    name: str
    address: str
    contact: str
    phone: str
    department: str
    sector: str
    opened_on: date
    closed_on: date | None
    last_trip: date | None
    trips: int
    out: int


@dataclass(frozen=True, slots=True)
class OutRow:
    """A copy that a reader has from a trip to the point."""

    loan_id: int
    patron_id: int | None
    card_number: str
    name: str
    phone: str
    title: str
    author: str
    code: str
    lent_on: date
    due_on: date


_OWN = PointRow.__slots__[:-3]


def _points(year: int) -> Select[Any]:
    own = (Trip.point_id == Point.id, Trip.state == TripState.CLOSED)
    last = select(func.max(Trip.day)).where(*own).correlate(Point).scalar_subquery()
    span = Trip.day.between(date(year, 1, 1), date(year, 12, 31))
    number = select(func.count(Trip.id)).where(*own, span).correlate(Point).scalar_subquery()
    there = _lent_there()
    out = select(func.count()).select_from(there).where(there.c.point_id == Point.id).correlate(Point)
    return select(*(getattr(Point, name) for name in _OWN), last, number, out.scalar_subquery())


def _lent_there() -> Any:
    """Return the open loans that were made on trips, each with its point."""
    return (
        select(Loan.id, Trip.point_id)
        .join(TripAct, TripAct.loan_id == Loan.id)
        .join(Trip, Trip.id == TripAct.trip_id)
        .where(Loan.closed_at.is_(None), TripAct.kind == ActKind.LEND)
        .distinct()
        .subquery("lent_there")
    )


def points(session: Session, *, year: int) -> tuple[PointRow, ...]:
    """Return the points, those still served first."""
    rows = session.execute(_points(year).order_by(Point.closed_on.is_not(None), Point.name))
    return tuple(PointRow(*row) for row in rows)


def point_row(session: Session, point_id: int, *, year: int) -> PointRow:
    """Return one point; refuse an unknown one."""
    found = session.execute(_points(year).where(Point.id == point_id)).one_or_none()
    if found is None:
        raise PointNotFoundError(PointCode.UNKNOWN, point=point_id)
    return PointRow(*found)


def out_there(session: Session, point_id: int) -> tuple[OutRow, ...]:
    """Return the copies that readers of a point have, reader by reader in the order of the alphabet."""
    there = _lent_there()
    rows = session.execute(
        select(
            Loan.id, Loan.patron_id, Patron.card_number, Patron.surname, Patron.given_name, Patron.patronymic,
            Patron.phone, Record.title, Record.responsibility, Item.inventory_number, Item.barcode, Loan.lent_on,
            Loan.due_on,
        )
        .join(there, there.c.id == Loan.id)
        .join(Item, Item.id == Loan.item_id)
        .join(Record, Record.id == Item.record_id)
        .outerjoin(Patron, Patron.id == Loan.patron_id)
        .where(there.c.point_id == point_id)
    )  # fmt: skip
    found = [_out(row) for row in rows]
    return tuple(
        sorted(found, key=lambda each: (sort_key(each.name), each.card_number, each.due_on, each.loan_id))
    )


def _out(row: Any) -> OutRow:
    loan_id, patron_id, card, *rest = row
    name = full_name(*(part or "" for part in rest[:3]))
    phone, title, author, number, barcode, lent_on, due_on = rest[3:]
    code = barcode or number or ""
    return OutRow(loan_id, patron_id, card or "", name, phone or "", title, author, code, lent_on, due_on)


def describe(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Return the names of points, for the acts behind a figure."""
    rows = session.execute(select(Point.id, Point.name).where(Point.id.in_(set(ids))))
    return {row.id: row.name for row in rows}
