from __future__ import annotations

import pytest

from catalog.marc.charset_names import known_charset
from catalog.marc.marc8 import decode_5426, decode_marc8
from tests.catalog.marc.builders import codes, read_bytes, read_one, record, text_of

RUSSIAN = "Справочник библиотекаря : учебное пособие для вузов / под ред. В. В. Орловой"


@pytest.mark.parametrize("charset", ["cp1251", "cp866", "koi8-r"])
def test_d12_russian_of_three_character_sets_is_told_apart(charset: str) -> None:
    found = read_one(record((("200", f"1 $a{RUSSIAN}"),), charset=charset, coding=" "))
    assert found.charset == charset
    assert text_of(found, "200", "a") == RUSSIAN
    assert codes(found)[0] == {"charset_guessed"}


def test_d12_capitals_alone_are_told_apart() -> None:
    found = read_one(record((("200", f"1 $a{RUSSIAN.upper()}"),), charset="cp1251", coding=" "))
    assert found.charset == "cp1251"


def test_an_unclear_record_follows_the_clear_ones_before_it() -> None:
    clear = record((("245", f"00$a{RUSSIAN}"),), charset="cp866", coding=" ")
    unclear = record((("245", "00$aNo. 5 ё"),), charset="cp866", coding=" ")
    assert [one.charset for one in read_bytes(clear + unclear)] == ["cp866", "cp866"]


def test_the_callers_charset_wins() -> None:
    found = read_one(record((("245", "00$aўзбек"),), charset="cp1251", coding=" "), charset="windows-1251")
    assert (found.charset, text_of(found, "245", "a")) == ("cp1251", "ўзбек")


@pytest.mark.parametrize(("codes26", "charset"), [("0189", "cp1251"), ("0199", "koi8-r"), ("79  ", "cp866")])
def test_d10_rusmarc_names_its_character_set(codes26: str, charset: str) -> None:
    general = f"  $a20200101d2019    u  y0rusy{codes26}    ca"
    found = read_one(record((("100", general), ("200", "1 $aДни")), charset=charset, coding=" "))
    assert (found.charset, text_of(found, "200", "a")) == (charset, "Дни")
    assert codes(found) == (set(), set())


def test_d11_a_charset_field_that_lies_and_text_encoded_twice() -> None:
    twice = "mureşene".encode().decode("latin-1")
    general = "  $a20200101d2019    u  y0rumy0103    ca"
    found = read_one(record((("100", general), ("200", f"1 $a{twice}")), coding=" "))
    repairs, problems = codes(found)
    assert (repairs, problems) == ({"charset_field_wrong"}, {"double_encoded"})
    assert found.problems[0].detail["after"] == "mureşene"
    assert text_of(found, "200", "a") == twice


@pytest.mark.parametrize("charset", ["latin-1", "cp1252", "cp1251", "cp866", "koi8-r"])
def test_text_encoded_twice_through_any_set(charset: str) -> None:
    once = "Книга «Oʻtkan kunlar» – “naïve” mureşene Ўзбекистон".encode()
    twice = "".join(bytes([code]).decode(charset, "ignore") or chr(code) for code in once)
    data = record((("245", f"00$a{twice}"),))
    assert codes(read_one(data))[1] >= {"double_encoded"}
    assert text_of(read_one(data, undo_double=True), "245", "a") == once.decode()


@pytest.mark.parametrize(
    "honest",
    ["Fuß“ CAFÉ” ROMÂ» À…", "Spaß – São Å°", "РСФСР «Ё» Р° СССР", "ÅÄÖ", "Ελλάδα", "пё я", "\x98À \x9cla"],
)
def test_honest_text_is_not_taken_for_encoded_twice(honest: str) -> None:
    data = record((("245", f"00$a{honest}"),))
    assert "double_encoded" not in codes(read_one(data))[1]
    assert text_of(read_one(data, undo_double=True), "245", "a") == honest


def test_western_text_in_marc8_and_in_latin1() -> None:
    marc8 = read_one(record((("245", b"00\x1faM\xe8uller, Dvo\xe9r\xe2ak, Garc\xe2ia"),), coding=" "))
    latin1 = read_one(record((("245", "00$aà côté où très bientôt, là-bas"),), charset="latin-1", coding=" "))
    assert text_of(marc8, "245", "a") == "Müller, Dvořák, García"
    assert (latin1.charset, text_of(latin1, "245", "a")) == ("iso-8859-1", "à côté où très bientôt, là-bas")


@pytest.mark.parametrize(
    ("data", "text", "lost"),
    [
        (b"plain", "plain", 0),
        (b"\xebI\xecU", "I\ufe20U\ufe21", 0),  # D13: ligature halves of romanised Russian
        (b"\x1b(Npo\x1b(B!", "ПО!", 0),
        (b"\x1b$1!0!\x1b(B.", "\u4e00.".replace("\u4e00", decode_marc8(b"\x1b$1!0!")[0]), 0),
        (b"\x1bg\x61\x1bs", "α", 0),
        (b"a\xff", "a\ufffd", 1),  # D5: an undefined byte
        (b"\x1b(Zrest", "\ufffd(Zrest", 1),  # D5: an unknown set
        (b"a\xe2", "a\u0301", 0),  # a mark with nothing behind it
        (b"\x88The \x89end", "\x98The \x9cend", 0),  # D16
        (b"\x1b$1!0", "\ufffd", 1),
    ],
)
def test_marc8(data: bytes, text: str, lost: int) -> None:
    assert decode_marc8(data) == (text, lost)


def test_iso_5426() -> None:
    assert decode_5426(b"\xc2e\xfa \xe1") == ("e\u0301œ Æ", 0)


def test_d24_references_in_marc8_also_under_a_mark() -> None:
    found = read_one(record((("245", b"00\x1fa&#x4E2D; \xe2&#x03B1; &#x1;"),), coding=" "))
    assert text_of(found, "245", "a") == "中 ά &#x1;"
    assert "references_decoded" in codes(found)[0]


def test_a_reference_in_utf8_is_text() -> None:
    assert text_of(read_one(record((("245", "00$a&#x4E2D;"),))), "245", "a") == "&#x4E2D;"


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("UTF8", "utf-8"),
        ("marc8", "marc-8"),
        ("WINDOWS-1251", "cp1251"),
        ("KOI8-R", "koi8-r"),
        ("Latin-1", "iso-8859-1"),
    ],
)
def test_names_of_character_sets(name: str, known: str) -> None:
    assert known_charset(name) == known
