"""Scans typed on a Cyrillic layout (desk.md SB-04), and telling scripts apart."""

import pytest

from ils.text import has_cyrillic, repair_layout, script_of

KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>"
RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ШТМ-045", "INV-045"),
        ("штм-045", "inv-045"),
        ("ШТМғ045", "INV-045"),
        ("ШТМҒ045", "INV-045"),
        ("Ў123", "O123"),
        ("Щ123", "O123"),
        ("ҚҳЫ", "S=S"),
        ("Ф№1", "A#1"),
        ("ШТМ.7", "INV/7"),
        ('К"1', "R@1"),
        ("00123№", "00123#"),
        (RUSSIAN, KEYS),
    ],
)
def test_repaired(typed: str, meant: str) -> None:
    assert repair_layout(typed) == meant


@pytest.mark.parametrize("code", ["", "INV-045", "2000000123", "ШТМ-A45", "Ш\u0627"])
def test_nothing_to_repair(code: str) -> None:
    assert repair_layout(code) is None


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("kitob", "latin"),
        ("китоб uz", "cyrillic"),
        ("كتاب", "arabic"),
        ("书", "other"),
        ("", "other"),
        ("12", "other"),
    ],
)
def test_script(text: str, script: str) -> None:
    assert script_of(text) == script
    assert has_cyrillic(text) == (script == "cyrillic")
