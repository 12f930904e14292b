"""Texts of plain letters fold at one go; the answer is that of folding letter after letter."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ils.text import fold, fold_variants, folding, index_words, sort_key, sorting
from ils.text.script import has_cyrillic

LETTERS = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x2FFF)
    | st.sampled_from("oʻgʻshchşçñöğëïﬁＡͥ̈́̇ َُّال'’ʼʻ«»-–_0٣²½ẞİıſǅŉ"),
    max_size=30,
)


@given(LETTERS)
@example("Oʻzbekiston tarixi")
@example("al-Kitāb al-ʻArabī")
@example("الكتابُ في التاريخ")
def test_the_search_key_is_that_of_each_run(text: str) -> None:
    slow = [folding._fold_run(run) for run in text.split()]
    assert fold(text) == " ".join(filter(None, slow))


@given(LETTERS)
@example("Der kleine Prinz – 3. Auflage")
@example("12 300-bet")
def test_the_sort_key_is_that_of_the_slow_way(text: str) -> None:
    filed = sorting._NOT_FILED.sub("", text)
    if not has_cyrillic(filed) and not sorting._UZBEK_ONLY.search(filed):
        assert sort_key(text) == sorting._words(sorting._bare(filed))


@given(LETTERS)
def test_a_line_for_the_index_is_the_key_and_the_variants(text: str) -> None:
    assert index_words(text) == " ".join((fold(text), *fold_variants(text))).strip()


@pytest.mark.parametrize(
    ("text", "variants"),
    [
        ("الكتاب", ("كتاب",)),
        ("«الكتاب»", ("كتاب",)),
        ("في التاريخ والأدب", ("تاريخ",)),
        ("الف", ()),  # what would be left is no word
        ("بالتاريخ", ()),
        ("garçon", ("garcon",)),
        ("l’été", ("ete",)),
        ("masʼala", ()),
    ],
)
def test_words_are_found_without_the_article(text: str, variants: tuple[str, ...]) -> None:
    assert fold_variants(text) == variants
