from __future__ import annotations

import pytest

from catalog.marc import MarcCode, MarcError, Profile
from tests.catalog.marc.builders import codes, marcxml, read_bytes, read_one, text_of, xml_record


def test_records_with_exact_bytes_and_offsets() -> None:
    data = marcxml(xml_record("Бир"), xml_record("Икки"))
    one, two = read_bytes(data)
    assert (one.position, two.position) == (1, 2)
    assert data[two.offset : two.offset + len(two.raw)] == two.raw
    assert two.raw.startswith(b"<record>")
    assert text_of(two, "245", "a") == "Икки"
    assert (two.profile, two.charset) == (Profile.MARC21, "utf-8")


def test_prefixed_elements() -> None:
    prefixed = xml_record().replace("</", "</m:").replace("<", "<m:").replace("<m:/m:", "</m:")
    found = read_one(marcxml(prefixed, head='<m:collection xmlns:m="http://www.loc.gov/MARC21/slim">'))
    assert text_of(found, "245", "a") == "Title"


def test_d6_a_leader_padded_with_white_space() -> None:
    found = read_one(marcxml(xml_record(leader="\n      01234cam a2200000 i 4500\n   ")))
    assert found.record is not None
    assert str(found.record.leader) == "01234cam a2200000 i 4500"
    assert codes(found) == ({"leader_mended"}, set())


def test_d6_a_leader_that_lost_its_leading_blanks() -> None:
    found = read_one(marcxml(xml_record(leader="nam a22     uu 4500")))
    assert found.record is not None
    assert str(found.record.leader) == "     nam a22     uu 4500"


def test_d7_one_broken_record_costs_only_itself() -> None:
    broken = xml_record().replace("</subfield>", "")
    found = read_bytes(marcxml(xml_record("A"), broken, xml_record("B")))
    assert [one.record is not None for one in found] == [True, False, True]
    assert codes(found[1])[1] == {"broken_xml"}


def test_d7_a_record_that_never_closes() -> None:
    found = read_bytes(marcxml(xml_record().replace("</record>", ""), xml_record("B")))
    assert [one.record is not None for one in found] == [False, True]
    assert codes(found[0])[1] == {"truncated"}


def test_d7_missing_tag_and_code_keep_the_text() -> None:
    extra = "<datafield ind1=' ' ind2=' '><subfield>lost</subfield></datafield>"
    found = read_one(marcxml(xml_record(extra=extra)))
    assert text_of(found, "???", "?") == "lost"
    assert codes(found)[1] == {"field_without_tag", "subfield_without_code"}


def test_d8_sru_wrappers_are_not_records() -> None:
    wrapped = "".join(
        f"<zs:record><zs:recordData>{xml_record(title)}</zs:recordData></zs:record>" for title in "AB"
    )
    data = marcxml(
        f"<zs:records>{wrapped}</zs:records>", head='<zs:answer xmlns:zs="http://www.loc.gov/zing/srw/">'
    )
    assert [text_of(one, "245", "a") for one in read_bytes(data)] == ["A", "B"]


def test_d21_control_characters_are_dropped_and_reported() -> None:
    found = read_one(marcxml(xml_record("a\x02b")))
    assert text_of(found, "245", "a") == "ab"
    assert codes(found)[1] == {"control_characters"}


def test_a_record_in_a_comment_does_not_count() -> None:
    assert len(read_bytes(marcxml(f"<!-- {xml_record('old')} -->", xml_record("new")))) == 1


def test_entities_are_never_expanded() -> None:
    data = marcxml(xml_record("&boom;")).replace(b"?>", b'?><!DOCTYPE r [<!ENTITY boom "x">]>', 1)
    found = read_one(data)
    assert found.record is None
    assert codes(found)[1] == {"broken_xml"}


def test_another_encoding() -> None:
    data = marcxml(xml_record("Дни")).decode().replace("UTF-8", "windows-1251").encode("cp1251")
    assert text_of(read_one(data), "245", "a") == "Дни"


def test_a_collection_without_records_says_so() -> None:
    with pytest.raises(MarcError) as refused:
        read_bytes(marcxml())
    assert refused.value.code is MarcCode.NO_RECORDS


def test_entities_of_html_and_bare_ampersands_are_mended() -> None:
    found = read_one(marcxml(xml_record("AT&T &amp; caf&eacute; &#2;&#x42;")))
    assert text_of(found, "245", "a") == "AT&T & café B"
    assert codes(found) == ({"references_decoded"}, set())
    assert found.repairs[0].detail["fields"] == 3
    assert "&T" in str(found.repairs[0].detail["before"])


def test_a_file_that_is_not_in_the_set_it_declares() -> None:
    data = marcxml(xml_record("Дни минувшего столетия")).decode().encode("cp1251")
    found = read_one(data)
    assert (found.charset, text_of(found, "245", "a")) == ("cp1251", "Дни минувшего столетия")
    assert codes(found) == ({"charset_guessed"}, set())


@pytest.mark.parametrize("codec", ["unicode_escape", "hex", "idna", "undefined", "no-such-set"])
def test_a_declared_codec_that_is_no_character_set(codec: str) -> None:
    data = marcxml(xml_record("Дни")).replace(b"UTF-8", codec.encode())
    assert text_of(read_one(data), "245", "a") == "Дни"


def test_utf16_and_a_closing_tag_without_its_beginning() -> None:
    data = marcxml(xml_record("Бир"), xml_record("Икки")).decode().replace("UTF-8", "UTF-16").encode("utf-16")
    assert [text_of(one, "245", "a") for one in read_bytes(data)] == ["Бир", "Икки"]
    headless = marcxml(xml_record("A").replace("<record>", ""), xml_record("B"))
    lost, found = read_bytes(headless)
    assert (lost.record, codes(lost)[1], lost.raw[:8]) == (None, {"truncated"}, b"<leader>")
    assert text_of(found, "245", "a") == "B"
