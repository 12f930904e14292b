"""Two people change one record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.marc.rows import LEADER, Row, Rows, control
from catalog.records.rules.threeway import changes, merged

pytestmark = pytest.mark.engine_free


def field(tag: str, text: str) -> Row:
    return Row(tag, "  ", (("a", text),))


rows = st.lists(
    st.builds(field, st.sampled_from(["100", "245", "650"]), st.sampled_from("xyz")),
    max_size=6,
).map(lambda found: (control(LEADER, " " * 24), *sorted(found, key=lambda row: row.tag)))


@given(rows, rows)
def test_who_changed_nothing_loses_nothing(base: Rows, other: Rows) -> None:
    assert merged(base, other, base) == other
    assert merged(base, base, other) == other
    assert merged(base, other, other) == other


@given(rows, rows, rows)
def test_taking_all_of_one_side_keeps_the_other_s_own_tags(base: Rows, theirs: Rows, mine: Rows) -> None:
    disputed = {change.tag for change in changes(base, theirs, mine) if change.disputed}
    after = merged(base, theirs, mine, disputed)
    for tag in disputed:
        assert [row for row in after if row.tag == tag] == [row for row in theirs if row.tag == tag]
    assert [row for row in merged(base, theirs, mine) if row.tag in disputed] == [
        row for row in mine if row.tag in disputed
    ]


def test_only_what_both_changed_is_disputed() -> None:
    base = (field("100", "Qodiriy"), field("245", "Otkan kunlar"), field("650", "roman"))
    theirs = (field("100", "Qodiriy, A."), field("245", "Oʻtkan kunlar"), field("650", "roman"))
    mine = (
        field("100", "Qodiriy, Abdulla"),
        field("245", "Otkan kunlar"),
        field("650", "roman"),
        field("650", "XX"),
    )
    assert [(each.tag, each.disputed) for each in changes(base, theirs, mine)] == [
        ("100", True), ("245", False), ("650", False)
    ]  # fmt: skip
    assert [row.text for row in merged(base, theirs, mine)] == [
        "Qodiriy, Abdulla",
        "Oʻtkan kunlar",
        "roman",
        "XX",
    ]
    assert merged(base, theirs, mine, {"100"})[0].text == "Qodiriy, A."
