"""Reading, and where an act follows locking, what a scan is judged by."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.items.queries import ItemFacts, find_item, item_facts, nearest_codes
from circulation.loans.errors import LoanCode, LoanError, LoanNotFound
from circulation.loans.models import Loan
from circulation.loans.queries import OpenLoanRow, held_by, item_of_loan, open_loan_of
from circulation.loans.rules import Copy, Hanging, Held, LoanCase, OpenLoan, Reader, copy_unknown, readable
from circulation.loans.services.granting import refused_for
from circulation.patrons.queries import PatronFacts, find_patron, patron_facts
from circulation.policies.queries import load_policies
from circulation.policies.rules import Policy, most_specific
from ils.activity.work import Work
from ils.library.calendar import load_calendar


@dataclass(frozen=True, slots=True)
class Seen:
    """The rows of one scan and the case made of them."""

    patron: PatronFacts | None
    item: ItemFacts | None
    loan: OpenLoanRow | None
    case: LoanCase


def see(session: Session, work: Work, *, card: str, code: str, lock: bool) -> Seen:
    """Read all that lending is decided by; with `lock` nobody changes it before the commit."""
    card, code = card.strip(), code.strip()
    patron = find_patron(session, card, lock=lock) if readable(card) else None
    item = find_item(session, code, lock=lock) if readable(code) else None
    loan = open_loan_of(session, item.id) if item else None
    case = LoanCase(
        scanned_card=card,
        scanned_copy=code,
        reader=reader_of(patron) if patron else None,
        copy=copy_of(item) if item else None,
        loan=as_open_loan(session, loan, patron) if loan else None,
        held=held_by(session, patron.id, work.day) if patron else Held(),
        policy=policy_for(session, patron, item) if patron and item else None,
        calendar=load_calendar(session),
        day=work.day,
        nearest=nearest_codes(session, code) if item is None and readable(code) else (),
    )
    return Seen(patron, item, loan, case)


def hold_loan_of(session: Session, item_id: int) -> tuple[PatronFacts | None, ItemFacts, OpenLoanRow | None]:
    """Lock the reader who has the copy, then the copy, and read the loan under the locks.

    The reader comes first as everywhere; if the copy changed hands before the locks held, the scan is refused.
    """
    before = open_loan_of(session, item_id)
    patron = patron_facts(session, before.patron_id, lock=True) if before else None
    item = item_facts(session, item_id, lock=True)
    loan = open_loan_of(session, item_id)
    if loan and (patron is None or patron.id != loan.patron_id):
        raise LoanError(LoanCode.CHANGED_MEANWHILE, copy=item.code)
    return patron, item, loan


def hold_reader(session: Session, patron_id: int) -> None:
    """Lock a reader and then all copies they have, in one order: for several acts in one transaction.

    The first act takes the queue of the totals until the commit; who then still waits for a copy's row may
    wait for somebody who waits for that queue.
    """
    patron_facts(session, patron_id, lock=True)
    theirs = select(Loan.item_id).where(Loan.patron_id == patron_id, Loan.closed_at.is_(None))
    session.execute(select(Item.id).where(Item.id.in_(theirs)).order_by(Item.id).with_for_update())


def item_meant(session: Session, rule: str, *, code: str | None, loan_id: int | None) -> int:
    """Return the copy that was scanned, or the copy of a loan; refuse by `rule` what no copy answers to."""
    if loan_id is not None:
        item_id = item_of_loan(session, loan_id)
        if item_id is None:
            raise LoanNotFound(LoanCode.LOAN_UNKNOWN, loan=loan_id)
        return item_id
    scanned = (code or "").strip()
    item = find_item(session, scanned) if readable(scanned) else None
    if item is None:
        near = nearest_codes(session, scanned) if readable(scanned) else ()
        raise refused_for(copy_unknown(rule, scanned, near))
    return item.id


def loan_meant(loan: OpenLoanRow | None, loan_id: int | None) -> OpenLoanRow | None:
    """Return the copy's open loan, but None where a certain loan was meant and the copy is out on another."""
    return loan if loan and loan_id in {None, loan.id} else None


def policy_for(session: Session, patron: PatronFacts, item: ItemFacts) -> Policy | None:
    """Return the row of policy for this reader and this copy (DD-01); the place of use is the copy's department."""
    return most_specific(load_policies(session), patron.category, item.document_type, item.department)


def reader_of(patron: PatronFacts) -> Reader:
    """Return what the rules need of a reader."""
    return Reader(
        id=patron.id,
        name=patron.full_name,
        card=patron.card_number,
        card_lost_on=patron.card_lost_on,
        last_registered_year=patron.last_registered_year,
    )


def copy_of(item: ItemFacts) -> Copy:
    """Return what the rules need of a copy."""
    return Copy(
        id=item.id,
        state=item.state.value,
        state_since=item.state_since,
        department=item.department,
        withdrawn_on=item.withdrawn_on,
        withdrawn_act=item.withdrawn_act,
        hanging=_hanging(item),
    )


def _hanging(item: ItemFacts) -> Hanging | None:
    place = item.placement
    return Hanging(place.label, place.section, place.until, place.lendable) if place else None


def as_open_loan(session: Session, loan: OpenLoanRow, known: PatronFacts | None) -> OpenLoan:
    """Return what the rules need of a loan; the reader's name is read where it is not `known`."""
    holder = known if known and known.id == loan.patron_id else patron_facts(session, loan.patron_id)
    return OpenLoan(
        loan.id, loan.patron_id, holder.full_name, loan.due_on, loan.renewals, Policy(**loan.policy)
    )
