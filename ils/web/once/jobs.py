"""Marks of forms that nobody will send again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from ils.db import transaction
from ils.jobs.periodic import Periodic
from ils.jobs.running import Run
from ils.web.once import marks

JOB = "sent_forms_forget"
AT_HOUR = 2  # local
KEPT = timedelta(days=3)  # a page left open over the weekend


def forget_sent(run: Run) -> Mapping[str, Any]:
    """Forget what was sent longer ago than anybody presses again."""
    with transaction(run.session) as session:
        return {"forgotten": marks.forget(session, before=run.work.now - KEPT)}


def is_due(session: Session, now: datetime) -> bool:
    """Tell whether there is anything to forget."""
    return marks.is_any(session, before=now - KEPT)


JOBS: Mapping[str, Callable[[Run], Mapping[str, Any]]] = {JOB: forget_sent}
PERIODIC = (Periodic(JOB, at_hour=AT_HOUR, due=is_due),)
