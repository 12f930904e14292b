"""Proof that closed periods are what they were sealed as."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.activity.measures import Problem
from ils.workplan.models import PlanClosure
from ils.workplan.queries.closing import closures, seal_holds


def seals_hold(session: Session) -> Iterator[Problem]:
    """Find closings whose kept figures, or the acts behind them, are no more what was sealed."""
    years = session.scalars(select(PlanClosure.year).distinct().order_by(PlanClosure.year)).all()
    for year in years:
        for each in closures(session, year):
            if not seal_holds(session, each):
                yield Problem("plan_seal_broken", {"year": year, "part": each.part, "closing": each.id})


CHECKS = (seals_hold,)
