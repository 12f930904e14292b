"""Amounts in words, as acts want them: Uzbek (both scripts), Russian, English; whole numbers below 10¹⁵."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ils.text import to_cyrillic

LARGEST = 10**15 - 1


class Unit(NamedTuple):
    """What is counted: its Uzbek name, its Russian forms (1, 2, 5), its English singular and plural."""

    uz: str
    ru: tuple[str, str, str]
    en: tuple[str, str]
    neuter: bool = False  # in Russian


SOM = Unit("soʻm", ("сум", "сума", "сумов"), ("soum", "soums"))
COPY = Unit("nusxa", ("экземпляр", "экземпляра", "экземпляров"), ("copy", "copies"))
TITLE = Unit("nomda", ("название", "названия", "названий"), ("title", "titles"), neuter=True)

_UZ_ONES = ("", "bir", "ikki", "uch", "toʻrt", "besh", "olti", "yetti", "sakkiz", "toʻqqiz")
_UZ_TENS = ("", "oʻn", "yigirma", "oʻttiz", "qirq", "ellik", "oltmish", "yetmish", "sakson", "toʻqson")
_UZ_SCALES = ("", "ming", "million", "milliard", "trillion")

_RU_ONES = ("", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять")
_RU_TEENS = (
    "десять", "одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать",
    "семнадцать", "восемнадцать", "девятнадцать",
)  # fmt: skip
_RU_TENS = (
    "",
    "",
    "двадцать",
    "тридцать",
    "сорок",
    "пятьдесят",
    "шестьдесят",
    "семьдесят",
    "восемьдесят",
    "девяносто",
)
_RU_HUNDREDS = (
    "", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот",
)  # fmt: skip
_RU_SCALES = (
    ("", "", ""), ("тысяча", "тысячи", "тысяч"), ("миллион", "миллиона", "миллионов"),
    ("миллиард", "миллиарда", "миллиардов"), ("триллион", "триллиона", "триллионов"),
)  # fmt: skip

_EN_ONES = (
    "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_EN_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_SCALES = ("", "thousand", "million", "billion", "trillion")


def in_words(number: int, unit: Unit, language: str) -> str:
    """Return “ikki ming besh yuz soʻm”; `language` is uz, uz_Cyrl, ru or en."""
    if abs(number) > LARGEST:
        raise ValueError(f"no words for {number}")
    if language == "ru":
        said = f"{_russian(abs(number), unit)} {_russian_form(abs(number), unit.ru)}"
        minus = "минус "
    elif language == "en":
        said = f"{_english(abs(number))} {unit.en[abs(number) != 1]}"
        minus = "minus "
    else:
        said = f"{_uzbek(abs(number))} {unit.uz}"
        minus = "minus "
    said = minus + said if number < 0 else said
    return to_cyrillic(said) if language == "uz_Cyrl" else said


def _groups(number: int) -> Iterator[tuple[int, int]]:
    """Yield the groups of three digits that are not zero, the largest first: (power of a thousand, group)."""
    for power in range(4, -1, -1):
        group = number // 1000**power % 1000
        if group:
            yield power, group


def _uzbek(number: int) -> str:
    words: list[str] = []
    for power, group in _groups(number):
        hundreds, rest = divmod(group, 100)
        # One hundred is said without “bir”, one thousand and more with it.
        words += [_UZ_ONES[hundreds] if hundreds > 1 else "", "yuz" if hundreds else ""]
        words += [_UZ_TENS[rest // 10], _UZ_ONES[rest % 10], _UZ_SCALES[power]]
    return " ".join(word for word in words if word) or "nol"


def _russian(number: int, unit: Unit) -> str:
    words: list[str] = []
    for power, group in _groups(number):
        words += _russian_group(group, feminine=power == 1, neuter=power == 0 and unit.neuter)
        words.append(_russian_form(group, _RU_SCALES[power]))
    return " ".join(word for word in words if word) or "ноль"


def _russian_group(group: int, *, feminine: bool, neuter: bool) -> list[str]:
    hundreds, rest = divmod(group, 100)
    if 10 <= rest < 20:
        return [_RU_HUNDREDS[hundreds], _RU_TEENS[rest - 10]]
    one = _RU_ONES[rest % 10]
    if rest % 10 == 1:
        one = "одна" if feminine else "одно" if neuter else one
    if rest % 10 == 2 and feminine:
        one = "две"
    return [_RU_HUNDREDS[hundreds], _RU_TENS[rest // 10], one]


def _russian_form(number: int, forms: tuple[str, str, str]) -> str:
    last, last_two = number % 10, number % 100
    if 11 <= last_two <= 14 or last == 0 or last > 4:
        return forms[2]
    return forms[0] if last == 1 else forms[1]


def _english(number: int) -> str:
    words: list[str] = []
    for power, group in _groups(number):
        hundreds, rest = divmod(group, 100)
        words += [
            f"{_EN_ONES[hundreds]} hundred" if hundreds else "",
            _english_below_hundred(rest),
            _EN_SCALES[power],
        ]
    return " ".join(word for word in words if word) or "zero"


def _english_below_hundred(rest: int) -> str:
    if rest < 20:
        return _EN_ONES[rest]
    return _EN_TENS[rest // 10] + (f"-{_EN_ONES[rest % 10]}" if rest % 10 else "")
