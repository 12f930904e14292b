"""What lending and renewing ask of the queue: one row and one count, however long the queue (CO-18, CO-19, RN-02)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from catalog.items.models import Item, ItemState, Placement, Use
from circulation.holds.models import Hold, HoldState
from circulation.patrons.models import Patron
from circulation.patrons.rules import full_name
from ils.library.models import Department

ACTIVE_STATES = (HoldState.WAITING, HoldState.READY)


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """A hold with its reader. READY with `shelf_until` None: the copy is still on its way to `department`."""

    id: int
    record_id: int
    patron_id: int
    patron: str
    card: str
    department: str
    state: HoldState
    item_id: int | None
    only_item_id: int | None
    placed_on: date
    needed_until: date | None
    ready_at: datetime | None
    shelf_until: date | None

    @property
    def travels(self) -> bool:
        """Tell whether the copy set aside has not arrived yet."""
        return self.state is HoldState.READY and self.shelf_until is None


@dataclass(frozen=True, slots=True)
class HoldCase:
    """The queue as a scan of a reader and a copy sees it.

    `own`: this reader's own hold of the title · `shelf_for`: the hold for which this very copy is set aside, maybe
    the reader's own · `waiting`: others who wait and whom this copy could serve · `ahead`: those of them who stand
    before the reader, all of them if the reader does not wait · `free_copies`: other copies on the shelf that may be
    lent, counted up to `waiting`.
    """

    own: HoldFacts | None = None
    shelf_for: HoldFacts | None = None
    waiting: int = 0
    ahead: int = 0
    free_copies: int = 0


NO_HOLDS = HoldCase()

_PLAIN = (
    "id", "record_id", "patron_id", "department", "state", "item_id", "only_item_id", "placed_on", "needed_until",
    "ready_at", "shelf_until",
)  # fmt: skip
_NAMES = ("surname", "given_name", "patronymic", "card_number")


def columns_of(hold: Any, reader: Any) -> tuple[Any, ...]:
    """Return the columns that `facts_of` makes facts of."""
    return (*(getattr(hold, name) for name in _PLAIN), *(getattr(reader, name) for name in _NAMES))


def facts_of(values: tuple[Any, ...]) -> HoldFacts | None:
    """Return the facts of a row of `columns_of`, None where the outer join found nothing."""
    if values[0] is None:
        return None
    told = dict(zip(_PLAIN, values[: len(_PLAIN)], strict=True))
    surname, given_name, patronymic, card = values[len(_PLAIN) :]
    return HoldFacts(patron=full_name(surname, given_name, patronymic), card=card, **told)


_WIDTH = len(_PLAIN) + len(_NAMES)


def hold_case(
    session: Session, *, record_id: int, patron_id: int, item_id: int, day: date | None = None
) -> HoldCase:
    """Return what the queue of the title says to this reader and this copy: always two queries.

    `patron_id` 0 stands for a reader unknown. Holds that nobody needs any more on `day` do not count.
    """
    asked = {"record": record_id, "patron": patron_id, "item": item_id, "day": day or date.min}
    row = tuple(session.execute(_queue_of()[0], asked).one())
    own, shelf_for = facts_of(row[:_WIDTH]), facts_of(row[_WIDTH : 2 * _WIDTH])
    waiting, ahead = row[-2:]
    free = session.scalars(_queue_of()[1], asked | {"most": waiting}).one()
    return HoldCase(own, shelf_for, waiting, ahead, free)


@cache
def _queue_of() -> tuple[Any, Any]:
    """Build both questions once a process: every scan asks them."""
    return _asked_of_queue(), _asked_of_shelves()


def _asked_of_queue() -> Any:
    own, shelf = aliased(Hold), aliased(Hold)
    reader, other_reader = aliased(Patron), aliased(Patron)
    patron, record, item = (bindparam(name, type_=Integer) for name in ("patron", "record", "item"))
    anchor = select(bindparam("anchor", 1, type_=Integer).label("one")).subquery()
    waiting, ahead = _counts(own)
    return (
        select(*columns_of(own, reader), *columns_of(shelf, other_reader), waiting, ahead)
        .select_from(anchor)
        .outerjoin(own, and_(own.record_id == record, own.patron_id == patron, own.state.in_(ACTIVE_STATES)))
        .outerjoin(reader, reader.id == own.patron_id)
        .outerjoin(shelf, and_(shelf.item_id == item, shelf.state == HoldState.READY))
        .outerjoin(other_reader, other_reader.id == shelf.patron_id)
    )


def _counts(own: Any) -> tuple[Any, Any]:
    """Count the others who wait and whom the copy could serve: all, and those who stand before the reader."""
    other = aliased(Hold)
    served = (
        other.record_id == bindparam("record", type_=Integer),
        other.state == HoldState.WAITING,
        other.patron_id != bindparam("patron", type_=Integer),
        or_(other.only_item_id.is_(None), other.only_item_id == bindparam("item", type_=Integer)),
        or_(other.needed_until.is_(None), other.needed_until >= bindparam("day", type_=Date)),
    )
    before = or_(own.id.is_(None), other.rank < own.rank, and_(other.rank == own.rank, other.id < own.id))
    count = select(func.count()).select_from(other)
    return (
        count.where(*served).scalar_subquery(),
        count.where(*served, before).correlate(own).scalar_subquery(),
    )


def lendable_home(copy: Any, department: Any) -> Any:
    """Tell of a copy joined with its department that it is no copy for the room only (CO-11)."""
    return or_(
        and_(copy.use.is_not(None), copy.use != Use.ROOM),
        and_(copy.use.is_(None), department.room_only.is_(False)),
    )


def not_kept_by_show(copy: Any) -> Any:
    """Tell that no exhibition keeps the copy (CO-12)."""
    keeps = select(Placement.id).where(
        Placement.item_id == copy.id, Placement.ended_at.is_(None), Placement.lendable.is_(False)
    )
    return ~keeps.correlate(copy).exists()


def _asked_of_shelves() -> Any:
    free = (
        select(Item.id)
        .join(Department, Department.code == Item.department)
        .where(
            Item.record_id == bindparam("record", type_=Integer),
            Item.state == ItemState.AVAILABLE,
            Item.id != bindparam("item", type_=Integer),
            lendable_home(Item, Department),
            not_kept_by_show(Item),
        )
        .limit(bindparam("most", type_=Integer))
    )
    return select(func.count()).select_from(free.subquery())
