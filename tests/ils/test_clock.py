"""Tashkent is five hours ahead of UTC all year; the library's day turns at its own midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from ils import clock

pytestmark = pytest.mark.engine_free

INSTANT = datetime(2026, 4, 14, 20, 30, tzinfo=UTC)


def test_local_time_is_five_hours_ahead() -> None:
    assert clock.local(INSTANT).isoformat() == "2026-04-15T01:30:00+05:00"


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        (datetime(2026, 4, 14, 18, 59, 59, tzinfo=UTC), date(2026, 4, 14)),
        (datetime(2026, 4, 14, 19, 0, tzinfo=UTC), date(2026, 4, 15)),
        (datetime(2025, 12, 31, 19, 0, tzinfo=UTC), date(2026, 1, 1)),
    ],
)
def test_the_day_turns_at_midnight_of_the_library(utc: datetime, day: date) -> None:
    assert clock.local_day(utc) == day


@pytest.mark.parametrize(
    ("hour", "utc"), [(0, "2026-04-14T19:00"), (11.5, "2026-04-15T06:30"), (24, "2026-04-15T19:00")]
)
def test_a_wall_clock_hour_becomes_an_instant(hour: float, utc: str) -> None:
    assert clock.at_hour(date(2026, 4, 15), hour) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@time_machine.travel(INSTANT, tick=False)
def test_now_is_aware_and_today_is_local() -> None:
    assert clock.now() == INSTANT
    assert clock.now().utcoffset() == timedelta(0)
    assert clock.today() == date(2026, 4, 15)
