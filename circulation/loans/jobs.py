"""Messages of this subject: what is read again before one is sent (OV-03)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.loans.models import Loan
from circulation.loans.services.telling import KIND
from circulation.patrons.queries import patron_facts, recipient_of
from ils.activity.work import Work
from ils.outbox.queries import MessageView
from ils.outbox.rules import Fresh
from ils.outbox.sources import Source


def refresh_redated(session: Session, view: MessageView, now: datetime) -> Fresh | None:
    """Keep the copies that the reader still has until the date that is written; None where none is left."""
    ids = [number for kind, number in view.subjects if kind == "loan"]
    due = dict(
        session.execute(select(Loan.id, Loan.due_on).where(Loan.id.in_(ids), Loan.closed_at.is_(None))).all()
    )
    copies = [
        each for each in view.facts["copies"] if due.get(each["loan"]) == date.fromisoformat(each["due"])
    ]
    if not copies:
        return None
    patron = patron_facts(session, view.recipient_id)
    return Fresh({**view.facts, "copies": copies}, recipient_of(patron, Work(now=now).day))


REDATED = Source(
    KIND,
    refresh_redated,
    {
        "copies": [
            {
                "title": "Oʻtkan kunlar",
                "code": "INV-1",
                "before": "2026-03-20",
                "due": "2026-03-24",
                "loan": 1,
            }
        ],
        "reason": "Navroʻz",
    },
)
OUTBOX: tuple[Source, ...] = (REDATED,)
