"""When a semester ends, which course is the last, and what a loan was in a month."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreign_fund.overdue.rules import (
    LoanOfMonth,
    Part,
    due_on_day,
    last_course,
    month_rows,
    parts_of,
    semester_end,
    sum_of,
)

FIRST, LAST = date(2026, 4, 1), date(2026, 4, 30)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 9, 1), date(2027, 1, 31)),
        (date(2026, 12, 31), date(2027, 1, 31)),
        (date(2027, 1, 10), date(2027, 1, 31)),
        (date(2026, 2, 1), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2027, 1, 31)),
    ],
)
def test_when_the_semester_ends(day: date, end: date) -> None:
    assert semester_end(day) == end


def test_the_last_course_is_the_highest_number() -> None:
    assert last_course(["1", "10", "4", "magistr"]) == "10"
    assert last_course([]) == ""


def loan(lent: int, closed: int | None = None, due: int = 20, lost: int | None = None) -> LoanOfMonth:
    """A loan by days of April; days before it are negative."""

    def of(number: int) -> date:
        return FIRST + timedelta(days=number - 1)

    ended, gone = (of(number) if number is not None else None for number in (closed, lost))
    return LoanOfMonth(1, "eng", of(lent), ended, of(due), of(due), gone)


@pytest.mark.parametrize(
    ("told", "parts"),
    [
        (loan(-5), {Part.OUT_BEFORE, Part.OUT_AFTER, Part.LATE_AFTER}),
        (loan(-5, due=40), {Part.OUT_BEFORE, Part.OUT_AFTER}),
        (loan(-5, 10), {Part.OUT_BEFORE, Part.BACK}),
        (loan(-5, 25), {Part.OUT_BEFORE, Part.BACK, Part.BACK_LATE}),
        (loan(5, 5), {Part.LENT, Part.BACK}),
        (loan(5, 35), {Part.LENT, Part.OUT_AFTER, Part.LATE_AFTER}),
        (loan(5, lost=9), {Part.LENT, Part.LOST, Part.OUT_AFTER}),
        (loan(-5, 12, lost=9), {Part.OUT_BEFORE, Part.LOST, Part.MADE_GOOD}),
        (loan(35), set()),
        (loan(-9, -2), set()),
        (loan(5, due=30), {Part.LENT, Part.OUT_AFTER}),
    ],
)
def test_what_a_loan_was_in_a_month(told: LoanOfMonth, parts: set[Part]) -> None:
    assert parts_of(told, FIRST, LAST) == parts


def test_the_due_date_that_held_on_a_day() -> None:
    renewals = [(date(2026, 4, 10), date(2026, 4, 12)), (date(2026, 5, 3), date(2026, 5, 5))]
    assert due_on_day(date(2026, 5, 30), renewals, date(2026, 4, 9)) == date(2026, 4, 12)
    assert due_on_day(date(2026, 5, 30), renewals, date(2026, 4, 30)) == date(2026, 5, 5)
    assert due_on_day(date(2026, 5, 30), renewals, date(2026, 5, 3)) == date(2026, 5, 30)


LOANS = st.builds(
    lambda lent, long, due, lost: loan(lent, None if long is None else lent + long, lent + due, lost),
    st.integers(-60, 40), st.none() | st.integers(0, 90), st.integers(0, 60), st.none() | st.integers(-20, 40),
)  # fmt: skip


@given(st.lists(LOANS, max_size=30))
def test_what_was_out_and_was_lent_less_what_ended_is_out(loans: list[LoanOfMonth]) -> None:
    sums = sum_of(month_rows(loans, FIRST, LAST))
    ended = sums[Part.BACK] + sums[Part.MADE_GOOD]
    assert sums[Part.OUT_BEFORE] + sums[Part.LENT] - ended == sums[Part.OUT_AFTER]
    assert sums[Part.BACK_LATE] <= sums[Part.BACK]
    assert sums[Part.LATE_AFTER] <= sums[Part.OUT_AFTER]
