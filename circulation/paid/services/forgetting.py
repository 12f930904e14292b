"""Receipts for services let go of who paid: number, day, services and soʻm stay."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from circulation.paid.models import PaidReceipt


def forget_payer(session: Session, *, patron_id: int) -> None:
    """Take a reader out of the receipts written for the card, with the payer's name and the notes typed there."""
    theirs = update(PaidReceipt).where(PaidReceipt.patron_id == patron_id)
    session.execute(
        theirs.values(patron_id=None, payer="", note=""), execution_options={"synchronize_session": False}
    )
    session.expire_all()
