"""Orders of scans and their pages, as lists and pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from catalog.digital.models import DigitalObject
from catalog.orders.errors import OrderCode, OrderNotFoundError
from catalog.orders.models import ScanOrder, ScanWork
from catalog.orders.rules import Reason, ScanState, is_late, share_done
from catalog.records.queries import LARGEST_ID


@dataclass(frozen=True, slots=True)
class ScanRow:
    """An order; `done` are the pages that count, `again` those scanned once more."""

    id: int
    reason: Reason
    record_id: int | None
    title: str
    requester: str
    contact: str
    pages: int | None
    ordered_on: date
    due_on: date | None
    state: ScanState
    object_id: int | None
    department: str
    note: str
    created_at: datetime
    created_by: int | None
    ended_at: datetime | None
    ended_by: int | None
    end_reason: str
    done: int
    again: int

    @property
    def share(self) -> int | None:
        """How much of what is wanted is scanned, in per cent."""
        return share_done(self.done, self.pages)

    def late(self, today: date) -> bool:
        """Tell whether it should have been done by now."""
        return is_late(self.state, self.due_on, today)


@dataclass(frozen=True, slots=True)
class PagesRow:
    """Pages of a day; `corrects` names the row that a negative twin takes back, `corrected` tells that it has one."""

    id: int
    order_id: int
    day: date
    at: datetime
    pages: int
    again: bool
    staff_id: int | None
    corrects: int | None
    corrected: bool


@dataclass(frozen=True, slots=True)
class WantedScans:
    """Which orders a list shows; what is empty narrows nothing. `late`: only those that should have been done."""

    since: date | None = None
    until: date | None = None
    reason: str = ""
    state: str = ""
    department: str = ""
    late: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class ScanPage:
    """Some of the orders, how many there are in all, and the pages of all of them that count."""

    rows: tuple[ScanRow, ...]
    total: int
    done: int


_OWN = ScanRow.__slots__[:-2]


def _pages(*, again: bool) -> Any:
    return (
        select(func.coalesce(func.sum(ScanWork.pages), 0))
        .where(ScanWork.order_id == ScanOrder.id, ScanWork.again.is_(again))
        .correlate(ScanOrder)
        .scalar_subquery()
    )


def _scans() -> Select[Any]:
    return select(*(getattr(ScanOrder, name) for name in _OWN), _pages(again=False), _pages(again=True))


def _row(found: Any) -> ScanRow:
    row = ScanRow(*found)
    return replace(
        row, reason=Reason(row.reason), state=ScanState(row.state), done=int(row.done), again=int(row.again)
    )


def scans(
    session: Session, wanted: WantedScans, *, today: date, limit: int | None = None, offset: int = 0
) -> ScanPage:
    """Return the orders asked for: those overdue first, then open ones by their day due, then the ended ones."""
    where = _where(wanted, today)
    total, done = session.execute(
        select(func.count(ScanOrder.id), func.coalesce(func.sum(_pages(again=False)), 0)).where(*where)
    ).one()
    rank = case((_late(today), 0), (ScanOrder.state == ScanState.OPEN, 1), else_=2)
    due = case((ScanOrder.state == ScanState.OPEN, func.coalesce(ScanOrder.due_on, date(9999, 1, 1))))
    rows = session.execute(
        _scans()
        .where(*where)
        .order_by(rank, due, ScanOrder.ordered_on.desc(), ScanOrder.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return ScanPage(tuple(_row(row) for row in rows), total, int(done))


def _late(today: date) -> ColumnElement[bool]:
    return (ScanOrder.state == ScanState.OPEN) & ScanOrder.due_on.is_not(None) & (ScanOrder.due_on < today)


def _where(wanted: WantedScans, today: date) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = []
    if wanted.since:
        parts.append(ScanOrder.ordered_on >= wanted.since)
    if wanted.until:
        parts.append(ScanOrder.ordered_on <= wanted.until)
    exact = (
        (ScanOrder.reason, wanted.reason),
        (ScanOrder.state, wanted.state),
        (ScanOrder.department, wanted.department),
    )
    parts += [column == value for column, value in exact if value]
    if wanted.late:
        parts.append(_late(today))
    if wanted.text:
        parts.append(has_text(wanted.text, ScanOrder.title, ScanOrder.requester))
    return parts


def has_text(text: str, *columns: Any) -> ColumnElement[bool]:
    """Find a text in any of the columns; letters beyond ASCII as they were typed, for SQLite folds no others."""
    return or_(
        *(func.lower(column).contains(text.lower(), autoescape=True) for column in columns),
        *(column.contains(text, autoescape=True) for column in columns),
    )


def scan_row(session: Session, order_id: int) -> ScanRow:
    """Return one order; refuse an unknown one."""
    found = None
    if 0 < order_id <= LARGEST_ID:
        found = session.execute(_scans().where(ScanOrder.id == order_id)).one_or_none()
    if found is None:
        raise OrderNotFoundError(OrderCode.SCAN_UNKNOWN, order=order_id)
    return _row(found)


def scans_of(session: Session, record_id: int, *, besides: int = 0) -> tuple[ScanRow, ...]:
    """Return the orders of a record that were not cancelled, newest first."""
    where = (
        ScanOrder.record_id == record_id,
        ScanOrder.state != ScanState.CANCELLED,
        ScanOrder.id != besides,
    )
    return tuple(_row(row) for row in session.execute(_scans().where(*where).order_by(ScanOrder.id.desc())))


def pages_rows(session: Session, order_id: int) -> tuple[PagesRow, ...]:
    """Return the pages of an order, day by day, the latest first."""
    twin = aliased(ScanWork)
    corrected = select(twin.id).where(twin.corrects_id == ScanWork.id).exists()
    names = ("id", "order_id", "day", "at", "pages", "again", "staff_id", "corrects_id")
    columns: list[Any] = [*(getattr(ScanWork, name) for name in names), corrected]
    rows = session.execute(
        select(*columns)
        .where(ScanWork.order_id == order_id)
        .order_by(ScanWork.day.desc(), ScanWork.id.desc())
    )
    return tuple(PagesRow(*row) for row in rows)


def taken_objects(session: Session, record_id: int, *, besides: int) -> frozenset[int]:
    """Return the objects of a record that came of another order already."""
    rows = (
        select(ScanOrder.object_id)
        .join(DigitalObject, DigitalObject.id == ScanOrder.object_id)
        .where(DigitalObject.record_id == record_id, ScanOrder.id != besides)
    )
    return frozenset(each for each in session.scalars(rows) if each is not None)


def pages_by_reason(session: Session, since: date, until: date) -> dict[Reason, int]:
    """Return the pages that count between two days, by the reason of their orders."""
    rows = session.execute(
        select(ScanOrder.reason, func.sum(ScanWork.pages))
        .join(ScanWork, ScanWork.order_id == ScanOrder.id)
        .where(ScanWork.day.between(since, until), ScanWork.again.is_(False))
        .group_by(ScanOrder.reason)
    )
    return {Reason(reason): int(pages) for reason, pages in rows}


def count_late(session: Session, today: date) -> int:
    """Return how many orders should have been done by now."""
    return session.scalars(select(func.count(ScanOrder.id)).where(_late(today))).one()


def describe_scans(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Return (title, order) by order, for the acts behind a figure."""
    rows = session.execute(select(ScanOrder.id, ScanOrder.title).where(ScanOrder.id.in_(set(ids))))
    return {key: (title, key) for key, title in rows}


def describe_pages(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Return (title of the order, order) by row of pages."""
    rows = session.execute(
        select(ScanWork.id, ScanOrder.title, ScanOrder.id)
        .join(ScanOrder, ScanOrder.id == ScanWork.order_id)
        .where(ScanWork.id.in_(set(ids)))
    )
    return {key: (title, order) for key, title, order in rows}
