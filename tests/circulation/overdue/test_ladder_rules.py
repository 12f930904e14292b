"""Which level a loan has reached: pure decisions (OV-01, OV-02)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from circulation.overdue.rules import Level, LoanSeen, Pause, decide, furthest_due, reached_on, sternest
from ils.library.calendar import Calendar

DUE = date(2026, 4, 30)  # a Thursday
MAY_DAY = date(2026, 5, 1)
CALENDAR = Calendar(frozenset({6}), {MAY_DAY: (False, "Bayram")})  # closed on Sundays and on 1 May
LADDER = tuple(
    Level(number, days, restricts=days == 30, marks_lost=days == 90)
    for number, days in enumerate((-3, 0, 1, 7, 30, 90), start=1)
)
LOAN = LoanSeen(1, date(2026, 4, 15), DUE)

pytestmark = pytest.mark.engine_free


def on(days: int, loan: LoanSeen = LOAN, ladder: tuple[Level, ...] = LADDER) -> tuple[int | None, list[int]]:
    """Return the days of the level written about so many days after the due date, and those only noted."""
    decision = decide(loan, ladder, CALENDAR, DUE + timedelta(days=days))
    return decision.written.days if decision.written else None, [level.days for level in decision.passed]


def done(*days: int) -> LoanSeen:
    return replace(LOAN, done=frozenset(level.id for level in LADDER if level.days in days))


@pytest.mark.parametrize(
    ("late", "loan", "written", "passed"),
    [
        (-4, LOAN, None, []),
        (-3, LOAN, -3, []),
        (-1, done(-3), None, []),
        (0, done(-3), 0, []),
        (1, done(-3, 0), 1, []),
        (6, done(-3, 0, 1), None, []),
        (7, done(-3, 0, 1), 7, []),
        (10, done(-3, 0), 7, [1]),
        (45, LOAN, 30, [-3, 0, 1, 7]),
        (400, done(-3, 0, 1, 7, 30), 90, []),
        (400, done(-3, 0, 1, 7, 30, 90), None, []),
    ],
    ids=[
        "too early",
        "the reminder",
        "nothing twice",
        "due today",
        "a day late",
        "between two levels",
        "a week",
        "a skipped week: only the sternest",
        "never looked at before",
        "the last",
        "nothing after the last",
    ],
)
def test_OV_02_a_level_is_due_once_its_days_have_come(
    late: int, loan: LoanSeen, written: int | None, passed: list[int]
) -> None:
    assert on(late, loan) == (written, passed)


def test_OV_01_levels_count_calendar_or_open_days() -> None:
    calendar_day, open_day = Level(1, 2), Level(2, 2, open_days=True)
    assert reached_on(calendar_day, DUE, CALENDAR) == date(2026, 5, 2)
    assert reached_on(open_day, DUE, CALENDAR) == date(2026, 5, 4)  # not the holiday, not the Sunday
    assert reached_on(Level(3, -2, open_days=True), date(2026, 5, 4), CALENDAR) == DUE
    assert reached_on(Level(4, 0, open_days=True), DUE, CALENDAR) == DUE


def test_OV_01_any_number_of_levels_and_resting_ones_are_left_out() -> None:
    many = tuple(Level(number, number) for number in range(1, 61))
    assert on(60, ladder=many) == (60, list(range(1, 60)))
    rests = tuple(replace(level, active=level.days != 7) for level in LADDER)
    assert on(7, done(-3, 0, 1), rests) == (None, [])
    assert on(7, LOAN, ()) == (None, [])


def test_OV_02_calendar_and_open_days_stand_in_the_order_in_which_they_are_reached() -> None:
    week = (
        Level(1, 7),
        Level(2, 6, open_days=True),
    )  # the second is reached later, though its number is smaller
    assert on(7, ladder=week) == (7, [])
    after_first = replace(LOAN, done=frozenset({1}))
    assert on(9, after_first, week) == (6, [])


def test_OV_02_a_rung_added_below_one_that_was_reached_is_never_gone_back_to() -> None:
    longer = (*LADDER, Level(99, 14, restricts=True))
    assert on(35, done(-3, 0, 1, 7, 30), longer) == (None, [])
    assert on(14, done(-3, 0, 1, 7), longer) == (14, [])


def test_OV_02_what_a_passed_level_does_is_done_too() -> None:
    charging = tuple(replace(level, charge=1000 if level.days in {7, 30} else 0) for level in LADDER)
    decision = decide(LOAN, charging, CALENDAR, DUE + timedelta(days=95))
    assert decision.written is not None
    assert (decision.written.days, decision.restricts, decision.charge, decision.marks_lost) == (
        90,
        True,
        2000,
        True,
    )
    assert decide(LOAN, LADDER, CALENDAR, DUE - timedelta(days=9)).levels == ()


def test_OV_01_nobody_is_reminded_on_the_day_of_lending() -> None:
    short = LoanSeen(1, DUE, DUE)
    assert on(0, short) == (None, [])
    assert on(1, short) == (1, [-3, 0])


@pytest.mark.parametrize(
    ("loan", "pause"),
    [
        (replace(LOAN, claimed=True), Pause.CLAIMED),
        (replace(LOAN, lost=True, claimed=True), Pause.LOST),
        (replace(LOAN, promised_until=DUE + timedelta(days=10)), Pause.PROMISED),
        (replace(LOAN, promised_until=DUE + timedelta(days=9)), None),
    ],
    ids=["claimed returned", "lost", "promised for today", "the promised day is over"],
)
def test_OV_06_what_pauses_the_ladder(loan: LoanSeen, pause: Pause | None) -> None:
    decision = decide(loan, LADDER, CALENDAR, DUE + timedelta(days=10))
    assert decision.pause is pause
    assert (decision.written is None) is (pause is not None)


def test_a_pause_is_told_only_where_something_would_have_been_sent() -> None:
    assert decide(replace(LOAN, claimed=True), LADDER, CALENDAR, DUE - timedelta(days=9)).pause is None


def test_the_furthest_due_date_that_may_be_reached() -> None:
    assert furthest_due(LADDER, CALENDAR, DUE) == DUE + timedelta(days=3)
    assert furthest_due((Level(1, 7),), CALENDAR, DUE) == DUE
    ahead = Level(1, -3, open_days=True)
    last = furthest_due((ahead,), CALENDAR, DUE)
    assert all(reached_on(ahead, last + timedelta(days=more), CALENDAR) > DUE for more in range(1, 20))


def test_the_tone_is_that_of_the_sternest_level() -> None:
    late = [decide(LOAN, LADDER, CALENDAR, DUE + timedelta(days=days)) for days in (1, 95, 40)]
    written = sternest(late).written
    assert written is not None
    assert written.days == 90


def test_a_level_has_a_name_in_every_language() -> None:
    level = Level(1, 7, name_uz="Bir hafta", name_ru="Неделя", name_en="A week")
    names = [level.name(language) for language in ("uz", "uz_Cyrl", "ru", "en")]
    assert names == ["Bir hafta", "Bir hafta", "Неделя", "A week"]
