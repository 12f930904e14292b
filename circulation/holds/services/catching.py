"""A copy comes free and somebody waits: it is set aside for the first of the queue (CI-05)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from catalog.items.models import ItemState, Use
from catalog.items.queries import ItemFacts, find_item, snapshot
from catalog.items.services import PROMISED, set_state
from circulation.holds.errors import HoldCode, HoldError, HoldNotFound
from circulation.holds.models import Hold, HoldState
from circulation.holds.queries import reader_of, shelf_days
from circulation.holds.rules import shelf_until
from circulation.holds.services.images import change, copy_image, image_of, restore
from circulation.holds.services.locking import queue_for, ready_hold_of
from circulation.holds.services.notices import tell_ready
from circulation.holds.services.results import Caught
from circulation.patrons.queries import patron_facts, patron_snapshot
from ils.accounts.audit import audit
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.services import record
from ils.activity.work import Done, Work
from ils.library.calendar import load_calendar

# Whatever a copy was when it came over the counter: back from a reader, found again, received, taken off the shelf.
COMES_FREE = frozenset(
    {
        ItemState.ON_LOAN,
        ItemState.AVAILABLE,
        ItemState.LOST,
        ItemState.MISSING,
        ItemState.HELD,
        ItemState.IN_TRANSIT,
    }
)


def catch_returned(session: Session, work: Work, *, item: ItemFacts) -> Caught | None:
    """Set a copy that is in the librarian's hands aside for the first who waits for it; None where nobody does.

    Part of a greater act: the caller holds the copy's row, has ended its loan, and hands `Caught.done` to `record`
    last of all. The copy is HELD here, or IN_TRANSIT to the department where its reader fetches it; the reader is
    told when it is on the shelf.
    """
    if item.placement is not None and not item.placement.lendable:
        return None
    queue_for(session, item.record_id)
    if item.state in PROMISED and ready_hold_of(session, item.id) is not None:  # it is somebody's already
        return None
    hold = _next(session, work, item)
    if hold is None:
        return None
    was = copy_image(session, item.id)
    until = _set_aside(session, work, item, hold)
    copy = {"id": item.id, "before": was, "after": copy_image(session, item.id)}
    entry = change(
        session, hold, state=HoldState.READY, item_id=item.id, ready_at=work.now, shelf_until=until
    )
    return _caught(session, work, hold, item, image_of([entry], [copy]))


def _set_aside(session: Session, work: Work, item: ItemFacts, hold: Hold) -> date | None:
    """Put the copy on the hold shelf here and return its last day there, or send it to the reader's department."""
    stays = hold.department == (work.department or item.department)
    becomes, aim = (ItemState.HELD, "") if stays else (ItemState.IN_TRANSIT, hold.department)
    if not set_state(session, item.id, was=COMES_FREE, becomes=becomes, now=work.now, transit_to=aim):
        raise HoldError(HoldCode.NOT_FREE, code=item.code)
    return shelf_until(load_calendar(session), work.day, shelf_days(session)) if stays else None


def _next(session: Session, work: Work, item: ItemFacts) -> Hold | None:
    """Return whose turn it is (`rules.first_of`, in SQL: a queue may be long)."""
    fits = [
        Hold.record_id == item.record_id,
        Hold.state == HoldState.WAITING,
        or_(Hold.only_item_id.is_(None), Hold.only_item_id == item.id),
        or_(Hold.needed_until.is_(None), Hold.needed_until >= work.day),
    ]
    if item.place_of_use is Use.ROOM:
        fits.append(Hold.department == item.department)
    query = select(Hold).where(*fits).order_by(Hold.rank, Hold.id).limit(1)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def _caught(session: Session, work: Work, hold: Hold, item: ItemFacts, image: dict[str, Any]) -> Caught:
    patron = patron_facts(session, reader_of(hold))
    until = hold.shelf_until
    if until is not None:
        tell_ready(session, work, hold)
    audit(
        session, work, "hold_set_aside", subject_type="hold", subject_id=hold.id, item=item.id,
        department=hold.department, until=until.isoformat() if until else None,
    )  # fmt: skip
    told = patron_snapshot(patron, work.day)
    done = Done(Kind.HOLD_SHELF, "hold", hold.id, patron=told, item=snapshot(session, item))
    return Caught(
        hold_id=hold.id,
        patron_id=patron.id,
        patron=patron.full_name,
        card=patron.card_number,
        department=hold.department,
        shelf_until=until,
        image=image,
        done=(done,),
    )


def release(session: Session, work: Work, image: Mapping[str, Any]) -> tuple[Activity, ...]:
    """Take a catching back: the reader stands in the queue where they stood.

    The copy is what it was when it was caught. Part of an undo: the caller hands the rows of the log returned here to
    `reverse_many`, last of all. Refused where the hold has moved on since.
    """
    restore(session, work, image)
    ids = [each["id"] for each in image["holds"]]
    audit(session, work, "hold_released", subject_type="hold", subject_id=ids[0], holds=ids)
    return tuple(row for row in (_latest_row(session, each) for each in ids) if row is not None)


def _latest_row(session: Session, hold_id: int) -> Activity | None:
    """Return the last setting-aside of a hold in the log that was not taken back."""
    twins = select(Activity.undo_of).where(
        Activity.subject_type == "hold", Activity.subject_id == hold_id, Activity.undo_of.is_not(None)
    )
    rows = select(Activity).where(
        Activity.subject_type == "hold", Activity.subject_id == hold_id, Activity.kind == Kind.HOLD_SHELF,
        Activity.undo_of.is_(None), Activity.id.not_in(twins),
    )  # fmt: skip
    return session.scalars(rows.order_by(Activity.id.desc()).limit(1)).one_or_none()


def set_aside(session: Session, work: Work, *, code: str) -> tuple[ItemFacts, Caught]:
    """Set aside a copy fetched from the shelves; refuse a copy that is not free, or for which nobody waits."""
    item = find_item(session, code, lock=True)
    if item is None:
        raise HoldNotFound(HoldCode.COPY_UNKNOWN, code=code.strip()[:40])
    if item.state is not ItemState.AVAILABLE:
        raise HoldError(HoldCode.NOT_FREE, code=item.code)
    caught = catch_returned(session, work, item=item)
    if caught is None:
        raise HoldError(HoldCode.NOBODY_WAITS, code=item.code)
    record(session, work, *caught.done)
    return item, caught
