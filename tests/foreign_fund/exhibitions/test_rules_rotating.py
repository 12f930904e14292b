"""Rotations as tables: which days they may have, what hangs, what is to be changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from foreign_fund.exhibitions.errors import ExhibitionCode
from foreign_fund.exhibitions.rules import rotating
from foreign_fund.exhibitions.rules.rotating import Phase, Span
from ils.errors import LibraryError

pytestmark = pytest.mark.engine_free

OPENS, CLOSES = date(2026, 4, 1), date(2026, 4, 30)


def april(day: int) -> date:
    return date(2026, 4, day)


def span(first: int, last: int, number: int = 1, name: str = "") -> Span:
    return Span(number, name, april(first), april(last))


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (1, 9, None),
        (13, 30, None),
        (13, 13, None),
        (15, 14, ExhibitionCode.DATES_REVERSED),
        (10, 12, ExhibitionCode.ROTATION_OVERLAPS),
        (1, 10, ExhibitionCode.ROTATION_OVERLAPS),
        (12, 30, ExhibitionCode.ROTATION_OVERLAPS),
        (1, 30, ExhibitionCode.ROTATION_OVERLAPS),
        (11, 11, ExhibitionCode.ROTATION_OVERLAPS),
    ],
)
def test_rotations_lie_beside_each_other(first: int, last: int, code: ExhibitionCode | None) -> None:
    refused = None
    try:
        rotating.check_span(span(first, last), opens_on=OPENS, closes_on=CLOSES, others=[span(10, 12, 7)])
    except LibraryError as problem:
        refused = problem.code
    assert refused == code


@pytest.mark.parametrize(
    "days",
    [
        (date(2026, 3, 31), april(5)),
        (april(28), date(2026, 5, 1)),
        (date(2026, 3, 1), date(2026, 5, 30)),
    ],
)
def test_rotations_lie_within_the_exhibition(days: tuple[date, date]) -> None:
    with pytest.raises(LibraryError, match="exhibition_rotation_outside"):
        rotating.check_span(Span(1, "", *days), opens_on=OPENS, closes_on=CLOSES, others=())


@pytest.mark.parametrize(
    ("day", "phase", "hangs", "later", "up", "down"),
    [
        (9, Phase.COMING, False, True, False, False),
        (10, Phase.NOW, True, False, True, False),
        (19, Phase.NOW, True, False, True, False),
        (20, Phase.NOW, True, False, True, True),  # the evening of the last day
        (21, Phase.OVER, False, False, False, True),
    ],
)
def test_what_a_day_says_of_a_rotation(
    day: int, phase: Phase, hangs: bool, later: bool, up: bool, down: bool
) -> None:
    it = span(10, 20)
    assert it.phase(april(day)) is phase
    assert rotating.hangs(it, april(day)) is hangs
    assert rotating.comes_later(it, april(day)) is later
    assert rotating.to_put_up(it, april(day)) is up
    assert rotating.to_take_down(it, april(day)) is down


def test_a_copy_of_the_whole_time_hangs_always() -> None:
    assert rotating.hangs(None, OPENS)
    assert not rotating.comes_later(None, OPENS)
    assert not rotating.to_take_down(None, CLOSES)


@pytest.mark.parametrize(
    ("state", "days", "told"),
    [("preparing", -30, 0), ("preparing", 5, 5), ("open", -30, -30), ("open", 5, 5), ("closed", 5, 5)],
)
def test_what_is_prepared_is_made_ready_for_the_first_day(state: str, days: int, told: int) -> None:
    day = OPENS + timedelta(days=days)
    assert rotating.as_of(state, opens_on=OPENS, day=day) == OPENS + timedelta(days=told)


@pytest.mark.parametrize(
    ("new", "moved"),
    [((5, 34), 4), ((5, 30), 0), ((1, 25), 0), ((1, 30), 0)],
)
def test_rotations_go_along_with_an_exhibition_that_is_put_off_whole(
    new: tuple[int, int], moved: int
) -> None:
    days = tuple(OPENS + timedelta(days=each - 1) for each in new)
    assert rotating.shift((OPENS, CLOSES), (days[0], days[1])) == timedelta(days=moved)


def test_a_rotation_is_called_by_its_number_and_name() -> None:
    assert (span(1, 2, 3).label, span(1, 2, 3, "Klassiklar").label) == ("3", "3 · Klassiklar")
