"""Copies on their way between departments: sent, received, put where they belong (CI-06)."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from catalog.items.models import ItemState
from catalog.items.queries import ItemFacts, find_item
from catalog.items.services import set_state
from circulation.holds.errors import HoldCode, HoldError, HoldNotFound
from circulation.holds.models import Hold
from circulation.holds.queries import reader_of, shelf_days
from circulation.holds.rules import shelf_until
from circulation.holds.rules.endings import Arrival
from circulation.holds.services.catching import COMES_FREE, catch_returned
from circulation.holds.services.locking import queue_for, ready_hold_of
from circulation.holds.services.notices import tell_ready
from circulation.holds.services.results import Arrived, Caught
from circulation.patrons.queries import patron_facts
from ils.accounts.audit import audit
from ils.activity.services import record
from ils.activity.work import Done, Work
from ils.library.calendar import load_calendar
from ils.library.places import department

SENT = COMES_FREE - {ItemState.HELD, ItemState.IN_TRANSIT}


def send_on(session: Session, work: Work, *, item: ItemFacts, to: str) -> None:
    """Send a copy to another department; it is in transit until received there.

    Part of a greater act, as a return: the caller holds the copy's row and has ended its loan. Refused for a copy
    that stays here, or is promised to somebody.
    """
    aim = department(session, to).code
    if aim == work.department:
        raise HoldError(HoldCode.SENT_NOWHERE, code=item.code, to=aim)
    if not set_state(session, item.id, was=SENT, becomes=ItemState.IN_TRANSIT, now=work.now, transit_to=aim):
        raise HoldError(HoldCode.NOT_SENT, code=item.code)
    audit(session, work, "item_sent", subject_type="item", subject_id=item.id, to=aim)


def send(session: Session, work: Work, *, code: str, to: str) -> ItemFacts:
    """Send a scanned copy that stands on the shelf to another department."""
    item = _scanned(session, code)
    if item.state is not ItemState.AVAILABLE:
        raise HoldError(HoldCode.NOT_SENT, code=item.code)
    send_on(session, work, item=item, to=to)
    return item


def arrive(session: Session, work: Work, *, code: str) -> Arrived:
    """Receive a copy that was on its way; refuse one that was not.

    At its aim it goes on the hold shelf for the reader it was sent for, else for the next of the queue, else to its
    own shelf or on its way there. Anywhere else it stays on its way, and the answer says where to.
    """
    item = _scanned(session, code)
    if item.state is not ItemState.IN_TRANSIT:
        raise HoldError(HoldCode.NOT_ON_THE_WAY, code=item.code)
    queue_for(session, item.record_id)
    hold = ready_hold_of(session, item.id)
    if work.department != item.transit_to:
        return _named(session, Arrived(Arrival.WRONG_PLACE, item, item.transit_to), hold)
    if hold is not None:
        return _onto_hold_shelf(session, work, item, hold)
    arrived, done = put_where_it_belongs(session, work, item)
    audit(session, work, "item_received", subject_type="item", subject_id=item.id, at=work.department)
    record(session, work, *done)
    return arrived


def _scanned(session: Session, code: str) -> ItemFacts:
    item = find_item(session, code, lock=True)
    if item is None:
        raise HoldNotFound(HoldCode.COPY_UNKNOWN, code=code.strip()[:40])
    return item


def _named(session: Session, arrived: Arrived, hold: Hold | None) -> Arrived:
    if hold is None:
        return arrived
    patron = patron_facts(session, reader_of(hold))
    return replace(
        arrived,
        hold_id=hold.id,
        patron=patron.full_name,
        card=patron.card_number,
        shelf_until=hold.shelf_until,
    )


def _onto_hold_shelf(session: Session, work: Work, item: ItemFacts, hold: Hold) -> Arrived:
    _state(session, work, item, ItemState.HELD)
    hold.shelf_until = shelf_until(load_calendar(session), work.day, shelf_days(session))
    session.flush()
    tell_ready(session, work, hold)
    audit(
        session,
        work,
        "item_received",
        subject_type="item",
        subject_id=item.id,
        at=work.department,
        hold=hold.id,
    )
    return _named(session, Arrived(Arrival.HELD, item, hold.department), hold)


def put_where_it_belongs(session: Session, work: Work, item: ItemFacts) -> tuple[Arrived, tuple[Done, ...]]:
    """Give a free copy that is here to the next of its queue, else put it on its shelf, else send it home.

    Part of a greater act: the caller holds the copy's row and hands the log's rows to `record`, last of all.
    """
    caught = catch_returned(session, work, item=item)
    if caught is not None:
        return _given(item, caught), caught.done
    if item.department == work.department:
        _state(session, work, item, ItemState.AVAILABLE)
        return Arrived(Arrival.SHELVED, item, item.department), ()
    _state(session, work, item, ItemState.IN_TRANSIT, item.department)
    return Arrived(Arrival.SENT_ON, item, item.department), ()


def _given(item: ItemFacts, caught: Caught) -> Arrived:
    outcome = Arrival.SENT_ON if caught.travels else Arrival.HELD
    return Arrived(
        outcome, item, caught.department, caught.hold_id, caught.patron, caught.card, caught.shelf_until
    )


def _state(session: Session, work: Work, item: ItemFacts, becomes: ItemState, aim: str = "") -> None:
    if not set_state(session, item.id, was=item.state, becomes=becomes, now=work.now, transit_to=aim):
        raise HoldError(HoldCode.NOT_FREE, code=item.code)
