from __future__ import annotations

import pytest
from pymarc import Field, Indicators, Record, Subfield

from catalog.marc import MarcCode, MarcError, from_bytes, to_bytes, to_iso2709
from tests.catalog.marc.builders import UNIMARC, codes, read_one, record, text_of


def with_note(text: str) -> Record:
    made = Record(leader="00000nam a2200000 i 4500")
    made.fields = [Field("001", data="1"), Field("500", Indicators(" ", " "), [Subfield("a", text)])]
    return made


@pytest.mark.parametrize(
    "data", [record(), record((("FMT", "BK"), ("001", "  $a1"), ("245", '0"$a"\\ \x01 я')))]
)
def test_stored_form_comes_back_as_it_was(data: bytes) -> None:
    found = read_one(data)
    assert found.record is not None
    back = from_bytes(to_bytes(found.record))
    assert str(back) == str(found.record)
    assert [field.control_field for field in back.fields] == [
        field.control_field for field in found.record.fields
    ]


@pytest.mark.parametrize("data", [b"", b"{}", b'{"leader":"x","fields":[]}', b"[1]", b"\xff"])
def test_what_is_not_a_stored_record(data: bytes) -> None:
    with pytest.raises(MarcError) as refused:
        from_bytes(data)
    assert refused.value.code is MarcCode.BAD_STORED_RECORD


def test_written_iso2709_reads_back_without_findings() -> None:
    data = record()
    first = read_one(data)
    assert first.record is not None
    assert to_iso2709(first.record) == data


def test_unimarc_says_that_it_is_unicode() -> None:
    latin = [(tag, str(value).replace("y50  ", "y0103")) for tag, value in UNIMARC]
    found = read_one(record(latin, coding=" "))
    assert found.record is not None
    again = read_one(to_iso2709(found.record))
    assert codes(again) == (set(), set())
    assert text_of(again, "100", "a")[26:30] == "50  "


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (with_note("я" * 5000), MarcCode.FIELD_TOO_LONG),
        (with_note("a\x1eb"), MarcCode.UNWRITABLE_FIELD),
        (with_note("a\x1fb"), MarcCode.UNWRITABLE_FIELD),
    ],
)
def test_d20_what_iso2709_cannot_hold_is_refused(made: Record, code: MarcCode) -> None:
    with pytest.raises(MarcError) as refused:
        to_iso2709(made)
    assert refused.value.code is code


def test_d20_a_record_over_99999_bytes_is_refused() -> None:
    made = with_note("x")
    made.fields += [Field("500", Indicators(" ", " "), [Subfield("a", "x" * 9000)]) for _ in range(12)]
    with pytest.raises(MarcError) as refused:
        to_iso2709(made)
    assert refused.value.code is MarcCode.RECORD_TOO_LONG
    assert len(to_bytes(made)) > 99_999
