"""A copy comes to the return that no reader has: it stands here, is on its way, or was lost (CI-02, CI-08, CI-12)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import ItemState
from catalog.items.queries import ItemFacts
from circulation.holds.services import Arrived, arrive
from circulation.loans.errors import LoanCode
from circulation.loans.models import Loan
from circulation.loans.queries.using import standing_uses
from circulation.loans.rules.outcome import Reason, in_order
from circulation.loans.rules.returning import return_reasons, scanned_again, tell
from circulation.loans.services.finding import Found, found_again
from circulation.loans.services.making import copy_of
from circulation.loans.services.results import ARRIVED, NOT_ON_LOAN, Returned
from circulation.loans.services.room_use import count_use
from circulation.loans.services.taking import Put, free, put_away
from ils.accounts.audit import audit
from ils.accounts.models import AuditEntry
from ils.activity.models import Activity
from ils.activity.services import record, reverse_many
from ils.activity.work import Work
from ils.library.calendar import load_calendar

GONE = frozenset({ItemState.LOST, ItemState.MISSING})
CAME = ("item_found", "item_received")  # in the audit trail: a copy that no reader brought


def not_on_loan(session: Session, work: Work, item: ItemFacts, *, room_use: bool) -> Returned:
    """Say what a copy is that nobody had; only a lost one, one that arrives and one used in the room change anything."""
    if seen_just_now(session, work, item.id):
        again = tell("CI-12", LoanCode.SCANNED_TWICE, code=item.code)
        return Returned(outcome=NOT_ON_LOAN, item=item, reasons=(again,))
    if item.state is ItemState.IN_TRANSIT:
        return _received(session, work, item)
    if item.state in GONE:
        return _found(session, work, item)
    reasons = return_reasons(
        copy_of(item), None, calendar=load_calendar(session), day=work.day, here=work.department
    )
    used = room_use and item.state is ItemState.AVAILABLE
    if used:
        count_use(session, work, item)
    more = (tell("CI-02", LoanCode.USED_IN_ROOM),) if used else ()
    told = (*(each for each in reasons if not used or each.code is not LoanCode.ON_SHELF), *more)
    return Returned(outcome=NOT_ON_LOAN, item=item, reasons=tuple(in_order(told)))


def seen_just_now(session: Session, work: Work, item_id: int) -> bool:
    """Tell whether the copy came over this counter seconds ago: the second scan, or press, changes nothing (CI-12)."""
    return scanned_again(_last_seen(session, item_id), work.now)


def _last_seen(session: Session, item_id: int) -> datetime | None:
    """Return when the copy last came over this counter: brought back, found, received, or counted as used in the room."""
    returned = select(func.max(Loan.closed_at)).where(Loan.item_id == item_id, Loan.undone_at.is_(None))
    used = select(func.max(Activity.at)).where(
        Activity.subject_type == "item", Activity.subject_id == item_id, *standing_uses()
    )
    arrived = select(func.max(AuditEntry.at)).where(
        AuditEntry.subject_type == "item", AuditEntry.subject_id == item_id, AuditEntry.action.in_(CAME)
    )
    instants = [session.scalars(each).one() for each in (returned, used, arrived)]
    return max((each for each in instants if each), default=None)


def _received(session: Session, work: Work, item: ItemFacts) -> Returned:
    """Receive a copy that was sent here; elsewhere say where it is to go (CI-06)."""
    arrived = arrive(session, work, code=item.code)
    elsewhere = arrived.department != work.department
    moved = tell("CI-06", LoanCode.BELONGS_ELSEWHERE, department=arrived.department)
    told = moved if elsewhere else tell("CI-06", LoanCode.ARRIVED)
    return Returned(
        outcome=ARRIVED,
        item=item,
        reasons=(told, *_for_reader(arrived)),
        arrived=arrived,
        transit_to=arrived.department if elsewhere else "",
    )


def _for_reader(arrived: Arrived) -> tuple[Reason, ...]:
    if arrived.hold_id is None:
        return ()
    return (
        tell(
            "CI-05", LoanCode.CAUGHT, reader=arrived.patron, card=arrived.card, department=arrived.department,
            until=arrived.shelf_until,
        ),
    )  # fmt: skip


def _found(session: Session, work: Work, item: ItemFacts) -> Returned:
    """A lost or missing copy is in the librarian's hands: it is found, and goes where it belongs (CI-08)."""
    return _end_of_loss(session, work, item, stays=False)[0]


def found_standing(
    session: Session, work: Work, item: ItemFacts
) -> tuple[Returned, Mapping[str, Any] | None]:
    """Let a copy that nobody had borrowed be found and stay where it was scanned; with the loss as it was before."""
    came, found = _end_of_loss(session, work, item, stays=True)
    return came, found.before if found else None


def _end_of_loss(
    session: Session, work: Work, item: ItemFacts, *, stays: bool
) -> tuple[Returned, Found | None]:
    found = found_again(session, work, item=item)
    put = Put()
    if stays:
        free(session, work, item)
    else:
        put = put_away(session, work, item)
    audit(session, work, "item_found", subject_type="item", subject_id=item.id, was=item.state.value)
    if found and found.twins:
        reverse_many(session, work, activities=found.twins, reason=item.code)
    record(session, work, *(found.done if found else ()), *(put.caught.done if put.caught else ()))
    came = Returned(
        outcome=NOT_ON_LOAN,
        item=item,
        reasons=tuple(in_order(_told_found(item, found, put))),
        caught=put.caught,
        transit_to=put.transit_to,
        loss_reversed=found.reversed if found else 0,
    )
    return came, found


def _told_found(item: ItemFacts, found: Found | None, put: Put) -> list[Reason]:
    reasons = [tell("CI-08", LoanCode.FOUND_AGAIN, since=item.state_since)]
    if found and found.reversed:
        reasons.append(tell("CI-08", LoanCode.LOSS_REVERSED, amount=found.reversed))
    if put.caught:
        reasons.append(
            tell(
                "CI-05", LoanCode.CAUGHT, reader=put.caught.patron, card=put.caught.card,
                department=put.caught.department, until=put.caught.shelf_until,
            )
        )  # fmt: skip
    elif put.transit_to:
        reasons.append(tell("CI-06", LoanCode.BELONGS_ELSEWHERE, department=put.transit_to))
    return reasons
