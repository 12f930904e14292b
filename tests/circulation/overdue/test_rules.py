"""Filters of the overdue list, as they come from an address."""

from __future__ import annotations

import pytest

from circulation.overdue.rules import Filter, read_filter


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({}, Filter()),
        (
            {"department": "foreign", "days": "30", "page": "2"},
            Filter(department="foreign", min_days=30, page=2),
        ),
        ({"language": "english"}, Filter(language="eng")),
        ({"language_level": "B1"}, Filter(language_level="B1")),
        ({"language_level": "b1"}, Filter()),
        ({"language_level": "C3"}, Filter()),
        ({"days": "-1", "page": "x"}, Filter()),
        ({"days": "9" * 5000, "page": "²"}, Filter()),
        ({"days": "99999", "page": "0"}, Filter(min_days=9999)),
        ({"department": "x" * 999}, Filter(department="x" * 40)),
    ],
    ids=[
        "nothing",
        "all there",
        "too long a language",
        "a language level",
        "a level in small letters",
        "a level that there is not",
        "not numbers",
        "huge",
        "out of range",
        "a page of text",
    ],
)
def test_what_makes_no_sense_narrows_nothing(given: dict[str, str], read: Filter) -> None:
    assert read_filter(given) == read


def test_the_choice_goes_into_addresses() -> None:
    chosen = Filter(department="foreign", min_days=7, page=3)
    assert chosen.as_query() == {"department": "foreign", "days": 7}
    assert chosen.is_narrow
    assert not Filter(page=2).is_narrow
