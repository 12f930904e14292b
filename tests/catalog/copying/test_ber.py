"""The encoding rules under Z39.50: what is written is read again, and no bytes do harm."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.copying.services import ber

pytestmark = pytest.mark.engine_free


@given(st.integers(-(2**31), 2**31 - 1), st.integers(0, 2**20))
def test_whole_numbers_and_tags_come_back(value: int, number: int) -> None:
    whole = ber.read(ber.made_of(20, ber.integer(number, value)))
    assert whole.number_of(number) == value


@given(st.binary(max_size=70_000))
def test_bytes_come_back(content: bytes) -> None:
    node = ber.read(ber.tlv(45, content))
    assert (node.number, node.octets()) == (45, content)


@pytest.mark.parametrize("dotted", ["1.2.840.10003.5.10", "1.2.840.10003.5.109.10", "2.16.840.1.1", "0.9"])
def test_object_identifiers_come_back(dotted: str) -> None:
    assert ber.read(ber.oid(dotted)).dotted() == dotted


def test_known_bytes() -> None:
    assert ber.oid("1.2.840.10003.5.10") == bytes.fromhex("06072a8648ce13050a")
    assert ber.integer(5, 128) == b"\x85\x02\x00\x80"
    assert ber.integer(5, 0) == b"\x85\x01\x00"
    assert ber.integer(5, -1) == b"\x85\x01\xff"
    assert ber.tlv(105, b"x") == b"\x9f\x69\x01x"
    assert ber.tlv(4, b"x" * 200)[:3] == b"\x84\x81\xc8"


def test_unknown_lengths_are_read() -> None:
    inner = ber.tlv(4, b"one", kind=ber.UNIVERSAL) + ber.tlv(4, b"two", kind=ber.UNIVERSAL)
    node = ber.read(b"\xa1\x80" + inner + b"\x00\x00")
    assert node.octets() == b"onetwo"


def test_more_bytes_are_waited_for() -> None:
    whole = ber.made_of(20, ber.tlv(4, b"x" * 300))
    for cut in range(len(whole)):
        with pytest.raises(ber.Incomplete):
            ber.read(whole[:cut])
    endless = b"\xa1\x80" + ber.tlv(4, b"x" * 10)
    for cut in range(len(endless) + 1):
        with pytest.raises(ber.Incomplete):
            ber.read(endless[:cut])


@pytest.mark.parametrize(
    "wrong",
    [
        b"\xa1\x03\x84\x09x",  # a part longer than the whole
        b"\xa1\x01\x84",  # a part cut off inside a whole that has come
        b"\x84\x80",  # a plain value without a length
        b"\x84\x85\x01\x01\x01\x01\x01",
        b"\xbf\xff\xff\xff\xff\xff\x01",
        b"\xa0\x80" * 60,
    ],
)
def test_what_is_no_ber_is_refused(wrong: bytes) -> None:
    with pytest.raises(ber.BerError):
        ber.read(wrong)


@given(st.binary(max_size=200))
def test_no_bytes_do_harm(data: bytes) -> None:
    with suppress(ber.BerError, ber.Incomplete):
        node = ber.read(data)
        node.text()
        node.dotted()
