"""Finding a copy, and what is known of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, String, and_, bindparam, case, false, func, or_, select
from sqlalchemy.orm import Session

from catalog.items.errors import ItemCode, ItemNotFoundError
from catalog.items.models import Item, ItemState, ItemType, Placement, Use
from catalog.items.rules import near_misses, shown_code, wanted_code
from catalog.records.models import Record
from catalog.records.queries import LARGEST_ID
from ils.activity.work import ItemSnapshot
from ils.library.funds import DIGITS, Fund, fund_of
from ils.library.models import Department
from ils.library.places import Place
from ils.text import repair_layout


@dataclass(frozen=True, slots=True)
class PlacementFacts:
    """Where a copy hangs for a while."""

    id: int
    kind: str
    ref_id: int
    label: str
    section: str
    lendable: bool
    since: date
    until: date | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """A copy with what the desk and the log need of its record; `placement` is the open one."""

    id: int
    record_id: int
    barcode: str | None
    inventory_number: str | None
    department: str
    call_number: str
    state: ItemState
    state_since: datetime
    price: int | None
    acquired_on: date | None
    withdrawn_on: date | None
    withdrawn_act: str
    note: str
    item_type: str
    use: Use | None
    parts: str
    incomplete: str
    transit_to: str
    title: str
    author: str
    responsibility: str
    language: str
    document_type: str
    knowledge_branch: str
    room_only: bool
    placement: PlacementFacts | None

    @property
    def policy_type(self) -> str:
        """The item type that policies go by: the copy's own, else the one named like its document type."""
        return self.item_type or self.document_type

    @property
    def place_of_use(self) -> Use:
        """Where the copy is used if nobody says otherwise: its own place of use, else its department's."""
        return self.use or (Use.ROOM if self.room_only else Use.HOME)

    @property
    def code(self) -> str:
        """The number to show for the copy: its barcode, else its inventory number."""
        return shown_code(self.barcode, self.inventory_number)


def code_column() -> Any:
    """Return `shown_code` as a column, for questions that need nothing else of the copy."""
    return func.coalesce(Item.barcode, Item.inventory_number, "")


def of_series(prefixes: Any) -> ColumnElement[bool]:
    """Tell of a copy whether its inventory number is of one of these books; `series_of` in the words of the database.

    A copy without a number is of none: false, not unknown, so that the answer can be turned round.
    """
    number = func.coalesce(Item.inventory_number, "", type_=String)
    prefix = func.rtrim(number, DIGITS, type_=String)
    return and_(prefix != number, prefix.in_(prefixes))


def belongs(fund: Fund) -> ColumnElement[bool]:
    """Tell of a copy joined with its record whether it belongs to the fund: `Fund.has` in the words of the database."""
    parts: list[ColumnElement[bool]] = []
    if fund.departments:
        parts.append(Item.department.in_(sorted(fund.departments)))
    if fund.languages:
        parts.append(Record.language.in_(sorted(fund.languages)))
    if fund.series:
        parts.append(of_series(sorted(fund.series)))
    return or_(*parts) if parts else false()


class Holder(NamedTuple):
    """Who has a number already."""

    item_id: int
    record_id: int


@dataclass(frozen=True, slots=True)
class RecordHeading:
    """What names a record above its copies."""

    id: int
    title: str
    responsibility: str
    year: int | None
    language: str
    document_type: str
    knowledge_branch: str


_OF_PLACEMENT = tuple(getattr(Placement, name) for name in PlacementFacts.__slots__)
_TABLES = (Item, Record, Department)
_OF_BOTH: tuple[Any, ...] = tuple(
    getattr(next(table for table in _TABLES if hasattr(table, name)), name)
    for name in ItemFacts.__slots__
    if name != "placement"
)


@cache
def _with_facts() -> Select[Any]:
    """The one join behind every copy shown; made once, it is on the check-out path."""
    open_placement = and_(Placement.item_id == Item.id, Placement.ended_at.is_(None))
    return (
        select(*_OF_BOTH, *_OF_PLACEMENT)
        .join(Record, Record.id == Item.record_id)
        .join(Department, Department.code == Item.department)
        .outerjoin(Placement, open_placement)
    )


@cache
def _by_code(lock: bool) -> Select[Any]:
    code: Any = bindparam("code")
    query = (
        _with_facts()
        .where(or_(Item.barcode == code, Item.inventory_number == code))
        .order_by(case((Item.barcode == code, 0), else_=1))
        .limit(1)
    )
    return query.with_for_update(of=Item) if lock else query


def _facts(row: Row[Any]) -> ItemFacts:
    values: tuple[Any, ...] = tuple(row)
    of_both, of_placement = values[: len(_OF_BOTH)], values[len(_OF_BOTH) :]
    placement = PlacementFacts(*of_placement) if of_placement[0] else None
    return ItemFacts(*(*of_both, placement))


def find_item(session: Session, code: str, *, lock: bool = False) -> ItemFacts | None:
    """Return the copy with this barcode, else this inventory number; case and keyboard layout do not matter.

    `lock` holds the copy's row until the commit (PostgreSQL; SQLite has one writer anyway).
    """
    for wanted in _readings(code):
        row = session.execute(_by_code(lock), {"code": wanted}).one_or_none()
        if row is not None:
            return _facts(row)
    return None


def _readings(code: str) -> tuple[str, ...]:
    """What was typed, and second what a Latin layout would have typed (SB-04)."""
    wanted = wanted_code(code)
    if wanted is None:
        return ()
    repaired = None if wanted.isascii() else repair_layout(code.strip())
    return (wanted, repaired.upper()) if repaired else (wanted,)


def item_facts(session: Session, item_id: int, *, lock: bool = False) -> ItemFacts:
    """Return one copy; refuse an unknown id."""
    query = _with_facts().where(Item.id == item_id)
    row = None
    if item_id <= LARGEST_ID:
        row = session.execute(query.with_for_update(of=Item) if lock else query).one_or_none()
    if row is None:
        raise ItemNotFoundError(ItemCode.UNKNOWN, item=item_id)
    return _facts(row)


def items_of_record(session: Session, record_id: int) -> tuple[ItemFacts, ...]:
    """Return the copies of a record, oldest first, withdrawn ones too."""
    rows = session.execute(_with_facts().where(Item.record_id == record_id).order_by(Item.id))
    return tuple(_facts(row) for row in rows)


def items_by_id(session: Session, ids: Collection[int]) -> dict[int, ItemFacts]:
    """Return the copies that exist of these ids."""
    rows = session.execute(_with_facts().where(Item.id.in_(ids)))
    return {row.id: _facts(row) for row in rows}


def nearest_codes(session: Session, code: str, limit: int = 3) -> tuple[str, ...]:
    """Return codes that exist and differ from the unknown one by a single slip of key or scanner."""
    near = {miss for wanted in _readings(code) for miss in near_misses(wanted)}
    if not near:
        return ()
    rows = session.execute(
        select(Item.barcode, Item.inventory_number)
        .where(or_(Item.barcode.in_(near), Item.inventory_number.in_(near)))
        .order_by(Item.id)
        .limit(limit)
    )
    return tuple(barcode if barcode in near else number or "" for barcode, number in rows)


def snapshot(session: Session, facts: ItemFacts) -> ItemSnapshot:
    """Return what the log keeps of a copy."""
    fund = fund_of(
        session, department=facts.department, language=facts.language, number=facts.inventory_number
    )
    return ItemSnapshot(facts.language, facts.knowledge_branch, facts.document_type, fund)


def snapshot_of(heading: RecordHeading, *, department: str, number: str | None, fund: Fund) -> ItemSnapshot:
    """Return what the log keeps of a new copy, the fund's definition being at hand."""
    belongs = fund.has(department=department, language=heading.language, number=number)
    return ItemSnapshot(
        heading.language, heading.knowledge_branch, heading.document_type, fund.code if belongs else ""
    )


def record_headings(session: Session, ids: Collection[int]) -> dict[int, RecordHeading]:
    """Return the headings of those records that exist."""
    columns = (getattr(Record, name) for name in RecordHeading.__slots__)
    rows = session.execute(select(*columns).where(Record.id.in_(ids)))
    return {row.id: RecordHeading(*row) for row in rows}


def record_heading(session: Session, record_id: int, *, lock: bool = False) -> RecordHeading:
    """Return the heading of one record; refuse an unknown id, and one that was merged into another record.

    `lock` lets no merge take the record away until the commit (PostgreSQL; SQLite has one writer anyway).
    """
    here = select(Record.id).where(Record.id == record_id, Record.merged_into.is_(None))
    if lock:
        here = here.with_for_update(read=True, key_share=True)
    if record_id > LARGEST_ID or session.scalars(here).one_or_none() is None:
        raise ItemNotFoundError(ItemCode.RECORD_UNKNOWN, record=record_id)
    return record_headings(session, (record_id,))[record_id]


def taken_numbers(
    session: Session, *, barcodes: Collection[str], inventory_numbers: Collection[str]
) -> tuple[dict[str, Holder], dict[str, Holder]]:
    """Return which of the barcodes and of the inventory numbers exist, each with its holder."""
    barcodes, inventory_numbers = set(barcodes), set(inventory_numbers)
    return (
        _taken(session, Item.barcode, barcodes) if barcodes else {},
        _taken(session, Item.inventory_number, inventory_numbers) if inventory_numbers else {},
    )


def _taken(session: Session, column: Any, codes: Collection[str]) -> dict[str, Holder]:
    rows = session.execute(select(column, Item.id, Item.record_id).where(column.in_(codes)))
    return {code: Holder(item_id, record_id) for code, item_id, record_id in rows}


def last_item_id(session: Session) -> int:
    """Return the newest copy's id, 0 for none: the base of the next barcodes."""
    return session.scalars(select(func.coalesce(func.max(Item.id), 0))).one()


def item_types(session: Session) -> tuple[Place, ...]:
    """Return the library's item types in its order; a copy without one is of the type of its document."""
    columns = (ItemType.code, ItemType.name_uz, ItemType.name_ru, ItemType.name_en)
    return tuple(
        Place(*row) for row in session.execute(select(*columns).order_by(ItemType.position, ItemType.code))
    )


def open_placement_of(session: Session, item_id: int) -> PlacementFacts | None:
    """Return where the copy hangs now."""
    row = session.execute(
        select(*_OF_PLACEMENT).where(Placement.item_id == item_id, Placement.ended_at.is_(None))
    ).one_or_none()
    return None if row is None else PlacementFacts(*row)


def placements_of(session: Session, item_id: int, limit: int = 50) -> Sequence[PlacementFacts]:
    """Return where the copy has hung, newest first."""
    rows = session.execute(
        select(*_OF_PLACEMENT).where(Placement.item_id == item_id).order_by(Placement.id.desc()).limit(limit)
    )
    return [PlacementFacts(*row) for row in rows]


STOCK_COLUMNS = {
    "department": Item.department,
    "language": Record.language,
    "branch": Record.knowledge_branch,
    "type": Record.document_type,
}


def stock_on(session: Session, day: date, *, ended: datetime) -> tuple[int, int]:
    """Return the copies and the titles of the stock on the evening of a day; `ended`: the instant after the day.

    A copy belongs to the stock from the day it was acquired, one without it from its entry, until it is withdrawn.
    """
    wanted = select(func.count(), func.count(Item.record_id.distinct())).where(_in_stock(day, ended))
    copies, titles = session.execute(wanted).one()
    return copies, titles


def stock_by(session: Session, by: str, day: date, *, ended: datetime) -> dict[str, int]:
    """Return the copies of the stock on the evening of a day by `department`, `language`, `branch` or `type`."""
    column = STOCK_COLUMNS[by]
    wanted = select(column, func.count()).select_from(Item).join(Record, Record.id == Item.record_id)
    rows = session.execute(wanted.where(_in_stock(day, ended)).group_by(column))
    return {code: int(count) for code, count in rows}


def _in_stock(day: date, ended: datetime) -> ColumnElement[bool]:
    came = or_(Item.acquired_on <= day, and_(Item.acquired_on.is_(None), Item.created_at < ended))
    return and_(came, or_(Item.withdrawn_on.is_(None), Item.withdrawn_on > day))
