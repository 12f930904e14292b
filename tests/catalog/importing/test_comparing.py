"""Two descriptions side by side."""

from __future__ import annotations

import pytest

from catalog.importing.views.comparing import compared
from catalog.marc import DisplayField

pytestmark = pytest.mark.engine_free


def field(tag: str, **subfields: str) -> DisplayField:
    return DisplayField(tag, "  ", tuple(subfields.items()))


def kinds(ours: list[DisplayField], theirs: list[DisplayField]) -> list[tuple[str, str]]:
    return [(line.tag, line.kind) for line in compared(ours, theirs)]


def test_equal_records_have_no_difference() -> None:
    record = [DisplayField("LDR", "", (("", "x"),)), field("245", a="Kitob"), field("650", a="Tarix")]
    assert kinds(record, record) == [("LDR", "same"), ("245", "same"), ("650", "same")]


def test_a_changed_field_marks_the_subfields_that_differ() -> None:
    (line,) = compared([field("300", a="384 b.", c="20 cm")], [field("300", a="390 b.", c="20 cm")])
    assert line.kind == "changed"
    assert line.ours is not None
    assert line.theirs is not None
    assert [part.marked for part in line.ours.parts] == [True, False]
    assert [part.marked for part in line.theirs.parts] == [True, False]


def test_fields_of_one_side_stand_alone_in_the_order_of_tags() -> None:
    ours, theirs = [field("100", a="A"), field("952", p="1")], [field("020", a="978"), field("100", a="A")]
    assert kinds(ours, theirs) == [("020", "new"), ("100", "same"), ("952", "gone")]
    gone = compared(ours, theirs)[-1]
    assert gone.theirs is None
    assert gone.ours is not None
    assert not any(part.marked for part in gone.ours.parts)


def test_the_same_field_twice_is_told_once_when_one_of_them_is_gone() -> None:
    twice = [field("650", a="Tarix"), field("650", a="Tarix")]
    assert sorted(kinds(twice, twice[:1])) == [("650", "gone"), ("650", "same")]
