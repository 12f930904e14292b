"""The traps of real files, D1 to D25 of the corpus: each with the smallest file that has it."""

from __future__ import annotations

import json
import unicodedata

import pytest

from catalog.marc import (
    FileFormat,
    MarcCode,
    MarcError,
    Profile,
    display_fields,
    facts,
    from_bytes,
    sniff,
    to_bytes,
    to_iso2709,
    writer,
)
from tests.catalog.marc.builders import (
    ASCII_ONLY,
    PLAIN,
    UNIMARC,
    codes,
    encoded,
    marcxml,
    read_bytes,
    read_one,
    record,
    text_of,
    xml_record,
)


def test_D01_line_ends_between_and_behind_records() -> None:
    data = record() + b"\r\n" + record(ASCII_ONLY) + b"\n\n" + record() + b"\n"
    found = read_bytes(data)
    assert [codes(one) for one in found] == [(set(), set())] * 3
    assert [data[one.offset : one.offset + len(one.raw)] for one in found] == [one.raw for one in found]


def test_D02_lengths_counted_in_characters_instead_of_bytes() -> None:
    lengths = [len(encoded(value, "utf-8").decode()) + 1 for _, value in PLAIN]
    found = read_one(record(lengths=lengths, length=200))
    assert codes(found) == ({"directory_rebuilt", "record_length"}, set())
    assert text_of(found, "245", "a") == "Oʻtkan kunlar :"
    told = next(one for one in found.repairs if one.code == "record_length")
    assert (told.detail["before"], told.detail["after"]) == ("00200", len(found.raw))


def test_D03_every_terminator_gives_one_answer_and_no_record_ends_the_file() -> None:
    data = record() + b"rubbish\x1d" + record()[:60] + b"\x1d" + b"\x1d" + record()
    found = read_bytes(data)
    assert len(found) == data.count(b"\x1d") == 5
    assert [one.position for one in found] == [1, 2, 3, 4, 5]
    assert [one.record is not None for one in found] == [True, False, False, False, True]
    assert all(one.problems for one in found[1:4])


def test_D04_invalid_utf8_with_the_flag_costs_only_the_bytes() -> None:
    found = read_one(record((("245", b"00\x1faKun\xe9 va tun"),)))
    assert text_of(found, "245", "a") == "Kun\ufffd va tun"
    assert codes(found) == (set(), {"invalid_bytes"})
    assert b"Kun\xe9 va" in found.raw


def test_D04_the_flag_is_not_believed_where_not_one_of_many_bytes_is_utf8() -> None:
    found = read_one(record((("245", "00$aДни минувшего столетия"),), charset="cp1251"))
    assert (found.charset, text_of(found, "245", "a")) == ("cp1251", "Дни минувшего столетия")
    assert codes(found) == ({"charset_field_wrong"}, set())


@pytest.mark.parametrize(
    ("data", "text"),
    [(b"a\xffb", "a\ufffdb"), (b"a\x1b(Zb", "a\ufffd(Zb"), (b"caf\xe2e\x1b$", "café\ufffd$")],
)
def test_D05_marc8_that_is_undefined_costs_only_itself(data: bytes, text: str) -> None:
    found = read_one(record((("245", b"00\x1fa" + data + b"\x1fbrest"),), coding=" "), charset="marc-8")
    assert (text_of(found, "245", "a"), text_of(found, "245", "b")) == (text, "rest")
    assert "invalid_bytes" in codes(found)[1]


def test_D05_nothing_is_written_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    read_one(record((("245", b"00\x1fa\xff\xfe\x1b(Q\x1b$1!!"),), coding=" "), charset="marc-8")
    assert capfd.readouterr() == ("", "")


def test_D06_a_leader_padded_with_white_space() -> None:
    found = read_one(marcxml(xml_record(leader="\n      01234cam a2200000 i 4500\n   ")))
    assert found.record is not None
    assert str(found.record.leader) == "01234cam a2200000 i 4500"
    assert codes(found) == ({"leader_mended"}, set())
    assert found.repairs[0].detail["after"] == "01234cam a2200000 i 4500"


def test_D07_missing_tag_and_code_and_a_bad_second_record() -> None:
    extra = "<datafield ind1=' ' ind2=' '><subfield>lost</subfield></datafield>"
    broken = xml_record("B").replace("</datafield>", "", 1)
    found = read_bytes(marcxml(xml_record("A", extra=extra), broken, xml_record("C")))
    assert text_of(found[0], "???", "?") == "lost"
    assert codes(found[0])[1] == {"field_without_tag", "subfield_without_code"}
    assert [one.record is not None for one in found] == [True, False, True]
    assert codes(found[1])[1] == {"broken_xml"}


def test_D08_records_of_an_sru_answer_are_counted_once() -> None:
    inside = "".join(
        f"<zs:record><zs:recordPacking>xml</zs:recordPacking><zs:recordData>{xml_record(title)}</zs:recordData>"
        f"<zs:recordPosition>1</zs:recordPosition></zs:record>"
        for title in ("A", "B")
    )
    head = '<zs:searchRetrieveResponse xmlns:zs="http://www.loc.gov/zing/srw/">'
    found = read_bytes(marcxml(f"<zs:version>1.1</zs:version><zs:records>{inside}</zs:records>", head=head))
    assert [text_of(one, "245", "a") for one in found] == ["A", "B"]


def test_D09_utf8_without_the_flag() -> None:
    found = read_one(record(coding=" "))
    assert (found.charset, text_of(found, "245", "a")) == ("utf-8", "Oʻtkan kunlar :")
    assert codes(found) == ({"utf8_unflagged"}, set())


def test_D09_utf8_without_the_flag_and_with_a_broken_byte() -> None:
    found = read_one(record((("245", b"00\x1fa" + "Дни минувшие ".encode() + b"\xd0"),), coding=" "))
    assert found.charset == "utf-8"
    assert codes(found) == ({"utf8_unflagged"}, {"invalid_bytes"})


@pytest.mark.parametrize(
    ("sets", "bytes_in", "charset"),
    [
        ("50  ", "utf-8", "utf-8"),
        ("0189", "cp1251", "cp1251"),
        ("0179", "cp866", "cp866"),
        ("99  ", "koi8-r", "koi8-r"),
    ],
)
def test_D10_unimarc_names_its_character_set_in_100(sets: str, bytes_in: str, charset: str) -> None:
    general = f"  $a20200101d2019    u  y0rusy{sets}    ca"
    found = read_one(record((("100", general), ("200", "1 $aДни минувшие")), charset=bytes_in, coding=" "))
    assert (found.charset, found.profile) == (charset, Profile.UNIMARC)
    assert text_of(found, "200", "a") == "Дни минувшие"
    assert codes(found) == (set(), set())


@pytest.mark.parametrize("bytes_in", ["utf-8", "cp866"])
def test_D11_the_charset_field_lies(bytes_in: str) -> None:
    general = "  $a20200101d2019    u  y0rusy0189    ca"
    found = read_one(record((("100", general), ("200", "1 $aДни минувшие")), charset=bytes_in, coding=" "))
    assert (found.charset, text_of(found, "200", "a")) == (bytes_in, "Дни минувшие")
    assert codes(found) == ({"charset_field_wrong"}, set())


def test_D11_text_encoded_twice_is_offered_and_only_undone_when_agreed() -> None:
    twice = "mureşene".encode().decode("latin-1")
    data = record((("245", f"00$a{twice}"), ("500", "  $aplain")))
    offered = read_one(data)
    assert text_of(offered, "245", "a") == twice
    assert codes(offered) == (set(), {"double_encoded"})
    assert (offered.problems[0].detail["before"], offered.problems[0].detail["after"]) == (twice, "mureşene")
    undone = read_one(data, undo_double=True)
    assert text_of(undone, "245", "a") == "mureşene"
    assert codes(undone) == ({"double_undone"}, set())
    assert undone.repairs[0].detail == {"before": twice, "after": "mureşene", "count": 1}


@pytest.mark.parametrize("charset", ["cp1251", "cp866", "koi8-r"])
def test_D12_russian_without_any_word_of_its_set(charset: str) -> None:
    text = "Справочник библиотекаря : учебное пособие для вузов"
    found = read_one(record((("200", f"1 $a{text}"),), charset=charset, coding=" "))
    assert (found.charset, text_of(found, "200", "a")) == (charset, text)
    assert codes(found) == ({"charset_guessed"}, set())


def test_D12_the_callers_choice_wins() -> None:
    data = record((("245", "00$aДни минувшего"),), charset="cp1251", coding=" ")
    assert text_of(read_one(data, charset="koi8-r"), "245", "a") == "дМХ ЛХМСБЬЕЦН"


def test_D13_ligatures_stay_as_they_come_and_both_kinds_are_kept() -> None:
    halves = read_one(record((("100", b"1 \x1fa\xebI\xecUriev"),), coding=" "), charset="marc-8")
    whole = read_one(record((("100", "1 $aI\u0361Uriev"),)))
    assert text_of(halves, "100", "a") == "I\ufe20U\ufe21riev"
    assert text_of(whole, "100", "a") == "I\u0361Uriev"


def test_D14_decomposed_text_is_stored_composed() -> None:
    found = read_one(record((("245", "00$a" + unicodedata.normalize("NFD", "Étude й")),)))
    assert text_of(found, "245", "a") == "Étude й"


def test_D15_two_marks_on_one_letter_are_one_text_in_either_order() -> None:
    one = read_one(record((("245", b"00\x1fa\xf2\xe3o"),), coding=" "), charset="marc-8")
    other = read_one(record((("245", b"00\x1fa\xe3\xf2o"),), coding=" "), charset="marc-8")
    assert text_of(one, "245", "a") == text_of(other, "245", "a") == "ộ"


def test_D16_non_sorting_marks_are_kept_in_the_record_and_shown_as_signs() -> None:
    found = read_one(record((*UNIMARC[:2], ("200", "1 $a\x98The \x9cend")), coding=" "))
    assert found.record is not None
    assert text_of(found, "200", "a") == "\x98The \x9cend"
    assert dict(display_fields(found.record)[-1].subfields)["a"] == "⟪The ⟫end"
    assert facts(found.record, found.profile).title == "The end"
    assert b"\xc2\x98The \xc2\x9cend" in to_iso2709(found.record)


def test_D17_data_in_another_order_than_the_directory() -> None:
    first, second = b"7\x1e", b"00\x1faBare title\x1e"
    directory = b"0010002%05d" % len(second) + b"245%04d00000" % len(second)
    data = record(ASCII_ONLY)[:24] + directory + b"\x1e" + second + first + b"\x1d"
    found = read_one(data)
    assert codes(found) == (set(), set())
    assert text_of(found, "245", "a") == "Bare title"


@pytest.mark.parametrize(
    "leader", ["{length:05d}nam {coding}32{base:05d} i 4xyz", "{length:05d}nam {coding} 2{base:05d} i     "]
)
def test_D17_noise_in_the_leader_is_tolerated(leader: str) -> None:
    found = read_one(record(leader=leader))
    assert text_of(found, "245", "a") == "Oʻtkan kunlar :"
    assert codes(found) == (set(), set())


def test_D17_a_directory_that_is_no_multiple_of_twelve() -> None:
    data = record()
    at = data.index(b"\x1e")
    found = read_one(data[:at] + b"24" + data[at:])
    assert text_of(found, "245", "a") == "Oʻtkan kunlar :"
    assert "directory_rebuilt" in codes(found)[0]


def test_D18_subfields_in_a_control_field_are_kept() -> None:
    found = read_one(record((("001", "00$a12345678$b710100"), ("245", "00$aTitel"))))
    assert found.record is not None
    assert found.record["001"].data == "00\x1fa12345678\x1fb710100"
    assert facts(found.record, found.profile).control_number == "12345678"
    again = read_one(
        b"".join((writer(FileFormat.MARCXML).begin(), writer(FileFormat.MARCXML).record(found.record)))
    )
    assert again.record is not None
    assert again.record["001"].data == found.record["001"].data


def test_D19_alphabetic_tags() -> None:
    found = read_one(record((("001", "1"), ("FMT", "BK"), ("AVA", "  $aLIB$bstacks"), ("245", "00$aT"))))
    assert found.record is not None
    assert [field.tag for field in found.record.fields] == ["001", "FMT", "AVA", "245"]
    assert found.record["FMT"].data == "BK"
    assert text_of(found, "AVA", "b") == "stacks"
    assert codes(found) == (set(), set())


def test_D20_too_long_is_accepted_on_the_way_in_and_refused_on_the_way_out() -> None:
    long = ("500", "  $a" + "x" * 12_000)
    fields = (("001", "1"), ("245", "00$aT"), *[long] * 10)
    lengths = [len(encoded(value, "utf-8")) + 1 for _, value in fields]
    data = record(fields, length=99_999, lengths=[min(length, 9_999) for length in lengths])
    found = read_one(data)
    assert found.record is not None
    assert [len(field["a"]) for field in found.record.get_fields("500")] == [12_000] * 10
    with pytest.raises(MarcError) as refused:
        to_iso2709(found.record)
    assert refused.value.code is MarcCode.FIELD_TOO_LONG
    assert to_bytes(from_bytes(to_bytes(found.record))) == to_bytes(found.record)
    assert writer(FileFormat.MARCXML).record(found.record).count(b"<datafield") == 11


def test_D21_control_characters_never_reach_xml() -> None:
    found = read_one(record((("245", "00$aA\x01B\x1bC\x08D"),)))
    assert found.record is not None
    assert codes(found)[1] == {"control_characters"}
    out = writer(FileFormat.MARCXML)
    again = read_one(out.begin() + out.record(found.record) + out.end())
    assert text_of(again, "245", "a") == "ABCD"
    assert codes(again) == (set(), set())


def test_D22_a_field_terminator_inside_a_field() -> None:
    found = read_one(record((("001", "1"), ("500", b"  \x1faone\x1etwo"), ("245", "00$aT"))))
    assert found.record is not None
    assert text_of(found, "245", "a") == "T"
    assert "one" in text_of(found, "500", "a")


def test_D22_a_record_terminator_inside_a_record_costs_that_record_only_and_says_so() -> None:
    data = record((("001", "1"), ("500", b"  \x1faone\x1dtwo"), ("245", "00$aT"))) + record()
    found = read_bytes(data)
    assert len(found) == 3
    assert b"".join(one.raw for one in found) == data
    assert found[2].record is not None
    assert all(one.repairs or one.problems for one in found[:2])


def test_D23_a_file_named_mrc_that_is_marcedit_text_is_read_for_what_it_is() -> None:
    data = b"=LDR  00000nam  2200000 a 4500\r\n=001  1\r\n=245  00$aGPO set\r\n"
    assert sniff(data) is FileFormat.MRK
    assert text_of(read_one(data), "245", "a") == "GPO set"


@pytest.mark.parametrize(
    ("data", "looks_like"),
    [
        (b"<!DOCTYPE html><html><body>404</body></html>", "html"),
        (b"%PDF-1.4", "pdf"),
        (b"Hello, world.", "text"),
    ],
)
def test_D23_what_is_no_marc_at_all_is_named(data: bytes, looks_like: str) -> None:
    with pytest.raises(MarcError) as refused:
        read_bytes(data)
    assert (refused.value.code, refused.value.facts["looks_like"]) == (MarcCode.NOT_MARC, looks_like)


def test_D23_an_empty_file() -> None:
    with pytest.raises(MarcError) as refused:
        read_bytes(b"\r\n")
    assert refused.value.code is MarcCode.EMPTY_FILE


def test_D24_numeric_references_are_decoded_in_marc8_only() -> None:
    data = (("245", "00$a&#x4E2D;&#x6587; zhongwen"),)
    marc8, utf8 = read_one(record(data, coding=" ")), read_one(record(data))
    assert text_of(marc8, "245", "a") == "中文 zhongwen"
    assert codes(marc8) == ({"references_decoded"}, set())
    assert "&#x4E2D;" in str(marc8.repairs[0].detail["before"])
    assert text_of(utf8, "245", "a") == "&#x4E2D;&#x6587; zhongwen"


@pytest.mark.parametrize(
    "data",
    [
        record(),
        marcxml(xml_record()),
        b"=LDR  00000nam a2200000 a 4500\n=245  00$aT\n",
        json.dumps({"leader": "00000nam a2200000 a 4500", "fields": [{"001": "1"}]}).encode(),
        b"#920: PAZK\n#200: ^AT\n*****\n",
    ],
)
def test_D25_a_byte_order_mark_before_the_first_record(data: bytes) -> None:
    found = read_one(b"\xef\xbb\xbf" + data)
    assert found.record is not None
    assert found.problems == ()


def test_D25_irbis_lines_that_lost_a_sign_are_told_by_their_number() -> None:
    data = "#920: PAZK\n919: ^Arus\n#200 ^AДни\n\nno field at all\n#101: rus\n*****\n".encode()
    found = read_one(data)
    assert found.record is not None
    assert [field.tag for field in found.record.fields] == ["920", "919", "200", "???", "101"]
    assert [one.detail["line"] for one in found.repairs] == [2, 3, 4]
    assert [(one.code, one.detail["line"]) for one in found.problems] == [("broken_line", 5)]


def test_every_trap_has_a_test() -> None:
    numbers = {int(name[6:8]) for name in globals() if name.startswith("test_D")}
    assert numbers == set(range(1, 26))
