"""Reading, and where an act follows locking, what a scan is judged by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item, Use
from catalog.items.queries import ItemFacts, find_item, item_facts, nearest_codes
from catalog.marc import Profile
from catalog.marc.audience import stored_age_mark
from circulation.holds.queries import HoldCase, hold_case
from circulation.loans.errors import LoanCode, LoanError, LoanNotFound
from circulation.loans.models import Loan
from circulation.loans.queries import OpenLoanRow, item_of_loan, open_loan_of
from circulation.loans.queries.lending import held_beside, is_room, kept_marc
from circulation.loans.rules import (
    Copy,
    Held,
    LoanCase,
    copy_unknown,
    readable,
)
from circulation.loans.rules.case import ROOM, use_of
from circulation.loans.rules.readers import age_on
from circulation.loans.services.granting import refused_for
from circulation.loans.services.making import as_open_loan, copy_of, full_reader, queue_of, reader_of
from circulation.patrons.queries import PatronFacts, find_patron, patron_facts
from circulation.patrons.services.base import refuse_erased
from circulation.policies.queries import fitting_policies, load_limits, load_severities
from circulation.policies.rules import Limit, Policy, most_specific, policy_from_data
from ils.activity.work import Work
from ils.library.calendar import load_calendar
from ils.library.funds import Fund, load_fund

OF_AGE = 18  # no mark asks for more, so nobody older is asked about (CO-20)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: a reader and a copy as scanned, or the reader by id; the place of use and the date if chosen."""

    card: str = ""
    code: str = ""
    patron_id: int | None = None
    use: Use | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """The rows of one scan and the case made of them."""

    patron: PatronFacts | None
    item: ItemFacts | None
    loan: OpenLoanRow | None
    case: LoanCase
    holds: HoldCase | None = None


def see(session: Session, work: Work, *, card: str, code: str, lock: bool) -> Seen:
    """Read all that lending is decided by; with `lock` nobody changes it before the commit."""
    return see_asked(session, work, Asked(card=card, code=code), lock=lock)


def see_asked(session: Session, work: Work, asked: Asked, *, lock: bool) -> Seen:
    """Read all that lending is decided by, in a constant number of questions; the reader is locked, then the copy."""
    card, code = asked.card.strip(), asked.code.strip()
    patron = _patron(session, asked.patron_id, card, lock=lock)
    if patron is not None:
        refuse_erased(patron)
    item = find_item(session, code, lock=lock) if readable(code) else None
    if patron is None or item is None:
        return Seen(patron, item, None, _unknown(session, work, patron, item, card=card, code=code))
    return _seen(session, work, asked, patron, item)


def _patron(session: Session, patron_id: int | None, card: str, *, lock: bool) -> PatronFacts | None:
    if patron_id is not None:
        return patron_facts(session, patron_id, lock=lock)
    return find_patron(session, card, lock=lock) if readable(card) else None


def _unknown(
    session: Session, work: Work, patron: PatronFacts | None, item: ItemFacts | None, *, card: str, code: str
) -> LoanCase:
    """Return the case of a scan that ends at once (CO-01, CO-02)."""
    return LoanCase(
        scanned_card=card or (patron.card_number if patron else ""),
        scanned_copy=code,
        reader=reader_of(patron) if patron else None,
        copy=copy_of(item) if item else None,
        loan=None,
        held=Held(),
        policy=None,
        calendar=load_calendar(session),
        day=work.day,
        nearest=nearest_codes(session, code) if item is None and readable(code) else (),
    )


def _seen(session: Session, work: Work, asked: Asked, patron: PatronFacts, item: ItemFacts) -> Seen:
    loan = open_loan_of(session, item.id)
    limits = load_limits(session)
    fund = load_fund(session) if any(each.fund for each in limits) else None
    copy = copy_of(item, fund=fund, age_mark=_age_mark(session, patron, item, work.day))
    holds = hold_case(session, record_id=item.record_id, patron_id=patron.id, item_id=item.id, day=work.day)
    use = use_of(copy, reader_of(patron), asked.use.value if asked.use else "")
    policy = policy_for(session, patron, item, use)
    case = LoanCase(
        scanned_card=asked.card.strip() or patron.card_number,
        scanned_copy=asked.code.strip(),
        reader=full_reader(session, patron, work.day, debts=_debts_matter(policy, loan)),
        copy=copy,
        loan=as_open_loan(session, loan, patron) if loan else None,
        held=_held(session, work, patron, item, copy, limits, fund),
        policy=policy,
        calendar=load_calendar(session),
        day=work.day,
        limits=limits,
        queue=queue_of(holds, patron.id),
        asked_use=asked.use.value if asked.use else "",
        in_room=copy.use == ROOM and _is_room(session, work, item),
        due_by_hand=asked.due_on,
        severities=load_severities(session),
    )
    return Seen(patron, item, loan, case, holds)


def _debts_matter(policy: Policy | None, loan: OpenLoanRow | None) -> bool:
    """Tell whether a row that could hold knows a limit of debts: else they need not be summed up (CO-07)."""
    kept = policy_from_data(loan.policy) if loan else None
    return any(each is not None and each.debt_limit is not None for each in (policy, kept))


def _is_room(session: Session, work: Work, item: ItemFacts) -> bool:
    return item.room_only if item.department == work.department else is_room(session, work.department)


def _held(
    session: Session,
    work: Work,
    patron: PatronFacts,
    item: ItemFacts,
    copy: Copy,
    limits: tuple[Limit, ...],
    fund: Fund | None,
) -> Held:
    return held_beside(
        session,
        patron_id=patron.id,
        item_id=item.id,
        record_id=item.record_id,
        item_type=item.policy_type,
        fund=fund if copy.fund else None,
        kinds=bool(limits),
        day=work.day,
    )


def _age_mark(session: Session, patron: PatronFacts, item: ItemFacts, day: date) -> int | None:
    """Read the record's own words, but only for a reader who may be too young for them."""
    if patron.birth_date is None or age_on(patron.birth_date, day) >= OF_AGE:
        return None
    kept, profile = kept_marc(session, item.record_id)
    return stored_age_mark(kept, Profile(profile))


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


def policy_for(session: Session, patron: PatronFacts, item: ItemFacts, use: str) -> Policy | None:
    """Return the row of policy for this reader, this copy and this place of use (DD-01)."""
    asked = {
        "category": patron.category,
        "item_type": item.policy_type,
        "use": use,
        "department": item.department,
    }
    return most_specific(fitting_policies(session, **asked), **asked)
