"""Keeping what titles of the fund say in step with their records: a look every minute, mostly with nothing to do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from foreign_fund.fund.queries import unread_titles
from foreign_fund.fund.services import read_titles
from ils.db import transaction
from ils.jobs.periodic import Periodic
from ils.jobs.running import JobFunction, Run
from ils.library.funds import load_fund

KIND = "fund:titles"


def read(run: Run) -> Mapping[str, Any] | None:
    """Read the records whose present version was not read yet; a stopped run goes on where it was."""
    done = 0
    while True:
        if run.stop_asked():
            return None
        with transaction(run.session) as session:
            count = read_titles(session)
        if not count:
            return {"read": done}
        done += count


def _due(session: Session, _now: datetime) -> bool:
    return bool(unread_titles(session, fund=load_fund(session), limit=1))


JOBS: Mapping[str, JobFunction] = {KIND: read}
PERIODIC = (Periodic(KIND, due=_due),)
