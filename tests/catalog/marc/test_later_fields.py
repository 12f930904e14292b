"""Fields that nobody asks for keep their text; whoever asks finds what any other field holds."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymarc import Field

from catalog.marc.fields import LaterField, later_field
from catalog.marc.isofields import marc_field
from catalog.marc.model import Notes

AGENCIES = "  \x1faDLC\x1fbeng\x1fcDLC\x1fdDLC"
PAIRS = [("a", "DLC"), ("b", "eng"), ("c", "DLC"), ("d", "DLC")]


def agencies() -> Field:
    return marc_field("040", AGENCIES, Notes())


def pairs(field: Field) -> list[tuple[str, str]]:
    return [(code, value) for code, value in field.subfields]


def test_its_subfields_are_there_when_they_are_asked_for() -> None:
    field = agencies()
    assert isinstance(field, LaterField)
    assert (pairs(field), field.get("b"), str(field)) == (PAIRS, "eng", "=040  \\\\$aDLC$beng$cDLC$dDLC")


def test_it_is_changed_like_any_other() -> None:
    field = agencies()
    field.add_subfield("d", "UzToNBU")
    field.delete_subfield("b")
    assert pairs(field) == [("a", "DLC"), ("c", "DLC"), ("d", "DLC"), ("d", "UzToNBU")]


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy])
def test_a_copy_of_one_that_nobody_asked_is_whole(again: Callable[[Field], Field]) -> None:
    assert pairs(again(agencies())) == PAIRS


def test_what_no_field_has_it_has_not() -> None:
    with pytest.raises(AttributeError):
        _ = agencies().price  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "odd",
    [
        "",
        "  ",
        "1",
        "1 text",
        "  \x1fa\x1f",
        "  \x1f\x1fa",
        "x \x1faDLC",
        "   \x1faDLC",
        " \x1faDLC",
        "  \x1faДА",
    ],
)
def test_what_may_want_mending_is_looked_at_now(odd: str) -> None:
    assert later_field("040", odd) is None


@given(st.text(alphabet=" 01a\x1fz\t.é", max_size=24))
def test_text_gives_the_same_field_now_and_later(text: str) -> None:
    now, later = Notes(), Notes()
    one, other = marc_field("500", text, now), marc_field("990", text, later)
    assert (one.indicators, pairs(one)) == (other.indicators, pairs(other))
    assert [found.code for found in now.repairs + now.problems] == [
        found.code for found in later.repairs + later.problems
    ]
