"""Who answers for which copy on a day: approved acts first, else who stood at the department when it came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, cast, exists, func, null, or_, select
from sqlalchemy.orm import Session, aliased

from catalog.items.models import Item, ItemState
from catalog.records.models import Record
from foreign_fund.custody.models import CustodyLine, CustodyPost
from ils.activity.work import begins

NOBODY = 0
"""The account of copies that nobody answers for, in addresses."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What somebody answers for on the evening of a day; `custodian_id` None: nobody does. Soʻm by today's prices."""

    custodian_id: int | None
    copies: int
    titles: int
    som: int


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A copy in somebody's responsibility."""

    item_id: int
    record_id: int
    inventory_number: str | None
    barcode: str | None
    department: str
    state: ItemState
    price: int | None
    title: str
    author: str
    year: int | None
    language: str
    custodian_id: int | None


@dataclass(frozen=True, slots=True)
class HeldPage:
    """Some copies by title, and how many there are in all."""

    rows: tuple[HeldRow, ...]
    total: int


def first_holder(session: Session) -> ColumnElement[Any]:
    """Return who had a copy from the day it came: who stood at its department then, unless its first act says otherwise.

    The posts are few and read at once; a copy without a day of acquisition came on the day it was written down.
    """
    posts = session.scalars(select(CustodyPost).order_by(CustodyPost.id)).all()
    whens = [(and_(Item.department == post.department, _came_in(post)), post.custodian_id) for post in posts]
    return case(*whens, else_=null()) if whens else cast(null(), CustodyLine.giver_id.type)


def _came_in(post: CustodyPost) -> ColumnElement[bool]:
    since = or_(
        Item.acquired_on >= post.since,
        and_(Item.acquired_on.is_(None), Item.created_at >= begins(post.since)),
    )
    if post.until is None:
        return since
    return and_(since, came_by(post.until))


def came_by(day: date) -> ColumnElement[bool]:
    """Tell whether a copy had come by the evening of a day."""
    entered = and_(Item.acquired_on.is_(None), Item.created_at < begins(day + timedelta(days=1)))
    return or_(Item.acquired_on <= day, entered)


def held(session: Session, day: date, *columns: Any) -> Select[Any]:
    """Return the stock on the evening of a day: the holder of each copy, its department then, and what else is asked."""
    latest = (
        select(CustodyLine.item_id, func.max(CustodyLine.turn).label("turn"))
        .where(CustodyLine.day <= day)
        .group_by(CustodyLine.item_id)
        .subquery()
    )
    last, first = aliased(CustodyLine), aliased(CustodyLine)
    holder = case(
        (last.id.is_not(None), last.taker_id),
        (first.id.is_not(None), first.giver_id),
        else_=first_holder(session),
    )
    place = case(
        (last.id.is_not(None), last.to_department),
        (first.id.is_not(None), first.from_department),
        else_=Item.department,
    )
    later = exists(
        select(CustodyLine.id).where(CustodyLine.item_id == Item.id, CustodyLine.day > day)
    ).correlate(Item)
    here = and_(
        or_(came_by(day), last.id.is_not(None)),
        or_(Item.withdrawn_on.is_(None), Item.withdrawn_on > day, later),
    )
    return (
        select(holder.label("holder"), place.label("place"), *columns)
        .select_from(Item)
        .join(Record, Record.id == Item.record_id)
        .outerjoin(latest, latest.c.item_id == Item.id)
        .outerjoin(last, and_(last.item_id == Item.id, last.turn == latest.c.turn))
        .outerjoin(first, and_(first.item_id == Item.id, first.turn == 1))
        .where(here)
    )  # fmt: skip


def balances(session: Session, day: date, *, department: str = "") -> dict[int | None, Balance]:
    """Return what each custodian answers for on the evening of a day, and what nobody does (None)."""
    rows = held(session, day, Item.record_id.label("record_id"), Item.price.label("price")).subquery()
    som = func.coalesce(func.sum(cast(rows.c.price, BigInteger)), 0)
    query = select(rows.c.holder, func.count(), func.count(rows.c.record_id.distinct()), som).group_by(
        rows.c.holder
    )
    if department:
        query = query.where(rows.c.place == department)
    found = session.execute(query)
    return {holder: Balance(holder, copies, titles, int(total)) for holder, copies, titles, total in found}


_SHOWN: tuple[Any, ...] = (
    Item.id.label("item_id"), Item.record_id.label("record_id"), Item.inventory_number.label("inventory_number"),
    Item.barcode.label("barcode"), Item.state.label("state"), Item.price.label("price"), Record.title.label("title"),
    Record.author.label("author"), Record.year.label("year"), Record.language.label("language"),
    Record.title_sort.label("title_sort"),
)  # fmt: skip


def held_rows(
    session: Session,
    day: date,
    *,
    custodian_id: int | None,
    department: str = "",
    limit: int | None = 100,
    offset: int = 0,
) -> HeldPage:
    """Return the copies that somebody answers for on the evening of a day (None: that nobody does), by title."""
    rows = held(session, day, *_SHOWN).subquery()
    where = [rows.c.holder.is_(None) if custodian_id is None else rows.c.holder == custodian_id]
    if department:
        where.append(rows.c.place == department)
    total = session.scalars(select(func.count()).select_from(rows).where(*where)).one()
    names = [{"department": "place", "custodian_id": "holder"}.get(name, name) for name in HeldRow.__slots__]
    page = select(*(rows.c[name] for name in names)).where(*where)
    page = page.order_by(rows.c.title_sort, rows.c.item_id).limit(limit).offset(offset)
    return HeldPage(tuple(HeldRow(*row) for row in session.execute(page)), total)
