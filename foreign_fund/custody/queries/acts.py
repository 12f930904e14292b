"""Transfer acts: the list, one act, its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, cast, func, or_, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.rules import shown_code
from catalog.records.models import Record
from catalog.records.queries import LARGEST_ID
from foreign_fund.custody.errors import CustodyCode, CustodyNotFoundError, Reason
from foreign_fund.custody.models import Custodian, CustodyAct, CustodyLine, CustodyState
from foreign_fund.custody.queries.holding import first_holder
from foreign_fund.custody.rules.ready import ActFacts, CopyFacts, obstacles
from ils.activity.work import day_of


@dataclass(frozen=True, slots=True)
class ActView:
    """The head of a transfer act; nobody is None."""

    id: int
    year: int
    number: int | None
    day: date
    state: CustodyState
    giver_id: int | None
    taker_id: int | None
    to_department: str | None
    corrects_id: int | None
    grounds: str
    commission: str
    note: str
    created_at: datetime
    created_by: int | None
    approved_at: datetime | None
    approved_by: int | None

    @property
    def name(self) -> str:
        """The number as people write it, empty for a draft."""
        return f"{self.number}/{self.year}" if self.number else ""

    @property
    def members(self) -> tuple[str, ...]:
        """The members of the commission, the chair first."""
        return tuple(line.strip() for line in self.commission.splitlines() if line.strip())


@dataclass(frozen=True, slots=True)
class LineView:
    """A copy of an act; of a draft with the price and place of today."""

    id: int
    item_id: int
    record_id: int
    inventory_number: str | None
    barcode: str | None
    state: ItemState
    title: str
    author: str
    year: int | None
    language: str
    price: int
    from_department: str
    to_department: str

    @property
    def code(self) -> str:
        """The number by which acts name a copy: its inventory number, else its barcode."""
        return self.inventory_number or self.barcode or ""


@dataclass(frozen=True, slots=True)
class ActRow:
    """An act as a line of the list."""

    act: ActView
    copies: int
    titles: int
    som: int


@dataclass(frozen=True, slots=True)
class Acts:
    """A page of acts, and how many there are in all."""

    rows: tuple[ActRow, ...]
    total: int


_ACT = tuple(getattr(CustodyAct, name) for name in ActView.__slots__)
_PRICE: ColumnElement[int] = func.coalesce(CustodyLine.price, Item.price, 0)


def acts(
    session: Session,
    *,
    custodian_id: int | None = None,
    state: CustodyState | None = None,
    year: int | None = None,
    limit: int = 50,
    offset: int = 0,
) -> Acts:
    """Return acts, drafts first, then the newest numbers; drafts given up only where asked for."""
    where: list[ColumnElement[bool]] = [
        CustodyAct.state == state if state else CustodyAct.state != CustodyState.CANCELLED
    ]
    if custodian_id is not None:
        where.append(or_(CustodyAct.giver_id == custodian_id, CustodyAct.taker_id == custodian_id))
    if year is not None:
        where.append(CustodyAct.year == year)
    total = session.scalars(select(func.count()).select_from(CustodyAct).where(*where)).one()
    sums = (
        func.count(CustodyLine.id),
        func.count(Item.record_id.distinct()),
        func.coalesce(func.sum(cast(_PRICE, BigInteger)), 0),
    )
    query = (
        select(*_ACT, *sums)
        .outerjoin(CustodyLine, CustodyLine.act_id == CustodyAct.id)
        .outerjoin(Item, Item.id == CustodyLine.item_id)
        .where(*where)
        .group_by(*_ACT)
        .order_by(
            CustodyAct.state != CustodyState.DRAFT, CustodyAct.year.desc(), CustodyAct.number.desc(),
            CustodyAct.id.desc(),
        )
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    rows = (tuple(row) for row in session.execute(query))
    return Acts(tuple(ActRow(ActView(*row[:-3]), row[-3], row[-2], int(row[-1])) for row in rows), total)


def act_view(session: Session, act_id: int) -> ActView:
    """Return one act; refuse an unknown id."""
    row = None
    if 0 < act_id <= LARGEST_ID:
        row = session.execute(select(*_ACT).where(CustodyAct.id == act_id)).one_or_none()
    if row is None:
        raise CustodyNotFoundError(CustodyCode.ACT_UNKNOWN, act=act_id)
    return ActView(*row)


def act_lines(session: Session, act: ActView) -> tuple[LineView, ...]:
    """Return the copies of an act by title."""
    query = (
        select(
            CustodyLine.id, Item.id, Item.record_id, Item.inventory_number, Item.barcode, Item.state, Record.title,
            Record.author, Record.year, Record.language, _PRICE, CustodyLine.from_department, CustodyLine.to_department,
            Item.department,
        )
        .join(Item, Item.id == CustodyLine.item_id)
        .join(Record, Record.id == Item.record_id)
        .where(CustodyLine.act_id == act.id)
        .order_by(Record.title_sort, Item.id)
    )  # fmt: skip
    return tuple(_line(row, act) for row in session.execute(query))


def _line(row: Any, act: ActView) -> LineView:
    *known, stood, goes, here = row
    shown: tuple[Any, ...] = (*known, stood or here, goes or act.to_department or here)
    return LineView(*shown)


def corrections_of(session: Session, act_id: int) -> tuple[ActView, ...]:
    """Return the acts that correct an act, drafts too."""
    query = select(*_ACT).where(CustodyAct.corrects_id == act_id, CustodyAct.state != CustodyState.CANCELLED)
    return tuple(ActView(*row) for row in session.execute(query.order_by(CustodyAct.id)))


def acts_by_id(session: Session, ids: Sequence[int]) -> dict[int, ActView]:
    """Return the acts of these ids."""
    return {row.id: ActView(*row) for row in session.execute(select(*_ACT).where(CustodyAct.id.in_(ids)))}


def what_is_missing(session: Session, act: ActView, *, today: date) -> list[Reason]:
    """Return all that keeps a draft from being approved."""
    until = session.scalars(select(Custodian.until).where(Custodian.id == act.taker_id)).one_or_none()
    facts = ActFacts(
        act.day, act.giver_id, act.taker_id, until, act.to_department, act.grounds, act.commission,
        act.corrects_id is not None,
    )  # fmt: skip
    return obstacles(facts, copy_facts(session, act), today=today)


def copy_facts(session: Session, act: ActView) -> list[CopyFacts]:
    """Return how the copies of a draft stand now."""
    last = (
        select(CustodyLine.item_id, func.max(CustodyLine.turn).label("turn"))
        .where(CustodyLine.turn.is_not(None))
        .group_by(CustodyLine.item_id)
        .subquery()
    )
    now = CustodyLine.__table__.alias("now")
    query = (
        select(
            Item.inventory_number, Item.barcode, Item.state, Item.department, Item.acquired_on, Item.created_at,
            CustodyLine.to_department, now.c.turn, now.c.taker_id, now.c.day, first_holder(session).label("first"),
        )
        .select_from(CustodyLine)
        .join(Item, Item.id == CustodyLine.item_id)
        .outerjoin(last, last.c.item_id == Item.id)
        .outerjoin(now, (now.c.item_id == Item.id) & (now.c.turn == last.c.turn))
        .where(CustodyLine.act_id == act.id)
        .order_by(CustodyLine.id)
    )  # fmt: skip
    return [
        CopyFacts(
            code=row.inventory_number or shown_code(row.barcode, None),
            state=row.state.value,
            department=row.department,
            wanted=row.to_department or act.to_department or row.department,
            holder=row.taker_id if row.turn else row.first,
            last_day=row.day,
            came=row.acquired_on or day_of(row.created_at),
        )
        for row in session.execute(query)
    ]


def act_years(session: Session) -> tuple[int, ...]:
    """Return the years that have acts, the newest first."""
    return tuple(session.scalars(select(CustodyAct.year).distinct().order_by(CustodyAct.year.desc())))
