"""What a person types for a whole number, and what is none."""

from __future__ import annotations

import pytest

from ils.text import whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("007", 7), (" 12 ", 12), ("123456789", 123456789),
        ("", None), (None, None), ("-1", None), ("+1", None), ("1.5", None), ("1 2", None), ("1e3", None),
        ("1234567890", None), ("٣", None), ("²", None), ("９", None), ("1_000", None),
    ],
)  # fmt: skip
def test_a_whole_number(text: str | None, number: int | None) -> None:
    assert whole_number(text) == number


def test_the_longest_is_said_by_who_asks() -> None:
    assert [whole_number("2026", digits=each) for each in (3, 4)] == [None, 2026]
