"""The daily look at hold shelves, and what the notices about holds are made of when they are sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from circulation.holds.models import Hold, HoldState
from circulation.holds.queries import reader_of
from circulation.holds.services.ending import expire_holds
from circulation.holds.services.notices import EXPIRED, READY, facts_of, ready_key
from circulation.patrons.queries import patron_facts, recipient_of
from ils.clock import local_day
from ils.db import transaction
from ils.jobs.periodic import Periodic
from ils.jobs.running import JobFunction, Run
from ils.outbox.queries import MessageView
from ils.outbox.rules import Fresh
from ils.outbox.sources import Source

KIND = "holds:expire"
EARLY = 4  # before the desks open: who comes first finds the shelves in order


def expire(run: Run) -> Mapping[str, Any] | None:
    """End the holds whose copy was not fetched in time."""
    with transaction(run.session) as session:
        return {"expired": expire_holds(session, run.work)}


def still_ready(session: Session, message: MessageView, now: datetime) -> Fresh | None:
    """Read a notice's hold again (OV-03): nothing is written of a copy fetched meanwhile, or given to the next."""
    hold = _hold_of(session, message)
    if hold is None or hold.state is not HoldState.READY or hold.shelf_until is None:
        return None
    if message.dedupe != ready_key(hold):  # taken back since, and set aside anew with a notice of its own
        return None
    return _fresh(session, hold, now)


def still_expired(session: Session, message: MessageView, now: datetime) -> Fresh | None:
    """Read an expired hold again: whoever has taken the title up once more is not told."""
    hold = _hold_of(session, message)
    if hold is None or hold.state is not HoldState.EXPIRED or hold.patron_id is None:
        return None
    return _fresh(session, hold, now)


def _hold_of(session: Session, message: MessageView) -> Hold | None:
    ids = [ref for name, ref in message.subjects if name == "hold"]
    return session.get(Hold, ids[0], populate_existing=True) if ids else None


def _fresh(session: Session, hold: Hold, now: datetime) -> Fresh:
    patron = patron_facts(session, reader_of(hold))
    return Fresh(facts_of(session, hold), recipient_of(patron, local_day(now)))


JOBS: Mapping[str, JobFunction] = {KIND: expire}
PERIODIC = (Periodic(KIND, at_hour=EARLY),)
OUTBOX = (Source(READY, still_ready), Source(EXPIRED, still_expired))
