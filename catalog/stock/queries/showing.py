"""One act with its lines, sums and breakdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.records.models import Record
from catalog.records.queries import LARGEST_ID
from catalog.stock.errors import StockCode, StockNotFoundError
from catalog.stock.models import (
    AcceptanceAct,
    AcceptanceLine,
    AcceptedItem,
    AccessionSource,
    ActState,
    InventorySeries,
)
from catalog.stock.rules.numbers import number_text, spans


@dataclass(frozen=True, slots=True)
class ActView:
    """An act as its page shows it; `rate` is soʻm for 10,000 units of the currency."""

    id: int
    year: int
    number: int | None
    day: date
    source: AccessionSource
    state: ActState
    corrects_id: int | None
    department: str
    series: str
    partner: str
    document: str
    document_day: date | None
    contract: str
    currency: str
    rate: int
    commission: str
    note: str
    created_at: datetime
    created_by: int | None
    approved_at: datetime | None
    approved_by: int | None

    @property
    def name(self) -> str:
        """The act's number in its year, empty for a draft: 5/2026."""
        return f"{self.number}/{self.year}" if self.number else ""

    @property
    def members(self) -> tuple[str, ...]:
        """The members of the commission, the chair first."""
        return tuple(line.strip() for line in self.commission.splitlines() if line.strip())

    def facts(self) -> dict[str, str]:
        """Return the texts that an act may be required to have."""
        return {name: getattr(self, name) for name in ("partner", "document", "contract", "commission")}


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with its record's heading; prices of one copy in hundredths of the currency and in soʻm."""

    id: int
    position: int
    record_id: int
    copies: int
    price: int
    price_som: int
    call_number: str
    first_number: int | None
    last_number: int | None
    corrects_id: int | None
    note: str
    title: str
    responsibility: str
    author: str
    year: int | None
    language: str
    document_type: str
    numbers: str  # from–to as the inventory book writes them; of a correcting line those of its copies
    taken_back: int  # copies that approved correcting acts took back

    @property
    def som(self) -> int:
        """The sum of the line in soʻm, with its sign."""
        return self.copies * self.price_som

    @property
    def sum(self) -> int:
        """The sum of the line in hundredths of the currency, with its sign."""
        return self.copies * self.price


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums of lines: copies and money with their sign, titles are different records."""

    copies: int
    titles: int
    sum: int
    som: int
    by_type: tuple[tuple[str, int], ...]
    by_language: tuple[tuple[str, int], ...]


_ACT = tuple(getattr(AcceptanceAct, name) for name in ActView.__slots__)
_LINE: tuple[Any, ...] = tuple(
    getattr(AcceptanceLine if hasattr(AcceptanceLine, name) else Record, name)
    for name in LineView.__slots__[:-2]
)


def act_view(session: Session, act_id: int) -> ActView:
    """Return one act; refuse an unknown id."""
    row = None
    if 0 < act_id <= LARGEST_ID:
        row = session.execute(select(*_ACT).where(AcceptanceAct.id == act_id)).one_or_none()
    if row is None:
        raise StockNotFoundError(StockCode.ACT_UNKNOWN, act=act_id)
    return ActView(*row)


def act_lines(session: Session, act: ActView) -> tuple[LineView, ...]:
    """Return the lines of an act in their order."""
    rows = session.execute(
        select(*_LINE)
        .join(Record, Record.id == AcceptanceLine.record_id)
        .where(AcceptanceLine.act_id == act.id)
        .order_by(AcceptanceLine.position)
    ).all()
    back = _taken_back(session, [row.id for row in rows])
    series = session.get_one(InventorySeries, act.series)
    named = _numbers_of_copies(session, [row.id for row in rows if row.first_number is None])
    return tuple(
        LineView(*(*row, _span(series, row) or named.get(row.id, ""), back.get(row.id, 0))) for row in rows
    )


def _span(series: InventorySeries, row: Any) -> str:
    if row.first_number is None:
        return ""
    first = number_text(series.prefix, series.digits, row.first_number)
    last = number_text(series.prefix, series.digits, row.last_number)
    return first if first == last else f"{first} – {last}"


def _numbers_of_copies(session: Session, ids: Collection[int]) -> dict[int, str]:
    rows = session.execute(
        select(AcceptedItem.line_id, Item.inventory_number)
        .join(Item, Item.id == AcceptedItem.item_id)
        .where(AcceptedItem.line_id.in_(ids))
        .order_by(AcceptedItem.line_id, Item.id)
    )
    found: dict[int, list[str]] = {}
    for line_id, number in rows:
        found.setdefault(line_id, []).append(number or "")
    return {line_id: spans(numbers) for line_id, numbers in found.items()}


def _taken_back(session: Session, ids: Collection[int]) -> dict[int, int]:
    rows = session.execute(
        select(AcceptanceLine.corrects_id, func.sum(AcceptanceLine.copies))
        .join(AcceptanceAct, AcceptanceAct.id == AcceptanceLine.act_id)
        .where(AcceptanceLine.corrects_id.in_(ids), AcceptanceAct.state == ActState.APPROVED)
        .group_by(AcceptanceLine.corrects_id)
    )
    return {line_id or 0: -int(copies) for line_id, copies in rows}


def totals(lines: Sequence[LineView]) -> Totals:
    """Return the sums of lines, the largest shares first."""
    types: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    for line in lines:
        types[line.document_type] += line.copies
        languages[line.language] += line.copies
    return Totals(
        copies=sum(line.copies for line in lines),
        titles=len({line.record_id for line in lines}),
        sum=sum(line.sum for line in lines),
        som=sum(line.som for line in lines),
        by_type=_largest(types),
        by_language=_largest(languages),
    )


def _largest(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    shares = ((code, copies) for code, copies in counts.items() if copies)
    return tuple(sorted(shares, key=lambda share: (-abs(share[1]), share[0])))


def line_view(session: Session, act: ActView, line_id: int) -> LineView:
    """Return one line of an act; refuse one of another act."""
    for line in act_lines(session, act):
        if line.id == line_id:
            return line
    raise StockNotFoundError(StockCode.LINE_UNKNOWN, line=line_id)


def corrections_of(session: Session, act_id: int) -> tuple[ActView, ...]:
    """Return the acts that correct this one, oldest first; those given up are left out."""
    rows = session.execute(
        select(*_ACT)
        .where(AcceptanceAct.corrects_id == act_id, AcceptanceAct.state != ActState.CANCELLED)
        .order_by(AcceptanceAct.id)
    )
    return tuple(ActView(*row) for row in rows)


def line_names(session: Session, ids: Collection[int]) -> dict[int, tuple[str, int]]:
    """Return for lines behind a figure: one line of text (act and title), and the id of the act."""
    rows = session.execute(
        select(AcceptanceLine.id, AcceptanceAct.id, AcceptanceAct.number, AcceptanceAct.year, Record.title)
        .join(AcceptanceAct, AcceptanceAct.id == AcceptanceLine.act_id)
        .join(Record, Record.id == AcceptanceLine.record_id)
        .where(AcceptanceLine.id.in_(ids))
    )
    return {line: (f"№ {number}/{year} · {title}", act) for line, act, number, year, title in rows}


def copies_without_act(session: Session, record_id: int) -> tuple[int, int]:
    """Return how many copies a record has in the library, and how many of them no act brought in."""
    held = (Item.record_id == record_id, Item.state != ItemState.WITHDRAWN)
    accepted = select(AcceptedItem.item_id)
    every = session.scalars(select(func.count()).select_from(Item).where(*held)).one()
    loose = session.scalars(
        select(func.count()).select_from(Item).where(*held, Item.id.not_in(accepted))
    ).one()
    return every, loose


def last_commission(session: Session) -> str:
    """Return the commission of the newest act, to begin the next one with."""
    query = select(AcceptanceAct.commission).order_by(AcceptanceAct.id.desc()).limit(1)
    return session.scalars(query).first() or ""


def usual_call_number(session: Session, record_id: int) -> str:
    """Return the call number that the newest copy of a record has, else its class mark."""
    query = (
        select(Item.call_number)
        .where(Item.record_id == record_id, Item.call_number != "")
        .order_by(Item.id.desc())
        .limit(1)
    )
    mark = select(Record.class_mark).where(Record.id == record_id)
    return session.scalars(query).first() or session.scalars(mark).first() or ""
