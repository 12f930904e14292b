"""The nightly runs: addresses asked, terms that end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from foreign_fund.databases import services
from foreign_fund.databases.models import OnlineDatabase
from foreign_fund.databases.queries import addresses
from foreign_fund.databases.services import Answered
from ils.db import transaction
from ils.jobs.periodic import Periodic
from ils.jobs.running import JobFunction, Run

LINKS, TERMS = "database_links", "ending_terms"
LINKS_AT, TERMS_AT = 4, 6  # local hours
RUN_SECONDS = 600.0  # some hundred addresses that answer, or sixty that are silent


def check_links(
    run: Run, ask: Callable[[str], Answered] | None = None, tick: Callable[[], float] = monotonic
) -> Mapping[str, Any] | None:
    """Ask the addresses, outside of any transaction, then write all answers down at once.

    A run takes `RUN_SECONDS` and what its last address takes; those it did not come to are the first of the next one.
    """
    ask = ask or partial(services.ask_address, allowed=run.inner_hosts, tick=tick)
    wanted, until = addresses(run.session, run.work.day), tick() + RUN_SECONDS
    run.session.rollback()
    found: dict[int, Answered] = {}
    for number, (database_id, url) in enumerate(wanted, start=1):
        if run.stop_asked() or tick() >= until:
            break
        found[database_id] = ask(url)
        run.tell(number, len(wanted))
    with transaction(run.session):
        counts = services.note_links(run.session, run.work, found=found)
    return {"asked": len(found) - counts["inner"], "left": len(wanted) - len(found), **counts}


def remind_of_terms(run: Run) -> Mapping[str, Any] | None:
    """Write the reminders of the day."""
    with transaction(run.session):
        return services.remind(run.session, run.work)


def any_database(session: Session, _now: datetime) -> bool:
    """Tell whether there is an address to ask."""
    return session.scalars(select(OnlineDatabase.id).limit(1)).first() is not None


JOBS: Mapping[str, JobFunction] = {LINKS: check_links, TERMS: remind_of_terms}
PERIODIC = (Periodic(LINKS, at_hour=LINKS_AT, due=any_database), Periodic(TERMS, at_hour=TERMS_AT))
