"""What a line of the work plan shows by its own counter, summed from the log row by row."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from importlib.resources import files
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.activity.models import Activity
from ils.activity.work import Work
from ils.clock import at_hour
from ils.db import transaction
from ils.workplan.models import PlanLine
from ils.workplan.queries import plan_figure
from ils.workplan.services import load_year

LINES: dict[str, dict[str, Any]] = {
    line["number"]: line
    for line in json.loads(files("ils.workplan").joinpath("data", "plan_2021.json").read_text("utf-8"))
}


def fact(session: Session, number: str, year: int = 2026) -> int:
    """Return the figure of a line, summed from the rows; the plan's own figure must be the same."""
    session.rollback()
    with transaction(session):
        if not session.scalars(select(PlanLine.id).where(PlanLine.year == year)).first():
            load_year(session, Work(now=at_hour(date(year, 1, 1), 9)), year=year)
    told = _summed(session, number, year)
    assert plan_figure(session, year=year, number=number).fact == told
    return told


def _summed(session: Session, number: str, year: int) -> int:
    line, things = LINES[number], Counter[tuple[str, int]]()
    for act in session.scalars(
        select(Activity).where(Activity.day.between(date(year, 1, 1), date(year, 12, 31)))
    ):
        if any(_counts(term, act) for term in line["counter"]):
            things[act.subject_type, act.subject_id] += act.amount
    if line["measure"] == "distinct":
        return sum(amount > 0 for amount in things.values())
    return sum(things.values())


def _counts(term: dict[str, Any], act: Activity) -> bool:
    return (
        act.kind in term["kinds"]
        and act.source in term.get("sources", [act.source])
        and act.sector in term.get("sectors", [act.sector])
        and act.channel not in term.get("without_channels", [])
    )
