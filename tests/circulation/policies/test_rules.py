"""DD-01: the most specific row holds; category before document type before department; two rows never tie."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulation.policies.rules import Policy, fitting, most_specific


def row(category: str = "", document_type: str = "", department: str = "", *, number: int = 1) -> Policy:
    return Policy(number, category, document_type, department, 15, False, 2, 5)


@pytest.mark.parametrize(
    ("rows", "holds"),
    [
        ([row()], row()),  # the general row fits all
        ([row(), row(department="foreign")], row(department="foreign")),
        ([row(department="foreign"), row(document_type="book")], row(document_type="book")),
        ([row(document_type="book", department="foreign"), row(category="pupil")], row(category="pupil")),
        ([row(category="pupil"), row("pupil", department="foreign")], row("pupil", department="foreign")),
        ([row("pupil", department="foreign"), row("pupil", "book")], row("pupil", "book")),
        ([row("pupil", "book"), row("pupil", "book", "foreign")], row("pupil", "book", "foreign")),
        ([row(), row(category="docent")], row()),  # another's row does not fit
        ([row(), row("pupil", "map")], row()),  # one wrong cell is enough
        ([row(category="docent")], None),  # CO-26
        ([], None),
    ],
)
def test_dd_01_the_most_specific_row_holds(rows: list[Policy], holds: Policy | None) -> None:
    assert most_specific(rows, "pupil", "book", "foreign") == holds
    assert most_specific(reversed(rows), "pupil", "book", "foreign") == holds


def test_dd_01_all_fitting_rows_are_told_from_special_to_general() -> None:
    rows = [row(), row("pupil"), row(department="foreign"), row("docent")]
    assert [each.specificity for each in fitting(rows, "pupil", "book", "foreign")] == [
        (True, False, False), (False, False, True), (False, False, False),
    ]  # fmt: skip


EVERY = [
    row(category, document_type, department, number=number)
    for number, (category, document_type, department) in enumerate(
        product(("", "pupil", "docent"), ("", "book", "map"), ("", "foreign", "lending"))
    )
]


@given(rows=st.lists(st.sampled_from(EVERY), unique=True), data=st.data())
def test_dd_01_two_rows_never_tie(rows: list[Policy], data: st.DataObject) -> None:
    asked = (
        data.draw(st.sampled_from(("pupil", "docent", "other"))),
        data.draw(st.sampled_from(("book", "map", "sound"))),
        data.draw(st.sampled_from(("foreign", "lending", "legal"))),
    )
    ranks = [each.specificity for each in fitting(rows, *asked)]
    assert len(ranks) == len(set(ranks))
    shuffled = data.draw(st.permutations(rows))
    assert most_specific(rows, *asked) == most_specific(shuffled, *asked)


def test_the_general_row_is_known_by_its_empty_cells() -> None:
    assert row().is_general
    assert not row(department="foreign").is_general
