"""Pace, forecast and verdict of a line: plain arithmetic over open days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ils.workplan.rules import Period, year_period
from ils.workplan.rules.pace import (
    Forecast,
    Pace,
    Verdict,
    expected,
    forecast,
    overlap,
    pace_of,
    verdict,
    whole_months,
    window,
)

pytestmark = pytest.mark.engine_free

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def works(day: date) -> bool:
    return day.weekday() != 6


@pytest.mark.parametrize(
    ("today", "gone"),
    [
        (date(2026, 2, 28), 0),
        (date(2026, 3, 1), 0),
        (date(2026, 3, 2), 1),
        (date(2026, 3, 8), 6),
        (date(2026, 4, 9), 26),
    ],
)
def test_open_days_gone_are_counted_to_the_evening(today: date, gone: int) -> None:
    assert pace_of(MARCH, today, works) == Pace(gone, 26)


def test_a_library_closed_for_all_the_span_has_no_pace_and_nothing_due() -> None:
    pace = pace_of(MARCH, date(2026, 3, 20), lambda _day: False)
    assert pace == Pace(0, 0)
    assert expected([(100, pace)]) == 0


@pytest.mark.parametrize(
    ("deadline", "first", "last"),
    [
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
        ("month", date(2026, 1, 1), date(2026, 12, 31)),
        ("q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("autumn", date(2026, 9, 1), date(2026, 12, 31)),
    ],
)
def test_a_line_is_due_in_its_own_time(deadline: str, first: date, last: date) -> None:
    assert window(deadline, 2026) == Period(first, last)


def test_spans_overlap_or_not() -> None:
    autumn = window("autumn", 2026)
    assert overlap(autumn, window("q3", 2026)) == Period(date(2026, 9, 1), date(2026, 9, 30))
    assert overlap(autumn, MARCH) is None


def test_targets_of_quarters_are_due_quarter_by_quarter() -> None:
    assert expected([(10, Pace(70, 70)), (40, Pace(35, 70)), (40, Pace(0, 70)), (10, Pace(0, 70))]) == 30


@pytest.mark.parametrize(
    ("fact", "plan", "due", "said"),
    [
        (None, 10, 5, Verdict.NONE), (3, None, 0, Verdict.NONE), (3, 0, 0, Verdict.NONE),
        (10, 10, 5, Verdict.DONE), (12, 10, 10, Verdict.DONE),
        (5, 10, 5, Verdict.ON), (95, 200, 100, Verdict.ON), (94, 200, 100, Verdict.BEHIND),
        (70, 200, 100, Verdict.BEHIND), (69, 200, 100, Verdict.FAR), (0, 200, 100, Verdict.FAR),
        (0, 10, 0, Verdict.NOT_YET), (1, 10, 0, Verdict.ON),
    ],
)  # fmt: skip
def test_verdicts(fact: int | None, plan: int | None, due: int, said: Verdict) -> None:
    assert verdict(fact, plan, due) is said


def test_a_forecast_goes_on_as_so_far_and_ranges_from_the_worst_month_to_the_best() -> None:
    assert forecast(100, Pace(50, 300), [(20, 20), (80, 25)]) == Forecast(600, 350, 900)


@pytest.mark.parametrize(
    ("fact", "pace", "months", "told"),
    [
        (None, Pace(50, 300), [], None),
        (10, Pace(9, 300), [], None),
        (10, Pace(10, 300), [(10, 10)], Forecast(300, None, None)),
        (7, Pace(300, 300), [(1, 20), (2, 20)], Forecast(7, 7, 7)),
    ],
)
def test_too_early_a_forecast_is_none(
    fact: int | None, pace: Pace, months: list[tuple[int, int]], told: Forecast | None
) -> None:
    assert forecast(fact, pace, months) == told


def test_months_that_are_over() -> None:
    months = whole_months(year_period(2026), date(2026, 3, 31))
    assert [each.last for each in months] == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    assert whole_months(MARCH, date(2026, 3, 30)) == ()


@given(st.integers(0, 10**9), st.integers(0, 400), st.booleans())
def test_what_is_due_grows_with_the_days_and_ends_at_the_target(plan: int, days: int, sundays: bool) -> None:
    def is_open(day: date) -> bool:
        return sundays or works(day)

    span, first = year_period(2026), date(2026, 1, 1)
    before = expected([(plan, pace_of(span, first + timedelta(days=days - 1), is_open))])
    now = expected([(plan, pace_of(span, first + timedelta(days=days), is_open))])
    assert 0 <= before <= now <= plan
    assert expected([(plan, pace_of(span, span.last, is_open))]) == plan
