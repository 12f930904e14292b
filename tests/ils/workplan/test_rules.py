"""Numbers of lines, parts of the year, the arithmetic of a figure."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ils.workplan.rules import (
    PARTS,
    Period,
    is_number,
    month_period,
    months_of,
    next_part,
    number_key,
    parent_of,
    part_of,
    part_period,
    percent,
    quarter_period,
    year_gone,
    year_period,
)

pytestmark = pytest.mark.engine_free


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("7", True), ("10.4", True), ("10.4.1", True), ("10.4.1.1", False), ("0", False), ("10.0", False), ("07", False),
        ("10.", False), ("", False), ("x", False), ("١", False), ("1000", False), ("1.100", False),
    ],
)  # fmt: skip
def test_numbers_of_lines(text: str, sound: bool) -> None:
    assert is_number(text) is sound


def test_the_next_part_follows_the_highest_taken() -> None:
    assert next_part("", ["1", "9", "10", "10.4", "42"]) == "43"
    assert next_part("10", ["10", "10.1", "10.9", "10.10", "10.4.12", "11.50"]) == "10.11"
    assert next_part("7", ["7"]) == "7.1"
    assert parent_of("10.4.1") == "10.4"
    assert parent_of("10") == ""
    assert number_key("10.10") > number_key("10.9") > number_key("9.50")


def test_parts_of_the_year_and_their_days() -> None:
    for part in PARTS:
        assert part_of(2026, part_period(2026, part)) == part
        assert part_period(2026, months_of(part)[0]).first == part_period(2026, part).first
        assert part_period(2026, months_of(part)[-1]).last == part_period(2026, part).last
    assert part_of(2026, Period(date(2026, 1, 1), date(2026, 1, 30))) is None
    assert part_of(2025, part_period(2026, "q1")) is None


@pytest.mark.parametrize(
    ("fact", "plan", "result"),
    [
        (0, 100, 0), (50, 100, 50), (100, 100, 100), (250, 100, 250), (1, 3, 33), (2, 3, 67), (1, 200, 1),
        (None, 100, None), (5, None, None), (5, 0, None), (-1, 100, -1),
    ],
)  # fmt: skip
def test_percent(fact: int | None, plan: int | None, result: int | None) -> None:
    assert percent(fact, plan) == result


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_percent_is_off_by_half_a_point_at_most(fact: int, plan: int) -> None:
    result = percent(fact, plan)
    assert result is not None
    assert abs(result * plan - fact * 100) * 2 <= plan


def test_a_year_is_its_quarters_and_its_months_without_gap() -> None:
    for year in (2024, 2025, 2026):
        for periods in (
            [quarter_period(year, quarter) for quarter in (1, 2, 3, 4)],
            [month_period(year, month) for month in range(1, 13)],
        ):
            assert periods[0].first == year_period(year).first
            assert periods[-1].last == year_period(year).last
            for one, following in pairwise(periods):
                assert following.first - one.last == timedelta(days=1)


def test_february_of_a_leap_year_has_29_days() -> None:
    assert month_period(2024, 2) == Period(date(2024, 2, 1), date(2024, 2, 29))
    assert month_period(2026, 2).last == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("today", "gone"),
    [
        (date(2025, 12, 31), 0),
        (date(2026, 1, 1), 0),
        (date(2026, 1, 4), 1),
        (date(2026, 7, 2), 50),
        (date(2026, 12, 30), 99),
        (date(2026, 12, 31), 100),
        (date(2027, 5, 1), 100),
    ],
)
def test_how_much_of_the_year_is_over(today: date, gone: int) -> None:
    assert year_gone(2026, today) == gone
