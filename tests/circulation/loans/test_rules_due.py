"""Due dates (desk.md §4): a table of cases and the properties that hold for all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from circulation.loans.rules import (
    by_hand,
    days_late,
    due_date,
    open_days_late,
    steps_as_data,
    steps_from_data,
)
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
        item_type="",
        use="",
        department="",
        days=days,
        open_days=open_days,
        renewals=1,
        limit_total=9,
    )


ROOM = {"use": "room"}
NIGHT = {"use": "overnight"}
TERM, SUNDAY_TERM = {"fixed_due": date(2026, 4, 24)}, {"fixed_due": date(2026, 4, 19)}
QUEUE = {"queue_longer": 3, "queue_days": 7}

# number, days, open days?, what the row says besides, what is asked besides, lent, due, steps
TABLE: list[tuple[str, int, bool, dict[str, Any], dict[str, Any], date, date, list[str]]] = [
    ("DD-02", 15, False, {}, {}, date(2026, 4, 15), date(2026, 4, 30), ["due_calendar_days"]),
    ("DD-03", 4, False, {}, {}, date(2026, 4, 15), date(2026, 4, 20),
     ["due_calendar_days", "due_closed_weekly", "due_moved"]),
    ("DD-03", 11, False, {}, {}, date(2026, 4, 15), date(2026, 4, 26), ["due_calendar_days"]),  # a dated opening wins
    ("DD-03", 15, False, {}, {}, date(2026, 4, 24), date(2026, 5, 12),
     ["due_calendar_days", "due_closed", "due_closed_weekly", "due_closed", "due_moved"]),
    ("DD-04", 3, True, {}, {}, date(2026, 5, 7), date(2026, 5, 13), ["due_open_days"]),
    ("DD-05", 15, False, TERM, {}, date(2026, 4, 15), date(2026, 4, 24), ["due_calendar_days", "due_fixed"]),
    ("DD-05", 15, False, SUNDAY_TERM, {}, date(2026, 4, 15), date(2026, 4, 18),
     ["due_calendar_days", "due_fixed", "due_closed_weekly", "due_moved_back"]),
    ("DD-05", 9, False, TERM, {}, date(2026, 4, 15), date(2026, 4, 24), ["due_calendar_days"]),  # reached, not crossed
    ("DD-05", 15, False, {"fixed_due": date(2026, 4, 1)}, {}, date(2026, 4, 15), date(2026, 4, 30),
     ["due_calendar_days"]),  # a term gone by rules nothing
    ("DD-06", 15, False, {}, {"member_until": date(2026, 4, 28)}, date(2026, 4, 15), date(2026, 4, 28),
     ["due_calendar_days", "due_membership"]),
    ("DD-06", 30, False, {}, {"member_until": date(2026, 5, 11)}, date(2026, 4, 15), date(2026, 5, 8),
     ["due_calendar_days", "due_membership", "due_closed", "due_closed_weekly", "due_closed", "due_moved_back"]),
    ("DD-05", 30, False, TERM, {"member_until": date(2026, 4, 22)}, date(2026, 4, 15), date(2026, 4, 22),
     ["due_calendar_days", "due_fixed", "due_membership"]),  # the earlier of the two
    ("DD-07", 0, False, {}, {}, date(2026, 4, 15), date(2026, 4, 15), ["due_at_closing"]),
    ("DD-07", 0, True, {}, {}, date(2026, 4, 15), date(2026, 4, 15), ["due_at_closing"]),
    ("DD-07", 0, False, {}, {}, date(2026, 4, 19), date(2026, 4, 20),
     ["due_closed_weekly", "due_moved", "due_at_closing"]),
    ("DD-07", 15, False, {}, ROOM, date(2026, 4, 15), date(2026, 4, 15), ["due_at_closing"]),
    ("DD-07", 15, False, TERM, NIGHT, date(2026, 4, 15), date(2026, 4, 16), ["due_at_opening"]),
    ("DD-07", 0, False, {}, NIGHT, date(2026, 4, 18), date(2026, 4, 20),
     ["due_closed_weekly", "due_moved", "due_at_opening"]),
    ("DD-07", 1, False, {}, NIGHT | {"member_until": date(2026, 4, 18)}, date(2026, 4, 18), date(2026, 4, 18),
     ["due_closed_weekly", "due_moved", "due_at_opening", "due_membership"]),
    ("DD-08", 15, False, QUEUE, {"waiting": 4}, date(2026, 4, 15), date(2026, 4, 22),
     ["due_queue_shortens", "due_calendar_days"]),
    ("DD-08", 15, False, QUEUE, {"waiting": 3}, date(2026, 4, 15), date(2026, 4, 30), ["due_calendar_days"]),
    ("DD-08", 5, False, QUEUE, {"waiting": 9}, date(2026, 4, 15), date(2026, 4, 20), ["due_calendar_days"]),  # is shorter
]  # fmt: skip


def of(number: str) -> Any:
    """The rows of one number, as the parameters of its test."""
    rows = [row[1:] for row in TABLE if row[0] == number]
    return pytest.mark.parametrize(("days", "counted", "row", "asked", "lent", "due", "steps"), rows)


def reckoned(days: int, counted: bool, row: Any, asked: Any, lent: date, due: date, steps: list[str]) -> None:
    found = due_date(replace(policy(days, open_days=counted), **row), SPRING, lent, **asked)
    assert found.on == due
    assert [step.code for step in found.steps] == steps
    assert found.steps[-1].facts["day"] == due
    assert (found.minute is not None) == (days == 0 or "use" in asked)


@of("DD-02")
def test_DD_02_a_loan_is_due_on_a_date(
    days: int, counted: bool, row: Any, asked: Any, lent: date, due: date, steps: list[str]
) -> None:
    reckoned(days, counted, row, asked, lent, due, steps)


@of("DD-03")
def test_DD_03_a_closed_day_moves_it_on(
    days: int, counted: bool, row: Any, asked: Any, lent: date, due: date, steps: list[str]
) -> None:
    reckoned(days, counted, row, asked, lent, due, steps)


@of("DD-04")
def test_DD_04_open_days_are_counted(
    days: int, counted: bool, row: Any, asked: Any, lent: date, due: date, steps: list[str]
) -> None:
    reckoned(days, counted, row, asked, lent, due, steps)


@of("DD-05")
def test_DD_05_the_fixed_date_is_never_crossed(
    days: int, counted: bool, row: Any, asked: Any, lent: date, due: date, steps: list[str]
) -> None:
    reckoned(days, counted, row, asked, lent, due, steps)


@of("DD-06")
def test_DD_06_the_end_of_membership_is_never_crossed(
    days: int, counted: bool, row: Any, asked: Any, lent: date, due: date, steps: list[str]
) -> None:
    reckoned(days, counted, row, asked, lent, due, steps)


@of("DD-07")
def test_DD_07_the_room_till_closing_and_overnight_till_opening(
    days: int, counted: bool, row: Any, asked: Any, lent: date, due: date, steps: list[str]
) -> None:
    reckoned(days, counted, row, asked, lent, due, steps)


@of("DD-08")
def test_DD_08_a_long_queue_shortens_it(
    days: int, counted: bool, row: Any, asked: Any, lent: date, due: date, steps: list[str]
) -> None:
    reckoned(days, counted, row, asked, lent, due, steps)


HOURS = Calendar(frozenset({6}), {}, {5: (9 * 60, 13 * 60 + 30), 0: (8 * 60 + 30, 17 * 60)})


@pytest.mark.parametrize(
    ("use", "lent", "due", "minute", "time"),
    [
        ("room", date(2026, 4, 18), date(2026, 4, 18), 13 * 60 + 30, "13:30"),  # a short Saturday
        ("room", date(2026, 4, 15), date(2026, 4, 15), 18 * 60, "18:00"),  # the usual hours
        ("overnight", date(2026, 4, 18), date(2026, 4, 20), 8 * 60 + 30, "08:30"),
    ],
)
def test_DD_07_the_hour_is_that_of_the_calendar(
    use: str, lent: date, due: date, minute: int, time: str
) -> None:
    found = due_date(policy(15), HOURS, lent, use=use)
    assert (found.on, found.minute, found.steps[-1].facts["time"]) == (due, minute, time)


def test_DD_07_overnight_that_may_not_last_the_night_is_due_at_closing() -> None:
    found = due_date(policy(1), HOURS, date(2026, 4, 18), use="overnight", member_until=date(2026, 4, 19))
    assert (found.on, found.minute) == (date(2026, 4, 18), 13 * 60 + 30)


def test_a_limit_before_which_the_library_does_not_open_rules_nothing() -> None:
    """Lent on a closed Sunday, a term that ends that Sunday: it could only be brought on Monday."""
    row = replace(policy(15), fixed_due=date(2026, 4, 19))
    assert due_date(row, HOURS, date(2026, 4, 19)).on == date(2026, 5, 4)


def test_RN_08_a_renewal_may_count_from_another_day() -> None:
    found = due_date(policy(15), HOURS, date(2026, 4, 15), start=date(2026, 4, 20))
    assert (found.on, found.steps[0].facts["start"]) == (date(2026, 5, 5), date(2026, 4, 20))


def test_DD_09_the_steps_name_days_and_reasons() -> None:
    steps = due_date(policy(15), SPRING, date(2026, 4, 24)).steps
    assert dict(steps[0].facts) == {"days": 15, "start": date(2026, 4, 24), "day": VICTORY}
    assert dict(steps[1].facts) == {"day": VICTORY, "reason": "Memory day"}


def test_a_holiday_of_several_days_is_one_step() -> None:
    feast = Calendar(frozenset(), {date(2026, 5, day): (False, "Feast") for day in (27, 28, 29)})
    steps = due_date(policy(1), feast, date(2026, 5, 26)).steps
    assert [step.code for step in steps] == ["due_calendar_days", "due_closed_span", "due_moved"]
    assert steps[1].facts["until"] == date(2026, 5, 29)


@pytest.mark.parametrize("row", TABLE, ids=[f"{row[0]}-{place}" for place, row in enumerate(TABLE)])
def test_DD_09_steps_come_back_from_where_they_are_kept(row: Any) -> None:
    found = due_date(replace(policy(row[1], open_days=row[2]), **row[3]), SPRING, row[5], **row[4])
    assert steps_from_data(json.loads(json.dumps(steps_as_data(found.steps)))) == found.steps


def test_DD_09_steps_of_an_older_program_still_load() -> None:
    (step,) = steps_from_data([{"code": "due_same_day", "day": "2026-04-15"}])
    assert step.facts["day"] == date(2026, 4, 15)


def test_DD_09_a_date_set_by_hand_says_so() -> None:
    assert [step.code for step in by_hand(SUNDAY).steps] == ["due_by_hand"]


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


uses = st.sampled_from(("home", "room", "overnight", "exhibition", "organisation"))
limits = st.none() | st.dates(date(2025, 12, 1), date(2027, 6, 30))
rows = st.builds(
    lambda days, open_days, fixed, longer, short: replace(
        policy(days, open_days=open_days), fixed_due=fixed, queue_longer=longer, queue_days=short
    ),
    lengths, st.booleans(), limits, st.integers(0, 5), st.integers(0, 30),
)  # fmt: skip
queues = st.integers(0, 9)


@given(calendars, lending_days, rows, uses, limits, queues)
def test_DD_03_a_due_date_is_never_a_closed_day_and_never_before_lending(
    calendar: Calendar, day: date, row: Policy, use: str, member_until: date | None, waiting: int
) -> None:
    due = due_date(row, calendar, day, use=use, member_until=member_until, waiting=waiting)
    assert calendar.is_open(due.on)
    assert due.on >= day
    assert due.steps[-1].facts["day"] == due.on


@given(calendars, lending_days, rows, uses, limits, queues, lengths)
def test_a_longer_loan_is_never_due_earlier(
    calendar: Calendar, day: date, row: Policy, use: str, member_until: date | None, waiting: int, other: int
) -> None:
    asked = {"use": use, "member_until": member_until, "waiting": waiting}
    short, long = sorted((row.days, other))
    earlier = due_date(replace(row, days=short), calendar, day, **asked).on
    assert earlier <= due_date(replace(row, days=long), calendar, day, **asked).on


@given(calendars, lending_days, rows, st.sampled_from(("home", "overnight")), limits, queues)
def test_DD_05_DD_06_neither_the_fixed_date_nor_the_end_of_membership_is_crossed(
    calendar: Calendar, day: date, row: Policy, use: str, member_until: date | None, waiting: int
) -> None:
    due = due_date(row, calendar, day, use=use, member_until=member_until, waiting=waiting).on
    for limit in (row.fixed_due, member_until):
        if limit is not None and limit >= calendar.next_open(day):  # else nobody could bring it before
            assert due <= limit


@given(calendars, lending_days, rows, queues)
def test_DD_08_a_queue_never_makes_a_loan_longer(
    calendar: Calendar, day: date, row: Policy, waiting: int
) -> None:
    assert due_date(row, calendar, day, waiting=waiting).on <= due_date(row, calendar, day).on


@given(calendars, lending_days, rows)
def test_DD_04_open_days_are_never_fewer_than_calendar_days(
    calendar: Calendar, day: date, row: Policy
) -> None:
    assume(row.fixed_due is None)
    counted = due_date(replace(row, open_days=True), calendar, day).on
    assert due_date(replace(row, open_days=False), calendar, day).on <= counted


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
