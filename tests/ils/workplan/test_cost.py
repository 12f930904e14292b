"""The pages of a plan ask the database as often whatever was done and however much of the year is over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from ils.accounts.permissions import Role
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done, PatronSnapshot
from ils.db import transaction
from ils.workplan.queries import plan_figures
from ils.workplan.queries.directing import standings
from ils.workplan.services import load_year
from tests.conftest import NOON, SignIn
from tests.world import work_at

YEAR = NOON.year
LOG = ("activity_line", "activity_month", "activity_total", "activity.")


@pytest.fixture
def plan(session: Session) -> Session:
    """The plans of two years."""
    with transaction(session):
        for year in (YEAR, YEAR - 1):
            load_year(session, work_at(NOON), year=year)
    return session


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """Give the statements that the database is asked meanwhile."""
    found: list[str] = []
    engine = session.get_bind().engine

    def note(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def work_a_year(session: Session) -> None:
    """Do something every month of both years, for readers of several kinds."""
    with transaction(session):
        for year in (YEAR - 1, YEAR):
            for month in range(1, 13):
                for number, category in enumerate(("staff", "subscriber", "student")):
                    done = (Kind.LOAN_OPEN, Kind.VISIT, Kind.POINT_SERVE, Kind.PATRON_REGISTER)[month % 4]
                    patron = PatronSnapshot(category, "18-24", "f", "UZ")
                    record(
                        session, work_at(NOON),
                        Done(done, "thing", number, patron=patron, day=date(year, month, 15)),
                    )  # fmt: skip


def test_figures_of_both_years_are_read_by_two_queries_of_the_log(plan: Session) -> None:
    work_a_year(plan)
    with statements(plan) as asked:
        figures = plan_figures(plan, year=YEAR)
    assert sum(each.fact or 0 for each in figures) > 0
    assert sum(each.last_fact or 0 for each in figures) > 0
    assert len([each for each in asked if any(name in each for name in LOG)]) == 2


def test_the_director_asks_as_often_in_january_as_in_december(plan: Session) -> None:
    work_a_year(plan)
    counts = []
    for today in (date(YEAR, 1, 20), date(YEAR, 12, 20)):
        with statements(plan) as asked:
            standings(plan, year=YEAR, today=today)
        counts.append(len([each for each in asked if any(name in each for name in LOG)]))
    assert counts == [2, 2]


@pytest.mark.parametrize("path", [f"/plan/{YEAR}", f"/plan/{YEAR}/director", f"/plan/{YEAR}/lines/17"])
def test_a_page_asks_as_often_before_the_first_act_as_after_many(
    plan: Session, signed_in: SignIn, path: str
) -> None:
    client = signed_in(Role.DIRECTOR)
    client.get(path)
    with statements(plan) as before:
        client.get(path)
    work_a_year(plan)
    client.get(path)
    with statements(plan) as after:
        assert client.get(path).status_code == 200
    # Where a line opens to acts, the newest of them, their day's block and who did them are read besides.
    further = 0 if "lines" not in path else 4
    assert len(before) <= len(after) <= len(before) + further
