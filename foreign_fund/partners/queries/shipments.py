"""Shipments and their lines, with what stands of them after all corrections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, Select, cast, func, or_, select
from sqlalchemy.orm import Session, aliased

from catalog.items.models import Item
from catalog.items.queries import code_column
from catalog.records.queries import resolve
from catalog.stock.models import AcceptanceAct, AcceptanceLine, ActState
from foreign_fund.partners.errors import PartnerNotFoundError, ShipmentCode
from foreign_fund.partners.models import Partner, Shipment, ShipmentLine
from foreign_fund.partners.rules.ledger import Difference, Direction, ShipmentState, differences

SUBJECT = "exchange_shipment"
LARGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """A shipment with the sums of its own lines."""

    id: int
    partner_id: int
    direction: str
    state: str
    day: date
    document: str
    currency: str
    rate: int
    corrects_id: int | None
    act_id: int | None
    department: str
    note: str
    created_at: datetime
    created_by: int | None
    posted_at: datetime | None
    posted_by: int | None
    partner: str
    titles: int
    copies: int
    amount: int
    som: int


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line; `standing` is what is left of it after corrections, `code` that of our copy, `item_state` its state now."""

    id: int
    position: int
    title: str
    record_id: int | None
    item_id: int | None
    copies: int
    price: int
    price_som: int
    for_fund: bool
    corrects_id: int | None
    standing: int
    code: str
    item_state: str


@dataclass(frozen=True, slots=True)
class WantedShipments:
    """Which shipments a list shows; what is empty narrows nothing."""

    partner_id: int | None = None
    direction: str = ""
    state: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ShipmentPage:
    """Some shipments, and how many there are in all."""

    rows: tuple[ShipmentRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ActTold:
    """The act that a shipment was made into, as far as the shipment's page needs it."""

    id: int
    name: str
    state: ActState


_OWN = ShipmentRow.__slots__[:-5]


def _sum(what: Any) -> Any:
    """Sum in big integers: copies times a price are more than a plain column of PostgreSQL holds."""
    total = cast(func.coalesce(func.sum(what), 0), BigInteger)
    query = select(total).where(ShipmentLine.shipment_id == Shipment.id)
    return query.correlate(Shipment).scalar_subquery()


def _shipments() -> Select[Any]:
    line = ShipmentLine
    titles = (
        select(func.count(line.id))
        .where(line.shipment_id == Shipment.id)
        .correlate(Shipment)
        .scalar_subquery()
    )
    many = cast(line.copies, BigInteger)
    sums = (_sum(line.copies), _sum(many * line.price), _sum(many * line.price_som))
    own = (getattr(Shipment, name) for name in _OWN)
    return select(*own, Partner.name, titles, *sums).join(Partner, Partner.id == Shipment.partner_id)


def _row(found: Any) -> ShipmentRow:
    values: tuple[Any, ...] = tuple(found)
    return ShipmentRow(*values)


def shipments(
    session: Session, wanted: WantedShipments, *, limit: int | None = None, offset: int = 0
) -> ShipmentPage:
    """Return the shipments asked for: drafts first, then the latest day."""
    where = _where(wanted)
    total = session.scalars(select(func.count(Shipment.id)).where(*where)).one()
    draft = Shipment.state == ShipmentState.DRAFT.value
    query = _shipments().where(*where).order_by(draft.desc(), Shipment.day.desc(), Shipment.id.desc())
    rows = session.execute(query.limit(limit).offset(offset))
    return ShipmentPage(tuple(_row(row) for row in rows), total)


def _where(wanted: WantedShipments) -> list[Any]:
    where: list[Any] = []
    if wanted.partner_id:
        where.append(Shipment.partner_id == wanted.partner_id)
    if wanted.direction:
        where.append(Shipment.direction == wanted.direction)
    where.append(
        Shipment.state == wanted.state if wanted.state else Shipment.state != ShipmentState.CANCELLED.value
    )
    if wanted.since:
        where.append(Shipment.day >= wanted.since)
    if wanted.until:
        where.append(Shipment.day <= wanted.until)
    if wanted.text:
        titled = select(ShipmentLine.shipment_id).where(
            ShipmentLine.title.icontains(wanted.text, autoescape=True)
        )
        where.append(or_(Shipment.document.icontains(wanted.text, autoescape=True), Shipment.id.in_(titled)))
    return where


def shipment_row(session: Session, shipment_id: int) -> ShipmentRow:
    """Return a shipment; refuse an unknown id."""
    found = None
    if 0 < shipment_id <= LARGEST_ID:
        found = session.execute(_shipments().where(Shipment.id == shipment_id)).one_or_none()
    if found is None:
        raise PartnerNotFoundError(ShipmentCode.UNKNOWN)
    return _row(found)


def lines_of(session: Session, *shipment_ids: int) -> tuple[LineRow, ...]:
    """Return the lines of shipments in their order."""
    line, later = ShipmentLine, aliased(ShipmentLine)
    corrected = (
        select(cast(func.coalesce(func.sum(later.copies), 0), Integer))
        .where(later.corrects_id == line.id)
        .correlate(line)
        .scalar_subquery()
    )
    names = ("id", "position", "title", "record_id", "item_id", "copies", "price", "price_som", "for_fund")
    columns = [getattr(line, name) for name in (*names, "corrects_id")]
    query = (
        select(*columns, line.copies + corrected, func.coalesce(code_column(), ""), Item.state)
        .outerjoin(Item, Item.id == line.item_id)
        .where(line.shipment_id.in_(shipment_ids))
        .order_by(line.shipment_id, line.position)
    )
    return tuple(_line(row) for row in session.execute(query))


def _line(found: Any) -> LineRow:
    *own, state = found
    values: tuple[Any, ...] = (*own, state.value if state else "")
    return LineRow(*values)


def corrections_of(session: Session, shipment_id: int) -> tuple[ShipmentRow, ...]:
    """Return the entries that correct a shipment."""
    rows = session.execute(_shipments().where(Shipment.corrects_id == shipment_id).order_by(Shipment.id))
    return tuple(_row(row) for row in rows)


def standing_lines(session: Session, shipment_id: int) -> tuple[LineRow, ...]:
    """Return the lines of a shipment that correct none: its own, and those that its corrections have added."""
    ids = [shipment_id, *session.scalars(select(Shipment.id).where(Shipment.corrects_id == shipment_id))]
    return tuple(row for row in lines_of(session, *ids) if row.corrects_id is None)


def act_of(session: Session, row: ShipmentRow) -> ActTold | None:
    """Return the act that a shipment was made into."""
    act = session.get(AcceptanceAct, row.act_id) if row.act_id else None
    if act is None:
        return None
    return ActTold(act.id, f"№ {act.number}/{act.year}" if act.number else "", act.state)


def accepted_by_act(session: Session, act_id: int) -> Counter[int]:
    """Return the copies of each record that an approved act and its approved corrections hold."""
    rows = session.execute(
        select(AcceptanceLine.record_id, func.sum(AcceptanceLine.copies))
        .join(AcceptanceAct, AcceptanceAct.id == AcceptanceLine.act_id)
        .where(
            or_(AcceptanceAct.id == act_id, AcceptanceAct.corrects_id == act_id),
            AcceptanceAct.state == ActState.APPROVED,
        )
        .group_by(AcceptanceLine.record_id)
    )
    found: Counter[int] = Counter()
    for record, copies in rows:
        found[resolve(session, record)] += int(copies)
    return Counter({record: copies for record, copies in found.items() if copies})


def in_ledger(session: Session, lines: Iterable[LineRow]) -> Counter[int]:
    """Return the copies of each record that stand in the ledger as meant for the fund; merged records are one."""
    found: Counter[int] = Counter()
    for line in lines:
        if line.for_fund and line.record_id is not None and line.standing:
            found[resolve(session, line.record_id)] += line.standing
    return found


def parted(session: Session, row: ShipmentRow) -> tuple[Difference, ...]:
    """Return where a received shipment and its approved act differ; nothing before the act is approved."""
    act = act_of(session, row)
    if act is None or act.state is not ActState.APPROVED:
        return ()
    return differences(in_ledger(session, standing_lines(session, row.id)), accepted_by_act(session, act.id))


def open_drafts(session: Session) -> int:
    """Return how many drafts wait to be posted."""
    draft = Shipment.state == ShipmentState.DRAFT.value
    return session.scalars(select(func.count(Shipment.id)).where(draft)).one()


def without_act(session: Session) -> int:
    """Return how many received shipments have not been made into an act, though something is for the fund."""
    own = select(ShipmentLine.shipment_id).where(ShipmentLine.for_fund.is_(True))
    return session.scalars(
        select(func.count(Shipment.id)).where(
            Shipment.direction == Direction.RECEIVED.value, Shipment.state == ShipmentState.POSTED.value,
            Shipment.corrects_id.is_(None), Shipment.act_id.is_(None), Shipment.id.in_(own),
        )
    ).one()  # fmt: skip


def describe(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, int | None]]:
    """Return one line for each shipment, with its page."""
    rows = session.execute(
        select(Shipment.id, Shipment.day, Shipment.document, Partner.name)
        .join(Partner, Partner.id == Shipment.partner_id)
        .where(Shipment.id.in_(set(ids)))
    )
    return {key: (f"{name} · {document or day.isoformat()}", key) for key, day, document, name in rows}


def codes_elsewhere(session: Session, item_ids: Sequence[int], *, but: int) -> dict[int, int]:
    """Return in which other draft each copy stands."""
    rows = session.execute(
        select(ShipmentLine.item_id, ShipmentLine.shipment_id)
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .where(
            ShipmentLine.item_id.in_(item_ids),
            Shipment.state == ShipmentState.DRAFT.value,
            Shipment.id != but,
        )
    )
    return {item: shipment for item, shipment in rows if item is not None}
