"""Lists of holds: a queue, a reader's own, the hold shelf, what is on its way, what is to be fetched or put back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from catalog.items.models import Item, ItemState
from catalog.items.rules import shown_code
from catalog.records.models import Record
from circulation.holds.errors import HoldCode, HoldNotFound
from circulation.holds.models import Hold, HoldState
from circulation.holds.queries.case import ACTIVE_STATES
from circulation.holds.rules import Waiting
from circulation.patrons.models import Patron
from circulation.patrons.rules import name_if_any

LARGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class HoldRow:
    """A hold as lists show it. `place`: the place in the queue from 1, 0 for one that does not wait any more."""

    id: int
    record_id: int
    title: str
    responsibility: str
    patron_id: int | None  # None: ended and forgotten, the name is empty
    patron: str
    card: str
    phone: str
    department: str
    state: HoldState
    placed_on: date
    channel: str
    needed_until: date | None
    ready_at: datetime | None
    shelf_until: date | None
    ended_at: datetime | None
    end_reason: str
    note: str
    only_item_id: int | None
    item_id: int | None
    barcode: str | None
    inventory_number: str | None
    call_number: str | None
    home: str | None  # the department to which the copy set aside belongs
    item_state: ItemState | None
    place: int

    @property
    def code(self) -> str:
        """The number by which people know the copy set aside: its barcode, else its inventory number."""
        return shown_code(self.barcode, self.inventory_number)

    @property
    def travels(self) -> bool:
        """Tell whether the copy set aside has not arrived yet."""
        return self.state is HoldState.READY and self.shelf_until is None


_NAME = (Patron.surname, Patron.given_name, Patron.patronymic)


def _place() -> Any:
    """Count those who stand before a waiting hold, and itself."""
    other = aliased(Hold)
    before = or_(other.rank < Hold.rank, and_(other.rank == Hold.rank, other.id <= Hold.id))
    stands = and_(
        other.record_id == Hold.record_id,
        other.state == HoldState.WAITING,
        Hold.state == HoldState.WAITING,
        before,
    )
    return (
        select(func.count()).select_from(other).where(stands).correlate(Hold).scalar_subquery().label("place")
    )


def _rows() -> Any:
    return (
        select(
            Hold.id, Hold.record_id, Record.title, Record.responsibility, Hold.patron_id, *_NAME,
            func.coalesce(Patron.card_number, "").label("card"), func.coalesce(Patron.phone, "").label("phone"),
            Hold.department, Hold.state, Hold.placed_on, Hold.channel,
            Hold.needed_until, Hold.ready_at, Hold.shelf_until, Hold.ended_at, Hold.end_reason, Hold.note,
            Hold.only_item_id, Hold.item_id, Item.barcode, Item.inventory_number, Item.call_number,
            Item.department.label("home"), Item.state.label("item_state"), _place(),
        )
        .join(Record, Record.id == Hold.record_id)
        .outerjoin(Patron, Patron.id == Hold.patron_id)
        .outerjoin(Item, Item.id == Hold.item_id)
    )  # fmt: skip


def _row(row: Any) -> HoldRow:
    told = {each.name: getattr(row, each.name) for each in fields(HoldRow) if each.name != "patron"}
    return HoldRow(patron=name_if_any(row.surname, row.given_name, row.patronymic), **told)


def _all(session: Session, query: Select[Any]) -> tuple[HoldRow, ...]:
    return tuple(_row(row) for row in session.execute(query))


def hold(session: Session, hold_id: int) -> HoldRow:
    """Return one hold; refuse an unknown one."""
    row = None
    if 0 < hold_id <= LARGEST_ID:
        row = session.execute(_rows().where(Hold.id == hold_id)).one_or_none()
    if row is None:
        raise HoldNotFound(HoldCode.UNKNOWN, hold=hold_id)
    return _row(row)


def queue(session: Session, record_id: int) -> tuple[HoldRow, ...]:
    """Return who waits for a title: those whose copy is set aside, then the queue in its order."""
    ready_first = Hold.state == HoldState.WAITING
    query = _rows().where(Hold.record_id == record_id, Hold.state.in_(ACTIVE_STATES))
    return _all(session, query.order_by(ready_first, Hold.rank, Hold.id))


def holds_of(session: Session, patron_id: int) -> tuple[HoldRow, ...]:
    """Return what a reader waits for: copies set aside first, then by the day of placing."""
    query = _rows().where(Hold.patron_id == patron_id, Hold.state.in_(ACTIVE_STATES))
    return _all(session, query.order_by(Hold.state == HoldState.WAITING, Hold.id))


def ended_of(session: Session, patron_id: int, *, limit: int = 50) -> tuple[HoldRow, ...]:
    """Return what a reader waited for once, the latest first."""
    query = _rows().where(Hold.patron_id == patron_id, Hold.ended_at.is_not(None))
    return _all(session, query.order_by(Hold.ended_at.desc(), Hold.id.desc()).limit(limit))


def shelf(session: Session, department: str = "") -> tuple[HoldRow, ...]:
    """Return the hold shelf of a department, of all where none is named: those to be fetched soonest first."""
    where = [Hold.state == HoldState.READY, Hold.shelf_until.is_not(None)]
    return _all(session, _in(_rows().where(*where), department).order_by(Hold.shelf_until, Hold.id))


def _in(query: Select[Any], department: str) -> Select[Any]:
    return query.where(Hold.department == department) if department else query


def to_clear(session: Session, department: str = "", *, day: date, days: int = 7) -> tuple[HoldRow, ...]:
    """Return copies whose hold ended unfetched these days and that nobody has taken from the hold shelf since, it seems.

    A copy that was lent, set aside anew or found elsewhere after that is on the list no more.
    """
    since = day - timedelta(days=days)
    ended: list[ColumnElement[bool]] = [
        Hold.state.in_((HoldState.EXPIRED, HoldState.CANCELLED)),
        Hold.shelf_until.is_not(None),
        Hold.shelf_until >= since,
        Item.state.in_((ItemState.AVAILABLE, ItemState.IN_TRANSIT)),
        Item.state_since == Hold.ended_at,
    ]
    return _all(
        session, _in(_rows().where(*ended), department).order_by(Hold.ended_at.desc(), Hold.id.desc())
    )


def waiting_of(session: Session, record_id: int) -> tuple[Waiting, ...]:
    """Return the queue of a title as the rules take it."""
    return waiting_for(session, [record_id]).get(record_id, ())


def waiting_for(session: Session, record_ids: Sequence[int]) -> dict[int, tuple[Waiting, ...]]:
    """Return the queues of several titles, each in its order."""
    rows = session.execute(
        select(Hold.record_id, Hold.id, Hold.rank, Hold.department, Hold.only_item_id, Hold.needed_until)
        .where(Hold.record_id.in_(record_ids), Hold.state == HoldState.WAITING)
        .order_by(Hold.record_id, Hold.rank, Hold.id)
    )
    found: dict[int, list[Waiting]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(Waiting(*row[1:]))
    return {record_id: tuple(each) for record_id, each in found.items()}


def count_waiting(session: Session, record_id: int) -> int:
    """Return how many wait for a title."""
    return session.scalars(
        select(func.count()).where(Hold.record_id == record_id, Hold.state == HoldState.WAITING)
    ).one()


def count_on_shelf(session: Session) -> int:
    """Return how many copies wait on all hold shelves."""
    return session.scalars(
        select(func.count()).where(Hold.state == HoldState.READY, Hold.shelf_until.is_not(None))
    ).one()
