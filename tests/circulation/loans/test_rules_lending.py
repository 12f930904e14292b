"""The table of desk.md §1, row by row; the id of a test is the number of its rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from circulation.loans.rules import (
    Held,
    Queue,
    assess,
)
from circulation.loans.rules.copies import in_many_parts
from tests.circulation.loans.cases import (
    ANVAR,
    BOOKS,
    CASE,
    CHILD,
    COPY,
    DAY,
    FOREIGN,
    IN_ROOM,
    POLICY,
    PUPILS_BOOKS,
    judged,
    of,
)


@of("CO-01")
def test_CO_01_a_copy_nobody_has(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-01", change, code, severity, facts)


@of("CO-02")
def test_CO_02_a_card_nobody_has(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-02", change, code, severity, facts)


@of("CO-03")
def test_CO_03_a_lost_card(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-03", change, code, severity, facts)


@of("CO-04")
def test_CO_04_registration_of_the_year(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-04", change, code, severity, facts)


@of("CO-05")
def test_CO_05_suspended_or_expired(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-05", change, code, severity, facts)


@of("CO-06")
def test_CO_06_restricted(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-06", change, code, severity, facts)


@of("CO-07")
def test_CO_07_debts(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-07", change, code, severity, facts)


@of("CO-08")
def test_CO_08_late_copies(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-08", change, code, severity, facts)


@of("CO-09")
def test_CO_09_written_off(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-09", change, code, severity, facts)


@of("CO-10")
def test_CO_10_lost_or_missing(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-10", change, code, severity, facts)


@of("CO-11")
def test_CO_11_for_the_room_only(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-11", change, code, severity, facts)


@of("CO-12")
def test_CO_12_on_an_exhibition(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-12", change, code, severity, facts)


@of("CO-13")
def test_CO_13_not_ready(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-13", change, code, severity, facts)


@of("CO-14")
def test_CO_14_already_yours(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-14", change, code, severity, facts)


@of("CO-15")
def test_CO_15_with_another_reader(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-15", change, code, severity, facts)


@of("CO-16")
def test_CO_16_the_limit_in_all(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-16", change, code, severity, facts)


@of("CO-17")
def test_CO_17_the_limit_of_a_kind(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-17", change, code, severity, facts)


@of("CO-18")
def test_CO_18_set_aside_for_another(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-18", change, code, severity, facts)


@of("CO-19")
def test_CO_19_others_wait(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-19", change, code, severity, facts)


@of("CO-20")
def test_CO_20_the_age_mark(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-20", change, code, severity, facts)


@of("CO-21")
def test_CO_21_another_copy_of_the_title(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-21", change, code, severity, facts)


@of("CO-22")
def test_CO_22_had_it_before(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-22", change, code, severity, facts)


@of("CO-23")
def test_CO_23_parts_to_count(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-23", change, code, severity, facts)


@of("CO-24")
def test_CO_24_notes(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-24", change, code, severity, facts)


@of("CO-25")
def test_CO_25_a_date_set_by_hand(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-25", change, code, severity, facts)


@of("CO-26")
def test_CO_26_no_row_fits(change: Any, code: str, severity: str, facts: Any) -> None:
    judged("CO-26", change, code, severity, facts)


NOTHING: list[tuple[str, dict[str, Any]]] = [
    ("CO-05", {"reader": replace(ANVAR, member_until=DAY)}),  # the last day still counts
    ("CO-07", {"reader": replace(ANVAR, owed=5000), "policy": replace(POLICY, debt_limit=5000)}),
    ("CO-07", {"reader": replace(ANVAR, owed=9_000_000)}),  # the row knows no limit
    ("CO-07", {"reader": replace(ANVAR, owed=-50), "policy": replace(POLICY, debt_limit=0)}),
    ("CO-11", {"copy": IN_ROOM, "in_room": True}),  # the desk is that room's own
    ("CO-16", {"held": Held(count=4)}),
    ("CO-17", {"held": Held(count=4, of_type=1), "limits": (BOOKS,)}),
    ("CO-17", {"held": Held(count=4, of_type=4), "limits": (replace(BOOKS, item_type="map"),)}),
    ("CO-17", {"held": Held(count=4, of_fund=4), "limits": (FOREIGN,)}),  # the copy is of no fund
    ("CO-17", {"held": Held(count=1, of_type=1), "limits": (PUPILS_BOOKS,)}),  # a student is no pupil
    ("CO-18", {"copy": replace(COPY, state="held"), "queue": Queue(set_aside=True, waiting=4, ahead=4)}),
    ("CO-19", {"queue": Queue(waiting=2, ahead=2, free=2)}),  # other copies serve them
    ("CO-19", {"queue": Queue(waiting=5, ahead=0, free=0)}),  # the reader stands first in the queue
    ("CO-20", {"reader": replace(CHILD, birth_date=date(2014, 4, 15)), "copy": replace(COPY, age_mark=12)}),
    ("CO-20", {"copy": replace(COPY, age_mark=18)}),  # nobody knows how old the reader is
    ("CO-20", {"reader": CHILD}),
    ("CO-25", {"due_by_hand": date(2026, 4, 16)}),
    ("CO-25", {"due_by_hand": date(2026, 4, 30), "reader": replace(ANVAR, member_until=date(2026, 4, 30))}),
]


@pytest.mark.parametrize(("rule", "change"), NOTHING, ids=[row[0] for row in NOTHING])
def test_a_condition_that_does_not_hold_is_not_told(rule: str, change: dict[str, Any]) -> None:
    assert assess(replace(CASE, **change)).reasons == (), rule


@pytest.mark.parametrize(
    ("document_type", "extent", "many"),
    [
        ("serial", "", True), ("book", "320 p.", False), ("book", "3 v.", True), ("book", "в 2 т.", True),
        ("book", "2 jild", True), ("book", "4 Bde", True), ("book", "1 v. (various pagings)", False),
        ("book", "", False), ("sound", "2 CD", False),
    ],
)  # fmt: skip
def test_CO_21_volumes_and_issues_are_other_books(document_type: str, extent: str, many: bool) -> None:
    assert in_many_parts(document_type, extent) is many


def test_CO_25_every_oddity_of_a_date_is_told() -> None:
    odd = replace(CASE, due_by_hand=date(2026, 4, 12), reader=replace(ANVAR, member_until=date(2026, 4, 11)))
    told = [each.facts["why"] for each in assess(odd).reasons if each.rule == "CO-25"]
    assert told == ["past", "closed", "membership"]


def test_CO_25_the_date_set_by_hand_is_the_one_given() -> None:
    assessment = assess(replace(CASE, due_by_hand=date(2026, 4, 19)))
    assert (assessment.due_on, [step.code for step in assessment.due_steps]) == (
        date(2026, 4, 19),
        ["due_by_hand"],
    )
