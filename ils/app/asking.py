"""Answers from upper floors to questions that lower floors may ask without knowing them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from circulation.loans.models import Loan


def at_home(session: Session, patron_id: int, record_id: int) -> bool:
    """Tell whether a reader has a copy of a title on loan: whoever has it does not wait for it."""
    lent = (
        select(Loan.id)
        .join(Item, Item.id == Loan.item_id)
        .where(Loan.patron_id == patron_id, Loan.closed_at.is_(None), Item.record_id == record_id)
    )
    return session.scalars(lent.limit(1)).first() is not None
