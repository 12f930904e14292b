"""Who a reader's browser speaks for, and what is theirs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from circulation.holds.models import Hold
from circulation.holds.queries import ACTIVE_STATES
from circulation.loans.models import Loan
from circulation.patrons.models import Patron


@dataclass(frozen=True, slots=True)
class OwnReader:
    """The reader of a session; `stamp` changes with the PIN, so that a new one ends every open session."""

    id: int
    name: str
    language: str
    stamp: str


def own_reader(session: Session, patron_id: int) -> OwnReader | None:
    """Return the reader who may have a page; None without a PIN, and for erased and unknown readers."""
    row = session.execute(
        select(Patron.id, Patron.given_name, Patron.surname, Patron.language, Patron.pin_hash).where(
            Patron.id == patron_id, Patron.pin_hash != "", Patron.erased_at.is_(None)
        )
    ).one_or_none()
    if row is None:
        return None
    # The hash is salted anew with every PIN; its digest tells nothing of the PIN itself.
    stamp = hashlib.sha256(row.pin_hash.encode()).hexdigest()[:32]
    return OwnReader(row.id, row.given_name or row.surname, row.language, stamp)


def has_loan(session: Session, patron_id: int, loan_id: int) -> bool:
    """Tell whether this open loan is the reader's."""
    own = select(Loan.id).where(Loan.id == loan_id, Loan.patron_id == patron_id, Loan.closed_at.is_(None))
    return session.scalars(own).first() is not None


def has_at_home(session: Session, patron_id: int, record_id: int) -> bool:
    """Tell whether the reader has a copy of the title on loan."""
    lent = (
        select(Loan.id)
        .join(Item, Item.id == Loan.item_id)
        .where(Loan.patron_id == patron_id, Loan.closed_at.is_(None), Item.record_id == record_id)
    )
    return session.scalars(lent.limit(1)).first() is not None


def waits_for(session: Session, patron_id: int, record_id: int) -> bool:
    """Tell whether the reader waits for the title, or has a copy of it set aside."""
    own = select(Hold.id).where(
        Hold.patron_id == patron_id, Hold.record_id == record_id, Hold.state.in_(ACTIVE_STATES)
    )
    return session.scalars(own).first() is not None
