"""The proof that totals are sums, on random days of work and on planted corruption."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from ils.activity.cut import Cut
from ils.activity.kinds import Channel, Kind
from ils.activity.measures import CHECKS, equals_log, net_amount, totals_are_sums
from ils.activity.models import Activity
from ils.activity.queries import opened, total
from ils.activity.services import record, reverse
from ils.activity.work import Done, ItemSnapshot, Work
from ils.db import transaction
from tests.conftest import NOON
from tests.world import work_at

WORKS = st.builds(
    Work,
    now=st.integers(0, 30).map(lambda hours: NOON + timedelta(hours=hours)),
    department=st.sampled_from(["lending", "foreign"]),
    sector=st.sampled_from(["lending", "other"]),
    channel=st.sampled_from(Channel),
)
DONE = st.builds(
    Done,
    kind=st.sampled_from([Kind.VISIT, Kind.LOAN_OPEN, Kind.LOAN_RENEW]),
    subject_type=st.just("visit"),
    subject_id=st.integers(1, 9),
    amount=st.integers(1, 50),
    item=st.sampled_from([ItemSnapshot(), ItemSnapshot("eng", "8", "book", "foreign")]),
    source=st.sampled_from(["", "card", "tally"]),
)


@given(days=st.lists(st.tuples(WORKS, st.lists(DONE, max_size=4), st.booleans()), max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_and_taken_back_totals_are_the_sums_of_the_rows(
    session: Session, days: list[tuple[Work, list[Done], bool]]
) -> None:
    for work, done, regretted in days:
        with transaction(session):
            record(session, work, *done)
        if regretted and done:
            last = session.scalars(select(Activity).order_by(Activity.id.desc())).first()
            assert last is not None
            if last.undo_of is None:
                with transaction(session):
                    reverse(session, work, activity=last, reason="regretted")
    assert list(totals_are_sums(session)) == []
    for kind in Kind:
        cut, span = (
            Cut((kind,), without_channels=(Channel.AUTOMATIC,)),
            {"since": NOON.date(), "until": (NOON + timedelta(days=3)).date()},
        )
        assert total(session, cut, **span) == opened(session, cut, **span).amount


@pytest.fixture
def day(session: Session) -> Session:
    """Two visits and a loan."""
    with transaction(session):
        record(
            session,
            work_at(NOON),
            Done(Kind.VISIT, "visit", 1),
            Done(Kind.VISIT, "visit", 2),
            Done(Kind.LOAN_OPEN, "loan", 1),
        )
    return session


def test_an_untouched_log_has_no_problem(day: Session) -> None:
    assert [problem for check in CHECKS for problem in check(day)] == []


@pytest.mark.parametrize(
    ("corruption", "kept", "rows"),
    [
        ("UPDATE activity_total SET amount = 5 WHERE kind LIKE '%visit%'", 5, 2),
        ("DELETE FROM activity_total WHERE kind LIKE '%visit%'", 0, 2),
        ("UPDATE activity_total SET day = '2026-04-14' WHERE kind LIKE '%visit%'", 2, 0),
        ("UPDATE activity_total SET acts = 9 WHERE kind LIKE '%visit%'", 2, 2),
        ("INSERT INTO activity_total (kind, day, department, sector, source, channel, fund, amount, acts) "
         "VALUES ('circulation:visit:count', '2026-04-15', 'nowhere', '', '', 'desk', '', 7, 7)", 7, 0),
    ],
)  # fmt: skip
def test_planted_corruption_is_found(day: Session, corruption: str, kept: int, rows: int) -> None:
    with transaction(day):
        day.execute(text(corruption))
    problems = list(totals_are_sums(day))
    assert problems
    assert {problem.code for problem in problems} == {"total_differs"}
    assert {"kept": kept, "rows": rows}.items() <= problems[0].facts.items()
    assert problems[0].facts["kind"] == "circulation:visit:count"


def test_a_domain_table_is_held_against_the_log(day: Session) -> None:
    assert net_amount(day, Kind.VISIT) == 2
    assert net_amount(day, Kind.VISIT, Kind.LOAN_OPEN) == 3
    assert net_amount(day, Kind.ITEM_ADD) == 0
    assert list(equals_log(day, what="visits", rows=2, kinds=(Kind.VISIT,))) == []
    problems = list(equals_log(day, what="visits", rows=3, kinds=(Kind.VISIT,)))
    assert [(p.code, p.facts) for p in problems] == [
        ("log_differs", {"what": "visits", "rows": 3, "logged": 2})
    ]
