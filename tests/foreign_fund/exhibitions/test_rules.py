"""What may be done in which state; days and codes."""

from __future__ import annotations

from datetime import date

import pytest

from foreign_fund.exhibitions import rules
from foreign_fund.exhibitions.errors import ExhibitionCode
from foreign_fund.exhibitions.models import ExhibitionState
from foreign_fund.exhibitions.rules import Act
from ils.errors import LibraryError

pytestmark = pytest.mark.engine_free

APRIL, MAY = date(2026, 4, 15), date(2026, 5, 15)


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        ("preparing", {Act.CHANGE, Act.ADD, Act.REMOVE, Act.UNDO, Act.OPEN, Act.TELL}),
        ("open", {Act.CHANGE, Act.ADD, Act.REMOVE, Act.UNDO, Act.CLOSE, Act.UNOPEN, Act.TELL}),
        ("closed", {Act.REOPEN, Act.TELL}),
    ],
)
def test_what_may_be_done_in_a_state(state: str, acts: set[Act]) -> None:
    assert {act for act in Act if rules.allows(state, act)} == acts


def test_every_state_has_its_line() -> None:
    assert set(rules.ALLOWED) == {state.value for state in ExhibitionState}


def test_what_may_not_be_done_is_refused_with_its_facts() -> None:
    with pytest.raises(LibraryError) as refused:
        rules.require_act("closed", Act.ADD, title="Deutsch")
    assert refused.value.code == ExhibitionCode.NOT_IN_THIS_STATE
    assert refused.value.facts == {"exhibition": "Deutsch", "state": "closed", "act": "add"}


@pytest.mark.parametrize(
    ("opens_on", "closes_on", "code"),
    [
        (MAY, APRIL, ExhibitionCode.DATES_REVERSED),
        (date(206, 4, 15), MAY, ExhibitionCode.DATES_ODD),
        (APRIL, date(2926, 5, 15), ExhibitionCode.DATES_ODD),
    ],
)
def test_days_that_cannot_be(opens_on: date, closes_on: date, code: ExhibitionCode) -> None:
    with pytest.raises(LibraryError) as refused:
        rules.check_dates(opens_on, closes_on)
    assert refused.value.code == code


def test_one_day_is_an_exhibition() -> None:
    rules.check_dates(APRIL, APRIL)


@pytest.mark.parametrize(
    ("copies", "day", "code"),
    [
        (0, APRIL, ExhibitionCode.EMPTY),
        (3, date(2026, 5, 16), ExhibitionCode.ALREADY_OVER),
    ],
)
def test_what_cannot_open(copies: int, day: date, code: ExhibitionCode) -> None:
    with pytest.raises(LibraryError) as refused:
        rules.check_opening(title="Deutsch", copies=copies, closes_on=MAY, day=day)
    assert refused.value.code == code


def test_it_may_open_on_its_last_day() -> None:
    rules.check_opening(title="Deutsch", copies=1, closes_on=MAY, day=MAY)


def test_a_scan_is_taken_back_on_its_own_day_only() -> None:
    rules.check_undo(code="1", scanned_on=APRIL, day=APRIL)
    with pytest.raises(LibraryError) as refused:
        rules.check_undo(code="1", scanned_on=APRIL, day=MAY)
    assert refused.value.code == ExhibitionCode.UNDO_TOO_LATE


def test_a_copy_taken_off_before_the_opening_was_never_shown() -> None:
    assert rules.never_shown("preparing")
    assert not rules.never_shown("open")


def test_nothing_scanned_is_said_so() -> None:
    with pytest.raises(LibraryError) as refused:
        rules.readable_code("  \t ")
    assert refused.value.code == ExhibitionCode.NOTHING_SCANNED


def test_a_refusal_repeats_only_the_beginning_of_a_scan() -> None:
    assert rules.shown_code("\x00" + "9" * 10_000) == "·" + "9" * 59
