"""Due dates (desk.md §4): a table of cases and the properties that hold for all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulation.loans.rules import days_late, due_date, open_days_late, steps_as_data, steps_from_data
from circulation.policies.rules import Policy
from ils.library.calendar import Calendar

VICTORY, SUNDAY, MOVED = date(2026, 5, 9), date(2026, 5, 10), date(2026, 5, 11)
SPRING = Calendar(
    frozenset({6}),
    {VICTORY: (False, "Memory day"), MOVED: (False, "Memory day"), date(2026, 4, 26): (True, "Fair")},
)


def policy(days: int, *, open_days: bool = False) -> Policy:
    return Policy(
        id=1,
        category="",
        document_type="",
        department="",
        days=days,
        open_days=open_days,
        renewals=1,
        limit_total=9,
    )


TABLE = [
    ("DD-02", 15, False, date(2026, 4, 15), date(2026, 4, 30), ["due_calendar_days"]),
    ("DD-03", 4, False, date(2026, 4, 15), date(2026, 4, 20),
     ["due_calendar_days", "due_closed_weekly", "due_moved"]),
    ("DD-03", 11, False, date(2026, 4, 15), date(2026, 4, 26), ["due_calendar_days"]),
    ("DD-03", 15, False, date(2026, 4, 24), date(2026, 5, 12),
     ["due_calendar_days", "due_closed", "due_closed_weekly", "due_closed", "due_moved"]),
    ("DD-04", 3, True, date(2026, 5, 7), date(2026, 5, 13), ["due_open_days"]),
    ("DD-07", 0, False, date(2026, 4, 15), date(2026, 4, 15), ["due_same_day"]),
    ("DD-07", 0, True, date(2026, 4, 15), date(2026, 4, 15), ["due_same_day"]),
    ("DD-07", 0, False, date(2026, 4, 19), date(2026, 4, 20),
     ["due_same_day", "due_closed_weekly", "due_moved"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("days", "counted", "lent", "due", "steps"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE]
)
def test_a_due_date_and_its_steps(days: int, counted: bool, lent: date, due: date, steps: list[str]) -> None:
    found = due_date(policy(days, open_days=counted), SPRING, lent)
    assert found.on == due
    assert [step.code for step in found.steps] == steps
    assert found.steps[-1].facts["day"] == due


def test_DD_09_the_steps_name_days_and_reasons() -> None:
    steps = due_date(policy(15), SPRING, date(2026, 4, 24)).steps
    assert dict(steps[0].facts) == {"days": 15, "start": date(2026, 4, 24), "day": VICTORY}
    assert dict(steps[1].facts) == {"day": VICTORY, "reason": "Memory day"}


def test_a_holiday_of_several_days_is_one_step() -> None:
    feast = Calendar(frozenset(), {date(2026, 5, day): (False, "Feast") for day in (27, 28, 29)})
    steps = due_date(policy(1), feast, date(2026, 5, 26)).steps
    assert [step.code for step in steps] == ["due_calendar_days", "due_closed_span", "due_moved"]
    assert steps[1].facts["until"] == date(2026, 5, 29)


def test_steps_come_back_from_where_they_are_kept() -> None:
    steps = due_date(policy(15), SPRING, date(2026, 4, 24)).steps
    assert steps_from_data(steps_as_data(steps)) == steps


calendars = st.builds(
    lambda weekly, special: Calendar(frozenset(weekly), special),
    st.sets(st.integers(0, 6), max_size=5),
    st.dictionaries(
        st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        st.tuples(st.booleans(), st.just("reason")),
        max_size=60,
    ),
)
lending_days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
lengths = st.integers(0, 120)


@given(calendars, lending_days, lengths, st.booleans())
def test_a_due_date_is_never_a_closed_day_and_never_before_lending(
    calendar: Calendar, day: date, days: int, open_days: bool
) -> None:
    due = due_date(policy(days, open_days=open_days), calendar, day).on
    assert calendar.is_open(due)
    assert due >= day


@given(calendars, lending_days, lengths, lengths, st.booleans())
def test_a_longer_loan_is_never_due_earlier(
    calendar: Calendar, day: date, one: int, other: int, open_days: bool
) -> None:
    short, long = sorted((one, other))
    earlier = due_date(policy(short, open_days=open_days), calendar, day).on
    assert earlier <= due_date(policy(long, open_days=open_days), calendar, day).on


@given(calendars, lending_days, st.integers(0, 60))
def test_counting_open_days_passes_exactly_so_many(calendar: Calendar, day: date, days: int) -> None:
    due = due_date(policy(days, open_days=True), calendar, day).on
    if days:
        assert open_days_late(calendar, day, due) == days


@pytest.mark.parametrize(
    ("back", "late", "open_late"),
    [(date(2026, 5, 8), 0, 0), (date(2026, 5, 11), 3, 0), (date(2026, 5, 12), 4, 1)],
    ids=["in time", "all closed", "one open day"],
)
def test_days_late(back: date, late: int, open_late: int) -> None:
    due = date(2026, 5, 8)
    assert (days_late(due, back), open_days_late(SPRING, due, back)) == (late, open_late)


def test_days_late_is_never_negative() -> None:
    assert days_late(VICTORY, VICTORY - timedelta(days=9)) == 0
