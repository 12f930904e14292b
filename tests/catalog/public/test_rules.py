"""What the address of the search page may say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.export.forms import year
from catalog.public.rules import decades, last_page, page_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1999", 1999), (" 800 ", 800), ("", None), (None, None), ("19990", None), ("x", None), ("١٩٩٩", None)],
)  # fmt: skip
def test_years(text: str | None, expected: int | None) -> None:
    assert year(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("3", 3), ("0", 1), ("-1", 1), ("", 1), (None, 1), ("9" * 30, 1), ("²", 1)]
)
def test_page_numbers(text: str | None, expected: int) -> None:
    assert page_number(text) == expected


@given(st.text())
def test_nothing_in_an_address_raises(text: str) -> None:
    assert page_number(text) >= 1
    assert (year(text) or 0) <= 9999


def test_last_page() -> None:
    assert [last_page(total, 25) for total in (0, 1, 25, 26)] == [1, 1, 1, 2]


def test_decades_are_the_latest_first() -> None:
    assert decades([(1926, 1), (1999, 2), (1990, 3), (2000, 4)]) == ((2000, 4), (1990, 5), (1920, 1))
