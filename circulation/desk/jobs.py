"""The end of sessions that nobody ended, and what their notice says when it is sent (SB-10)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from circulation.desk.queries import abandoned, idle_time, told_of_loans
from circulation.desk.services.notices import KIND, end_abandoned
from circulation.desk.services.scans import forget_scans
from circulation.patrons.queries import patron_facts, recipient_of
from ils.clock import local_day
from ils.db import transaction
from ils.jobs.periodic import Periodic
from ils.jobs.running import Run
from ils.outbox.queries import MessageView
from ils.outbox.rules import Fresh
from ils.outbox.sources import Source

END_IDLE = "desk_end_idle"
KEPT = timedelta(days=30)  # answers of the box: they name readers, and nobody asks for them again
LOOK_BACK = timedelta(days=3)  # after a longer silence nobody wants to read of it any more


def end_idle(run: Run) -> Mapping[str, Any]:
    """End the sessions left open by closed browsers, each once, whoever was quicker; old answers go with them."""
    with transaction(run.session) as session:
        forget_scans(session, before=run.work.now - KEPT)
        return {"ended": end_abandoned(session, run.work, look_back=LOOK_BACK)}


def is_due(session: Session, now: datetime) -> bool:
    """Tell whether anybody left a session open."""
    return bool(abandoned(session, before=now - idle_time(session), since=now - LOOK_BACK))


def fresh_notice(session: Session, view: MessageView, now: datetime) -> Fresh | None:
    """Read the loans of a notice again: what was undone, or brought back since, is not written about."""
    loans = {
        name: [copy["loan"] for copy in view.facts.get(name, ())] for name in ("lent", "renewed", "returned")
    }
    facts = told_of_loans(session, **loans)
    if not any(facts.values()):
        return None
    return Fresh(facts, recipient_of(patron_facts(session, view.recipient_id), local_day(now)))


JOBS: Mapping[str, Callable[[Run], Mapping[str, Any]]] = {END_IDLE: end_idle}
PERIODIC = (Periodic(END_IDLE, due=is_due),)
OUTBOX = (
    Source(
        KIND,
        fresh_notice,
        {
            "lent": [{"title": "Oʻtkan kunlar", "code": "INV-00045", "due": "2026-04-30"}],
            "renewed": [],
            "returned": [{"title": "Sariq devni minib", "code": "INV-00311", "due": "2026-04-15"}],
        },
    ),
)
