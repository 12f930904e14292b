"""What a hold and a copy were before an act, as plain JSON, and how they become so again (SB-08)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.services import set_state
from circulation.holds.errors import HoldCode, HoldError
from circulation.holds.models import Hold, HoldState
from circulation.holds.queries import ACTIVE_STATES, reader_of
from circulation.holds.services.locking import lock_items, queue_for
from ils.activity.work import Work

_COMPARED = ("state", "item_id", "loan_id")  # a shelf date may be moved by a late closure meanwhile (DD-10)
_DAYS, _MOMENTS = ("shelf_until",), ("ready_at", "ended_at")
_KEPT = (*_COMPARED, *_DAYS, *_MOMENTS, "ended_by", "end_reason")


def hold_image(hold: Hold) -> dict[str, Any]:
    """Return what an act may change of a hold."""
    return {name: _plain(getattr(hold, name)) for name in _KEPT}


def _plain(value: Any) -> Any:
    if isinstance(value, HoldState):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def restore(session: Session, work: Work, image: Mapping[str, Any]) -> None:
    """Make holds and copies what they were; refused where one of them has moved on since."""
    copies, holds = image.get("items", ()), image["holds"]
    lock_items(session, [each["id"] for each in copies])
    for record_id in sorted({each["record_id"] for each in holds}):
        queue_for(session, record_id)
    for each in holds:
        _refuse_moved_on(session, each)
    # The one that holds a copy lets it go before another takes it: the index of ready holds sees each row.
    for each in sorted(holds, key=lambda one: one["before"]["state"] == HoldState.READY.value):
        _restore_hold(session, each)
    for each in copies:
        _restore_copy(session, work, each)


def _refuse_moved_on(session: Session, each: Mapping[str, Any]) -> None:
    hold = session.get_one(Hold, each["id"], populate_existing=True)
    now = hold_image(hold)
    if any(now[name] != each["after"][name] for name in _COMPARED) or _waits_anew(session, hold):
        raise HoldError(HoldCode.CHANGED, hold=hold.id)


def _waits_anew(session: Session, hold: Hold) -> bool:
    """Tell whether the reader has come to the queue once more since this hold ended."""
    again = select(Hold.id).where(
        Hold.record_id == hold.record_id, Hold.patron_id == reader_of(hold), Hold.id != hold.id,
        Hold.state.in_(ACTIVE_STATES),
    )  # fmt: skip
    return session.scalars(again).first() is not None


def _restore_hold(session: Session, each: Mapping[str, Any]) -> None:
    hold, before = session.get_one(Hold, each["id"]), each["before"]
    for name in _KEPT:
        setattr(hold, name, _read(name, before[name]))
    session.flush()


def _read(name: str, value: Any) -> Any:
    if name == "state":
        return HoldState(value)
    if value is not None and name in _DAYS:
        return date.fromisoformat(value)
    if value is not None and name in _MOMENTS:
        return datetime.fromisoformat(value)
    return value


def _restore_copy(session: Session, work: Work, each: Mapping[str, Any]) -> None:
    before, after = each["before"], each["after"]
    done = set_state(
        session, each["id"], was=ItemState(after["state"]), becomes=ItemState(before["state"]), now=work.now,
        transit_to=before["transit_to"],
    )  # fmt: skip
    if not done:
        raise HoldError(HoldCode.CHANGED, hold=None)


def copy_image(session: Session, item_id: int) -> dict[str, str]:
    """Return the state of a copy and where it is on its way to."""
    row = session.execute(select(Item.state, Item.transit_to).where(Item.id == item_id)).one()
    return {"state": row.state.value, "transit_to": row.transit_to}


def change(session: Session, hold: Hold, **values: object) -> dict[str, Any]:
    """Change a hold and return the entry of an image that can take it back."""
    before = hold_image(hold)
    for name, value in values.items():
        setattr(hold, name, value)
    session.flush()
    return {"id": hold.id, "record_id": hold.record_id, "before": before, "after": hold_image(hold)}


def image_of(holds: Iterable[dict[str, Any]], items: Iterable[dict[str, Any]] = ()) -> dict[str, Any]:
    """Put entries of holds and copies together."""
    return {"holds": list(holds), "items": list(items)}


def let_go(session: Session, work: Work, hold: Hold) -> dict[str, Any]:
    """Let a copy on the hold shelf come free without asking who is next, and return its entry of an image.

    It stands on its own shelf again, or is on its way there; a copy still under way is dealt with when it arrives. Where
    somebody waits it is on the list of copies to fetch at once.
    """
    item = session.execute(select(Item.id, Item.department).where(Item.id == hold.item_id)).one()
    before = copy_image(session, item.id)
    if before["state"] == ItemState.HELD.value:
        home = item.department == hold.department
        becomes, aim = (ItemState.AVAILABLE, "") if home else (ItemState.IN_TRANSIT, item.department)
        set_state(session, item.id, was=ItemState.HELD, becomes=becomes, now=work.now, transit_to=aim)
    return {"id": item.id, "before": before, "after": copy_image(session, item.id)}
