"""What is to be fetched from the shelves, and what is on its way between departments."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from catalog.items.models import Item, ItemState, Use
from catalog.items.queries import items_by_id
from catalog.records.models import Record
from circulation.holds.models import Hold, HoldState
from circulation.holds.queries.case import not_kept_by_show
from circulation.holds.queries.lists import waiting_for
from circulation.holds.rules import Copy, fetchable
from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name
from ils.library.models import Department


@dataclass(frozen=True, slots=True)
class Fetch:
    """A copy on the shelf of `department` that is to be set aside for a reader who will fetch it at `pickup`."""

    item_id: int
    record_id: int
    title: str
    responsibility: str
    code: str
    call_number: str
    department: str
    hold_id: int
    patron: str
    card: str
    pickup: str
    placed_on: date


@dataclass(frozen=True, slots=True)
class OnWay:
    """A copy on its way; `patron` is empty where it goes home or nobody waits for it."""

    item_id: int
    record_id: int
    title: str
    code: str
    home: str
    to: str
    since: datetime
    hold_id: int | None
    patron: str


def to_fetch(session: Session, department: str = "", *, day: date) -> tuple[Fetch, ...]:
    """Return which free copies of a department serve those who wait, in the order of the shelves."""
    copies = _free_copies(session)
    queues = waiting_for(session, sorted(copies))
    pairs = [pair for record_id, queue in queues.items() for pair in fetchable(queue, copies[record_id], day)]
    wanted = [(hold, copy) for hold, copy in pairs if department in ("", copy.department)]
    return _told(session, {hold.id: copy.id for hold, copy in wanted})


def _free_copies(session: Session) -> dict[int, list[Copy]]:
    """Return the copies on the shelf of every title that somebody waits for."""
    somebody = select(Hold.record_id).where(Hold.state == HoldState.WAITING)
    rows = session.execute(
        select(Item.record_id, Item.id, Item.department, Item.use, Department.room_only)
        .join(Department, Department.code == Item.department)
        .where(Item.record_id.in_(somebody), Item.state == ItemState.AVAILABLE, not_kept_by_show(Item))
        .order_by(Item.id)
    )
    found: dict[int, list[Copy]] = {}
    for record_id, item_id, department, use, room_only in rows:
        in_room = use is Use.ROOM or (use is None and room_only)
        found.setdefault(record_id, []).append(Copy(item_id, department, in_room))
    return found


def _told(session: Session, pairs: dict[int, int]) -> tuple[Fetch, ...]:
    items = items_by_id(session, set(pairs.values()))
    rows = session.execute(
        select(Hold, Patron).join(Patron, Patron.id == Hold.patron_id).where(Hold.id.in_(pairs))
    ).all()
    found = []
    for hold, reader in rows:
        item = items[pairs[hold.id]]
        name = full_name(reader.surname, reader.given_name, reader.patronymic)
        found.append(
            Fetch(
                item.id, item.record_id, item.title, item.responsibility, item.code, item.call_number,
                item.department, hold.id, name, reader.card_number, hold.department, hold.placed_on,
            )
        )  # fmt: skip
    return tuple(
        sorted(found, key=lambda each: (each.department, each.call_number, each.title, each.hold_id))
    )


def on_the_way(session: Session, to: str = "") -> tuple[OnWay, ...]:
    """Return the copies on their way to a department, to any where none is named; the longest under way first."""
    ready = aliased(Hold)
    query = (
        select(
            Item.id, Item.record_id, Record.title, Item.barcode, Item.inventory_number, Item.department,
            Item.transit_to, Item.state_since, ready.id, Patron.surname, Patron.given_name, Patron.patronymic,
        )
        .join(Record, Record.id == Item.record_id)
        .outerjoin(ready, and_(ready.item_id == Item.id, ready.state == HoldState.READY))
        .outerjoin(Patron, Patron.id == ready.patron_id)
        .where(Item.state == ItemState.IN_TRANSIT)
        .order_by(Item.state_since, Item.id)
    )  # fmt: skip
    if to:
        query = query.where(Item.transit_to == to)
    return tuple(
        OnWay(
            row[0], row[1], row[2], row[4] or row[3] or "", row[5], row[6], row[7], row[8],
            full_name(*(part or "" for part in row[9:])),
        )
        for row in session.execute(query)
    )  # fmt: skip


def count_waiting_by_record(session: Session, ids: Collection[int]) -> dict[int, int]:
    """Return how many wait for each of these titles that anybody waits for."""
    rows = session.execute(
        select(Hold.record_id, func.count())
        .where(Hold.record_id.in_(ids), Hold.state == HoldState.WAITING)
        .group_by(Hold.record_id)
    )
    return {row[0]: row[1] for row in rows}
