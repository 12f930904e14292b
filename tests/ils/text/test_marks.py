"""Marks and digits are looked for where alphabets stand: nowhere else are there any."""

import sys
import unicodedata

from ils.text.marks import MARKS, bare_letters

JAPANESE_VOICING = {0x3099, 0x309A}


def test_every_mark_of_unicode_is_left_out() -> None:
    signs = range(0x80, sys.maxunicode + 1)
    marks = {code for code in signs if unicodedata.category(chr(code))[0] == "M"}
    assert marks - JAPANESE_VOICING == MARKS.keys()


def test_every_digit_of_an_alphabet_is_a_plain_one() -> None:
    digits = [chr(code) for code in range(0x80, 0x20000) if unicodedata.category(chr(code)) == "Nd"]
    assert "".join(map(bare_letters, digits)) == "".join(str(unicodedata.decimal(digit)) for digit in digits)
