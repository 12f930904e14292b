"""Joining a queue, moving in it, leaving it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import ItemState, Use
from catalog.items.queries import ItemFacts, items_of_record, record_heading
from circulation.holds.errors import HoldCode, HoldError, HoldInputError, HoldNotFound
from circulation.holds.models import Hold, HoldState
from circulation.holds.queries import ACTIVE_STATES, hold_limit, waiting_of
from circulation.holds.rules import Copy, Waiting, moved, places, serves
from circulation.holds.services.ending import end_holds
from circulation.holds.services.locking import LARGEST_ID, locked_hold, queue_for
from circulation.patrons.queries import PatronFacts, open_restrictions, patron_facts, patron_snapshot
from circulation.patrons.services.base import refuse_erased
from ils.accounts.audit import audit
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done, ItemSnapshot, Work
from ils.errors import clean_text
from ils.library.funds import fund_of
from ils.library.places import department as department_of

# A copy that is none of these may come to a reader one day.
NEVER = frozenset({ItemState.WITHDRAWN, ItemState.LOST, ItemState.MISSING})


def place_hold(
    session: Session,
    work: Work,
    *,
    patron_id: int,
    record_id: int,
    department: str,
    at_home: bool,
    only_item_id: int | None = None,
    needed_until: date | None = None,
    note: str = "",
) -> int:
    """Let a reader wait for a title and return the hold's id; `department` is where it will be fetched.

    `at_home`: the reader has a copy of the title on loan; loans live on a floor above, the caller asks them.
    Refused in words: who waits already, has it at home, may not borrow, waits for too many; a title that is never lent.
    """
    if not 0 < patron_id <= LARGEST_ID:
        raise HoldNotFound(HoldCode.READER_UNKNOWN, reader=patron_id)
    patron = patron_facts(session, patron_id, lock=True)
    heading = record_heading(session, record_id, lock=True)
    aim = department_of(session, department).code
    text = clean_text(note, field="note", limit=500)
    _refuse_reader(session, work, patron)
    if at_home:
        raise HoldError(HoldCode.AT_HOME, reader=patron.full_name, title=heading.title)
    hold = Waiting(0, 0, aim, only_item_id, needed_until)
    copies = _lendable(session, work, record_id, heading.title, hold)
    queue_for(session, record_id)
    _refuse_twice(session, patron, record_id, heading.title)
    row = _join(session, work, patron_id, record_id, hold, text)
    _trace(session, work, row)
    first = copies[0]
    fund = fund_of(
        session, department=first.department, language=heading.language, number=first.inventory_number
    )
    told = ItemSnapshot(heading.language, heading.knowledge_branch, heading.document_type, fund)
    record(
        session,
        work,
        Done(Kind.HOLD_PLACE, "hold", row.id, patron=patron_snapshot(patron, work.day), item=told),
    )
    return row.id


def _refuse_reader(session: Session, work: Work, patron: PatronFacts) -> None:
    refuse_erased(patron)
    if patron.card_lost_on is not None:
        raise HoldError(HoldCode.CARD_LOST, reader=patron.full_name, day=patron.card_lost_on)
    if patron.member_until is not None and patron.member_until < work.day:
        raise HoldError(HoldCode.EXPIRED_MEMBER, reader=patron.full_name, day=patron.member_until)
    for each in open_restrictions(session, patron.id, work.day):
        raise HoldError(HoldCode.RESTRICTED, reader=patron.full_name, reason=each.reason, since=each.since)
    most = hold_limit(session)
    active = select(func.count()).where(Hold.patron_id == patron.id, Hold.state.in_(ACTIVE_STATES))
    count = session.scalars(active).one()
    if most and count >= most:
        raise HoldError(HoldCode.TOO_MANY, reader=patron.full_name, count=count, most=most)


def _lendable(session: Session, work: Work, record_id: int, title: str, hold: Waiting) -> list[ItemFacts]:
    """Return the copies that could come to the reader; refuse where there is none, or the wish is past."""
    if hold.needed_until is not None and hold.needed_until < work.day:
        raise HoldInputError(HoldCode.DAY_PAST, day=hold.needed_until)
    copies = items_of_record(session, record_id)
    if hold.only_item_id is not None and hold.only_item_id not in {each.id for each in copies}:
        raise HoldInputError(HoldCode.COPY_OF_ANOTHER, title=title)
    fit = [each for each in copies if may_come(each) and serves(as_copy(each), hold, work.day)]
    if not fit:
        raise HoldError(HoldCode.NOT_LENDABLE, title=title, copies=len(copies))
    return fit


def may_come(item: ItemFacts) -> bool:
    """Tell whether a copy can ever be set aside: it is not gone, and no exhibition keeps it."""
    return item.state not in NEVER and (item.placement is None or item.placement.lendable)


def as_copy(item: ItemFacts) -> Copy:
    """Return what the rules need of a copy."""
    return Copy(item.id, item.department, item.place_of_use is Use.ROOM)


def _refuse_twice(session: Session, patron: PatronFacts, record_id: int, title: str) -> None:
    already = select(Hold.placed_on).where(
        Hold.patron_id == patron.id, Hold.record_id == record_id, Hold.state.in_(ACTIVE_STATES)
    )
    since = session.scalars(already).one_or_none()
    if since is not None:
        raise HoldError(HoldCode.ALREADY_WAITING, reader=patron.full_name, title=title, since=since)


def _join(session: Session, work: Work, patron_id: int, record_id: int, wanted: Waiting, note: str) -> Hold:
    row = Hold(
        record_id=record_id, patron_id=patron_id, department=wanted.department, only_item_id=wanted.only_item_id,
        item_id=None, rank=0, state=HoldState.WAITING, placed_at=work.now, placed_on=work.day,
        placed_by=work.actor_id, channel=work.channel.value, needed_until=wanted.needed_until, ready_at=None,
        shelf_until=None, ended_at=None, ended_by=None, loan_id=None, note=note,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def _trace(session: Session, work: Work, row: Hold) -> None:
    audit(
        session, work, "hold_placed", subject_type="hold", subject_id=row.id,
        record=row.record_id, department=row.department, only=row.only_item_id,
        needed_until=row.needed_until.isoformat() if row.needed_until else None,
    )  # fmt: skip


def cancel_hold(
    session: Session, work: Work, *, hold_id: int, reason: str = "", patron_id: int | None = None
) -> None:
    """End a hold; a copy set aside goes to the next of the queue, or back to its shelf.

    `patron_id`: the reader who asks for it; a hold of somebody else is unknown to them.
    """
    text = clean_text(reason, field="reason", limit=200)
    hold = locked_hold(session, hold_id)
    if patron_id is not None and hold.patron_id != patron_id:
        raise HoldNotFound(HoldCode.UNKNOWN, hold=hold_id)
    audit(session, work, "hold_cancelled", subject_type="hold", subject_id=hold.id, reason=text)
    end_holds(session, work, [hold], state=HoldState.CANCELLED, reason=text)


def move_hold(session: Session, work: Work, *, hold_id: int, place: int, reason: str) -> None:
    """Move somebody to a place of the queue, from 1, with a reason; refused once a copy is set aside for them."""
    text = clean_text(reason, field="reason", limit=200, required=True)
    hold = locked_hold(session, hold_id)
    if hold.state is not HoldState.WAITING:
        raise HoldError(HoldCode.NOT_WAITING, hold=hold_id)
    queue = waiting_of(session, hold.record_id)
    if not 1 <= place <= len(queue):
        raise HoldInputError(HoldCode.PLACE_INVALID, place=place, most=len(queue))
    was = places(queue)[hold_id]
    for each, rank in moved(queue, hold_id, place).items():
        session.get_one(Hold, each).rank = rank
    session.flush()
    audit(
        session,
        work,
        "hold_moved",
        subject_type="hold",
        subject_id=hold_id,
        was=was,
        place=place,
        reason=text,
    )


def change_pickup(session: Session, work: Work, *, hold_id: int, department: str) -> None:
    """Let a reader fetch the title elsewhere; refused once a copy is set aside."""
    hold = locked_hold(session, hold_id)
    if hold.state is not HoldState.WAITING:
        raise HoldError(HoldCode.NOT_WAITING, hold=hold_id)
    was, hold.department = hold.department, department_of(session, department).code
    session.flush()
    audit(
        session, work, "hold_pickup_changed", subject_type="hold", subject_id=hold_id, was=was,
        department=hold.department,
    )  # fmt: skip
