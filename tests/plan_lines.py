"""A line of the work plan in a test: the plan of the years around, and its figure as the plan page shows it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from ils.clock import at_hour
from ils.db import transaction
from ils.workplan.queries import plan_figure
from ils.workplan.services import load_year
from tests.conftest import NOON
from tests.world import work_at

# The last minute of a year and the first of the next one by the clock of Tashkent, still one day for UTC.
LAST_MINUTE = at_hour(date(2026, 12, 31), 23) + timedelta(minutes=59)
FIRST_MINUTE = LAST_MINUTE + timedelta(minutes=2)
SUNDAY: datetime = at_hour(date(2026, 4, 19), 12)


def load_plans(session: Session, *years: int) -> None:
    """Load the plans of the years, 2026 and 2027 unless the test says otherwise."""
    with transaction(session):
        for year in years or (2026, 2027):
            load_year(session, work_at(NOON), year=year)


def fact(session: Session, number: str, year: int = 2026) -> int:
    """Return the figure of a line."""
    session.rollback()
    figure = plan_figure(session, year=year, number=number).fact
    assert figure is not None
    return figure
