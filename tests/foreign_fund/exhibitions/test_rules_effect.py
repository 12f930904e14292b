"""The effect of an exhibition as a pure rule: equal periods, rates, the gain, and when the sample is too small."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from foreign_fund.exhibitions.rules import effect, places, telling, walking
from foreign_fund.exhibitions.rules.effect import Doubt, Effect, Lending, Period, doubts, period_of
from foreign_fund.exhibitions.rules.walking import Expected, Result, Walk
from ils.errors import LibraryError

pytestmark = pytest.mark.engine_free

APRIL = Period(date(2026, 4, 1), date(2026, 4, 20))


def told(*, days: int = 20, shown: Lending | None = None, others: Lending | None = None) -> Effect:
    period = Period(date(2026, 4, 1), date(2026, 4, days))
    return Effect(period, 12, shown or Lending(20, 24, 10), others or Lending(50, 30, 25))


def test_the_period_before_is_as_long_and_ends_on_the_eve() -> None:
    assert (APRIL.days, APRIL.before) == (20, Period(date(2026, 3, 12), date(2026, 3, 31)))
    assert APRIL.before.days == APRIL.days


@pytest.mark.parametrize(
    ("closed", "today", "last"),
    [
        (None, date(2026, 4, 10), date(2026, 4, 10)),
        (date(2026, 4, 20), date(2026, 9, 1), date(2026, 4, 20)),
        (None, date(2026, 4, 1), date(2026, 4, 1)),
    ],
)
def test_the_period_runs_to_the_close_or_to_today(closed: date | None, today: date, last: date) -> None:
    assert period_of(date(2026, 4, 1), closed, today=today) == Period(date(2026, 4, 1), last)


def test_rates_and_the_gain() -> None:
    found = told()
    assert (found.shown.per_hundred_during, found.shown.per_hundred_before) == (
        Decimal("120.0"),
        Decimal("50.0"),
    )
    assert (found.shown.change, found.others.change, found.gain) == (
        Decimal("70.0"), Decimal("10.0"), Decimal("60.0"),
    )  # fmt: skip
    assert told(others=Lending(0, 0, 0)).gain is None
    assert Lending(0, 0, 0).change is None
    assert Lending(3, 1, 2).change == Decimal("-33.3")


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (told(), ()),
        (told(days=6), (Doubt.FEW_DAYS,)),
        (told(days=7), ()),
        (told(shown=Lending(9, 15, 5)), (Doubt.FEW_TITLES,)),
        (told(shown=Lending(10, 12, 8)), ()),
        (told(shown=Lending(10, 12, 7)), (Doubt.FEW_LOANS,)),
        (told(others=Lending(9, 1, 1)), (Doubt.FEW_COMPARABLE,)),
        (
            told(days=1, shown=Lending(1, 1, 0), others=Lending(0, 0, 0)),
            (Doubt.FEW_DAYS, Doubt.FEW_TITLES, Doubt.FEW_LOANS, Doubt.FEW_COMPARABLE),
        ),
    ],
)
def test_a_sample_that_is_too_small_is_doubted(found: Effect, why: tuple[Doubt, ...]) -> None:
    assert doubts(found) == why
    assert effect.LEAST_LOANS == 20


@pytest.mark.parametrize(
    ("walk", "belongs", "seen_in", "result"),
    [
        (Walk.EVENING, 1, 1, Result.RIGHT),
        (Walk.EVENING, 1, 2, Result.MISPLACED),
        (Walk.EVENING, None, 2, Result.RIGHT),
        (Walk.MOUNTING, 1, 2, Result.MISPLACED),
        (Walk.RETURN, 1, None, Result.RIGHT),
    ],
)
def test_what_seeing_a_copy_says(
    walk: Walk, belongs: int | None, seen_in: int | None, result: Result
) -> None:
    assert walking.seen_as(walk, belongs=belongs, seen_in=seen_in) is result


def test_what_was_not_seen_is_missing_unless_it_is_lent() -> None:
    copies = (Expected(1, 1, False), Expected(2, 1, True), Expected(3, None, True))
    found = walking.judge(copies, {3: Result.RIGHT})
    assert found == {1: Result.MISSING, 2: Result.ON_LOAN, 3: Result.RIGHT}
    sums = walking.summed(found.values())
    assert sums == {Result.RIGHT: 1, Result.MISPLACED: 0, Result.MISSING: 1, Result.ON_LOAN: 1}


@pytest.mark.parametrize(
    ("exhibition", "access", "lent"),
    [(True, "lend", True), (True, "room", False), (True, "look", False), (False, "lend", False)],
)
def test_a_copy_is_lent_if_the_exhibition_lends_and_the_copy_may_leave(
    exhibition: bool, access: str, lent: bool
) -> None:
    assert places.lends(exhibition=exhibition, access=access) is lent


@pytest.mark.parametrize(
    ("scanned", "code"),
    [("EX12-3", "EX12-3"), ("ex12-3\n", "EX12-3"), ("УЧ12-3", "EX12-3"), ("EX12", None), ("2000123", None)],
)
def test_what_is_the_code_of_a_case(scanned: str, code: str | None) -> None:
    assert places.as_case_code(scanned) == code
    assert places.case_code(12, 3) == "EX12-3"


def test_the_words_of_a_place_fit_what_the_desk_keeps() -> None:
    assert places.place_words("Zal", "A") == "Zal · A"
    assert places.place_words("", "A") == "A"
    assert len(places.place_words("x" * 80, "y" * 80)) == places.LONGEST_PLACE


@pytest.mark.parametrize("persons", [0, -1, 10_000])
def test_a_number_of_persons_that_nobody_counted(persons: int) -> None:
    with pytest.raises(LibraryError, match="exhibition_persons_odd"):
        telling.check_persons(persons)


@pytest.mark.parametrize(
    ("link", "needed", "refused"),
    [
        ("", False, False),
        ("", True, True),
        ("javascript:alert(1)", False, True),
        ("https://t.me/x", True, False),
    ],
)
def test_an_address_is_one_of_the_web(link: str, needed: bool, refused: bool) -> None:
    if not refused:
        telling.check_link(link, needed=needed)
        return
    with pytest.raises(LibraryError, match="exhibition_link_odd"):
        telling.check_link(link, needed=needed)
