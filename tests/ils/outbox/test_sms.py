"""What an SMS costs (practice.md §8)."""

from __future__ import annotations

import pytest

from ils.outbox.sms import plain_sms, segments

pytestmark = pytest.mark.engine_free


@pytest.mark.parametrize(
    ("text", "encoding", "length", "count"),
    [
        ("", "gsm7", 0, 0),
        ("a" * 160, "gsm7", 160, 1),
        ("a" * 161, "gsm7", 161, 2),
        ("a" * 306, "gsm7", 306, 2),
        ("a" * 307, "gsm7", 307, 3),
        ("я" * 70, "ucs2", 70, 1),
        ("я" * 71, "ucs2", 71, 2),
        ("я" * 134, "ucs2", 134, 2),
        ("я" * 135, "ucs2", 135, 3),
        ("a" * 69 + "ʻ", "ucs2", 70, 1),
        ("a" * 70 + "ʻ", "ucs2", 71, 2),
        ("€" * 80, "gsm7", 160, 1),
        ("a" * 152 + "€" + "a" * 10, "gsm7", 164, 2),
        ("😀" * 35, "ucs2", 70, 1),
        ("😀" * 36, "ucs2", 72, 2),
    ],
)
def test_segments_are_counted_as_the_networks_do(text: str, encoding: str, length: int, count: int) -> None:
    found = segments(text)
    assert (found.encoding, found.length, found.segments) == (encoding, length, count)


def test_a_sign_of_two_places_is_never_torn_apart() -> None:
    assert segments("a" * 152 + "€" + "a" * 152).segments == 3, "152 + (2 + 151) + 1"
    assert segments("я" * 66 + "😀" + "я" * 66).segments == 3


def test_uzbek_apostrophes_become_plain_and_cost_nothing() -> None:
    text = "Oʻtkan kunlar, maʼlumot ‘’ “x” «y» – — … №"
    assert plain_sms(text) == "O'tkan kunlar, ma'lumot '' \"x\" \"y\" - - ... N"
    assert segments(plain_sms(text)).encoding == "gsm7"
    assert segments(text).encoding == "ucs2"
