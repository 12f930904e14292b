"""Amounts in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ils.printing.words import COPY, LARGEST, SOM, TITLE, Unit, in_words

pytestmark = pytest.mark.engine_free


@pytest.mark.parametrize(
    ("number", "unit", "language", "said"),
    [
        (0, SOM, "uz", "nol soʻm"),
        (1_000, SOM, "uz", "bir ming soʻm"),
        (2_345_678, SOM, "uz", "ikki million uch yuz qirq besh ming olti yuz yetmish sakkiz soʻm"),
        (119, COPY, "uz", "yuz oʻn toʻqqiz nusxa"),
        (45_000, SOM, "uz_Cyrl", "қирқ беш минг сўм"),
        (-3, COPY, "uz", "minus uch nusxa"),
        (0, SOM, "ru", "ноль сумов"),
        (1, SOM, "ru", "один сум"),
        (22, SOM, "ru", "двадцать два сума"),
        (112, SOM, "ru", "сто двенадцать сумов"),
        (1_001, SOM, "ru", "одна тысяча один сум"),
        (2_002, COPY, "ru", "две тысячи два экземпляра"),
        (21, TITLE, "ru", "двадцать одно название"),
        (5_000_000_011, SOM, "ru", "пять миллиардов одиннадцать сумов"),
        (-1, COPY, "ru", "минус один экземпляр"),
        (1, COPY, "en", "one copy"),
        (101, SOM, "en", "one hundred one soums"),
        (1_340_021, SOM, "en", "one million three hundred forty thousand twenty-one soums"),
        (-2, TITLE, "en", "minus two titles"),
    ],
)
def test_amounts_are_said(number: int, unit: Unit, language: str, said: str) -> None:
    assert in_words(number, unit, language) == said


@given(st.integers(0, LARGEST), st.integers(0, LARGEST))
def test_no_two_amounts_are_said_alike(one: int, other: int) -> None:
    for language in ("uz", "uz_Cyrl", "ru", "en"):
        assert (in_words(one, SOM, language) == in_words(other, SOM, language)) is (one == other)


def test_what_has_no_words_is_refused() -> None:
    with pytest.raises(ValueError, match="no words"):
        in_words(LARGEST + 1, SOM, "uz")
