"""DD-01: the most specific row holds; category, item type, place of use, department; two rows never tie."""

from __future__ import annotations

import json
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulation.policies.rules import (
    DECISIONS,
    FIXED,
    Decision,
    Limit,
    Policy,
    Severity,
    decision_of,
    fitting,
    fitting_limits,
    may_be,
    most_specific,
    policy_as_data,
    policy_from_data,
)

ASKED = ("pupil", "book", "room", "foreign")


def row(
    category: str = "", item_type: str = "", department: str = "", *, use: str = "", number: int = 1
) -> Policy:
    return Policy(number, category, item_type, use, department, 15, False, 2, 5)


@pytest.mark.parametrize(
    ("rows", "holds"),
    [
        ([row()], row()),  # the general row fits all
        ([row(), row(department="foreign")], row(department="foreign")),
        ([row(department="foreign"), row(item_type="book")], row(item_type="book")),
        ([row(item_type="book", department="foreign"), row(category="pupil")], row(category="pupil")),
        ([row(category="pupil"), row("pupil", department="foreign")], row("pupil", department="foreign")),
        ([row("pupil", department="foreign"), row("pupil", "book")], row("pupil", "book")),
        ([row("pupil", "book"), row("pupil", "book", "foreign")], row("pupil", "book", "foreign")),
        (
            [row(department="foreign"), row(use="room")],
            row(use="room"),
        ),  # the place of use beats the department
        (
            [row(use="room"), row(item_type="book")],
            row(item_type="book"),
        ),  # … and the item type beats the place
        ([row(use="room", department="foreign"), row("pupil")], row("pupil")),
        ([row(), row(use="home")], row()),
        ([row(), row(category="docent")], row()),  # another's row does not fit
        ([row(), row("pupil", "map")], row()),  # one wrong cell is enough
        ([row(category="docent")], None),  # CO-26
        ([], None),
    ],
)
def test_dd_01_the_most_specific_row_holds(rows: list[Policy], holds: Policy | None) -> None:
    assert most_specific(rows, *ASKED) == holds
    assert most_specific(reversed(rows), *ASKED) == holds


def test_dd_01_all_fitting_rows_are_told_from_special_to_general() -> None:
    rows = [row(), row("pupil"), row(department="foreign"), row("docent")]
    assert [each.specificity for each in fitting(rows, *ASKED)] == [
        (True, False, False, False), (False, False, False, True), (False, False, False, False),
    ]  # fmt: skip


EVERY = [
    row(category, item_type, department, use=use, number=number)
    for number, (category, item_type, use, department) in enumerate(
        product(
            ("", "pupil", "docent"), ("", "book", "map"), ("", "home", "room"), ("", "foreign", "lending")
        )
    )
]


@given(rows=st.lists(st.sampled_from(EVERY), unique=True), data=st.data())
def test_dd_01_two_rows_never_tie(rows: list[Policy], data: st.DataObject) -> None:
    asked = (
        data.draw(st.sampled_from(("pupil", "docent", "other"))),
        data.draw(st.sampled_from(("book", "map", "sound"))),
        data.draw(st.sampled_from(("home", "room", "overnight"))),
        data.draw(st.sampled_from(("foreign", "lending", "legal"))),
    )
    ranks = [each.specificity for each in fitting(rows, *asked)]
    assert len(ranks) == len(set(ranks))
    shuffled = data.draw(st.permutations(rows))
    assert most_specific(rows, *asked) == most_specific(shuffled, *asked)


def test_the_general_row_is_known_by_its_empty_cells() -> None:
    assert row().is_general
    assert not row(department="foreign").is_general


class TestKeptWithALoan:
    """A row goes with the loan as JSON and comes back, also as an older program wrote it."""

    def test_a_row_comes_back_as_it_was(self) -> None:
        whole = Policy(
            7,
            "pupil",
            "book",
            "home",
            "foreign",
            15,
            True,
            2,
            5,
            "due",
            3,
            date(2026, 6, 30),
            4,
            7,
            50_000,
            30,
            500,
            1,
        )
        kept = json.loads(json.dumps(policy_as_data(whole)))
        assert policy_from_data(kept) == whole

    def test_a_row_of_an_older_program_still_loads(self) -> None:
        old = {
            "id": 3, "category": "", "document_type": "map", "department": "foreign", "days": 10, "open_days": False,
            "renewals": 1, "limit_total": 5,
        }  # fmt: skip
        found = policy_from_data(old)
        assert (found.item_type, found.use, found.days, found.renewal_from) == ("map", "", 10, "today")
        assert (found.fixed_due, found.fine_per_day) == (None, 0)

    @pytest.mark.parametrize("data", [{}, {"days": 15}, {"id": 1, "of_tomorrow": 5}])
    def test_missing_and_unknown_keys_are_no_error(self, data: dict[str, int]) -> None:
        assert policy_from_data(data).renewals == 0


BOOKS, PUPILS_BOOKS = Limit(1, "", "book", "", 5), Limit(2, "pupil", "book", "", 2)
FOREIGN, MAPS = Limit(3, "", "", "foreign", 3), Limit(4, "", "map", "", 1)
ALL = (BOOKS, PUPILS_BOOKS, FOREIGN, MAPS)


@pytest.mark.parametrize(
    ("category", "item_type", "fund", "found"),
    [
        ("student", "book", "", (BOOKS,)),
        ("pupil", "book", "", (PUPILS_BOOKS,)),  # one's own takes the place of the one for all
        ("pupil", "book", "foreign", (PUPILS_BOOKS, FOREIGN)),  # by type and by fund
        ("pupil", "sound", "", ()),
        ("student", "map", "foreign", (MAPS, FOREIGN)),
    ],
)
def test_CO_17_which_limits_a_copy_falls_under(
    category: str, item_type: str, fund: str, found: tuple[Limit, ...]
) -> None:
    assert fitting_limits(ALL, category, item_type, fund) == found
    assert fitting_limits(ALL[::-1], category, item_type, fund) == found


def test_every_number_of_lending_is_a_decision() -> None:
    assert {each.rule for each in DECISIONS} == {f"CO-{number:02d}" for number in range(1, 27)}
    assert len({each.code for each in DECISIONS}) == len(DECISIONS)


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda each: each.rule)
def test_what_a_library_may_make_of_a_decision(decision: Decision) -> None:
    allowed = may_be(decision.code)
    assert decision.default in allowed
    assert (allowed == (Severity.BLOCK,)) == (decision.code in FIXED)
    assert decision_of(decision.code) == decision


def test_an_unknown_code_is_no_decision() -> None:
    assert (decision_of("moon"), may_be("moon")) == (None, ())
