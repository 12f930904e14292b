"""Trips with their figures, and what was exchanged on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.records.models import Record
from circulation.loans.models import Loan, LoanAct
from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name
from circulation.points.errors import PointCode, PointNotFoundError
from circulation.points.models import Point, Trip, TripAct
from circulation.points.rules import ActKind, TripState


@dataclass(frozen=True, slots=True)
class TripRow:
    """A trip; `lent`, `renewed`, `returned` are copies scanned, `issued` and `visitors` what was typed."""

    id: int
    point_id: int
    day: date
    visitors: int
    issued: int
    staff: str
    note: str
    state: TripState
    visit_id: int | None
    created_at: datetime
    created_by: int | None
    closed_at: datetime | None
    closed_by: int | None
    withdraw_reason: str
    point: str
    sector: str
    department: str
    lent: int
    renewed: int
    returned: int

    @property
    def exchanged(self) -> int:
        """How many copies were scanned."""
        return self.lent + self.renewed + self.returned


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which trips a list shows; what is empty narrows nothing."""

    since: date | None = None
    until: date | None = None
    point_id: int | None = None
    state: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class TripPage:
    """Some of the trips, how many there are, and the sums of all that count."""

    rows: tuple[TripRow, ...]
    total: int
    visitors: int
    issued: int
    exchanged: int


@dataclass(frozen=True, slots=True)
class ActRow:
    """A copy lent, renewed or brought back on a trip; `act_id` is the act among the loans."""

    id: int
    kind: ActKind
    at: datetime
    loan_id: int
    act_id: int | None
    undone: bool
    patron_id: int | None
    card_number: str
    name: str
    title: str
    code: str
    due_on: date


_OWN = TripRow.__slots__[:-6]


def _acts(kind: ActKind | None = None) -> Any:
    counted = select(func.count(TripAct.id)).where(TripAct.trip_id == Trip.id)
    return (counted.where(TripAct.kind == kind) if kind else counted).correlate(Trip).scalar_subquery()


def _trips() -> Select[Any]:
    return select(
        *(getattr(Trip, name) for name in _OWN), Point.name, Point.sector, Point.department,
        _acts(ActKind.LEND), _acts(ActKind.RENEW), _acts(ActKind.RETURN),
    ).join(Point, Point.id == Trip.point_id)  # fmt: skip


def _row(found: Any) -> TripRow:
    row = TripRow(*found)
    return replace(row, state=TripState(row.state))


def _where(wanted: Wanted) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = []
    if wanted.since:
        parts.append(Trip.day >= wanted.since)
    if wanted.until:
        parts.append(Trip.day <= wanted.until)
    exact = (
        (Trip.point_id, wanted.point_id), (Trip.state, wanted.state), (Point.department, wanted.department)
    )  # fmt: skip
    return parts + [column == value for column, value in exact if value]


def trips(session: Session, wanted: Wanted, *, limit: int | None = None, offset: int = 0) -> TripPage:
    """Return the trips asked for, the latest first; withdrawn ones are shown and not summed."""
    where = _where(wanted)
    stands = Trip.state != TripState.WITHDRAWN
    sums = [
        func.coalesce(func.sum(case((stands, each), else_=0)), 0)
        for each in (Trip.visitors, Trip.issued, _acts())
    ]
    joined = select(func.count(Trip.id), *sums).join(Point, Point.id == Trip.point_id)
    total, visitors, issued, exchanges = session.execute(joined.where(*where)).one()
    rows = session.execute(
        _trips().where(*where).order_by(Trip.day.desc(), Trip.id.desc()).limit(limit).offset(offset)
    )
    return TripPage(tuple(_row(row) for row in rows), total, int(visitors), int(issued), int(exchanges))


def trip_row(session: Session, trip_id: int) -> TripRow:
    """Return one trip; refuse an unknown one."""
    found = session.execute(_trips().where(Trip.id == trip_id)).one_or_none()
    if found is None:
        raise PointNotFoundError(PointCode.TRIP_UNKNOWN, trip=trip_id)
    return _row(found)


def _of_loans() -> ColumnElement[bool]:
    """Tie what was done on a trip to the same act among the loans."""
    return and_(LoanAct.loan_id == TripAct.loan_id, LoanAct.kind == TripAct.kind, LoanAct.at == TripAct.at)


_SHOWN: tuple[Any, ...] = (
    TripAct.id, TripAct.kind, TripAct.at, TripAct.loan_id, LoanAct.id, LoanAct.undone_at, Loan.patron_id, Loan.due_on,
    Record.title, Item.inventory_number, Item.barcode, Patron.card_number, Patron.surname, Patron.given_name,
    Patron.patronymic,
)  # fmt: skip


def acts_of(session: Session, trip_id: int) -> tuple[ActRow, ...]:
    """Return what was exchanged on a trip, the latest first."""
    rows = session.execute(
        select(*_SHOWN)
        .select_from(TripAct)
        .join(Loan, Loan.id == TripAct.loan_id)
        .join(Item, Item.id == Loan.item_id)
        .join(Record, Record.id == Item.record_id)
        .outerjoin(LoanAct, _of_loans())
        .outerjoin(Patron, Patron.id == Loan.patron_id)
        .where(TripAct.trip_id == trip_id)
        .order_by(TripAct.at.desc(), TripAct.id.desc())
    )
    return tuple(_act(row) for row in rows)


def _act(row: Any) -> ActRow:
    row_id, kind, at, loan_id, act_id, undone_at, patron_id, due_on, title, number, barcode, card, *name = row
    called = full_name(*(part or "" for part in name))
    code = barcode or number or ""
    undone = undone_at is not None
    return ActRow(
        row_id, ActKind(kind), at, loan_id, act_id, undone, patron_id, card or "", called, title, code, due_on
    )


def exchanged(session: Session, trip_id: int) -> int:
    """Return how many copies were exchanged on a trip, without what was undone among the loans since."""
    return sum(not each.undone for each in acts_of(session, trip_id))


def describe_trips(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Return “point, day” of trips, for the acts behind a figure."""
    rows = session.execute(
        select(Trip.id, Trip.day, Point.name)
        .join(Point, Point.id == Trip.point_id)
        .where(Trip.id.in_(set(ids)))
    )
    return {row.id: f"{row.name}, {row.day:%d.%m.%Y}" for row in rows}
