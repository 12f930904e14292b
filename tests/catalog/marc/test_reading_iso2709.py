"""One oddity a test; D numbers are the traps of the corpus."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.marc import MarcError, Profile, display_fields, facts, from_bytes, read, to_bytes
from catalog.marc.framing import KEPT_OF_TOO_LONG, RECORD_LIMIT
from tests.catalog.marc.builders import (
    ASCII_ONLY,
    PLAIN,
    UNIMARC,
    codes,
    encoded,
    read_bytes,
    read_one,
    record,
    text_of,
)


def test_a_plain_record() -> None:
    data = record()
    found = read_one(data)
    assert (found.position, found.offset, found.raw) == (1, 0, data)
    assert (found.profile, found.charset) == (Profile.MARC21, "utf-8")
    assert codes(found) == (set(), set())
    assert text_of(found, "245", "b") == "roman /"


def test_d1_line_ends_between_records_are_skipped_and_offsets_stay_true() -> None:
    one, two = record(), record(ASCII_ONLY)
    data = b"\n" + one + b"\r\n" + two + b"\n\x1a"
    first, second = read_bytes(data)
    assert data[first.offset : first.offset + len(first.raw)] == one
    assert data[second.offset :].startswith(two)
    assert codes(first) == codes(second) == (set(), set())


def test_d25_byte_order_mark_before_the_first_record() -> None:
    found = read_one(b"\xef\xbb\xbf" + record())
    assert codes(found) == ({"bom_skipped"}, set())
    assert found.offset == 3


def test_d2_lengths_counted_in_characters() -> None:
    lengths = [len(encoded(value, "utf-8").decode()) + 1 for _, value in PLAIN]
    found = read_one(record(lengths=lengths, length=200))
    assert codes(found) == ({"directory_rebuilt", "record_length"}, set())
    assert text_of(found, "245", "a") == "Oʻtkan kunlar :"


def test_d3_every_terminator_gives_a_record_and_the_file_goes_on() -> None:
    data = record() + b"short\x1d" + b"\x1d" + record()[:40].replace(b"\x1e", b" ") + b"\x1d" + record()
    found = read_bytes(data)
    assert [one.record is not None for one in found] == [True, False, False, False, True]
    assert [sorted(codes(one)[1]) for one in found[1:4]] == [
        ["too_short"],
        ["empty_record"],
        ["no_directory"],
    ]


def test_a_cut_off_last_record_is_quarantined() -> None:
    whole = record()
    _, cut = read_bytes(whole + whole[:60])
    assert cut.record is None
    assert cut.raw == whole[:60]
    assert codes(cut)[1] == {"truncated"}


def test_d4_invalid_utf8_costs_only_the_bytes() -> None:
    found = read_one(record((("245", b"00\x1faKun\xe9 va tun"),)))
    assert text_of(found, "245", "a") == "Kun\ufffd va tun"
    assert codes(found) == (set(), {"invalid_bytes"})


def test_d9_utf8_without_the_flag() -> None:
    found = read_one(record(coding=" "))
    assert found.charset == "utf-8"
    assert codes(found) == ({"utf8_unflagged"}, set())


def test_d14_decomposed_text_is_composed_but_never_with_its_code() -> None:
    found = read_one(record((("245", "00$aE\u0301tude$b\u0301x"),)))
    assert text_of(found, "245", "a") == "Étude"
    assert text_of(found, "245", "b") == "\u0301x"


def test_d17_data_in_another_order_than_the_directory() -> None:
    plain = record(ASCII_ONLY)
    base = 24 + 2 * 12 + 1
    first, second = b"7\x1e", b"00\x1faBare title\x1e"
    directory = b"0010002%05d" % len(second) + b"245%04d00000" % len(second)
    found = read_one(plain[:24] + directory + b"\x1e" + second + first + b"\x1d")
    assert base == int(plain[12:17])
    assert codes(found) == (set(), set())
    assert text_of(found, "245", "a") == "Bare title"


def test_d17_leader_one_byte_short() -> None:
    found = read_one(record(leader="{length:05d}nam {coding}22{base:05d} i 450"))
    assert "leader_mended" in codes(found)[0]
    assert text_of(found, "245", "a") == "Oʻtkan kunlar :"


@pytest.mark.parametrize("base", ["00000", "99999", "abcde"])
def test_a_wrong_base_address_is_found_again(base: str) -> None:
    data = record(leader="{length:05d}nam {coding}22" + base + " i 4500")
    found = read_one(data)
    assert codes(found) == ({"base_address"}, set())
    assert found.record is not None


def test_d18_subfields_in_a_control_field_stay_raw() -> None:
    found = read_one(record((("001", "  $a123$b870970"), ("245", "00$aX"))))
    assert found.record is not None
    assert found.record["001"].data == "  \x1fa123\x1fb870970"
    assert facts(found.record, found.profile).control_number == "123"


def test_d19_alphabetic_tags_with_and_without_subfields() -> None:
    found = read_one(record((("FMT", "BK"), ("AVA", "  $aTATU"), ("245", "00$aX"))))
    assert found.record is not None
    assert found.record["FMT"].value() == "BK"
    assert found.record["AVA"]["a"] == "TATU"


def test_d20_field_longer_than_its_four_digits() -> None:
    long = "00$a" + "x" * 12_000
    fields = (("001", "1"), ("500", long), ("245", "00$aKept"))
    found = read_one(record(fields))  # the directory entry of 500 is 13 bytes wide
    assert codes(found) == ({"directory_rebuilt"}, set())
    assert text_of(found, "245", "a") == "Kept"


def test_d21_control_characters_are_kept_and_reported() -> None:
    found = read_one(record((("245", "00$aa\x01b"),)))
    assert text_of(found, "245", "a") == "a\x01b"
    assert codes(found) == (set(), {"control_characters"})
    assert found.record is not None
    assert display_fields(found.record)[1].subfields == (("a", "a␁b"),)


def test_d22_field_terminator_inside_a_field_that_the_directory_covers() -> None:
    found = read_one(record((("245", "00$aone\x1etwo"), ("500", "  $an"))))
    assert text_of(found, "245", "a") == "one\x1etwo"
    assert text_of(found, "500", "a") == "n"


def test_text_without_a_subfield_mark_becomes_a() -> None:
    found = read_one(record((("245", "10The title"), ("001", "1"))))
    assert text_of(found, "245", "a") == "The title"
    assert codes(found)[0] == {"no_subfield_mark"}


def test_a_record_without_end_does_not_grow_in_memory() -> None:
    body = record() + record()[:-1] + b"x" * (RECORD_LIMIT + 10)
    _, endless, after = read_bytes(body + b"\x1d" + record())
    assert endless.record is None
    assert len(endless.raw) == KEPT_OF_TOO_LONG
    assert codes(endless)[1] == {"too_long"}
    assert after.record is not None
    assert after.offset == len(body) + 1


def test_unimarc_is_known_by_its_tags() -> None:
    found = read_one(record(UNIMARC, coding=" "))
    assert (found.profile, found.charset) == (Profile.UNIMARC, "utf-8")
    assert codes(found) == (set(), set())


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_behind_a_good_record(tail: bytes) -> None:
    data = record() + tail
    found = read_bytes(data)
    trailing = re.sub(rb"\A(?:\xef\xbb\xbf|[ \t\r\n\x00\x1a])+", b"", data.rpartition(b"\x1d")[2])
    assert len(found) == data.count(b"\x1d") + bool(trailing)


@settings(deadline=None)
@given(st.integers(0, len(record()) - 2), st.binary(min_size=1, max_size=3), st.sampled_from(["a", " "]))
def test_a_record_with_any_bytes_overwritten(at: int, noise: bytes, coding: str) -> None:
    data = record(coding=coding)
    spoilt = data[:at] + noise + data[at + len(noise) :]
    try:
        found = list(read(io.BytesIO(spoilt)))
    except MarcError:
        return
    for one in found:
        if one.record is not None:
            facts(one.record, one.profile)
            assert to_bytes(from_bytes(to_bytes(one.record))) == to_bytes(one.record)
