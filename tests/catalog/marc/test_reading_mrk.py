"""MarcEdit text: blanks, mnemonics, record ends, broken lines."""

from __future__ import annotations

import pytest

from catalog.marc import Profile
from catalog.marc.mnemonics import from_mnemonics, to_mnemonics
from tests.catalog.marc.builders import codes, read_bytes, read_one, text_of

RECORD = (
    "=LDR  00755cam  22002414a 4500\r\n=001  fol05731351\\\r\n=008  000107s2000\\\\\\\\nyua\r\n"
    "=245  10$aПервый :$bслово /$cАвтор.\r\n=650  \\0$aPerl\r\n=FMT  BK\r\n"
)


def test_a_plain_record() -> None:
    found = read_one(RECORD.encode())
    assert found.record is not None
    assert str(found.record.leader) == "00755cam  22002414a 4500"
    assert found.record["001"].data == "fol05731351 "
    assert found.record["008"].data == "000107s2000    nyua"
    assert "".join(found.record["650"].indicators or "") == " 0"
    assert text_of(found, "245", "b") == "слово /"
    assert found.record["FMT"].data == "BK"
    assert (found.profile, found.charset, codes(found)) == (Profile.MARC21, "utf-8", (set(), set()))


@pytest.mark.parametrize("between", ["\r\n", "\n\n", "", "   \n"])
def test_records_end_at_a_blank_line_or_before_the_next_leader(between: str) -> None:
    data = (RECORD + between + RECORD).encode()
    found = read_bytes(data)
    assert [text_of(one, "245", "a") for one in found] == ["Первый :"] * 2
    assert all(data[one.offset : one.offset + len(one.raw)] == one.raw for one in found)


def test_old_character_sets() -> None:
    found = read_one(RECORD.encode("cp1251"))
    assert (found.charset, text_of(found, "245", "a")) == ("cp1251", "Первый :")
    assert codes(found)[0] == {"charset_guessed"}
    marc8 = read_one(
        b"=LDR  00000nam  2200000 a 4500\n=245  00$aM\xe8uller$bDvo\xe9r\xe2ak\n", charset="marc-8"
    )
    assert (text_of(marc8, "245", "a"), text_of(marc8, "245", "b")) == ("Müller", "Dvořák")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("{dollar}5 {lcub}x{rcub} {bsol}", "$5 {x} \\"),
        ("M{uml}uller, Dvo{caron}r{acute}ak", "Mu\u0308ller, Dvor\u030ca\u0301k"),
        ("caf{eacute} {Lstrok}{acute}od{acute}z", "cafe\u0301 Ło\u0301dz\u0301"),
        ("{llig}i{rlig}u", "i\ufe20u\ufe21"),
        ("{ring}{acute}a", "a\u030a\u0301"),
        ("{A9} {E2}e", "♭ e\u0301"),
        ("{text} {unknown} {", "{text} {unknown} {"),
        ("{acute}", "\u0301"),
    ],
)
def test_mnemonics(written: str, text: str) -> None:
    assert from_mnemonics(written) == text


def test_mnemonics_are_written_for_our_own_signs() -> None:
    assert to_mnemonics("$5 {x} \\ я") == "{dollar}5 {lcub}x{rcub} {bsol} я"
    assert from_mnemonics(to_mnemonics("$5 {x} \\ я")) == "$5 {x} \\ я"


def test_lines_that_are_no_fields() -> None:
    stray, found = read_bytes(b"stray\n=LDR  00000nam  2200000 a 4500\n=245  00$aA\n")
    assert (stray.record, codes(stray)[1]) == (None, {"broken_line", "no_fields"})
    assert codes(found) == (set(), set())
    first, second = read_bytes(
        b"=001  1\nstray\n=245  00$aA\n\n=245  00$aA long\n  title\n=500  plain text\n"
    )
    assert first.record is not None
    assert first.record["001"].data == "1 stray"
    assert codes(first)[0] == {"leader_mended", "line_mended"}
    assert first.repairs[0].detail["line"] == 2
    assert text_of(second, "245", "a") == "A long title"
    assert text_of(second, "500", "a") == "plain text"
    assert codes(second)[0] == {"leader_mended", "line_mended", "no_subfield_mark"}


def test_subfields_and_indicators_that_are_odd() -> None:
    found = read_one(b"=LDR  00000nam  2200000 a 4500\n=245  1$aA$$bB\n=246  123$aC\n=500  \\\\\n")
    assert found.record is not None
    assert codes(found) == ({"empty_subfield"}, {"bad_indicators"})
    assert found.record["245"].get_subfields("a", "b") == ["A", "B"]
    assert found.record["500"].subfields == []


def test_control_fields_with_subfields_and_the_form_of_irbis() -> None:
    found = read_one(b"=LDR  00000nam  2200000 a 4500\n=001  00$a1$b2\n=245  00$aA\n")
    assert found.record is not None
    assert found.record["001"].data == "00\x1fa1\x1fb2"
    irbis = read_one(b"=LDR  00000nam  2200000   450 \n=920  \\\\PAZK\n=1119  \\\\7ef4\n=200  \\\\$AX$E\n")
    assert irbis.record is not None
    assert irbis.profile is Profile.IRBIS
    assert [field.subfields for field in irbis.record.fields] == [
        [("", "PAZK")],
        [("", "7ef4")],
        [("A", "X"), ("E", "")],
    ]
