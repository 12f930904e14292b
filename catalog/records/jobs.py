"""Long work on records: making the findings of all that were added or changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.records.queries.mending import count_unchecked, unchecked_ids
from catalog.records.services.checking import check_records
from ils.db import transaction
from ils.jobs.running import JobFunction, Run

CHUNK = 100


def check(run: Run) -> Mapping[str, Any] | None:
    """Check every record whose present version has not been checked; a stopped or killed run goes on where it was."""
    checked = findings = 0
    while ids := unchecked_ids(run.session, CHUNK):
        if run.stop_asked():
            return None
        with transaction(run.session) as session:
            findings += check_records(session, ids, this_year=run.work.day.year)
        checked += len(ids)
        run.tell(checked, checked + count_unchecked(run.session))
    return {"checked": checked, "findings": findings}


JOBS: Mapping[str, JobFunction] = {"records:check": check}
