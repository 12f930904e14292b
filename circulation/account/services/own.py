"""What a reader does alone: acts of the floors below, each on the reader's own things only."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from circulation.account.errors import OwnCode, OwnInputError
from circulation.account.queries import OwnReader, has_at_home, has_loan, own_reader
from circulation.holds import services as holds
from circulation.loans.errors import LoanCode, LoanNotFound
from circulation.loans.services import Renewed, renew
from circulation.loans.services.renewing import READER
from circulation.patrons import services as patrons
from circulation.patrons.queries import patron_facts
from ils.activity.work import Work

LONGEST_PIN = 100  # far more than any PIN has: longer ones are not worth reckoning with


def sign_in(session: Session, now: datetime, *, card: str, pin: str) -> OwnReader | None:
    """Return the reader whom card and PIN let in, None after noting a failed try: commit it either way."""
    facts = patrons.check_pin(session, now, card=card, pin=pin[:LONGEST_PIN])
    if facts is None:
        return None
    session.flush()
    return own_reader(session, facts.id)


def renew_own(session: Session, work: Work, *, patron_id: int, loan_id: int) -> Renewed:
    """Renew a loan of this reader; a loan of somebody else is unknown to them (RN-05: overdue stops here)."""
    if not has_loan(session, patron_id, loan_id):
        raise LoanNotFound(LoanCode.LOAN_UNKNOWN, loan=loan_id)
    return renew(session, work, loan_id=loan_id, asked_by=READER)


def wait_for(
    session: Session, work: Work, *, patron_id: int, record_id: int, needed_until: date | None = None
) -> int:
    """Put the reader in the queue of a title, to be fetched at `work.department`; return the hold's id."""
    return holds.place_hold(
        session, work, patron_id=patron_id, record_id=record_id, department=work.department,
        at_home=has_at_home(session, patron_id, record_id), needed_until=needed_until,
    )  # fmt: skip


def stop_waiting(session: Session, work: Work, *, patron_id: int, hold_id: int) -> None:
    """End a hold of this reader; a hold of somebody else is unknown to them."""
    holds.cancel_hold(session, work, hold_id=hold_id, patron_id=patron_id)


def set_wishes(
    session: Session, work: Work, *, patron_id: int, language: str, channels: list[str] | None
) -> None:
    """Set the language of letters and the reader's own order of channels; None: the library's order."""
    patrons.change_patron(session, work, patron_id=patron_id, language=language, channels=channels)


def change_pin(
    session: Session, work: Work, *, patron_id: int, old: str, new: str, again: str
) -> OwnReader | None:
    """Give the reader a new PIN, return who they are now; None after noting a wrong old one: commit it either way."""
    if new.strip() != again.strip():
        raise OwnInputError(OwnCode.PINS_DIFFER)
    card = patron_facts(session, patron_id).card_number
    if patrons.check_pin(session, work.now, card=card, pin=old[:LONGEST_PIN]) is None:
        return None
    patrons.set_pin(session, work, patron_id=patron_id, pin=new)
    session.flush()
    return own_reader(session, patron_id)
