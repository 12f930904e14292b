"""What the rules take, made of what the tables hold: reader, queue, copy, loan."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from catalog.items.queries import ItemFacts
from circulation.charges.queries import owed
from circulation.holds.queries import HoldCase
from circulation.loans.queries import OpenLoanRow
from circulation.loans.rules import Barrier, Copy, Hanging, OpenLoan, Queue, Reader
from circulation.patrons.queries import PatronFacts, open_restrictions, patron_facts
from circulation.policies.rules import policy_from_data
from ils.library.funds import Fund

TRANSFER = "transfer"  # the kind of placement of a copy that goes to another custodian (CO-13)


def reader_of(patron: PatronFacts, barriers: tuple[Barrier, ...] = (), debt: int = 0) -> Reader:
    """Return what the rules need of a reader."""
    return Reader(
        id=patron.id,
        name=patron.full_name,
        card=patron.card_number,
        card_lost_on=patron.card_lost_on,
        last_registered_year=patron.last_registered_year,
        category=patron.category,
        kind=patron.kind.value,
        birth_date=patron.birth_date,
        member_until=patron.member_until,
        note=patron.note,
        barriers=barriers,
        owed=debt,
    )


def full_reader(session: Session, patron: PatronFacts, day: date, *, debts: bool = True) -> Reader:
    """Return the reader with the open restrictions and, where they matter, the debts."""
    barriers = tuple(
        Barrier(each.id, each.kind.value, each.reason, each.since, each.until)
        for each in open_restrictions(session, patron.id, day)
    )
    return reader_of(patron, barriers, owed(session, patron.id) if debts else 0)


def queue_of(holds: HoldCase, patron_id: int) -> Queue:
    """Return what the rules need of the title's queue."""
    aside = holds.shelf_for
    others = aside is not None and aside.patron_id != patron_id
    return Queue(
        waiting=holds.waiting,
        ahead=holds.ahead,
        free=holds.free_copies,
        held_for=aside.patron if aside and others else "",
        held_until=aside.shelf_until if aside and others else None,
        set_aside=aside is not None and not others,
    )


def copy_of(item: ItemFacts, *, fund: Fund | None = None, age_mark: int | None = None) -> Copy:
    """Return what the rules need of a copy."""
    belongs = fund is not None and fund.has(
        department=item.department, language=item.language, number=item.inventory_number
    )
    return Copy(
        id=item.id,
        state=item.state.value,
        state_since=item.state_since,
        department=item.department,
        withdrawn_on=item.withdrawn_on,
        withdrawn_act=item.withdrawn_act,
        hanging=_hanging(item),
        use=item.place_of_use.value,
        item_type=item.policy_type,
        fund=fund.code if fund and belongs else "",
        parts=item.parts,
        incomplete=item.incomplete,
        note=item.note,
        age_mark=age_mark,
        handed_over=item.placement.since if item.placement and item.placement.kind == TRANSFER else None,
    )


def _hanging(item: ItemFacts) -> Hanging | None:
    place = item.placement
    if place is None or place.kind == TRANSFER:
        return None
    return Hanging(place.label, place.section, place.until, place.lendable)


def as_open_loan(session: Session, loan: OpenLoanRow, known: PatronFacts | None) -> OpenLoan:
    """Return what the rules need of a loan; the reader's name is read where it is not `known`."""
    holder = known if known and known.id == loan.patron_id else patron_facts(session, loan.patron_id)
    return OpenLoan(
        id=loan.id,
        reader_id=loan.patron_id,
        reader_name=holder.full_name,
        due_on=loan.due_on,
        renewals=loan.renewals,
        policy=policy_from_data(loan.policy),
        use=loan.use,
        lost_on=loan.lost_on,
        claimed_on=loan.claimed_on,
    )
