"""Pages of the plan that take arguments: the director's page, tasks, closed periods and what has changed since."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.workplan.models import PlanClosure
from ils.workplan.queries.closing import closure, differences


def plan_pages(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Return endpoint → its arguments, in a library that has worked a sample year."""
    closed = [closure(session, each) for each in session.scalars(select(PlanClosure.id))]
    changed = [(each, differences(session, each)) for each in closed]
    first, found = next((each, found) for each, found in changed if any(one.late_acts for one in found))
    late = next(one.number for one in found if one.late_acts)
    year = first.year
    opened = next(each.id for each in closed if each.reopened_at is not None)
    return {
        "workplan.director": [
            {"year": year},
            {"year": year, "period": "q1", "section": "2", "service": "abon", "sector": "lending"},
            {"year": year, "state": "done"},
            {"year": 2099},
        ],
        "workplan.tasks_page": [{"year": year}, {"year": year, "line": "17"}, {"year": 2099}],
        "workplan.closings": [{"year": year}, {"year": 2099}],
        "workplan.closing": [{"closing_id": first.id}, {"closing_id": opened}],
        "workplan.late": [{"closing_id": first.id, "number": late}],
        "workplan.section": [{"year": year, "place": 1}],
    }
