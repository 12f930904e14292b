"""What a query asks for."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.search.rules import (
    END_OF_TITLE,
    LONGEST_WORD,
    MOST_TERMS,
    Term,
    fts5,
    fts5_title,
    parse,
    readings,
    tsquery,
    whole,
)


def word(text: str, *, prefix: bool = True) -> Term:
    return Term((text,), prefix)


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ("", ()),
        ("  \t ", ()),
        ("«»—…!?", ()),
        ("Oʻtkan kunlar", (word("otkan"), word("kunlar"))),
        ("ЎТКАН КУНЛАР", (word("otkan"), word("kunlar"))),
        ("Ötkan", (word("otkan"),)),
        ("A. Qodiriy", (word("a", prefix=False), word("qodiri"))),
        ("어", (word("어"),)),
        ('"oʻtkan kunlar" roman', (Term(("otkan", "kunlar"), prefix=False), word("roman"))),
        ("roman «Oʻtkan kunlar»", (word("roman"), Term(("otkan", "kunlar"), prefix=False))),
        ('"', ()),
        ('"otkan', (word("otkan"),)),
        ('""', ()),
        ("al-Kitāb", (word("al"), word("kitab"))),
    ],
)
def test_a_query_is_words_and_phrases(query: str, terms: tuple[Term, ...]) -> None:
    assert parse(query) == terms


def test_absurd_lengths_are_cut() -> None:
    assert len(parse("kitob " * 5000)) == MOST_TERMS
    assert parse("k" * 10_000) == (word("k" * LONGEST_WORD),)


def test_engines_get_quoted_words_only() -> None:
    terms = parse('kitob "otkan kunlar" a')
    assert fts5(terms) == '"kitob"* AND "otkan kunlar" AND "a"'
    assert tsquery(terms) == "'kitob':* & 'otkan kunlar' & 'a'"
    assert fts5_title(terms) == f'title : ^ "kitob otkan kunlar a {END_OF_TITLE}"'


def test_the_wrong_keyboard_is_the_last_reading() -> None:
    assert [whole(terms) for terms in readings("рфккн")] == ["rfkkn", "harry"]
    assert "kniga" in [whole(terms) for terms in readings("rybuf")]
    assert "otkan" in [whole(terms) for terms in readings("onrfy")]  # ўткан on the Uzbek layout


def test_initials_may_begin_a_name_if_nothing_else_is_found() -> None:
    assert list(readings("A Qodiriy"))[1] == (word("a"), word("qodiri"))


@given(st.text(max_size=600))
def test_nothing_but_letters_and_digits_leaves_the_quotes(query: str) -> None:
    for terms in readings(query):
        assert re.fullmatch(r'"[\w ]+"\*?( AND "[\w ]+"\*?)*', fts5(terms))
        assert re.fullmatch(r"'[\w ]+'(:\*)?( & '[\w ]+'(:\*)?)*", tsquery(terms))
        assert "_" not in whole(terms)
