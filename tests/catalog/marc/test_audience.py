"""The age mark that CO-20 compares a young reader's age with."""

from __future__ import annotations

import pytest
from pymarc import Field, Indicators, Record, Subfield

from catalog.marc import to_bytes
from catalog.marc.audience import age_mark, marks_in, stored_age_mark
from catalog.marc.model import Profile

TABLE = [
    ("12+", 12), ("(16 +)", 16), ("18+.", 18), ("0+", None), ("For children over 12", 12), ("from age 14", 14),
    ("16 years and older", 16), ("12 and up", 12), ("Для детей старше 12 лет", 12), ("от 16 лет", 16),
    ("для детей с 6 лет", 6), ("12 yoshdan boshlab", 12), ("16 ёшдан", 16), ("18 yoshga toʻlgan oʻquvchilar uchun", 18),
    ("", None), ("для студентов вузов", None), ("1984", None), ("Ages 7-10", None), ("от 7 лет до 10 лет", None),
    ("Class 5 of school 21", None), ("100+ recipes", None), ("6+ … 12+", 12), ("aged 12-14", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "mark"), TABLE, ids=[row[0] or "empty" for row in TABLE])
def test_CO_20_the_mark_that_a_note_names(text: str, mark: int | None) -> None:
    assert max(marks_in(text), default=None) == mark


def record_with(tag: str, *texts: str) -> Record:
    record = Record()
    for text in texts:
        record.add_field(Field(tag, Indicators(" ", " "), [Subfield("a", text)]))
    return record


@pytest.mark.parametrize(
    ("profile", "tag", "other"), [(Profile.MARC21, "521", "333"), (Profile.UNIMARC, "333", "521")]
)
def test_CO_20_the_field_is_the_profile_s_own(profile: Profile, tag: str, other: str) -> None:
    assert age_mark(record_with(tag, "6+", "16+"), profile) == 16
    assert age_mark(record_with(other, "16+"), profile) is None
    assert stored_age_mark(to_bytes(record_with(tag, "16+")), profile) == 16
    assert stored_age_mark(to_bytes(record_with("500", "16+")), profile) is None


def test_a_record_that_cannot_be_read_has_no_mark() -> None:
    assert stored_age_mark(b"", Profile.MARC21) is None
