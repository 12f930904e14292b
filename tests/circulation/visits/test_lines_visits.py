"""Line 16 of the work plan and its seven parts, fed by visits: once a reader, sector and day, and by head-counts."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.visits import measures
from circulation.visits.errors import VisitError
from circulation.visits.models import Visit
from circulation.visits.services import card_visit, take_back, tally
from ils.activity.measures import totals_are_sums
from ils.db import transaction
from tests.conftest import NOON
from tests.plan_lines import FIRST_MINUTE, LAST_MINUTE, SUNDAY, fact, load_plans
from tests.world import add_reader, work_at

LINES = "16 16.1 16.2 16.3 16.4 16.5 16.6 16.7"
SECTORS = {
    "lending": "16.1", "reading": "16.2", "youth": "16.3", "electronic": "16.4", "legal": "16.5", "local": "16.6",
    "other": "16.7",
}  # fmt: skip


@pytest.fixture
def anvar(session: Session) -> int:
    """A reader, and the plans of two years."""
    load_plans(session)
    return add_reader(session, NOON).id


def lines(session: Session, year: int = 2026) -> list[int]:
    return [fact(session, number, year) for number in LINES.split()]


def each(figure: int) -> list[int]:
    """Line 16 with this figure in every one of its seven sectors."""
    return [7 * figure, *(7 * [figure])]


def scan(session: Session, reader: int, now: datetime = NOON) -> list[bool]:
    """Scan the card in every sector; tell where it counted."""
    with transaction(session):
        return [
            card_visit(session, work_at(now, sector=sector, department=""), patron_id=reader)
            for sector in SECTORS
        ]


def came(session: Session, persons: int, now: datetime = NOON) -> None:
    """Enter a head-count in every sector."""
    with transaction(session):
        for sector in SECTORS:
            tally(session, work_at(now), sector=sector, persons=persons)


def back(session: Session) -> None:
    """Take back everything that stands."""
    session.rollback()
    undone = select(Visit.corrects_id).where(Visit.corrects_id.is_not(None))
    ids = session.scalars(select(Visit.id).where(Visit.persons > 0, Visit.id.not_in(undone))).all()
    with transaction(session):
        for visit in ids:
            take_back(session, work_at(NOON), visit_id=visit, reason="Xato")


def problems(session: Session) -> list[str]:
    return [problem.code for check in (*measures.CHECKS, totals_are_sums) for problem in check(session)]


@pytest.mark.line(LINES, "once repeated undone corrected")
def test_line_16_counts_a_reader_once_a_day_in_each_sector_and_head_counts_beside(
    session: Session, anvar: int
) -> None:
    assert scan(session, anvar) == [True] * 7
    assert scan(session, anvar) == [False] * 7
    assert lines(session) == each(1)
    came(session, 20)
    assert lines(session) == each(21)
    back(session)
    assert lines(session) == each(0)
    with pytest.raises(VisitError, match="visit_taken_back"), transaction(session):
        take_back(session, work_at(NOON), visit_id=1, reason="Xato")
    assert scan(session, anvar) == [True] * 7
    came(session, 2)  # it was not twenty but two
    assert lines(session) == each(3)
    assert problems(session) == []


@pytest.mark.line(LINES, "midnight closed")
@pytest.mark.parametrize(
    ("now", "year"),
    [(LAST_MINUTE, 2026), (FIRST_MINUTE, 2027), (SUNDAY, 2026)],
    ids=["23:59", "00:01", "closed"],
)
def test_line_16_at_the_turn_of_the_year_in_tashkent_and_on_a_closed_day(
    session: Session, anvar: int, now: datetime, year: int
) -> None:
    scan(session, anvar, now)
    came(session, 4, now)
    assert {number: lines(session, number) for number in (2026, 2027)} == {2026: each(0), 2027: each(0)} | {
        year: each(5)
    }


@pytest.mark.line(LINES, "midnight")
def test_line_16_two_minutes_around_midnight_are_two_days(session: Session, anvar: int) -> None:
    for now in (LAST_MINUTE, FIRST_MINUTE):
        assert scan(session, anvar, now) == [True] * 7
    assert (lines(session), lines(session, 2027)) == (each(1), each(1))
