"""Events and the mobile library of the sample: as many as told, through the services, true to the checks."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.events import measures as events
from circulation.events.models import ClubMember, Event
from circulation.points import measures as points
from circulation.points.models import Trip, TripAct
from ils.accounts.models import Staff
from ils.demo.events import hold_events
from ils.demo.van import drive_van
from tests.circulation.loans.desk import Desk
from tests.conftest import NOON
from tests.world import add_nilufar

TODAY = NOON.date()


@pytest.fixture
def staff(session: Session) -> dict[str, Staff]:
    """Readers and copies of a library that is a year old."""
    person = add_nilufar(session, NOON)
    desk = Desk(session, NOON - timedelta(days=100))
    for number in range(1, 21):
        desk.reader(f"R-{number}")
        desk.copy(f"INV-{number}", title=f"Kitob {number}")
    return {"peshtaxta": person}


def counted(session: Session, column: Any) -> Counter[str]:
    """How many rows there are of each value of a column."""
    session.rollback()
    return Counter(session.scalars(select(column)))


def test_events_of_a_year_and_of_a_month(session: Session, staff: dict[str, Staff]) -> None:
    hold_events(session, TODAY, staff=staff, days=365)
    assert counted(session, Event.state) == {"planned": 3, "held": 31, "cancelled": 1}
    assert set(counted(session, Event.type)) == {"event", "field", "club", "excursion", "training"}
    assert session.scalars(select(func.count(ClubMember.id))).one() == 8
    assert [problem for check in events.CHECKS for problem in check(session)] == []


def test_the_van_drives_ten_times(session: Session, staff: dict[str, Staff]) -> None:
    drive_van(session, TODAY, staff=staff, days=365)
    assert counted(session, Trip.state) == {"closed": 10}
    exchanged = counted(session, TripAct.kind)
    assert exchanged["lend"] > exchanged["return"] > 0
    assert [problem for check in points.CHECKS for problem in check(session)] == []
