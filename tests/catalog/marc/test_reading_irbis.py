"""IRBIS text: nothing dropped, both character sets, broken lines, what is cut off."""

from __future__ import annotations

import pytest

from catalog.marc import FileFormat, MarcError, Profile, ReadRecord, writer
from tests.catalog.marc.builders import codes, read_bytes, read_one

TEXT = (
    "#920: PAZK\n#102: RU\n#10: ^A5-86150-048-7^D80\n#200: ^VКн. 3^AСтранные люди^Eрассказы\n"
    "#610: РАССКАЗЫ\n#610: ПОВЕСТИ\n#1119: 7ef4c9af\n#331: Текст^Bс подполем\n#20: ^0 ^! ^b93-1141\n#907: \n*****\n"
)


def rows(found: ReadRecord) -> list[tuple[str, list[tuple[str, str]]]]:
    assert found.record is not None
    return [(field.tag, [tuple(part) for part in field.subfields]) for field in found.record.fields]


@pytest.mark.parametrize("charset", ["utf-8", "cp1251", "cp866", "koi8-r"])
def test_every_tag_code_and_character_in_either_charset(charset: str) -> None:
    found = read_one(TEXT.encode(charset))
    assert (found.profile, found.charset) == (Profile.IRBIS, charset)
    assert rows(found) == [
        ("920", [("", "PAZK")]),
        ("102", [("", "RU")]),
        ("010", [("A", "5-86150-048-7"), ("D", "80")]),
        ("200", [("V", "Кн. 3"), ("A", "Странные люди"), ("E", "рассказы")]),
        ("610", [("", "РАССКАЗЫ")]),
        ("610", [("", "ПОВЕСТИ")]),
        ("1119", [("", "7ef4c9af")]),
        ("331", [("", "Текст"), ("B", "с подполем")]),
        ("020", [("0", " "), ("!", " "), ("b", "93-1141")]),
        ("907", []),
    ]
    assert codes(found) == ({"charset_guessed"} if charset != "utf-8" else set(), set())


def test_records_end_with_asterisks_and_the_lines_are_counted() -> None:
    data = ("\ufeff" + TEXT + "\r\n" + TEXT.replace("\n", "\r\n") + "#bad\n#200: ^AX\n*****").encode()
    found = read_bytes(data)
    assert len(found) == 3
    assert all(data[one.offset : one.offset + len(one.raw)] == one.raw for one in found)
    assert codes(found[0]) == ({"bom_skipped"}, set())
    assert rows(found[0]) == rows(found[1])
    assert found[2].problems[0].detail == {"line": 24, "text": "#bad"}
    assert rows(found[2]) == [("???", [("", "#bad")]), ("200", [("A", "X")])]


def test_a_last_record_without_its_end_is_kept_and_told() -> None:
    found = read_bytes(TEXT.encode() + b"#920: PAZK\n#200: ^A")
    assert [codes(one)[1] for one in found] == [set(), {"truncated"}]
    assert rows(found[1]) == [("920", [("", "PAZK")]), ("200", [("A", "")])]


def test_text_without_one_field_is_quarantined() -> None:
    _, odd, empty = read_bytes(TEXT.encode() + b"neither\nnor\n*****\n*****\n")
    assert (odd.record, codes(odd)[1]) == (None, {"broken_line", "no_fields"})
    assert (empty.record, codes(empty)[1]) == (None, {"empty_record"})


def test_a_short_record_follows_the_character_set_of_its_file() -> None:
    short = "#920: NJ\n#210: ^DС\n*****\n"
    found = read_bytes((TEXT + short).encode("cp866"))
    assert [one.charset for one in found] == ["cp866", "cp866"]
    damaged = read_bytes((TEXT + short).encode().replace("^DС".encode(), b"^D\xd0"))
    assert [one.charset for one in damaged] == ["utf-8", "utf-8"]
    assert codes(damaged[1])[1] == {"invalid_bytes"}


def test_marks_without_codes_are_kept() -> None:
    found = read_one(b"#200: ^^Aa^\n#300: x^^\n#920: PAZK\n*****\n")
    assert found.record is not None
    out = writer(FileFormat.IRBIS_TEXT).record(found.record)
    assert out.decode().split("\r\n")[:2] == ["#200: ^^Aa^", "#300: x^^"]
    assert rows(read_one(out)) == rows(found)


def test_a_text_encoded_twice_through_cp1251() -> None:
    twice = "".join(bytes([code]).decode("cp1251", "ignore") or chr(code) for code in TEXT.encode())
    offered = read_one(twice.encode())
    assert "double_encoded" in codes(offered)[1]
    undone = read_one(twice.encode(), undo_double=True)
    assert rows(undone) == rows(read_one(TEXT.encode()))
    assert "double_undone" in codes(undone)[0]


def test_only_the_native_form_is_written() -> None:
    marc21 = read_one(b"=LDR  00000nam  2200000 a 4500\n=001  1\n=245  10$aX\n")
    assert marc21.record is not None
    with pytest.raises(MarcError) as refused:
        writer(FileFormat.IRBIS_TEXT).record(marc21.record)
    assert (refused.value.code, refused.value.facts["tag"]) == ("unwritable_field", "001")
