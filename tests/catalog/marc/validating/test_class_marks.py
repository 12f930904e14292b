"""The outer form of UDC and BBK."""

from __future__ import annotations

import pytest

from catalog.marc.validating.classmarks import is_bbk, is_udc
from catalog.marc.validating.letters import mixed_word

pytestmark = pytest.mark.engine_free


@pytest.mark.parametrize("mark", [
    "51", "517.9", "821.512.133-31", "621.7/.9(075.8)", "94(575.1)", "94(575.1)\"18/19\"", "004.43:378.147",
    "37.013", "61(091)", "(038)=161.1=111", "=512.133", "[004+51](075)", "62-83", "517.9; 519.6", "616-053.2",
    "551.21(571.66)", "891.550 Hofiz", "37:001.895",
])  # fmt: skip
def test_marks_of_udc(mark: str) -> None:
    assert is_udc(mark)


@pytest.mark.parametrize(
    "mark", ["5174", "51..9", "(51", "51)", "[5+6", "roman", "ББК 22.1", "51{2}", "51\t9"]
)
def test_no_marks_of_udc(mark: str) -> None:
    assert not is_udc(mark)


@pytest.mark.parametrize("mark", [
    "84(5Oʻ)6", "84(5Ўзб)6-44", "22.161я73", "63.3(2)622,78", "Ш5(2=Р)7", "У9(2)-18", "32.973.26-018.2", "2", "К",
    "81.2Англ-9", "74.200.53", "Ш6(7США)67-442{Лх1979-51}", "Я1", "65.9(5У)",
])  # fmt: skip
def test_marks_of_bbk(mark: str) -> None:
    assert is_bbk(mark)


@pytest.mark.parametrize("mark", ["821.161.1", "952.2", "84(5Oʻ", "", "роман", "#22"])
def test_no_marks_of_bbk(mark: str) -> None:
    assert not is_bbk(mark)


@pytest.mark.parametrize(("text", "word"), [
    ("Oлтин бешик", "Oлтин"), ("китоб Toшкентда", "Toшкентда"), ("Cибирь", "Cибирь"), ("Бiблiогр.", "Бiблiогр"),
    ("Wordда", ""), ("IBMнинг", ""), ("XXв", ""), ("XIX аср", ""), ("ХХ век", ""), ("Kitob va китоб", ""), ("", ""),
])  # fmt: skip
def test_words_of_two_scripts(text: str, word: str) -> None:
    assert mixed_word(text) == word
