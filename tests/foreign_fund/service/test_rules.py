"""Coverage, periods, matching, signatures and lists, as tables."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foreign_fund.service.errors import ListCode, ProfileCode, QueryCode, ServiceError, ServiceInputError
from foreign_fund.service.rules import asking, covering, stopping
from foreign_fund.service.rules.covering import Cover, coverage
from foreign_fund.service.rules.describing import Line, Part, as_text
from foreign_fund.service.rules.matching import Interests, NewTitle, fits, known, read_lines
from foreign_fund.service.rules.periods import Every, Period, last_whole, next_period

GERMAN = NewTitle(1, "ger", "fiction", "821.112.2-31", "kafka franz", "book")


@pytest.mark.parametrize(
    ("copies", "students", "norm", "text", "percent", "missing", "cover"),
    [
        (10, 20, 50, False, 50, 0, Cover.ENOUGH),
        (9, 20, 50, False, 45, 1, Cover.BELOW),
        (0, 20, 50, False, 0, 10, Cover.NONE),
        (0, 20, 50, True, 0, 10, Cover.ELECTRONIC),
        (1, 3, 50, False, 33, 1, Cover.BELOW),  # one and a half copies are two
        (2, 3, 50, False, 66, 0, Cover.ENOUGH),
        (5, 0, 50, False, None, 0, Cover.NOT_ASKED),
        (25, 25, 100, False, 100, 0, Cover.ENOUGH),
    ],
)
def test_coverage(
    copies: int, students: int, norm: int, text: bool, percent: int | None, missing: int, cover: Cover
) -> None:
    found = coverage(copies=copies, students=students, norm=norm, open_text=text)
    assert (found.percent, found.missing, found.cover) == (percent, missing, cover)


@given(st.integers(0, 500), st.integers(1, 500), st.integers(1, 200))
def test_what_is_missing_makes_it_enough(copies: int, students: int, norm: int) -> None:
    lacking = coverage(copies=copies, students=students, norm=norm, open_text=False).missing
    after = coverage(copies=copies + lacking, students=students, norm=norm, open_text=False)
    assert after.cover is Cover.ENOUGH
    if lacking:
        before = coverage(copies=copies + lacking - 1, students=students, norm=norm, open_text=False)
        assert before.missing == 1


@pytest.mark.parametrize(
    ("day", "every", "since", "until"),
    [
        (date(2026, 4, 15), Every.WEEK, date(2026, 4, 6), date(2026, 4, 12)),
        (date(2026, 4, 13), Every.WEEK, date(2026, 4, 6), date(2026, 4, 12)),
        (date(2026, 4, 12), Every.WEEK, date(2026, 3, 30), date(2026, 4, 5)),
        (date(2026, 3, 1), Every.MONTH, date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 1, 1), Every.MONTH, date(2025, 12, 1), date(2025, 12, 31)),
    ],
)
def test_the_last_whole_period(day: date, every: Every, since: date, until: date) -> None:
    assert last_whole(day, every) == Period(since, until)


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from(Every)), max_size=30))
def test_periods_leave_no_gap_and_never_overlap_however_often_they_are_changed(
    steps: list[tuple[int, Every]],
) -> None:
    day, last, made = date(2026, 1, 1), None, []
    for days, every in steps:
        day += timedelta(days=days)
        period = next_period(day, every, last)
        if period is not None:
            assert period.until < day
            made.append(period)
            last = period.until
    for one, other in pairwise(made):
        assert (other.since - one.until).days == 1


@pytest.mark.parametrize(
    ("wanted", "does"),
    [
        (Interests(languages=("ger",)), True),
        (Interests(languages=("eng",)), False),
        (Interests(branches=("fiction",)), True),
        (Interests(languages=("eng",), branches=("fiction",)), False),
        (Interests(authors=("kafka",)), True),
        (Interests(authors=("franz kafka",)), True),
        (Interests(authors=("hesse",)), False),
        (Interests(branches=("science",), authors=("kafka",)), True),
        (Interests(marks=("821.112",)), True),
        (Interests(marks=("821.113",)), False),
        (Interests(types=("serial",)), False),
        (Interests(types=("book",), languages=("ger",)), True),
    ],
)
def test_what_is_of_interest(wanted: Interests, does: bool) -> None:
    assert fits(GERMAN, wanted) is does


def test_lines_are_read_once_each() -> None:
    assert read_lines(" Hesse \n\nHesse;  Franz   Kafka ") == ("Hesse", "Franz Kafka")
    assert known(["b", "x", "a"], ["a", "b"]) == ("a", "b")
    with pytest.raises(ServiceInputError) as caught:
        read_lines("\n".join(map(str, range(31))))
    assert caught.value.code is ProfileCode.TOO_MANY


@given(st.integers(1, 10**9), st.text(max_size=40))
def test_only_the_right_signature_passes(profile_id: int, other: str) -> None:
    key = stopping.new_key()
    right = stopping.signature(key, profile_id)
    assert stopping.is_signed(key, profile_id, right)
    assert stopping.is_signed(key, profile_id, other) is (other == right)
    assert not stopping.is_signed(stopping.new_key(), profile_id, right)
    assert not stopping.is_signed(key, profile_id + 1, right)


def test_values_that_nobody_means() -> None:
    for call, code in (
        (lambda: covering.check_norm(0), ListCode.NORM_INVALID),
        (lambda: covering.check_norm(None), ListCode.NORM_INVALID),
        (lambda: covering.check_students(10_000), ListCode.STUDENTS_INVALID),
        (lambda: covering.check_copies(-1), ListCode.COPIES_INVALID),
        (lambda: covering.check_minutes(0), ListCode.MINUTES_INVALID),
        (lambda: asking.check_contact("no address"), QueryCode.CONTACT_ODD),
        (lambda: asking.language_codes("english"), QueryCode.CHOICE_UNKNOWN),
        (lambda: asking.check_reason("tired"), QueryCode.CHOICE_UNKNOWN),
        (lambda: asking.check_day(date(2026, 4, 16), date(2026, 4, 15)), QueryCode.DAY_ODD),
        (lambda: asking.require_open("answered"), QueryCode.ENDED),
        (lambda: asking.require_ended("received"), QueryCode.NOT_ENDED),
    ):
        with pytest.raises((ServiceInputError, ServiceError)) as caught:
            call()
        assert caught.value.code is code


def test_codes_of_languages_are_tidied() -> None:
    assert asking.language_codes(" ENG, ger;eng ") == "eng ger"
    assert asking.language_codes("") == ""
    assert asking.clean_lines("a\tb \r\nc\x07\n") == "a b\nc"


def test_a_list_as_text_is_numbered_through_its_parts() -> None:
    parts = (Part("Main", (Line("One", "Copies: 2"),)), Part("", ()), Part("Further", (Line("Two"),)))
    told = as_text("Reading list", (("Term", ""), ("Course", "2")), parts)
    assert told == "Reading list\nCourse: 2\n\nMain\n\n1. One\n   Copies: 2\n\nFurther\n\n2. Two\n"
